using Descent.Generator.IR;

namespace Descent.Tests.Strictness.Fuzzing;

/// <summary>What a state starts with.</summary>
/// <param name="Text">The argument of the attribute that says it; empty for 0.</param>
/// <param name="Value">The number; <see langword="null"/> for the weight.</param>
/// <param name="Hyperparameter">The hyperparameter that it names.</param>
internal sealed record Start(string Text, double? Value, string? Hyperparameter = null)
{
    public static readonly Start Zero = new("", 0);
    public static readonly Start Weight = new("From = nameof(weight)", null);
}

/// <summary>A state of a random rule.</summary>
/// <param name="Symbol">Its parameter.</param>
/// <param name="Scope">What one value belongs to.</param>
/// <param name="IsReadOnly">Whether the parameter is by value.</param>
/// <param name="Start">What it starts with.</param>
/// <param name="Count">How many values it is, as a span; 0 for one that is none. The values have the slots from the symbol's on.</param>
/// <param name="IsSquare">Whether it is a square matrix, with a row and a column for each row or column of the weights.</param>
internal sealed record StateTree(Symbol Symbol, Axes Scope, bool IsReadOnly, Start Start, int Count = 0, bool IsSquare = false)
{
    /// <summary>The values, each a state of its own.</summary>
    public IEnumerable<StateTree> Values => Count == 0 ? [this] : Enumerable.Range(0, Count).Select(index => this with { Symbol = Symbol.Element(index), Count = 0 });
}

/// <summary>A random value of a random rule.</summary>
internal sealed record DrawTree(Symbol Symbol, Distribution Distribution);

/// <summary>A helper of a random rule: what it returns, or, for one without a result, what it makes of its first parameter.</summary>
internal sealed record HelperTree(string Name, IReadOnlyList<Symbol> Parameters, bool ReturnsValue, Node Body);

/// <summary>What a method of a random rule is, in the order in which they run.</summary>
internal enum Role
{
    Update,
    Transform,
    AfterStep,
}

/// <summary>The update method of a random rule, or that of a part of a chain.</summary>
/// <param name="Role">Which.</param>
/// <param name="Name">The name of the part.</param>
/// <param name="Period">The value of the hyperparameter K.</param>
/// <param name="Flag">The value of the hyperparameter F.</param>
/// <param name="Inputs">The inputs, one value for each weight.</param>
/// <param name="States">The states.</param>
/// <param name="Body">The statements.</param>
internal sealed record MethodTree(
    Role Role, string Name, int Period, bool Flag, IReadOnlyList<Symbol> Inputs, IReadOnlyList<StateTree> States, Node Body)
{
    /// <summary>Whether the part is the one of this name in the library.</summary>
    public bool IsOfLibrary { get; init; }

    /// <summary>The random values, in the order of their declaration.</summary>
    public IReadOnlyList<DrawTree> Draws { get; init; } = [];

    /// <summary>The states, and the values of those that are several.</summary>
    public IReadOnlyList<StateTree> Values { get; } = [.. States.SelectMany(state => state.Values)];

    /// <summary>The method with other states: <c>with</c> would keep the values of those that were.</summary>
    public MethodTree WithStates(IReadOnlyList<StateTree> states) => new(Role, Name, Period, Flag, Inputs, states, Body) { IsOfLibrary = IsOfLibrary, Draws = Draws };

    public int Size => Body.Size + Values.Count + Inputs.Count + Draws.Count;

    public bool Reduces => Body.DescendantsAndSelf().Any(IsReduction);

    public bool ReducesOverOptimizer => Body.DescendantsAndSelf().Any(node => node.Kind is Kind.Reduce or Kind.Count && node.Over == Over.Optimizer);

    /// <summary>Whether it names rows or columns: then the shape of a tensor matters.</summary>
    public bool NamesRows => States.Any(state => state.Scope is Axes.Row or Axes.Column) || Body.DescendantsAndSelf().Any(node => node.NamesRows);

    /// <summary>Whether it has square states or operations on whole matrices.</summary>
    public bool HasMatrices => States.Any(state => state.IsSquare) || Body.DescendantsAndSelf().Any(IsWhole);

    private static bool IsReduction(Node node) => node.Kind is Kind.Reduce or Kind.Count || IsWhole(node);

    private static bool IsWhole(Node node) => node.Kind is Kind.Whole or Kind.Change;
}

/// <summary>A method of a random rule where it runs, and the number of its first state among all states of the rule.</summary>
internal sealed record Turn(MethodTree Method, int FirstState);

/// <summary>A random rule: one update method, or a chain of parts, of which one may stand in it several times.</summary>
internal sealed record RuleTree(string Name, IReadOnlyList<HelperTree> Helpers, IReadOnlyList<MethodTree> Methods)
{
    public static readonly Symbol Weight = new("weight", 0, Level.Element);
    public static readonly Symbol Gradient = new("gradient", 1, Level.Element);
    public static readonly Symbol Update = new("update", 2, Level.Element);
    public static readonly Symbol Step = new("t", 3, Level.Step);
    public static readonly Symbol K = new("K", 4, Level.Step);
    public static readonly Symbol Phase = new("q", 5, Level.Step);

    /// <summary>The first slot that is free for states and locals.</summary>
    public const int FirstFreeSlot = 6;

    public bool IsChain => Methods[0].Role != Role.Update;

    public int Size => Methods.Sum(method => method.Size) + Helpers.Sum(helper => helper.Body.Size);

    /// <summary>The values of all states, in the order in which the methods stand in the rule.</summary>
    public IReadOnlyList<StateTree> States => [.. Methods.SelectMany(method => method.Values)];

    /// <summary>The methods in the order in which they run.</summary>
    public IReadOnlyList<Turn> Turns
        => [.. Methods.Select((method, index) => new Turn(method, Methods.Take(index).Sum(before => before.Values.Count))).OrderBy(turn => turn.Method.Role)];

    public bool Reduces => Methods.Any(method => method.Reduces);

    public bool NamesRows => Methods.Any(method => method.NamesRows);

    public bool HasMatrices => Methods.Any(method => method.HasMatrices);

    /// <summary>Helpers that a body calls, itself or through one another.</summary>
    public IReadOnlyList<HelperTree> HelpersOf(Node caller)
    {
        var used = new HashSet<string>();
        var pending = new Stack<Node>([caller]);
        while (pending.TryPop(out var body))
        {
            foreach (var call in body.DescendantsAndSelf().Where(node => node.Kind is Kind.Call or Kind.Move && used.Add(node.Text)))
            {
                pending.Push(Helper(call.Text).Body);
            }
        }

        return [.. Helpers.Where(helper => used.Contains(helper.Name))];
    }

    public HelperTree Helper(string name) => Helpers.First(helper => helper.Name == name);
}
