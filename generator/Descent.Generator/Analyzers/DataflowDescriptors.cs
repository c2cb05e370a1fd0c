using System.Collections.Immutable;
using Descent.Generator.Reading;
using Microsoft.CodeAnalysis;

namespace Descent.Generator.Analyzers;

/// <summary>What is declared or computed in a rule and leads nowhere.</summary>
internal static class DataflowDescriptors
{
    private const string Dataflow = "Descent.Dataflow";

    public static readonly DiagnosticDescriptor WeightNotWritten = new(
        DiagnosticIds.WeightNotWritten,
        "A weight is never written",
        "'{0}' never writes the weight '{1}', so a step changes nothing",
        Dataflow,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        "The update must assign the weight: it is what an optimizer is for.",
        HelpLinks.To(DiagnosticIds.WeightNotWritten));

    public static readonly DiagnosticDescriptor GradientNotRead = new(
        DiagnosticIds.GradientNotRead,
        "A gradient or input is never read",
        "'{0}' never reads '{1}', so every value of it gives the same step",
        Dataflow,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        "A step that does not depend on the gradient cannot descend, and an input that is not read need not be supplied.",
        HelpLinks.To(DiagnosticIds.GradientNotRead));

    public static readonly DiagnosticDescriptor StateNotRead = new(
        DiagnosticIds.StateNotRead,
        "A state is never read",
        "State '{0}' is {1}, so it takes memory and changes no weight",
        Dataflow,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        "A state that no weight depends on costs memory and a write for each weight, and stands for a term that was forgotten.",
        HelpLinks.To(DiagnosticIds.StateNotRead));

    public static readonly DiagnosticDescriptor StateNotWritten = new(
        DiagnosticIds.StateNotWritten,
        "A state is never written",
        "State '{0}' is read and never written: {1}",
        Dataflow,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        "A state that keeps its first value is a constant: the line that updates it is missing.",
        HelpLinks.To(DiagnosticIds.StateNotWritten));

    public static readonly DiagnosticDescriptor HyperparameterNotUsed = new(
        DiagnosticIds.HyperparameterNotUsed,
        "A hyperparameter is never used",
        "Hyperparameter '{0}' is never used, so setting it changes nothing",
        Dataflow,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        "A user who sets a hyperparameter believes that it does something.",
        HelpLinks.To(DiagnosticIds.HyperparameterNotUsed));

    public static readonly DiagnosticDescriptor StepNotUsed = new(
        DiagnosticIds.StepNotUsed,
        "A step number is never used",
        "The step number '{0}' is never used",
        Dataflow,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        "A declared step number that nothing uses stands for a correction or a schedule that was forgotten.",
        HelpLinks.To(DiagnosticIds.StepNotUsed));

    public static readonly DiagnosticDescriptor ValueNotUsed = new(
        DiagnosticIds.ValueNotUsed,
        "A computed value is never used",
        "{0} is computed and never used",
        Dataflow,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        "A value that nothing uses stands for a term that is missing where it was meant to be used.",
        HelpLinks.To(DiagnosticIds.ValueNotUsed));

    public static readonly DiagnosticDescriptor ConstantCondition = new(
        DiagnosticIds.ConstantCondition,
        "An update under a condition that never changes",
        "This condition is always {0}, so {1}",
        Dataflow,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        "A condition that is the same for all allowed hyperparameters and steps is not what was meant.",
        HelpLinks.To(DiagnosticIds.ConstantCondition));

    public static readonly DiagnosticDescriptor ReductionNotUsed = new(
        DiagnosticIds.ReductionNotUsed,
        "A reduction is never used",
        "The reduction {0} is never used",
        Dataflow,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        "A reduction whose value nothing uses stands for a factor that is missing where it was meant to be used.",
        HelpLinks.To(DiagnosticIds.ReductionNotUsed));

    public static readonly DiagnosticDescriptor StillState = new(
        DiagnosticIds.StillState,
        "A state that stays 0",
        "The state '{0}' is 0 at first and after every step, whatever the gradients and the hyperparameters are",
        Dataflow,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        "A moving average without its new value stays at the 0 that it starts with.",
        HelpLinks.To(DiagnosticIds.StillState));

    public static readonly ImmutableArray<DiagnosticDescriptor> All =
    [
        WeightNotWritten, GradientNotRead, StateNotRead, StateNotWritten, HyperparameterNotUsed, StepNotUsed, ValueNotUsed,
        ConstantCondition, ReductionNotUsed, StillState,
    ];
}
