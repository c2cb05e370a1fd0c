using Descent.Generator.Infrastructure;
using Descent.Generator.IR;

namespace Descent.Generator.Model;

/// <summary>The members of the runtime's enumeration, in its order.</summary>
internal enum AllowedStorage
{
    Any,
    SixteenBits,
    NativeOnly,
}

internal enum StateSource
{
    Constant,
    Weight,
    Hyperparameter,
}

/// <summary>A value kept between steps, for each weight, row or column, for the tensor or the optimizer; or a square matrix.</summary>
internal sealed record StateModel
{
    /// <summary>The name of its parameter, in the first of the methods that have it.</summary>
    public required string Name { get; init; }

    /// <summary>The name that users know: the chosen one, or that of the parameter in Pascal case.</summary>
    public required string PropertyName { get; init; }

    /// <summary>The names that users knew in earlier versions of the rule, latest first.</summary>
    public EquatableArray<string> FormerNames { get; init; } = EquatableArray<string>.Empty;

    /// <summary>What one value of it belongs to.</summary>
    public required Axes Scope { get; init; }

    /// <summary>Whether it is a square matrix, with a row and a column for each of the tensor's rows, or columns, and its start on the diagonal.</summary>
    public bool IsSquare { get; init; }

    public required StateSource Source { get; init; }

    /// <summary>The bits of the constant that it starts with.</summary>
    public required long InitialBits { get; init; }

    /// <summary>The hyperparameter that it starts with.</summary>
    public required string? Hyperparameter { get; init; }

    /// <summary>How narrow it may be kept between steps.</summary>
    public AllowedStorage Storage { get; init; }

    /// <summary>What the IR loads and stores.</summary>
    public Slot Slot => Slot.State(Name);
}

/// <summary>A further value for each weight, supplied with the gradient.</summary>
internal sealed record InputModel(string Name, string PropertyName)
{
    /// <summary>What the IR loads.</summary>
    public Slot Slot => Slot.Input(Name);
}
