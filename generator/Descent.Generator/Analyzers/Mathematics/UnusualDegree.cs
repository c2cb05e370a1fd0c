using System.Collections.Generic;
using Descent.Generator.Reading;
using Descent.Generator.Trials;

namespace Descent.Generator.Analyzers.Mathematics;

/// <summary>
/// Finds rules whose steps shrink as gradients grow, or grow faster than them: a square root is missing, or a division is a multiplication.
/// Every descent there is lies between the sign of the gradient, of degree 0, and the gradient itself, of degree 1.
/// </summary>
internal static class UnusualDegree
{
    public static IEnumerable<Finding> Run(RuleUnderCheck rule)
    {
        // What comes from outside may grow with the gradient, as a loss and a curvature do.
        if (Trial.Inputs(rule.Model).Length == 1 && rule.ScaleDegrees.Gradient is { } degree and (< 0 or > 1))
        {
            yield return rule.OfUpdate(DiagnosticIds.UnusualDegree, HyperparameterRange.Text(degree));
        }
    }
}
