using System;
using System.Collections.Generic;
using Descent.Generator.Reading;
using Descent.Generator.Trials;

namespace Descent.Generator.Analyzers.Mathematics;

/// <summary>
/// Finds rules that do not descend on the easiest function there is, c · (w − 1)² / 2. It is so flat that every learning rate below 2 / c
/// converges on it.
/// </summary>
internal static class Parabola
{
    private const double Curvature = 0.01;
    private const int Steps = 300;

    public static IEnumerable<Finding> Run(RuleUnderCheck rule)
    {
        var trial = new Trial(rule.Model, rule.Bodies, 0);
        for (var step = 1; step <= Steps; step++)
        {
            if (trial.Step(weight => Curvature * (weight - 1)) is null)
            {
                yield break;
            }

            if (trial.IsLost || (step == Steps && Math.Abs(trial.Weight - 1) > 1))
            {
                yield return rule.OfUpdate(DiagnosticIds.Divergence, HyperparameterRange.Text(trial.Weight), step);
                yield break;
            }
        }
    }
}
