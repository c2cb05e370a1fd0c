using System.Collections.Generic;
using System.Linq;
using Descent.Generator.Analysis;
using Descent.Generator.Model;
using Descent.Generator.Reading;
using Descent.Generator.Trials;

namespace Descent.Generator.Analyzers.Mathematics;

/// <summary>Finds a weight decay with the wrong sign: without any gradient and any other pull, it moves a weight away from 0.</summary>
internal static class DecayDirection
{
    private const int Steps = 3;
    private const double Decay = 0.1;

    public static IEnumerable<Finding> Run(RuleUnderCheck rule)
        => from model in rule.Model.Hyperparameters
           where rule.Roles.Pulls.TryGetValue(model.Name, out var off) && off == 0 && Interval.Of(model).Contains(Decay)
           where Walk(rule, model, 0, 1).All(weight => weight == 1)
           where new[] { 1.0, -1.0 }.All(start => Walk(rule, model, Decay, start).All(after => after / start > 1))
           let grown = Walk(rule, model, Decay, 1)[0]
           select new Finding(DiagnosticIds.GrowingWeights, model.Site, model.Name, HyperparameterRange.Text(Decay), HyperparameterRange.Text(grown));

    private static List<double> Walk(RuleUnderCheck rule, HyperparameterModel model, double decay, double start)
    {
        var hyperparameters = rule.Roles.WithoutPulls();
        hyperparameters[model.Name] = decay;
        return [.. new Trial(rule.Model, rule.Bodies, start, hyperparameters: hyperparameters).Walk(new double[Steps])];
    }
}
