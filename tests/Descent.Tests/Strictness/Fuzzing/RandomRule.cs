using System.Globalization;
using Descent.Generator.IR;

namespace Descent.Tests.Strictness.Fuzzing;

/// <summary>
/// Grows a random but valid rule: expressions over all operations, branches, loops and returns at every rate, helpers, states of every
/// scope, reductions. The same seed gives the same rule.
/// </summary>
internal sealed class RandomRule(int seed)
{
    /// <summary>From this seed on, rules reduce over the tensor and have states with one value for it.</summary>
    public const int FirstReducingSeed = 1_000_000;

    private static readonly (string Text, double Value)[] s_literals =
    [
        ("0.5", 0.5), ("-0.0", -0.0), ("2.0", 2), ("1e-30", 1e-30), ("1e30", 1e30), ("0.1", 0.1), ("3.0", 3), ("1.0", 1), ("0.0", 0), ("-1.5", -1.5),
        ("double.Epsilon", double.Epsilon), ("Math.PI", Math.PI),
    ];

    private static readonly string[] s_unary =
    [
        "Math.Sqrt", "Math.Abs", "Math.Floor", "Math.Ceiling", "Math.Round", "Math.Truncate",
        "Math.Exp", "Math.Log", "Math.Tanh", "Math.Sin", "Math.Cos", "Math.Cbrt", "Math.Atan", "Math.Log2",
    ];

    private static readonly string[] s_binary = ["Math.Min", "Math.Max", "Math.CopySign", "Math.Pow", "Math.Atan2"];
    private static readonly string[] s_comparisons = [">", "<", ">=", "<=", "==", "!="];

    private readonly Random _random = new(seed);
    private readonly List<HelperTree> _helpers = [];
    private Surroundings _at = new();
    private int _names;

    /// <summary>Where the next node grows: what is visible there, and under which conditions it stands.</summary>
    private sealed record Surroundings
    {
        public List<Symbol> Numbers { get; init; } = [];

        public List<Symbol> Integers { get; init; } = [];

        public List<Symbol> Conditions { get; init; } = [];

        public List<Symbol> Assignable { get; init; } = [];

        public HelperTree? Helper { get; init; }

        /// <summary>How often the conditions around change.</summary>
        public Level Region { get; init; } = Level.Step;

        public int Slots { get; set; } = RuleTree.FirstFreeSlot;

        public Surroundings Inside(Level condition) => this with
        {
            Numbers = [.. Numbers],
            Integers = [.. Integers],
            Conditions = [.. Conditions],
            Assignable = [.. Assignable],
            Region = condition > Region ? condition : Region,
        };
    }

    private bool Reduces => seed >= FirstReducingSeed;

    public RuleTree Grow()
    {
        for (var count = _random.Next(1, 4); count > 0; count--)
        {
            _helpers.Add(Helper());
        }

        _at = new()
        {
            Numbers = [RuleTree.Weight, RuleTree.Gradient],
            Assignable = [RuleTree.Weight],
            Integers = [RuleTree.Step, RuleTree.K, RuleTree.Phase],
        };
        var states = new List<StateTree>();
        for (var count = _random.Next(4); count > 0; count--)
        {
            states.Add(State($"s{states.Count}", StateScope.Element, Level.Element, isReadOnly: _random.Next(6) == 0));
        }

        if (Reduces || _random.Next(4) == 0)
        {
            states.Add(State("z", StateScope.Tensor, Level.Tensor, isReadOnly: false));
            states.Add(State("p", StateScope.Step, Level.Step, isReadOnly: false));
        }

        var body = new List<Node>(Statements(2, _random.Next(2, 8)));
        body.Add(Assign(RuleTree.Weight, "-=", Number(2, Level.Element)));
        return new("Random" + seed.ToString(CultureInfo.InvariantCulture), _random.Next(1, 5), _random.Next(2) == 0, states, _helpers, new Node(Kind.Block, body));
    }

    private StateTree State(string name, StateScope scope, Level level, bool isReadOnly)
    {
        var symbol = new Symbol(name, _at.Slots++, level);
        _at.Numbers.Add(symbol);
        if (!isReadOnly)
        {
            _at.Assignable.Add(symbol);
        }

        var start = _random.Next(4) switch { 0 => "Initial = 0.25", 1 when scope == StateScope.Element => "From = nameof(weight)", 2 => "From = nameof(A)", _ => "" };
        var scoped = scope == StateScope.Element ? "" : $"Scope = Scope.{scope}";
        return new(symbol, scope, isReadOnly, string.Join(", ", new[] { scoped, start }.Where(part => part.Length > 0)));
    }

    /// <summary>A helper that calls only those before it.</summary>
    private HelperTree Helper()
    {
        var parameters = Enumerable.Range(0, _random.Next(1, 4)).Select(index => new Symbol($"a{index}", RuleTree.FirstFreeSlot + index, Level.Element)).ToList();
        var helper = new HelperTree($"H{_helpers.Count}", parameters, _random.Next(3) > 0, new Node(Kind.Block, []));
        _at = new() { Numbers = [.. parameters], Assignable = [.. parameters], Helper = helper, Slots = RuleTree.FirstFreeSlot + parameters.Count };
        var body = new List<Node>(Statements(1, _random.Next(0, 3)));
        body.Add(helper.ReturnsValue ? new Node(Kind.Return, [Number(2, Level.Element)]) : Assign(parameters[0], "=", Number(2, Level.Element)));
        return helper with { Body = new Node(Kind.Block, body) };
    }

    private IEnumerable<Node> Statements(int depth, int count)
    {
        for (; count > 0; count--)
        {
            yield return Statement(depth);
        }
    }

    private Node Block(int depth, Level condition)
    {
        var (outside, slots) = (_at, _at.Slots);
        _at = _at.Inside(condition);
        var block = new Node(Kind.Block, [.. Statements(depth - 1, _random.Next(1, 4))]);
        slots = Math.Max(slots, _at.Slots);
        _at = outside;
        _at.Slots = slots;
        return block;
    }

    private Node Statement(int depth)
    {
        switch (_random.Next(depth == 0 ? 8 : 13))
        {
            case 0 or 1:
                var level = AnyLevel();
                return Declare($"x{_names++}", Number(3, level), level);
            case 2:
                var rate = AnyLevel();
                var condition = new Symbol($"b{_names++}", _at.Slots++, rate);
                var declared = new Node(Kind.DeclareCondition, [Condition(2, rate)], symbol: condition);
                _at.Conditions.Add(condition);
                return declared;
            case 3 or 4:
                return Assign();
            case 5 when Callable(returnsValue: false) is { } helper && Target() is { Level: Level.Element } target:
                return new(Kind.Move, [.. helper.Parameters.Skip(1).Select(_ => Number(2, Level.Element))], helper.Name, symbol: target);
            case 6 or 7 when Reduces && _at.Helper is null && _at.Region < Level.Element:
                return Declare($"r{_names++}", Reduction(), Level.Tensor);
            case 8 or 9:
                return If(depth, AnyLevel(), hasElse: _random.Next(2) == 0);
            case 10 when !Reduces || _random.Next(4) == 0:
                return Return();
            case 11:
                return For(depth);
            default:
                return Assign();
        }
    }

    private Node Declare(string name, Node number, Level level)
    {
        var symbol = new Symbol(name, _at.Slots++, level);
        _at.Numbers.Add(symbol);
        _at.Assignable.Add(symbol);
        return new(Kind.Declare, [number], symbol: symbol);
    }

    private Node Assign()
    {
        var target = Target();
        return Assign(target, Pick("=", "+=", "-=", "*=", "/="), Number(3, target.Level));
    }

    private static Node Assign(Symbol target, string symbol, Node number) => new(Kind.Assign, [number], symbol, symbol: target);

    /// <summary>A variable that may be assigned under the conditions around.</summary>
    private Symbol Target() => Pick([.. _at.Assignable.Where(symbol => symbol.Level >= _at.Region)]);

    private Node If(int depth, Level level, bool hasElse)
    {
        var condition = Condition(2, level);
        return new(Kind.If, hasElse ? [condition, Block(depth, level), Block(depth, level)] : [condition, Block(depth, level)]);
    }

    private Node For(int depth)
    {
        var counter = new Symbol($"k{_names++}", _at.Slots++, Level.Constant);
        var outside = _at;
        _at = _at.Inside(Level.Constant);
        _at.Integers.Add(counter);
        var body = Block(depth, Level.Constant);
        outside.Slots = Math.Max(outside.Slots, _at.Slots);
        _at = outside;
        return new(Kind.For, [body], value: _random.Next(1, 4), symbol: counter);
    }

    /// <summary>A return under a condition; what follows stands under its opposite.</summary>
    private Node Return()
    {
        var level = AnyLevel();
        var condition = Condition(1, level);
        var outside = _at;
        _at = _at.Inside(level);
        List<Node> block = _random.Next(2) == 0 ? [Assign()] : [];
        block.Add(new(Kind.Return, _at.Helper is { ReturnsValue: true } ? [Number(1, Level.Element)] : []));
        _at = outside with { Region = level > outside.Region ? level : outside.Region };
        return new(Kind.If, [condition, new(Kind.Block, block)]);
    }

    private Node Reduction()
    {
        var total = _random.Next(5) switch
        {
            0 => new Node(Kind.Reduce, [Number(2, Level.Element)], "Max"),
            1 => new(Kind.Reduce, [Number(2, Level.Element)], "Min"),
            2 => new(Kind.Count, [Condition(1, Level.Element)], "Count"),
            _ => new(Kind.Reduce, [Number(2, Level.Element)], "Sum"),
        };
        return _random.Next(4) switch
        {
            0 => new(Kind.Math, [total], "Math.Sqrt"),
            1 => new(Kind.Choose, [Condition(1, Level.Tensor), total, Number(1, Level.Tensor)]),
            _ => total,
        };
    }

    /// <summary>How often something new may change: no less often than the conditions around.</summary>
    private Level AnyLevel()
    {
        var level = _random.Next(5) switch { 0 => Level.Step, 1 when Reduces => Level.Tensor, _ => Level.Element };
        return _at.Helper is not null || level < _at.Region ? Level.Element : level;
    }

    private Node Number(int depth, Level level)
    {
        if (depth == 0 || _random.Next(6) == 0)
        {
            return Leaf(level);
        }

        return _random.Next(22) switch
        {
            < 7 => new(Kind.Binary, [Number(depth - 1, level), Number(depth - 1, level)], Pick("+", "-", "*")),
            7 or 8 => new(Kind.Binary, [Number(depth - 1, level), Number(depth - 1, level)], "/"),
            9 => new(Kind.Negate, [Number(depth - 1, level)]),
            10 or 11 => new(Kind.Math, [Number(depth - 1, level)], Pick(s_unary)),
            12 => new(Kind.Math, [Argument(depth - 1, level), Argument(depth - 1, level)], Pick(s_binary)),
            13 => new(Kind.Choose, [Condition(depth - 1, level), Number(depth - 1, level), Number(depth - 1, level)]),
            14 or 15 when Callable(returnsValue: true) is { } helper => new(Kind.Call, [.. helper.Parameters.Select(_ => Number(depth - 1, level))], helper.Name),
            16 => new(Kind.Math, [Number(depth - 1, level), Number(depth - 1, level), Number(depth - 1, level)], "Math.FusedMultiplyAdd"),
            17 when _at.Helper is null && level == Level.Element => new(Kind.Clamp, [new(Kind.Binary, [new(Kind.Variable, [], symbol: RuleTree.Gradient), Number(depth - 1, level)], "*")]),
            17 when _at.Helper is null && level == Level.Element => new(Kind.Sign, [new(Kind.Variable, [], symbol: RuleTree.Gradient)]),
            18 => new(Kind.SwitchNumber, [Number(depth - 1, level), .. Enumerable.Range(0, 4).Select(_ => Number(depth - 1, level))]),
            19 when _at.Integers.Count > 0 => new(Kind.SwitchInteger, [Integer(1, level), .. Enumerable.Range(0, 3).Select(_ => Number(depth - 1, level))]),
            20 => new(Kind.SignOf, [Condition(depth - 1, level)]),
            21 when _at.Integers.Count > 0 => new(Kind.FromInteger, [Integer(2, level)]),
            _ => new(Kind.Binary, [Number(depth - 1, level), Number(depth - 1, level)], "%"),
        };
    }

    private Node Leaf(Level level)
    {
        var visible = _at.Numbers.Where(symbol => symbol.Level <= level).ToList();
        return _random.Next(8) switch
        {
            0 => Pick(s_literals) is var (text, value) ? new(Kind.Literal, [], text, value) : throw new InvalidOperationException(),
            1 => new(Kind.Hyperparameter, [], "A"),
            2 => new(Kind.Hyperparameter, [], "B"),
            3 when _at.Integers.Count > 0 => new(Kind.FromInteger, [new(Kind.IntegerVariable, [], symbol: Pick(_at.Integers))]),
            _ when visible.Count > 0 => new(Kind.Variable, [], symbol: Pick(visible)),
            _ => new(Kind.Hyperparameter, [], "B"),
        };
    }

    /// <summary>
    /// An argument of Math.Min or Math.Max: never the constant −0. With it .NET 10's just-in-time compiler makes +0 of
    /// Math.Min(-0.0, 0.0) in optimized code, so that the method itself is wrong there and the loop, which is right, differs.
    /// </summary>
    private Node Argument(int depth, Level level) => Number(depth, level) is var argument && argument.IsConstant ? new(Kind.Hyperparameter, [], "A") : argument;

    private Node Integer(int depth, Level level)
    {
        if (depth == 0 || _random.Next(3) == 0)
        {
            return _random.Next(4) == 0 ? new(Kind.IntegerLiteral, [], value: _random.Next(5)) : new(Kind.IntegerVariable, [], symbol: Pick(_at.Integers));
        }

        return _random.Next(6) switch
        {
            0 => new(Kind.IntegerMath, [Integer(depth - 1, level), Integer(depth - 1, level)], Pick("Math.Min", "Math.Max")),
            1 => new(Kind.IntegerChoose, [Condition(depth - 1, Level.Step), Integer(depth - 1, level), Integer(depth - 1, level)]),
            2 when level == Level.Step && _at.Helper is null => new(Kind.IntegerBinary, [Integer(depth - 1, level), new(Kind.IntegerVariable, [], symbol: RuleTree.K)], "%"),
            _ => new(Kind.IntegerBinary, [Integer(depth - 1, level), Integer(depth - 1, level)], Pick("+", "-", "*")),
        };
    }

    private Node Condition(int depth, Level level)
    {
        if (depth == 0 || _random.Next(4) == 0)
        {
            var visible = _at.Conditions.Where(symbol => symbol.Level <= level).ToList();
            return _random.Next(6) switch
            {
                0 => new(Kind.Flag, []),
                1 when visible.Count > 0 => new(Kind.ConditionVariable, [], symbol: Pick(visible)),
                2 when _at.Integers.Count > 0 => new(Kind.CompareIntegers, [new(Kind.IntegerVariable, [], symbol: Pick(_at.Integers)), Integer(1, level)], Pick(s_comparisons)),
                3 => new(Kind.Classify, [Leaf(level)], Pick("IsNaN", "IsFinite", "IsInfinity")),
                _ => new(Kind.Compare, [Leaf(level), Leaf(level)], Pick(s_comparisons)),
            };
        }

        return _random.Next(6) switch
        {
            0 => new(Kind.Not, [Condition(depth - 1, level)]),
            1 => new(Kind.AndAlso, [Condition(depth - 1, level), Condition(depth - 1, level)]),
            2 => new(Kind.OrElse, [Condition(depth - 1, level), Condition(depth - 1, level)]),
            3 => new(Kind.ExclusiveOr, [Condition(depth - 1, level), Condition(depth - 1, level)]),
            _ => new(Kind.Compare, [Number(depth - 1, level), Number(depth - 1, level)], Pick(s_comparisons)),
        };
    }

    private HelperTree? Callable(bool returnsValue) => _helpers.Where(helper => helper.ReturnsValue == returnsValue).ToList() is { Count: > 0 } fitting ? Pick(fitting) : null;

    private TItem Pick<TItem>(params IReadOnlyList<TItem> choices) => choices[_random.Next(choices.Count)];
}
