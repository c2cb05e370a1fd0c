using System.Collections.Immutable;
using Descent.Generator.Reading;
using Microsoft.CodeAnalysis;

namespace Descent.Generator.Analyzers;

/// <summary>Formulas that are almost surely not the ones that were meant.</summary>
internal static class MathematicsDescriptors
{
    private const string Mathematics = "Descent.Mathematics";

    public static readonly DiagnosticDescriptor SlippedParenthesis = new(
        DiagnosticIds.SlippedParenthesis,
        "A moving average whose parenthesis slipped",
        "The next value of '{0}' holds 1 minus '{1}'; a moving average takes (1 - decay) times the new value",
        Mathematics,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        "β · m + (1 − β) · x is an average; β · m + 1 − β · x drifts to 1 / (1 − β) and falls where x rises.",
        HelpLinks.To(DiagnosticIds.SlippedParenthesis));

    public static readonly DiagnosticDescriptor WrongAverageWeights = new(
        DiagnosticIds.WrongAverageWeights,
        "A moving average whose weights are another's",
        "The average '{0}' {1}",
        Mathematics,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        "β · m + (1 − β) · x is an average with a memory of 1 / (1 − β) steps; with other weights it is too large or too small by a constant, or follows its last value.",
        HelpLinks.To(DiagnosticIds.WrongAverageWeights));

    public static readonly DiagnosticDescriptor MissingBiasCorrection = new(
        DiagnosticIds.MissingBiasCorrection,
        "A moving average that starts at 0 and is not corrected",
        "'{0}' starts at 0 and is used without division by 1 - {1}^t, so it is too small in the first steps",
        Mathematics,
        DiagnosticSeverity.Info,
        isEnabledByDefault: true,
        "After t steps from 0 the weights of an average sum to 1 − βᵗ; where another average is divided by its own sum, or a root of one divides, the first steps have another size.",
        HelpLinks.To(DiagnosticIds.MissingBiasCorrection));

    public static readonly DiagnosticDescriptor WrongBiasCorrection = new(
        DiagnosticIds.WrongBiasCorrection,
        "A bias correction that is applied twice or is another's",
        "'{0}' is an average with the decay '{1}'; it {2}",
        Mathematics,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        "An average is divided by the sum of its weights, 1 − βᵗ with its own β, once.",
        HelpLinks.To(DiagnosticIds.WrongBiasCorrection));

    public static readonly DiagnosticDescriptor ZeroBiasCorrection = new(
        DiagnosticIds.ZeroBiasCorrection,
        "A bias correction that is 0 at the first step",
        "'{0}' is 0 at step {1}, and divides",
        Mathematics,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        "Steps count from 1, and 1 − β⁰ is 0.",
        HelpLinks.To(DiagnosticIds.ZeroBiasCorrection));

    public static readonly DiagnosticDescriptor LearningRateTwice = new(
        DiagnosticIds.LearningRateTwice,
        "A learning rate that is applied twice",
        "The step holds '{0}' twice: '{1}' has it already",
        Mathematics,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        "A learning rate in the velocity and again in the step is its square: η = 0.001 moves weights by a millionth.",
        HelpLinks.To(DiagnosticIds.LearningRateTwice));

    public static readonly DiagnosticDescriptor CoupledWeightDecay = new(
        DiagnosticIds.CoupledWeightDecay,
        "Weight decay that goes through the moments",
        "'{0}' flows into '{1}' and into '{2}', by whose root '{1}' is divided: weights with large gradients decay less",
        Mathematics,
        DiagnosticSeverity.Info,
        isEnabledByDefault: true,
        "λ w in the gradient is divided by √v like the gradient (Loshchilov and Hutter, 2019); AdamW takes η λ w from the weight itself.",
        HelpLinks.To(DiagnosticIds.CoupledWeightDecay));

    public static readonly ImmutableArray<DiagnosticDescriptor> All =
    [
        SlippedParenthesis,
        WrongAverageWeights,
        MissingBiasCorrection,
        WrongBiasCorrection,
        ZeroBiasCorrection,
        LearningRateTwice,
        CoupledWeightDecay,
    ];
}
