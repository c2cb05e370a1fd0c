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

    public static readonly ImmutableArray<DiagnosticDescriptor> All = [SlippedParenthesis];
}
