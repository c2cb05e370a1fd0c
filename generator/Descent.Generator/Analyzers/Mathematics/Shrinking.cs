using System.Collections.Generic;
using Descent.Generator.Reading;
using Descent.Generator.Trials;

namespace Descent.Generator.Analyzers.Mathematics;

/// <summary>Finds rules whose steps shrink as gradients grow: a square root is missing in a denominator, or a division is one too many.</summary>
internal static class Shrinking
{
    public static IEnumerable<Finding> Run(RuleUnderCheck rule)
    {
        if (ScaleDegrees.Of(rule.Model, rule.Bodies).Gradient is < 0 and var degree)
        {
            yield return rule.OfUpdate(DiagnosticIds.ShrinkingStep, HyperparameterRange.Text(degree));
        }
    }
}
