namespace Descent.Tests.Strictness.Fuzzing;

/// <summary>Grows random statements: declarations, assignments, branches, loops and returns at every rate.</summary>
internal sealed class RandomStatements(Random random, RandomExpressions expressions, bool reduces, RandomMatrices? matrices)
{
    private int _names;

    private Surroundings At
    {
        get => expressions.At;
        set => expressions.At = value;
    }

    public IEnumerable<Node> Some(int depth, int count)
    {
        for (; count > 0; count--)
        {
            yield return Statement(depth);
        }
    }

    /// <summary>A total of the tensor that all states take of which there is not one value for each weight.</summary>
    public IEnumerable<Node> ShareTotal()
    {
        var total = new Symbol($"r{_names++}", At.Slots++, Level.Tensor);
        yield return new(Kind.Declare, [new(Kind.Reduce, [expressions.Number(2, Level.Element)], "Sum", (double)Over.Tensor)], symbol: total);
        foreach (var target in At.Assignable.Where(symbol => symbol.Level is Level.Tensor or Level.Row or Level.Column && At.Region.IsWithin(symbol.Level)))
        {
            yield return Assign(target, AnyOperator(), new Node(Kind.Variable, [], symbol: total));
        }
    }

    private Node Block(int depth, Level condition, bool isConditional = true)
    {
        var (outside, slots) = (At, At.Slots);
        At = At.Inside(condition, isConditional);
        var block = new Node(Kind.Block, [.. Some(depth - 1, random.Next(1, 4))]);
        slots = Math.Max(slots, At.Slots);
        At = outside;
        At.Slots = slots;
        return block;
    }

    private Node Statement(int depth)
    {
        if (matrices?.MayApply == true && random.Next(3) == 0)
        {
            return (random.Next(3) > 0 ? matrices.Change() : null) ?? Declare($"w{_names++}", matrices.Value(1), Level.Element);
        }

        switch (random.Next(depth == 0 ? 8 : 13))
        {
            case 0 or 1:
                var level = expressions.AnyLevel();
                return Declare($"x{_names++}", expressions.Number(3, level), level);
            case 2:
                var rate = expressions.AnyLevel();
                var condition = new Symbol($"b{_names++}", At.Slots++, rate);
                var declared = new Node(Kind.DeclareCondition, [expressions.Condition(2, rate)], symbol: condition);
                At.Conditions.Add(condition);
                return declared;
            case 3 when At.Spans.Where(span => At.Region.IsWithin(span.Symbol.Level)).ToList() is { Count: > 0 } spans:
                var assigned = expressions.Pick(spans);
                return new(
                    Kind.AssignElement,
                    [expressions.Number(2, assigned.Symbol.Level), expressions.Index(assigned.Count)],
                    AnyOperator(),
                    assigned.Count,
                    assigned.Symbol);
            case 5 when expressions.Callable(returnsValue: false) is { } helper && Target() is { Level: Level.Element } target:
                return new(Kind.Move, [.. helper.Parameters.Skip(1).Select(_ => expressions.Number(2, Level.Element))], helper.Name, symbol: target);
            case 6 or 7 when expressions.MayReduce:
                var (total, totalLevel) = expressions.Reduction();
                return Declare($"r{_names++}", total, totalLevel);
            case 8 or 9:
                return If(depth, expressions.AnyLevel(), hasElse: random.Next(2) == 0);
            case 10 when !reduces || random.Next(4) == 0:
                return Return();
            case 11:
                return For(depth);
            default:
                return Assign();
        }
    }

    private Node Declare(string name, Node number, Level level)
    {
        var symbol = new Symbol(name, At.Slots++, level);
        At.Numbers.Add(symbol);
        At.Assignable.Add(symbol);
        return new(Kind.Declare, [number], symbol: symbol);
    }

    private Node Assign()
    {
        var target = Target();
        return Assign(target, AnyOperator(), expressions.Number(3, target.Level));
    }

    private string AnyOperator() => expressions.Pick("=", "+=", "-=", "*=", "/=");

    public static Node Assign(Symbol target, string symbol, Node number) => new(Kind.Assign, [number], symbol, symbol: target);

    /// <summary>A variable that may be assigned under the conditions around.</summary>
    private Symbol Target() => expressions.Pick([.. At.Assignable.Where(symbol => At.Region.IsWithin(symbol.Level))]);

    private Node If(int depth, Level level, bool hasElse)
    {
        var condition = expressions.Condition(2, level);
        return new(Kind.If, hasElse ? [condition, Block(depth, level), Block(depth, level)] : [condition, Block(depth, level)]);
    }

    private Node For(int depth)
    {
        var counter = new Symbol($"k{_names++}", At.Slots++, Level.Constant);
        var span = At.Spans.Count > 0 && random.Next(3) > 0 ? expressions.Pick(At.Spans) : null;
        var (outside, rounds) = (At, span?.Count ?? random.Next(1, 4));
        At = At.Inside(Level.Constant, isConditional: false);
        At.Integers.Add(counter);
        At.Counters.Add((counter, rounds));
        var body = Block(depth, Level.Constant, isConditional: false);
        outside.Slots = Math.Max(outside.Slots, At.Slots);
        At = outside;
        return new(Kind.For, [body], span?.Symbol.Name ?? "", rounds, counter);
    }

    /// <summary>A return under a condition; what follows stands under its opposite.</summary>
    private Node Return()
    {
        var level = expressions.AnyLevel();
        var condition = expressions.Condition(1, level);
        var outside = At;
        At = At.Inside(level);
        List<Node> block = random.Next(2) == 0 ? [Assign()] : [];
        block.Add(new(Kind.Return, At.ReturnsValue ? [expressions.Number(1, Level.Element)] : []));
        At = outside with { Region = outside.Region.With(level), IsConditional = true };
        return new(Kind.If, [condition, new(Kind.Block, block)]);
    }
}
