namespace Descent.Tests.Strictness.Fuzzing;

/// <summary>What reductions a random rule has.</summary>
internal enum Reductions
{
    None,

    /// <summary>Over the tensor, under conditions too.</summary>
    OverTensor,

    /// <summary>Over the tensor, but no condition decides about one.</summary>
    Unconditional,

    /// <summary>Over the tensor and over the optimizer; no condition decides about one.</summary>
    OverOptimizer,

    /// <summary>Over rows, columns and the tensor, under conditions too.</summary>
    OverRows,
}

/// <summary>Grows random expressions over all operations.</summary>
internal sealed class RandomExpressions(Random random, Reductions reductions)
{
    private static readonly (string Text, double Value)[] s_literals =
    [
        ("0.5", 0.5), ("-0.0", -0.0), ("2.0", 2), ("1e-30", 1e-30), ("1e30", 1e30), ("0.1", 0.1), ("3.0", 3), ("1.0", 1), ("0.0", 0), ("-1.5", -1.5),
        ("double.Epsilon", double.Epsilon), ("Math.PI", Math.PI),
    ];

    private static readonly Node s_lower = new(Kind.Literal, [], "-0.75", -0.75);
    private static readonly Node s_upper = new(Kind.Literal, [], "1e10", 1e10);

    private static readonly string[] s_unary =
    [
        "Math.Sqrt", "Math.Abs", "Math.Floor", "Math.Ceiling", "Math.Round", "Math.Truncate", .. MathFunctions.Unary,
    ];

    private static readonly string[] s_binary = ["Math.Min", "Math.Max", "Math.CopySign", .. MathFunctions.Binary];
    private static readonly string[] s_comparisons = [">", "<", ">=", "<=", "==", "!="];

    /// <summary>Where the next expression grows.</summary>
    public Surroundings At { get; set; } = new();

    /// <summary>The helpers that can be called.</summary>
    public List<HelperTree> Helpers { get; } = [];

    /// <summary>Whether a reduction may stand here.</summary>
    public bool MayReduce => !At.IsHelper && reductions switch { Reductions.None => false, Reductions.OverTensor or Reductions.OverRows => At.Region.IsWithin(Level.Tensor), _ => !At.IsConditional };

    /// <summary>A total, and how often it changes.</summary>
    public (Node Total, Level Level) Reduction()
    {
        var over = reductions switch
        {
            Reductions.OverOptimizer when random.Next(2) == 0 => Over.Optimizer,
            Reductions.OverRows => Pick(Over.Row, Over.Column, Over.Row, Over.Column, Over.Tensor, Over.Rows),
            _ => Over.Tensor,
        };
        var (scope, level, ofTerms) = ((double)over, Levels.OfTotal(over), over == Over.Rows ? Level.Row : Level.Element);
        var total = random.Next(reductions == Reductions.OverRows ? 7 : 5) switch
        {
            0 => new Node(Kind.Reduce, [Number(2, ofTerms)], "Max", scope),
            1 => new(Kind.Reduce, [Number(2, ofTerms)], "Min", scope),
            2 when over != Over.Rows => new(Kind.Count, [Condition(1, Level.Element)], "Count", scope),
            5 => new(Kind.Reduce, [Number(2, ofTerms)], "Mean", scope),
            6 => new(Kind.Binary, [new(Kind.Extent, [], Pick("Length", "Rows", "Columns")), Number(1, level)], Pick("*", "/", "-")),
            _ => new(Kind.Reduce, [Number(2, ofTerms)], "Sum", scope),
        };
        return random.Next(4) switch
        {
            0 => (new(Kind.Math, [total], "Math.Sqrt"), level),
            1 when reductions == Reductions.OverRows => (new(Kind.Choose, [Condition(1, Level.Tensor), total, Number(1, level)]), level),
            1 when reductions == Reductions.OverTensor => (new(Kind.Choose, [Condition(1, Level.Tensor), total, Number(1, Level.Tensor)]), level),
            _ => (total, level),
        };
    }

    /// <summary>How often something new may change: no less often than the conditions around.</summary>
    public Level AnyLevel()
    {
        var level = random.Next(5) switch { 0 => Level.Step, 1 when reductions == Reductions.OverRows => Pick(Level.Tensor, Level.Row, Level.Column, Level.Row), 1 when reductions != Reductions.None => Pick(Level.Optimizer, Level.Tensor, Level.Tensor), _ => Level.Element };
        return At.IsHelper || !At.Region.IsWithin(level) ? Level.Element : level;
    }

    public Node Number(int depth, Level level)
    {
        if (depth == 0 || random.Next(6) == 0)
        {
            return Leaf(level);
        }

        return random.Next(22) switch
        {
            < 7 => new(Kind.Binary, [Number(depth - 1, level), Number(depth - 1, level)], Pick("+", "-", "*")),
            7 or 8 => new(Kind.Binary, [Number(depth - 1, level), Number(depth - 1, level)], "/"),
            9 => new(Kind.Negate, [Number(depth - 1, level)]),
            10 or 11 => new(Kind.Math, [Number(depth - 1, level)], Pick(s_unary)),
            12 => Pair(Argument(depth - 1, level), Argument(depth - 1, level), Pick(s_binary)),
            13 => new(Kind.Choose, [Condition(depth - 1, level), Number(depth - 1, level), Number(depth - 1, level)]),
            14 or 15 when Callable(returnsValue: true) is { } helper => new(Kind.Call, [.. helper.Parameters.Select(_ => Number(depth - 1, level))], helper.Name),
            16 => new(Kind.Math, [Number(depth - 1, level), Number(depth - 1, level), Number(depth - 1, level)], "Math.FusedMultiplyAdd"),
            17 when !At.IsHelper && level == Level.Element => random.Next(3) == 0
                ? new(Kind.Sign, [new(Kind.Variable, [], symbol: RuleTree.Gradient)])
                : new(Kind.Clamp, [new(Kind.Binary, [new(Kind.Variable, [], symbol: RuleTree.Gradient), Number(depth - 1, level)], "*"), s_lower, s_upper]),
            18 => new(Kind.SwitchNumber, [Number(depth - 1, level), .. Enumerable.Range(0, 4).Select(_ => Number(depth - 1, level))]),
            19 when At.Integers.Count > 0 => new(Kind.SwitchInteger, [Integer(1, level), .. Enumerable.Range(0, 3).Select(_ => Number(depth - 1, level))]),
            20 => new(Kind.SignOf, [Condition(depth - 1, level)]),
            21 when At.Integers.Count > 0 => new(Kind.FromInteger, [Integer(2, level)]),
            _ => new(Kind.Binary, [Number(depth - 1, level), Number(depth - 1, level)], "%"),
        };
    }

    /// <summary>A function of two numbers. Which sign a NaN has is the hardware's choice, so none is copied.</summary>
    private static Node Pair(Node first, Node second, string function) => new(Kind.Math, [first, function == "Math.CopySign" ? OneForNaN(second) : second], function);

    private static Node OneForNaN(Node number) => new(Kind.Choose, [new(Kind.Classify, [number], "IsNaN"), new(Kind.Literal, [], "1.0", 1), number]);

    private Node Leaf(Level level)
    {
        var visible = At.Numbers.Where(symbol => symbol.Level.IsWithin(level)).ToList();
        return random.Next(8) switch
        {
            0 => Literal(),
            1 or 2 when At.Hyperparameters.Count > 0 => Pick(At.Hyperparameters),
            3 when At.Integers.Count > 0 => new(Kind.FromInteger, [new(Kind.IntegerVariable, [], symbol: Pick(At.Integers))]),
            4 or 5 when At.Spans.Where(span => span.Symbol.Level.IsWithin(level)).ToList() is { Count: > 0 } spans => Element(Pick(spans)),
            _ when visible.Count > 0 => new(Kind.Variable, [], symbol: Pick(visible)),
            _ => At.Hyperparameters.Count > 0 ? Pick(At.Hyperparameters) : Literal(),
        };
    }

    /// <summary>An element of a span.</summary>
    private Node Element(StateTree span) => new(Kind.Element, [Index(span.Count)], value: span.Count, symbol: span.Symbol);

    /// <summary>An index that is known to be below a number: a constant, or what follows from the counter of a loop.</summary>
    public Node Index(int count)
    {
        var counters = At.Counters.Where(loop => loop.Rounds <= count).ToList();
        if (counters.Count == 0 || random.Next(4) == 0)
        {
            return new(Kind.IntegerLiteral, [], value: random.Next(count));
        }

        var (counter, rounds) = Pick(counters);
        var variable = new Node(Kind.IntegerVariable, [], symbol: counter);
        return random.Next(3) switch
        {
            0 => new(Kind.IntegerBinary, [new(Kind.IntegerLiteral, [], value: count - 1), variable], "-"),
            1 => new(Kind.IntegerBinary, [variable, new(Kind.IntegerLiteral, [], value: count - rounds)], "+"),
            _ => variable,
        };
    }

    private Node Literal() => Pick(s_literals) is var (text, value) ? new(Kind.Literal, [], text, value) : throw new InvalidOperationException();

    /// <summary>
    /// An argument of Math.Min or Math.Max: never the constant −0. With it .NET 10's just-in-time compiler makes +0 of
    /// Math.Min(-0.0, 0.0) in optimized code, so that the method itself is wrong there and the loop, which is right, differs.
    /// </summary>
    private Node Argument(int depth, Level level) => Number(depth, level) is var argument && argument.IsConstant
        ? At.Hyperparameters.Count > 0 ? At.Hyperparameters[0] : new(Kind.Variable, [], symbol: At.Numbers[0])
        : argument;

    private Node Integer(int depth, Level level)
    {
        if (depth == 0 || random.Next(3) == 0)
        {
            return random.Next(4) == 0 ? new(Kind.IntegerLiteral, [], value: random.Next(5)) : new(Kind.IntegerVariable, [], symbol: Pick(At.Integers));
        }

        return random.Next(6) switch
        {
            0 => new(Kind.IntegerMath, [Integer(depth - 1, level), Integer(depth - 1, level)], Pick("Math.Min", "Math.Max")),
            1 => new(Kind.IntegerChoose, [Condition(depth - 1, Level.Step), Integer(depth - 1, level), Integer(depth - 1, level)]),
            2 when level == Level.Step && !At.IsHelper => new(Kind.IntegerBinary, [Integer(depth - 1, level), new(Kind.IntegerVariable, [], symbol: RuleTree.K)], "%"),
            _ => new(Kind.IntegerBinary, [Integer(depth - 1, level), Integer(depth - 1, level)], Pick("+", "-", "*")),
        };
    }

    public Node Condition(int depth, Level level)
    {
        if (depth == 0 || random.Next(4) == 0)
        {
            var visible = At.Conditions.Where(symbol => symbol.Level.IsWithin(level)).ToList();
            return random.Next(6) switch
            {
                0 when At.HasFlag => new(Kind.Flag, []),
                1 when visible.Count > 0 => new(Kind.ConditionVariable, [], symbol: Pick(visible)),
                2 when At.Integers.Count > 0 => new(Kind.CompareIntegers, [new(Kind.IntegerVariable, [], symbol: Pick(At.Integers)), Integer(1, level)], Pick(s_comparisons)),
                3 => new(Kind.Classify, [Leaf(level)], Pick("IsNaN", "IsFinite", "IsInfinity")),
                _ => new(Kind.Compare, [Leaf(level), Leaf(level)], Pick(s_comparisons)),
            };
        }

        return random.Next(6) switch
        {
            0 => new(Kind.Not, [Condition(depth - 1, level)]),
            1 => new(Kind.AndAlso, [Condition(depth - 1, level), Condition(depth - 1, level)]),
            2 => new(Kind.OrElse, [Condition(depth - 1, level), Condition(depth - 1, level)]),
            3 => new(Kind.ExclusiveOr, [Condition(depth - 1, level), Condition(depth - 1, level)]),
            _ => new(Kind.Compare, [Number(depth - 1, level), Number(depth - 1, level)], Pick(s_comparisons)),
        };
    }

    public HelperTree? Callable(bool returnsValue) => Helpers.Where(helper => helper.ReturnsValue == returnsValue).ToList() is { Count: > 0 } fitting ? Pick(fitting) : null;

    public TItem Pick<TItem>(params IReadOnlyList<TItem> choices) => choices[random.Next(choices.Count)];
}
