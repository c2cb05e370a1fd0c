namespace Descent.Tests.Strictness.ReaderFuzzing;

/// <summary>Where in a method the writer stands: what is in scope and what decides about what is written next.</summary>
internal sealed class Position
{
    /// <summary>Everything in scope, in the order of its declaration.</summary>
    public List<Variable> Variables { get; init; } = [];

    public List<Elements> Spans { get; init; } = [];

    /// <summary>The square states: the name of each, and what it has a row and a column for.</summary>
    public List<(string Name, Owner Owner)> Squares { get; } = [];

    /// <summary>Under how many conditions and loops the next text stands, statements and parts of expressions.</summary>
    public int Branches { get; set; }

    /// <summary>How many of those are conditions that are the same for all weights.</summary>
    public int SteadyBranches { get; set; }

    /// <summary>How many variables were in scope where a condition began that differs from weight to weight; <see langword="null"/> under none.</summary>
    public int? Outside { get; set; }

    public bool IsStatic { get; init; }

    public bool IsHelper { get; init; }

    /// <summary>What the method returns; <see langword="null"/> for nothing.</summary>
    public Sort? Returns { get; init; }

    /// <summary>Whether some weights may have returned.</summary>
    public bool HasReturned { get; set; }

    /// <summary>Whether an int may be computed that throws: the loop evaluates both arms of what differs from weight to weight.</summary>
    public bool MayThrow => Outside is null;

    /// <summary>The variables of a type that may be read.</summary>
    public List<Variable> Readable(Sort sort, bool byWeight) => [.. Variables.Where(variable => variable.Sort == sort && (byWeight || !variable.DiffersByWeight))];

    /// <summary>
    /// The variables that may be written. An int must stay the same for all weights, and one whose number is known must stay known.
    /// </summary>
    public List<Variable> Writable(Sort sort, bool byWeight) =>
    [
        .. Variables.Where((variable, index) => variable.Sort == sort && variable.IsAssignable && variable.Known is null
            && (byWeight || (!variable.DiffersByWeight && Outside is null))
            && (sort != Sort.Integer || Outside is not { } outside || index >= outside)),
    ];

    /// <summary>The ints whose number is known here and may be changed.</summary>
    public List<Variable> Counters => [.. Variables.Where(variable => variable is { Known: not null, IsAssignable: true } && variable.Branches == Branches)];
}
