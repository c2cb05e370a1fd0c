using System.Collections.Generic;
using System.Linq;
using Descent.Generator.Reading;
using Descent.Generator.Trials;

namespace Descent.Generator.Analyzers.Mathematics;

/// <summary>Finds rules that move a weight though no gradient has ever been there and no weight decay is asked for.</summary>
internal static class Drift
{
    private const int Steps = 3;

    public static IEnumerable<Finding> Run(RuleUnderCheck rule)
    {
        var hyperparameters = Trial.Defaults(rule.Model);
        foreach (var model in rule.Model.Hyperparameters.Where(DecayDirection.IsDecay))
        {
            hyperparameters[model.Name] = 0;
        }

        var walk = new Trial(rule.Model, rule.Bodies, 1, hyperparameters: hyperparameters).Walk(new double[Steps]).ToList();
        if (walk.All(weight => weight != 1))
        {
            yield return rule.OfUpdate(DiagnosticIds.Drift, HyperparameterRange.Text(walk[0]));
        }
    }
}
