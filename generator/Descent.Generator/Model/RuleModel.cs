using System;
using System.Collections.Generic;
using System.Linq;
using Descent.Generator.Infrastructure;
using Descent.Generator.IR;

namespace Descent.Generator.Model;

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

    /// <summary>Whether its author, a tool, marked the class as generated, which can be said once.</summary>
    public bool IsMarkedGenerated { get; init; }

    /// <summary>Whether the arithmetic of the loops may be rewritten as algebra allows.</summary>
    public bool IsRelaxed { get; init; }

    /// <summary>Whether it is compiled for NVIDIA's GPUs as well.</summary>
    public bool TargetsCuda { get; init; }

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

    /// <summary>The random values that it draws for each weight, in the order of their numbers: those of one name are one.</summary>
    public IEnumerable<ParameterModel> Draws => Methods.SelectMany(method => method.Draws).GroupBy(draw => draw.Use).Select(same => same.First());

    /// <summary>The bodies of its methods, and of the helpers that they call.</summary>
    private IEnumerable<Program> Bodies => Methods.Select(method => method.Body).Concat(Functions.Select(function => function.Body));

    /// <summary>The whole hyperparameters whose range leaves no number below 1.</summary>
    public IReadOnlyCollection<string> PositiveIntegers =>
        [.. Hyperparameters.Where(model => model.Kind == HyperparameterKind.Integer && (BitConverter.Int64BitsToDouble(model.Min) >= 1 || BitConverter.Int64BitsToDouble(model.Above) >= 0)).Select(model => model.Name)];

    /// <summary>Whether some state has one value for the whole optimizer.</summary>
    public bool HasOptimizerStates => States.Any(state => state.Scope == Axes.Optimizer);

    /// <summary>Whether a step needs all parameters of the optimizer at once.</summary>
    public bool IsOverOptimizer => HasOptimizerStates
        || Bodies.Any(body => body.Instructions.Any(instruction => instruction.IsOverOptimizer));

    /// <summary>Whether it names rows or columns: then a tensor has a shape.</summary>
    public bool IsOfMatrices => States.Any(state => state.Scope.IsWithinTensor() && state.Scope != Axes.Weight)
        || Bodies.Any(body => body.Instructions.Any(NamesRows));

    /// <summary>Whether it has operations on whole matrices.</summary>
    public bool HasWholeOperations
        => Bodies.Any(body => body.Instructions.Any(instruction => instruction.Opcode == Opcode.Whole));

    /// <summary>Whether it names rows and stays within each: nothing in it is of columns, nor a total of the tensor or the optimizer.</summary>
    public bool StaysInRows => IsOfMatrices && !HasWholeOperations
        && States.All(state => state.Scope is not (Axes.Column or Axes.Optimizer))
        && Bodies.All(body => body.Instructions.All(instruction => instruction.Payload is not Payload.Total total || total.Scope == Axes.Row));

    private static bool NamesRows(Instruction instruction) => instruction.Opcode is Opcode.Rows or Opcode.Columns or Opcode.Whole
        || instruction.Payload is Payload.Total { Scope: Axes.Row or Axes.Column } or Payload.Total { IsOfEachRow: true };

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
