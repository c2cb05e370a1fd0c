using Descent.Generator.Infrastructure;

namespace Descent.Generator.Model;

internal enum HyperparameterKind
{
    Double,
    Integer,
    Boolean,
    Enumeration,
}

/// <summary>What a hyperparameter is to those who do not know the rule: the runtime's <c>HyperparameterRole</c>, member by member.</summary>
internal enum HyperparameterRole
{
    None,
    LearningRate,
    WeightDecay,
    Momentum,
    SecondMomentDecay,
    Epsilon,
    StepInput,
}

/// <summary>A hyperparameter. Numbers are kept as bits: NaN (no bound) must equal itself, and 0.0 must not equal −0.0.</summary>
internal sealed record HyperparameterModel
{
    public required string Name { get; init; }

    public required HyperparameterKind Kind { get; init; }

    public required string TypeName { get; init; }

    /// <summary>The modifiers of its property.</summary>
    public required string Modifiers { get; init; }

    public required string Getter { get; init; }

    public required string? Setter { get; init; }

    /// <summary>The bits of its default as a <c>double</c>; of what is no number, the number that it is.</summary>
    public required long DefaultBits { get; init; }

    /// <summary>The bits of the least value; of NaN if there is none, as of the other bounds.</summary>
    public required long Min { get; init; }

    public required long Max { get; init; }

    /// <summary>The bits of the largest value that is too small.</summary>
    public required long Above { get; init; }

    /// <summary>The bits of the least value that is too large.</summary>
    public required long Below { get; init; }

    /// <summary>Of an enumeration: its members.</summary>
    public required EquatableArray<EnumerationMember> Members { get; init; }

    /// <summary>What it is to those who do not know the rule.</summary>
    public required HyperparameterRole Role { get; init; }

    /// <summary>Where it is declared; −1 for a parameter of a part.</summary>
    public required int Site { get; init; }

    /// <summary>Of a part of a chain: what it belongs to; the compiler declares the property then.</summary>
    public string? Part { get; init; }

    /// <summary>Whether to name the property gives a warning or an error.</summary>
    public bool IsMarked { get; init; }
}

/// <summary>A member of an enumeration.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Value">Its value.</param>
/// <param name="IsMarked">Whether to name it gives a warning or an error.</param>
internal sealed record EnumerationMember(string Name, int Value, bool IsMarked);
