using Descent.Generator.IR;

namespace Descent.Tests.Strictness.Fuzzing;

/// <summary>Grows random operations on whole matrices: what they give each weight, and what they make of square states.</summary>
internal sealed class RandomMatrices(Random random, RandomExpressions expressions)
{
    /// <summary>Under how many conditions square states are changed, of which a rule may have three.</summary>
    private const int ConditionsOfSquares = 2;

    private static readonly Node s_smallEpsilon = new(Kind.Literal, [], "1e-6", 1e-6);
    private static readonly Node s_largeEpsilon = new(Kind.Literal, [], "0.5", 0.5);

    private int _conditional;

    /// <summary>Whether an operation may stand here: under conditions of the step alone.</summary>
    public bool MayApply => !At.IsHelper && At.Region.IsWithin(Level.Step);

    private Surroundings At => expressions.At;

    /// <summary>What an operation gives each weight.</summary>
    public Node Value(int depth) => random.Next(5) == 0
        ? new(Kind.Choose, [expressions.Condition(1, Level.Step), Given(depth, mayChange: false), expressions.Number(1, Level.Element)])
        : Given(depth, mayChange: true);

    /// <summary>A change of square states, or what an operation gives where there are none that may be changed.</summary>
    public Node? Change()
    {
        var owner = Pick(Axes.Row, Axes.Column);
        if (SquaresOf(owner) is not { Count: > 0 } squares || !MayChange())
        {
            return null;
        }

        return (random.Next(9), squares) switch
        {
            (0, [var from, var to, ..]) => OfSquares("Matrix.InverseRoot", from, Integer(1, 2, 4), Epsilon(), to),
            (1, [var from, var to, ..]) => OfSquares("Matrix.Eigenvectors", from, to),
            (2, [var from, var to, ..]) => OfSquares("Matrix.Transpose", from, to),
            (3, [var from, var to]) => OfSquares("Matrix.Qr", from, to),
            (3, [var from, var to, var triangle]) => OfSquares("Matrix.Qr", from, to, triangle),
            (4, [var left, var right, var to]) => OfSquares("Matrix.Multiply", left, right, to),
            (5, [var square, ..]) => OfSquares("OwnMatrix.Shift", square, Integer(1, 2), Number()),
            (_, [var square, ..]) => Gram(owner, square),
            _ => null,
        };
    }

    private Node Gram(Axes owner, Node square)
    {
        Node[] shares = random.Next(3) switch { 0 => [], 1 => [Number()], _ => [Number(), Number()] };
        return new(Kind.Change, [Matrix(1, mayChange: true), square, .. shares], $"Matrix.AddGramOf{owner}s", 1);
    }

    /// <summary>What an operation gives each weight, of which only some may change square states: not those in an arm of a choice.</summary>
    private Node Given(int depth, bool mayChange)
    {
        var (rows, columns) = (SquaresOf(Axes.Row), SquaresOf(Axes.Column));
        return (random.Next(9), rows, columns) switch
        {
            (0, [var left, ..], _) => Whole("Matrix.Multiply", left, Matrix(depth, mayChange)),
            (1, _, [var right, ..]) => Whole("Matrix.Multiply", Matrix(depth, mayChange), right),
            (2 or 3, [var left, ..], [var right, ..]) => Whole(Pick("Matrix.ToBasis", "Matrix.FromBasis"), Matrix(depth, mayChange), left, right),
            (4 or 5, [var left, var leftVectors, ..], [var right, var rightVectors, ..]) when mayChange && MayChange()
                => Whole("Matrix.RefineBasis", Matrix(depth, mayChange), left, leftVectors, right, rightVectors),
            (6, [var left, ..], _) => Whole("OwnMatrix.Turn", Matrix(depth, mayChange), left, Number()),
            (7, _, _) => Whole("OwnMatrix.Combine", Matrix(depth, mayChange), Matrix(depth, mayChange), expressions.Condition(1, Level.Tensor)),
            (_, _, _) when random.Next(2) == 0 => Whole("Matrix.Orthogonalize", Matrix(depth, mayChange), Steps()),
            _ => Whole("Matrix.Orthogonalize", Matrix(depth, mayChange), Steps(), Epsilon(), expressions.Condition(1, Level.Tensor)),
        };
    }

    /// <summary>A value of each weight as an operation takes it; now and then one that is the same for some of them.</summary>
    private Node Matrix(int depth, bool mayChange) => depth > 0 && random.Next(4) == 0 ? Given(depth - 1, mayChange)
        : random.Next(4) == 0 ? new(Kind.Variable, [], symbol: RuleTree.Gradient)
        : expressions.Number(depth, random.Next(5) == 0 ? expressions.AnyLevel() : Level.Element);

    private Node Number() => random.Next(3) == 0 ? Pick(s_smallEpsilon, s_largeEpsilon) : expressions.Number(1, Level.Tensor);

    private Node Epsilon() => Pick(s_smallEpsilon, s_largeEpsilon);

    private Node Steps() => At.Integers.Contains(RuleTree.K) && random.Next(3) == 0 ? new(Kind.IntegerVariable, [], symbol: RuleTree.K) : Integer(1, 2, 5);

    private Node Integer(params IReadOnlyList<int> choices) => new(Kind.IntegerLiteral, [], value: Pick(choices));

    private static Node Whole(string operation, params IReadOnlyList<Node> arguments) => new(Kind.Whole, arguments, operation, operation == "OwnMatrix.Combine" ? 2 : 1);

    /// <summary>An operation on square states alone.</summary>
    private static Node OfSquares(string operation, params IReadOnlyList<Node> arguments) => new(Kind.Change, arguments, operation);

    /// <summary>The square states of rows or columns, in any order.</summary>
    private List<Node> SquaresOf(Axes owner)
        => [.. At.Squares.Where(square => square.Scope == owner).OrderBy(_ => random.Next()).Select(square => new Node(Kind.Square, [], symbol: square.Symbol))];

    private bool MayChange() => !At.IsConditional || _conditional++ < ConditionsOfSquares;

    private TItem Pick<TItem>(params IReadOnlyList<TItem> choices) => expressions.Pick(choices);
}
