using System.Collections.Immutable;
using Descent.Generator.Reading;
using Microsoft.CodeAnalysis;

namespace Descent.Generator.Analyzers;

/// <summary>What is wrong where an optimizer is used.</summary>
internal static class UseDescriptors
{
    private const string Use = "Descent.Use";

    public static readonly DiagnosticDescriptor HyperparameterOutOfRange = new(
        DiagnosticIds.HyperparameterOutOfRange,
        "A hyperparameter is set outside its range",
        "{0} must be {1}; {2} is not",
        Use,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        "The setter throws ArgumentOutOfRangeException when the program runs.",
        HelpLinks.To(DiagnosticIds.HyperparameterOutOfRange));

    public static readonly DiagnosticDescriptor NeverStepped = new(
        DiagnosticIds.NeverStepped,
        "An optimizer is never stepped",
        "'{0}' has parameters and is never stepped, so no weight changes",
        Use,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        "The weights of an optimizer change only in Step.",
        HelpLinks.To(DiagnosticIds.NeverStepped));

    public static readonly DiagnosticDescriptor AddWhileTraining = new(
        DiagnosticIds.AddWhileTraining,
        "A parameter is added inside the training loop",
        "'{0}' gets a parameter in every round of the loop that steps it: add parameters before the loop",
        Use,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        "Adding a name twice throws, and a new name starts with empty state.",
        HelpLinks.To(DiagnosticIds.AddWhileTraining));

    public static readonly DiagnosticDescriptor GradientsAreWeights = new(
        DiagnosticIds.GradientsAreWeights,
        "Weights are their own gradients",
        "'{0}' is given as weights and as gradients",
        Use,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        "The call throws when the program runs: gradients need memory of their own.",
        HelpLinks.To(DiagnosticIds.GradientsAreWeights));

    public static readonly DiagnosticDescriptor BeforeGradientNotCalled = new(
        DiagnosticIds.BeforeGradientNotCalled,
        "An optimizer that looks ahead is stepped without BeforeGradient",
        "'{0}' evaluates gradients at a point of its own: call {1}.{2}() before the gradients are computed",
        Use,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        "Step throws when the program runs, as the gradients would be those of another point.",
        HelpLinks.To(DiagnosticIds.BeforeGradientNotCalled));

    public static readonly ImmutableArray<DiagnosticDescriptor> All =
        [HyperparameterOutOfRange, NeverStepped, AddWhileTraining, GradientsAreWeights, BeforeGradientNotCalled];
}
