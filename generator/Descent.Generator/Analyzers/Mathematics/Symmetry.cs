using System;
using System.Collections.Generic;
using System.Linq;
using Descent.Generator.Reading;
using Descent.Generator.Trials;

namespace Descent.Generator.Analyzers.Mathematics;

/// <summary>
/// Finds rules that treat the two signs of a gradient differently: from 0, opposite gradients must move a weight to opposite places. A projection
/// that bounds the weights on one side of 0 does not count, and neither does what a random input adds: steps from inside the bounds, or with another
/// input, are opposite then.
/// </summary>
internal static class Symmetry
{
    /// <summary>Far above the rounding of a power, whose result need not be that of its mirror image; far below what any mistake makes.</summary>
    private const double Tolerance = 1e-9;

    /// <summary>Far above the rounding of the weight of <see cref="Inside"/>, from which steps are taken.</summary>
    private const double InsideTolerance = 1e-6;

    /// <summary>A weight away from 0, where a bound often is.</summary>
    private const double Inside = 0.5;

    private static readonly double[] s_gradients = [1, -0.375, 0.8125, 2];

    public static IEnumerable<Finding> Run(RuleUnderCheck rule)
    {
        if (!Trial.Inputs(rule.Model).All(input => IsAsymmetric(Walk(rule, 1, input), Walk(rule, -1, input), Tolerance) && IsAsymmetric(StepsInside(rule, 1, input), StepsInside(rule, -1, input), InsideTolerance)))
        {
            yield break;
        }

        var (there, back) = (Walk(rule, 1, 1), Walk(rule, -1, 1));
        for (var step = 0; step < there.Count; step++)
        {
            if (AreAsymmetric(there[step], back[step], Tolerance))
            {
                yield return rule.OfUpdate(
                    DiagnosticIds.Asymmetry, string.Join(", ", s_gradients.Take(step + 1).Select(HyperparameterRange.Text)), HyperparameterRange.Text(there[step]), HyperparameterRange.Text(back[step]));
                yield break;
            }
        }
    }

    private static bool IsAsymmetric(List<double> there, List<double> back, double tolerance)
        => there.Zip(back, (one, other) => AreAsymmetric(one, other, tolerance)).Any(isAsymmetric => isAsymmetric);

    private static bool AreAsymmetric(double there, double back, double tolerance) => Math.Abs(there + back) > tolerance * Math.Abs(there - back);

    private static List<double> Walk(RuleUnderCheck rule, double sign, double input) => [.. new Trial(rule.Model, rule.Bodies, 0, input).Walk(Gradients(sign))];

    private static List<double> StepsInside(RuleUnderCheck rule, double sign, double input)
        => [.. new Trial(rule.Model, rule.Bodies, Inside, input, rule.Roles.WithoutPulls()).StepsFrom(Inside, Gradients(sign))];

    private static IEnumerable<double> Gradients(double sign) => s_gradients.Select(gradient => sign * gradient);
}
