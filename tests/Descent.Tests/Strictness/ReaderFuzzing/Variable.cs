namespace Descent.Tests.Strictness.ReaderFuzzing;

/// <summary>The types that a value in a rule may have.</summary>
internal enum Sort
{
    Number,
    Integer,
    Condition,
}

/// <summary>What there is one value for.</summary>
internal enum Owner
{
    Weight,
    Row,
    Column,
}

/// <summary>A variable that is in scope where a random rule is being written.</summary>
internal sealed class Variable(string name, Sort sort)
{
    public string Name => name;

    public Sort Sort => sort;

    /// <summary>Whether its value may differ from weight to weight; once it does, it stays so.</summary>
    public bool DiffersByWeight { get; set; }

    /// <summary>Whether C# lets it be assigned.</summary>
    public bool IsAssignable { get; init; } = true;

    /// <summary>Whether it has one value for each row or column, as a state of those has; a local loses that once something else may be written to it.</summary>
    public Owner Owner { get; set; }

    /// <summary>Whether it is a state of rows or columns that may be written.</summary>
    public bool IsOwned { get; init; }

    /// <summary>The number it holds at this point of the text, where that is known: then it can be an index.</summary>
    public int? Known { get; set; }

    /// <summary>For the variable of a loop: how many values it runs over, from 0.</summary>
    public int? Rounds { get; init; }

    /// <summary>Under how many conditions it was declared; under more of them, what it holds is no longer known.</summary>
    public int Branches { get; init; }
}

/// <summary>A state that is several values, or an array: what can be indexed.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Count">How many values.</param>
/// <param name="IsSpan">Whether a loop can run over its elements by reference.</param>
/// <param name="Branches">Under how many conditions it was declared.</param>
internal sealed record Elements(string Name, int Count, bool IsSpan, int Branches);

/// <summary>How an argument is passed.</summary>
internal enum Passing
{
    Value,
    In,
    Ref,
    Out,
}

/// <summary>A method that random rules call.</summary>
/// <param name="Name">Its name, with its type where it needs it.</param>
/// <param name="Returns">What it returns; <see langword="null"/> for nothing.</param>
/// <param name="Parameters">What it takes.</param>
/// <param name="IsStatic">Whether a static method can call it.</param>
internal sealed record Helper(string Name, Sort? Returns, IReadOnlyList<(string Name, Sort Sort, Passing Passing)> Parameters, bool IsStatic);
