namespace Descent.Tests.Strictness.Fuzzing;

/// <summary>Where the next node of a random rule grows: what is visible there, and under which conditions it stands.</summary>
internal sealed record Surroundings
{
    public List<Symbol> Numbers { get; init; } = [];

    public List<Symbol> Integers { get; init; } = [];

    public List<Symbol> Conditions { get; init; } = [];

    public List<Symbol> Assignable { get; init; } = [];

    /// <summary>The states that are several values.</summary>
    public List<StateTree> Spans { get; init; } = [];

    /// <summary>The square states.</summary>
    public List<StateTree> Squares { get; init; } = [];

    /// <summary>The counters of the loops around, and how many rounds each has.</summary>
    public List<(Symbol Counter, int Rounds)> Counters { get; init; } = [];

    /// <summary>The hyperparameters of type double; a helper of a chain sees none, nor the flag.</summary>
    public IReadOnlyList<Node> Hyperparameters { get; init; } = [];

    public bool HasFlag => Hyperparameters.Count > 0;

    /// <summary>Whether it is the body of a helper, which does not know how often its arguments change.</summary>
    public bool IsHelper { get; init; }

    public bool ReturnsValue { get; init; }

    /// <summary>How often the conditions around change.</summary>
    public Level Region { get; init; } = Level.Step;

    /// <summary>Whether there are conditions around, that of a return before included.</summary>
    public bool IsConditional { get; init; }

    public int Slots { get; set; } = RuleTree.FirstFreeSlot;

    /// <summary>A block; <paramref name="condition"/> is how often the condition changes under which it stands.</summary>
    public Surroundings Inside(Level condition, bool isConditional = true) => this with
    {
        Numbers = [.. Numbers],
        Integers = [.. Integers],
        Conditions = [.. Conditions],
        Assignable = [.. Assignable],
        Counters = [.. Counters],
        Region = Region.With(condition),
        IsConditional = IsConditional || isConditional,
    };
}
