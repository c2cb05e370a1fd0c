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
    private const int MostSteps = 300;

    /// <summary>How many operations a trial runs at most: a method of thousands of statements is tried for fewer steps.</summary>
    private const int MostOperations = 1_000_000;

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
        var steps = Math.Min(MostSteps, MostOperations / rule.Bodies.Max(body => body.Count));
        for (var step = 1; step <= steps; step++)
        {
            if (trial.Step(weight => Curvature * (weight - 1)) is null)
            {
                return null;
            }

            if (trial.IsLost || (step == steps && Math.Abs(trial.Weight - 1) > 1))
            {
                return (trial.Weight, step);
            }
        }

        return null;
    }
}
