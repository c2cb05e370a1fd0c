using System;
using System.Collections.Generic;
using System.Linq;
using Descent.Generator.Infrastructure;
using Descent.Generator.IR;

namespace Descent.Generator.Reading;

/// <summary>All that is known of one rule: what leaves the first step of the pipeline, and all that emission sees.</summary>
/// <remarks>
/// Must stay immutable and equal by content, down to the last field: no symbols, syntax, locations or compilations. Equality with
/// the model of the last keystroke is what spares the passes and the emission.
/// </remarks>
internal sealed record RuleModel
{
    /// <summary>Its namespace; <see langword="null"/> for the global one.</summary>
    public required string? Namespace { get; init; }

    /// <summary>The types around it, the outermost first.</summary>
    public required EquatableArray<ContainingType> ContainingTypes { get; init; }

    public required string Name { get; init; }

    public required string Accessibility { get; init; }

    public required EquatableArray<HyperparameterModel> Hyperparameters { get; init; }

    public required EquatableArray<StateModel> States { get; init; }

    public required EquatableArray<InputModel> Inputs { get; init; }

    public required MethodModel Update { get; init; }

    /// <summary>The methods that only move weights.</summary>
    public required EquatableArray<MethodModel> Moves { get; init; }

    /// <summary>Of a chain: the methods that the compiler writes.</summary>
    public required EquatableArray<ChainMethod> Chain { get; init; }

    /// <summary>The helpers that it calls.</summary>
    public required EquatableArray<Function> Functions { get; init; }

    /// <summary>The names of the author's members.</summary>
    public required EquatableArray<string> TakenNames { get; init; }

    /// <summary>Why it is not compiled; <see langword="null"/> if it is.</summary>
    public required string? Problem { get; init; }

    /// <summary>Whether the arithmetic of the loops may be rewritten as algebra allows.</summary>
    public bool IsRelaxed { get; init; }

    /// <summary>How much of the generated part the class has room for.</summary>
    public GeneratedPart Part { get; init; }

    /// <summary>Whether there is room for the class of its state, which other declarations may name.</summary>
    public bool HasRoomForState { get; init; }

    /// <summary>The kind of type that it is, and its type parameters: what a second part of it repeats.</summary>
    public required ContainingType Declaration { get; init; }

    /// <summary>What is declared without a body and refused.</summary>
    public EquatableArray<UnfinishedMember> Unfinished { get; init; }

    /// <summary>The warnings that members of the author's give to whoever names them, as the generated part does.</summary>
    public EquatableArray<string> Warnings { get; init; }

    /// <summary>The method that moves weights to where their gradients are taken, if there is one.</summary>
    public MethodModel? BeforeGradient => Moves.FirstOrDefault(method => method.Kind == RuleMethod.BeforeGradient);

    /// <summary>All methods: the update, then those that only move weights.</summary>
    public IEnumerable<MethodModel> Methods => new[] { Update }.Concat(Moves);

    /// <summary>The whole hyperparameters whose range leaves no number below 1.</summary>
    public IReadOnlyCollection<string> PositiveIntegers =>
        [.. Hyperparameters.Where(model => model.Kind == HyperparameterKind.Integer && (BitConverter.Int64BitsToDouble(model.Min) >= 1 || BitConverter.Int64BitsToDouble(model.Above) >= 0)).Select(model => model.Name)];

    /// <summary>Whether some state has one value for the whole optimizer.</summary>
    public bool HasOptimizerStates => States.Any(state => state.Scope == Axes.Optimizer);

    /// <summary>Whether a step needs all parameters of the optimizer at once.</summary>
    public bool IsOverOptimizer => HasOptimizerStates
        || Methods.Select(method => method.Body).Concat(Functions.Select(function => function.Body)).Any(body => body.Instructions.Any(instruction => instruction.IsOverOptimizer));

    /// <summary>The name of its generated file, before the ending.</summary>
    public string FullName
    {
        get
        {
            var name = Declaration.FileName;
            for (var index = ContainingTypes.Count - 1; index >= 0; index--)
            {
                name = ContainingTypes[index].FileName + "." + name;
            }

            return Namespace is null ? name : Namespace + "." + name;
        }
    }
}

/// <summary>A rule's type, or one around it, as far as a part of it repeats it.</summary>
internal sealed record ContainingType(string Keyword, string Name, EquatableArray<string> TypeParameters = default)
{
    /// <summary>The name in that of a file.</summary>
    public string FileName => TypeParameters.Count == 0 ? Name : $"{Name}`{TypeParameters.Count.ToString(System.Globalization.CultureInfo.InvariantCulture)}";
}

/// <summary>How much the compiler can add to a class.</summary>
internal enum GeneratedPart
{
    /// <summary>All that an optimizer has.</summary>
    Whole,

    /// <summary>The base class with what it demands, and the bodies without which C# would not compile: other members would clash with those that are there.</summary>
    Base,

    /// <summary>The bodies without which C# would not compile.</summary>
    Bodies,
}

/// <summary>A partial property or method that was declared for the compiler and refused: C# wants a body all the same, or reports nothing but that.</summary>
/// <param name="Header">All that comes before the body.</param>
/// <param name="Getter">The getter of a property, if it has one.</param>
/// <param name="Setter">The setter of a property, if it has one.</param>
internal sealed record UnfinishedMember(string Header, string? Getter, string? Setter);

internal enum HyperparameterKind
{
    Double,
    Integer,
    Boolean,
    Enumeration,
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

internal enum StateSource
{
    Constant,
    Weight,
    Hyperparameter,
}

/// <summary>A value kept between steps, for each weight or for the tensor.</summary>
internal sealed record StateModel
{
    public required string Name { get; init; }

    public required string PropertyName { get; init; }

    /// <summary>What one value of it belongs to.</summary>
    public required Axes Scope { get; init; }

    public required StateSource Source { get; init; }

    /// <summary>The bits of the constant that it starts with.</summary>
    public required long InitialBits { get; init; }

    /// <summary>The hyperparameter that it starts with.</summary>
    public required string? Hyperparameter { get; init; }

    /// <summary>What the IR loads and stores.</summary>
    public Slot Slot => Slot.State(Name);
}

/// <summary>A further value for each weight, supplied with the gradient.</summary>
internal sealed record InputModel(string Name, string PropertyName)
{
    /// <summary>What the IR loads.</summary>
    public Slot Slot => Slot.Input(Name);
}

internal enum ParameterRole
{
    Weight,
    Gradient,
    Input,
    State,
    Step,
}

/// <summary>
/// A parameter of the author's method. A state that is several values for each weight is as many parameters in a row, each with a name of
/// its own: that of the span with the number of its element after it (<see cref="StateNames"/>).
/// </summary>
internal sealed record ParameterModel
{
    public required string Name { get; init; }

    public required ParameterRole Role { get; init; }

    public required bool IsByReference { get; init; }

    /// <summary>Of an element: the name of the span.</summary>
    public string? Span { get; init; }

    /// <summary>Of an element: its number.</summary>
    public int Element { get; init; }

    /// <summary>Whether its memory is the caller's and only read.</summary>
    public bool IsReadOnly => Role is ParameterRole.Gradient or ParameterRole.Input;

    /// <summary>What the IR loads and stores; the step number is no memory.</summary>
    public Slot? Slot => Role switch
    {
        ParameterRole.Weight => Slot.Weight,
        ParameterRole.Gradient => Slot.Gradient,
        ParameterRole.Input => Slot.Input(Name),
        ParameterRole.State => Slot.State(Name),
        _ => null,
    };
}

/// <summary>A method that the compiler writes for a chain: the calls of its parts.</summary>
internal sealed record ChainMethod(RuleMethod Kind, EquatableArray<ChainCall> Calls)
{
    /// <summary>Whether it calls a method that is obsolete, and so must be obsolete itself.</summary>
    public bool IsObsolete { get; init; }
}

/// <summary>A call of a part: whether it turns the update into another, its method, and its arguments.</summary>
internal sealed record ChainCall(bool IsTransform, string Method, EquatableArray<ChainArgument> Arguments);

/// <summary>An argument of such a call.</summary>
/// <param name="Name">The parameter or hyperparameter that is passed.</param>
/// <param name="IsByReference">Whether it is passed by reference.</param>
/// <param name="IsHyperparameter">Which of the two it is.</param>
internal sealed record ChainArgument(string Name, bool IsByReference, bool IsHyperparameter);

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

