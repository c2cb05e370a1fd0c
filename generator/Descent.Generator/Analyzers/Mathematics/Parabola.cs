using System;
using System.Collections.Generic;
using System.Linq;
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
        var ends = Trial.Inputs(rule.Model).Select(input => Diverges(rule, input)).ToList();
        if (ends.All(end => end is not null))
        {
            yield return rule.OfUpdate(DiagnosticIds.Divergence, HyperparameterRange.Text(ends[0]!.Value.Weight), ends[0]!.Value.Step);
        }
    }

    /// <summary>Where the weight is when the training is lost, and when that is; <see langword="null"/> if it is not.</summary>
    private static (double Weight, int Step)? Diverges(RuleUnderCheck rule, double input)
    {
        var trial = new Trial(rule.Model, rule.Bodies, 0, input);
        for (var step = 1; step <= Steps; step++)
        {
            if (trial.Step(weight => Curvature * (weight - 1)) is null)
            {
                return null;
            }

            if (trial.IsLost || (step == Steps && Math.Abs(trial.Weight - 1) > 1))
            {
                return (trial.Weight, step);
            }
        }

        return null;
    }
}
