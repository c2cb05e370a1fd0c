using System.Collections.Generic;
using System.Linq;
using Descent.Generator.Infrastructure;
using Descent.Generator.IR;

namespace Descent.Generator.Model;

/// <summary>What a method of a rule is for; the members of the runtime's <c>RuleMethod</c>.</summary>
internal enum RuleMethod
{
    Update,
    BeforeGradient,
    ToEvaluation,
    ToTraining,
}

/// <summary>The author's method: its signature and what it computes.</summary>
internal sealed record MethodModel
{
    public required RuleMethod Kind { get; init; }

    public required string Name { get; init; }

    public required EquatableArray<ParameterModel> Parameters { get; init; }

    public required Program Body { get; init; }

    /// <summary>The random values that it draws for each weight.</summary>
    public IEnumerable<ParameterModel> Draws => Parameters.Where(parameter => parameter.Role == ParameterRole.Random);

    /// <summary>Whether it takes gradients: the update does, and a method that moves weights may, from an evaluation before its own.</summary>
    public bool TakesGradients => Kind == RuleMethod.Update || Parameters.Any(parameter => parameter.Role == ParameterRole.Gradient);

    /// <summary>The author's name of the step number.</summary>
    public string StepName => Parameters.FirstOrDefault(parameter => parameter.Role == ParameterRole.Step)?.Name ?? "step";

    /// <summary>The interface whose member it is, where it implements that explicitly.</summary>
    public string? Interface { get; init; }

    public bool IsStatic { get; init; }

    /// <summary>Whether it is obsolete, and so may only be called by what is obsolete itself.</summary>
    public bool IsObsolete { get; init; }
}

internal enum ParameterRole
{
    Weight,
    Gradient,
    Input,
    State,
    Step,

    /// <summary>A random value.</summary>
    Random,

    /// <summary>No parameter of the author's: a matrix of the step.</summary>
    Scratch,
}

/// <summary>How chance is distributed; the members of the runtime's <c>Distribution</c>.</summary>
internal enum Distribution
{
    Uniform,
    Normal,
}

/// <summary>
/// A parameter of the author's method. A state that is several values for each weight is as many parameters in a row, each with a name of
/// its own: that of the span with the number of its element after it.
/// </summary>
internal sealed record ParameterModel
{
    public required string Name { get; init; }

    public required ParameterRole Role { get; init; }

    public required bool IsByReference { get; init; }

    /// <summary>Of a state: the name of its model, which may be that of a parameter of another method.</summary>
    public string? State { get; init; }

    /// <summary>Of a state that is passed by value: whether the body assigns to it, which is lost.</summary>
    public bool IsAssignedInVain { get; init; }

    /// <summary>Of an element: the name of the span.</summary>
    public string? Span { get; init; }

    /// <summary>Of a state: whether it is a square matrix.</summary>
    public bool IsSquare { get; init; }

    /// <summary>Of an element: its number.</summary>
    public int Element { get; init; }

    /// <summary>Of chance: how it is distributed.</summary>
    public Distribution Distribution { get; init; }

    /// <summary>Of chance: its number among those of the rule, from 0, which goes into the counter.</summary>
    public int Use { get; init; }

    /// <summary>Whether its memory is the caller's and only read.</summary>
    public bool IsReadOnly => Role is ParameterRole.Gradient or ParameterRole.Input;

    /// <summary>What the IR loads and stores; the step number is no memory.</summary>
    public Slot? Slot => Role switch
    {
        ParameterRole.Weight => Slot.Weight,
        ParameterRole.Gradient => Slot.Gradient,
        ParameterRole.Input => Slot.Input(Name),
        ParameterRole.State => Slot.State(State!),
        ParameterRole.Scratch => Slot.Scratch(Name),
        ParameterRole.Random => Slot.Random(Name),
        _ => null,
    };
}
