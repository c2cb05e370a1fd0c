using System;
using System.Collections.Generic;
using System.Linq;
using Descent.Generator.Reading;
using Descent.Generator.Trials;

namespace Descent.Generator.Analyzers.Mathematics;

/// <summary>Finds rules that treat the two signs of a gradient differently: from 0, opposite gradients must move a weight to opposite places.</summary>
internal static class Symmetry
{
    /// <summary>Far above the rounding of a power, whose result need not be that of its mirror image; far below what any mistake makes.</summary>
    private const double Tolerance = 1e-9;

    private static readonly double[] s_gradients = [1, -0.375, 0.8125, 2];

    public static IEnumerable<Finding> Run(RuleUnderCheck rule)
    {
        var there = Walk(rule, 1);
        var back = Walk(rule, -1);
        for (var step = 0; step < there.Count; step++)
        {
            if (Math.Abs(there[step] + back[step]) > Tolerance * Math.Abs(there[step] - back[step]))
            {
                yield return rule.OfUpdate(
                    DiagnosticIds.Asymmetry, string.Join(", ", s_gradients.Take(step + 1).Select(HyperparameterRange.Text)), HyperparameterRange.Text(there[step]), HyperparameterRange.Text(back[step]));
                yield break;
            }
        }
    }

    private static List<double> Walk(RuleUnderCheck rule, double sign) => [.. new Trial(rule.Model, rule.Bodies, 0).Walk(s_gradients.Select(gradient => sign * gradient))];
}
