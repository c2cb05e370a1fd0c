using System.Collections.Generic;
using System.Linq;
using Descent.Generator.Reading;
using Descent.Generator.Trials;

namespace Descent.Generator.Analyzers.Mathematics;

/// <summary>Finds rules that climb: at the defaults, every step from 0 along gradients of one sign moves the weight with that sign.</summary>
internal static class StepDirection
{
    private const int Steps = 3;
    private static readonly double[] s_gradients = [1e-3, 1, 1e3, -1e-3, -1, -1e3];

    public static IEnumerable<Finding> Run(RuleUnderCheck rule)
    {
        if (s_gradients.All(gradient => Climbs(rule, gradient)))
        {
            var first = new Trial(rule.Model, rule.Bodies, 0).Walk([1]).First();
            yield return rule.OfUpdate(DiagnosticIds.StepUp, HyperparameterRange.Text(first));
        }
    }

    private static bool Climbs(RuleUnderCheck rule, double gradient)
    {
        double[] weights = [0, .. new Trial(rule.Model, rule.Bodies, 0).Walk(Enumerable.Repeat(gradient, Steps))];
        return weights.Zip(weights.Skip(1), (before, after) => (after - before) * gradient > 0).All(climbs => climbs);
    }
}
