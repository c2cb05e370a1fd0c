using System.Globalization;
using Descent.Generator.IR;

namespace Descent.Tests.Strictness.Fuzzing;

/// <summary>
/// Grows a random but valid rule: helpers, inputs, chance, states of every scope, reductions, and statements over all of it; or a chain of such
/// parts and of the library's. The same seed gives the same rule.
/// </summary>
internal sealed class RandomRule
{
    /// <summary>From this seed on, rules reduce over the tensor and have states with one value for it.</summary>
    public const int FirstReducingSeed = 1_000_000;

    /// <summary>From this seed on, rules are chains.</summary>
    public const int FirstChainSeed = 2_000_000;

    /// <summary>From this seed on, rules reduce over the optimizer and have states with one value for it.</summary>
    public const int FirstOptimizerSeed = 3_000_000;

    /// <summary>From this seed on, rules reduce over rows and columns and have states with one value for each; every fourth is a chain.</summary>
    public const int FirstMatrixSeed = 4_000_000;

    /// <summary>From this seed on, rules do all that and have operations on whole matrices and square states; every fourth is a chain.</summary>
    public const int FirstWholeSeed = 5_000_000;

    private readonly Random _random;
    private readonly Random _chance;
    private readonly string _name;
    private readonly bool _isChain;
    private readonly Reductions _reductions;
    private readonly RandomExpressions _expressions;
    private readonly RandomMatrices? _matrices;
    private readonly RandomStatements _statements;

    public RandomRule(int seed)
    {
        // What draws nothing stays the rule that its seed gave before rules drew.
        (_random, _chance, _name, _isChain) = (new Random(seed), new Random(~seed), "Random" + seed.ToString(CultureInfo.InvariantCulture), seed is (>= FirstChainSeed and < FirstOptimizerSeed) || (seed >= FirstMatrixSeed && seed % 4 == 3));
        _reductions = seed switch
        {
            >= FirstMatrixSeed => Reductions.OverRows,
            >= FirstOptimizerSeed => Reductions.OverOptimizer,
            >= FirstChainSeed => (Reductions)_random.Next(4),
            >= FirstReducingSeed => Reductions.OverTensor,
            _ => Reductions.None,
        };
        _expressions = new(_random, _reductions);
        _matrices = seed >= FirstWholeSeed ? new(_random, _expressions) : null;
        _statements = new(_random, _expressions, _reductions != Reductions.None, _matrices);
    }

    private bool Reduces => _reductions != Reductions.None;

    private Surroundings At
    {
        get => _expressions.At;
        set => _expressions.At = value;
    }

    public RuleTree Grow()
    {
        var hyperparameters = _isChain ? [] : Hyperparameters(0.1, 0.9);
        for (var count = _random.Next(1, 4); count > 0; count--)
        {
            _expressions.Helpers.Add(Helper(hyperparameters));
        }

        return new(_name, _expressions.Helpers, _isChain ? [.. Parts()] : [Method(Role.Update, "", hyperparameters)]);
    }

    /// <summary>The parts of a chain: those of the library, others, and now and then one that was there before.</summary>
    private List<MethodTree> Parts()
    {
        var parts = new List<MethodTree>();
        var library = LibraryParts.All.Where(part => _reductions switch
        {
            Reductions.OverRows => !part.ReducesOverOptimizer,
            Reductions.OverTensor => !part.ReducesOverOptimizer && !part.NamesRows,
            _ => !part.NamesRows,
        }).ToList();
        for (var count = _random.Next(1, 6); count > 0; count--)
        {
            var part = _random.Next(7) switch
            {
                < 3 => Pick(library),
                3 when parts.Count > 0 => Pick(parts),
                var kind => Method(kind == 4 ? Role.AfterStep : Role.Transform, PartName(parts.Count), Hyperparameters(Pick(0.1, 0.25, 0.7), Pick(0.9, 0.5, 1.5))),
            };
            if (LibraryParts.NeedsNumber(part))
            {
                parts.Add(library.First(LibraryParts.GivesNumber));
            }

            parts.Add(part);
        }

        return parts;
    }

    /// <summary>Some names end in digits, as those do that the compiler makes for a part that stands in a chain twice.</summary>
    private string PartName(int number) => "Part" + (_random.Next(2) == 0 ? (char)('A' + number) : number.ToString(CultureInfo.InvariantCulture));

    private static IReadOnlyList<Node> Hyperparameters(double first, double second) => [new(Kind.Hyperparameter, [], "A", first), new(Kind.Hyperparameter, [], "B", second)];

    private MethodTree Method(Role role, string name, IReadOnlyList<Node> hyperparameters)
    {
        var isTransform = role == Role.Transform;
        At = new()
        {
            Numbers = isTransform ? [RuleTree.Update, RuleTree.Weight, RuleTree.Gradient] : [RuleTree.Weight, RuleTree.Gradient],
            Assignable = [isTransform ? RuleTree.Update : RuleTree.Weight],
            Integers = [RuleTree.Step, RuleTree.K, RuleTree.Phase],
            Hyperparameters = hyperparameters,
            ReturnsValue = isTransform,
        };
        var inputs = role == Role.Update && _random.Next(2) == 0 ? Inputs().ToList() : [];
        var draws = _chance.Next(4) == 0 ? Draws().ToList() : [];
        var states = States(hyperparameters[0]).ToList();
        if (role == Role.Update && _random.Next(3) == 0)
        {
            states.Add(Span(hyperparameters[0]));
        }

        if (role == Role.Update && _matrices is not null)
        {
            states.AddRange(Squares(hyperparameters[0]));
        }

        var body = new List<Node>(_statements.Some(2, _random.Next(_isChain ? 0 : 2, _isChain ? 4 : 8)));
        var last = _expressions.Number(2, Level.Element);
        if (_reductions == Reductions.OverRows && _expressions.MayReduce)
        {
            // So that most of these rules depend on rows or columns.
            last = new(Kind.Binary, [last, new(Kind.Binary, [_expressions.Reduction().Total, _expressions.Number(1, Level.Element)], "*")], "+");
        }

        if (_reductions == Reductions.OverRows && _expressions.MayReduce && _chance.Next(3) == 0)
        {
            body.AddRange(_statements.ShareTotal());
        }

        if (_matrices?.MayApply == true)
        {
            // So that all of these do what takes whole matrices, and most change a square state.
            body.AddRange(_matrices.Change() is { } change ? [change] : []);
            last = new(Kind.Binary, [last, _matrices.Value(2)], Pick("+", "*"));
        }

        body.Add(isTransform ? new(Kind.Return, [last]) : RandomStatements.Assign(RuleTree.Weight, "-=", last));
        return new(role, name, _random.Next(1, 5), _random.Next(2) == 0, inputs, states, new Node(Kind.Block, body)) { Draws = draws };
    }

    private IEnumerable<DrawTree> Draws()
    {
        for (var count = _chance.Next(1, 3); count > 0; count--)
        {
            var draw = new DrawTree(new($"u{count}", At.Slots++, Level.Element), _chance.Next(2) == 0 ? Distribution.Uniform : Distribution.Normal);
            At.Numbers.Add(draw.Symbol);
            yield return draw;
        }
    }

    private IEnumerable<Symbol> Inputs()
    {
        for (var count = _random.Next(1, 4); count > 0; count--)
        {
            var input = new Symbol($"h{count}", At.Slots++, Level.Element);
            At.Numbers.Add(input);
            yield return input;
        }
    }

    private IEnumerable<StateTree> States(Node hyperparameter)
    {
        for (var count = _random.Next(4); count > 0; count--)
        {
            yield return State($"s{count}", Axes.Weight, Level.Element, hyperparameter, isReadOnly: _random.Next(6) == 0);
        }

        if (_random.Next(4) == 0 || (Reduces && !_isChain))
        {
            yield return State("z", Axes.Tensor, Level.Tensor, hyperparameter);
            yield return State("p", Axes.Step, Level.Step, hyperparameter);
        }

        if (_reductions == Reductions.OverRows)
        {
            foreach (var (name, scope, level) in new[] { ("ofRow", Axes.Row, Level.Row), ("ofColumn", Axes.Column, Level.Column) })
            {
                for (var count = _random.Next(_isChain ? 2 : 3); count > 0; count--)
                {
                    yield return State($"{name}{count}", scope, level, hyperparameter, isReadOnly: _random.Next(6) == 0);
                }
            }
        }

        if (_reductions == Reductions.OverOptimizer && _random.Next(2) == 0)
        {
            yield return State("o", Axes.Optimizer, Level.Optimizer, hyperparameter);
        }
    }

    private StateTree State(string name, Axes scope, Level level, Node hyperparameter, bool isReadOnly = false)
    {
        var symbol = new Symbol(name, At.Slots++, level);
        At.Numbers.Add(symbol);
        if (!isReadOnly)
        {
            At.Assignable.Add(symbol);
        }

        return new(symbol, scope, isReadOnly, StartOf(scope, hyperparameter));
    }

    private Start StartOf(Axes scope, Node hyperparameter) => _random.Next(4) switch
    {
        0 => new("Initial = 0.25", 0.25),
        1 when scope == Axes.Weight => Start.Weight,
        2 => new($"From = nameof({hyperparameter.Text})", hyperparameter.Value, hyperparameter.Text),
        _ => Start.Zero,
    };

    /// <summary>A state that is several values.</summary>
    private StateTree Span(Node hyperparameter)
    {
        var (scope, level) = _reductions == Reductions.OverRows ? Pick((Axes.Row, Level.Row), (Axes.Column, Level.Column), (Axes.Weight, Level.Element))
            : Reduces && _random.Next(2) == 0 ? (Axes.Tensor, Level.Tensor)
            : (Axes.Weight, Level.Element);
        var span = new StateTree(new("v", At.Slots, level), scope, IsReadOnly: false, StartOf(scope, hyperparameter), _random.Next(1, 5));
        At.Slots += span.Count;
        At.Spans.Add(span);
        return span;
    }

    /// <summary>Square states of rows and of columns, up to three of either.</summary>
    private IEnumerable<StateTree> Squares(Node hyperparameter)
    {
        foreach (var (name, scope) in new[] { ("left", Axes.Row), ("right", Axes.Column) })
        {
            for (var count = _random.Next(8) == 0 ? 0 : _random.Next(1, 4); count > 0; count--)
            {
                var square = new StateTree(new($"{name}{count}", At.Slots++, Level.Step), scope, IsReadOnly: false, StartOf(scope, hyperparameter), IsSquare: true);
                At.Squares.Add(square);
                yield return square;
            }
        }
    }

    /// <summary>A helper that calls only those before it.</summary>
    private HelperTree Helper(IReadOnlyList<Node> hyperparameters)
    {
        var parameters = Enumerable.Range(0, _random.Next(1, 4)).Select(index => new Symbol($"a{index}", RuleTree.FirstFreeSlot + index, Level.Element)).ToList();
        var returnsValue = _random.Next(3) > 0;
        At = new()
        {
            Numbers = [.. parameters],
            Assignable = [.. parameters],
            Hyperparameters = hyperparameters,
            IsHelper = true,
            ReturnsValue = returnsValue,
            Slots = RuleTree.FirstFreeSlot + parameters.Count,
        };
        var body = new List<Node>(_statements.Some(1, _random.Next(0, 3)));
        var last = _expressions.Number(2, Level.Element);
        if (_reductions == Reductions.OverRows && _expressions.MayReduce)
        {
            // So that most of these rules depend on rows or columns.
            last = new(Kind.Binary, [last, new(Kind.Binary, [_expressions.Reduction().Total, _expressions.Number(1, Level.Element)], "*")], "+");
        }

        body.Add(returnsValue ? new Node(Kind.Return, [last]) : RandomStatements.Assign(parameters[0], "=", last));
        return new($"H{_expressions.Helpers.Count}", parameters, returnsValue, new Node(Kind.Block, body));
    }

    private TItem Pick<TItem>(params IReadOnlyList<TItem> choices) => _expressions.Pick(choices);
}
