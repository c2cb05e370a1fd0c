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
internal sealed record RuleModel(
    string? Namespace,
    EquatableArray<ContainingType> ContainingTypes,
    string Name,
    string Accessibility,
    EquatableArray<HyperparameterModel> Hyperparameters,
    EquatableArray<StateModel> States,
    EquatableArray<InputModel> Inputs,
    MethodModel Update,
    EquatableArray<MethodModel> Moves,
    EquatableArray<ChainMethod> Chain,
    EquatableArray<Function> Functions,
    EquatableArray<string> TakenNames,
    string? Problem)
{
    /// <summary>Whether the arithmetic of the loops may be rewritten as algebra allows.</summary>
    public bool IsRelaxed { get; init; }

    /// <summary>The method that moves weights to where their gradients are taken, if there is one.</summary>
    public MethodModel? BeforeGradient => Moves.FirstOrDefault(method => method.Kind == RuleMethod.BeforeGradient);

    /// <summary>All methods: the update, then those that only move weights.</summary>
    public IEnumerable<MethodModel> Methods => new[] { Update }.Concat(Moves);

    /// <summary>The whole hyperparameters whose range leaves no number below 1.</summary>
    public IReadOnlyCollection<string> PositiveIntegers =>
        [.. Hyperparameters.Where(model => model.Kind == HyperparameterKind.Integer && (BitConverter.Int64BitsToDouble(model.Min) >= 1 || BitConverter.Int64BitsToDouble(model.Above) >= 0)).Select(model => model.Name)];

    /// <summary>Whether some state has one value for the whole optimizer.</summary>
    public bool HasOptimizerStates => States.Any(state => state.Scope == StateScope.Optimizer);

    /// <summary>Whether a step needs all parameters of the optimizer at once.</summary>
    public bool IsOverOptimizer => HasOptimizerStates
        || Methods.Select(method => method.Body).Concat(Functions.Select(function => function.Body)).Any(body => body.Instructions.Any(instruction => instruction.IsOverOptimizer));

    /// <summary>The name of its generated file, before the ending.</summary>
    public string FullName
    {
        get
        {
            var name = Name;
            for (var index = ContainingTypes.Count - 1; index >= 0; index--)
            {
                name = ContainingTypes[index].Name + "." + name;
            }

            return Namespace is null ? name : Namespace + "." + name;
        }
    }
}

/// <summary>A type around a nested rule.</summary>
internal sealed record ContainingType(string Keyword, string Name);

internal enum HyperparameterKind
{
    Double,
    Integer,
    Boolean,
    Enumeration,
}

/// <summary>A hyperparameter. Numbers are kept as bits: NaN (no bound) must equal itself, and 0.0 must not equal −0.0.</summary>
internal sealed record HyperparameterModel(
    string Name,
    HyperparameterKind Kind,
    string TypeName,
    string Modifiers,
    string Getter,
    string? Setter,
    long DefaultBits,
    long Min,
    long Max,
    long Above,
    long Below,
    EquatableArray<EnumerationMember> Members,
    int Site)
{
    /// <summary>Of a part of a chain: what it belongs to; the compiler declares the property then.</summary>
    public string? Part { get; init; }
}

internal sealed record EnumerationMember(string Name, int Value);

internal enum StateSource
{
    Constant,
    Weight,
    Hyperparameter,
}

/// <summary>A value kept between steps, for each weight or for the tensor.</summary>
internal sealed record StateModel(string Name, string PropertyName, StateScope Scope, StateSource Source, long InitialBits, string? Hyperparameter);

/// <summary>A further value for each weight, supplied with the gradient.</summary>
internal sealed record InputModel(string Name, string PropertyName);

internal enum ParameterRole
{
    Weight,
    Gradient,
    Input,
    State,
    Step,
}

/// <summary>
/// A parameter of the author's method. A state that is several values for each weight is as many parameters in a row, each with the name
/// of the span and the number of its element after it.
/// </summary>
internal sealed record ParameterModel(string Name, ParameterRole Role, bool IsByReference, string? Span = null, int Element = 0)
{
    /// <summary>Whether its memory is the caller's and only read.</summary>
    public bool IsReadOnly => Role is ParameterRole.Gradient or ParameterRole.Input;

    /// <summary>The name under which the IR loads and stores it; the step number is no memory.</summary>
    public string? Slot => Role switch
    {
        ParameterRole.Weight => "weight",
        ParameterRole.Gradient => "gradient",
        ParameterRole.Input => "input." + Name,
        ParameterRole.State => "state." + Name,
        _ => null,
    };
}

/// <summary>A method that the compiler writes for a chain: the calls of its parts.</summary>
internal sealed record ChainMethod(RuleMethod Kind, EquatableArray<ChainCall> Calls);

/// <summary>A call of a part: whether it turns the update into another, its method, and its arguments.</summary>
internal sealed record ChainCall(bool IsTransform, string Method, EquatableArray<ChainArgument> Arguments);

internal sealed record ChainArgument(string Name, bool IsByReference);

/// <summary>What a method of a rule is for; the members of the runtime's <c>RuleMethod</c>.</summary>
internal enum RuleMethod
{
    Update,
    BeforeGradient,
    ToEvaluation,
    ToTraining,
}

/// <summary>The author's method: its signature and what it computes.</summary>
internal sealed record MethodModel(RuleMethod Kind, string Name, EquatableArray<ParameterModel> Parameters, Program Body);

