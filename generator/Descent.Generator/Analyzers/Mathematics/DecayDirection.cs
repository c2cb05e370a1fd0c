using System;
using System.Collections.Generic;
using System.Linq;
using Descent.Generator.Reading;
using Descent.Generator.Trials;

namespace Descent.Generator.Analyzers.Mathematics;

/// <summary>Finds a weight decay with the wrong sign: without any gradient, it moves a weight away from 0.</summary>
internal static class DecayDirection
{
    private const int Steps = 3;
    private const double Decay = 0.1;

    public static IEnumerable<Finding> Run(RuleUnderCheck rule)
        => from model in rule.Model.Hyperparameters
           where IsDecay(model) && Interval.Of(model).Contains(Decay)
           let hyperparameters = new Dictionary<string, double>(Trial.Defaults(rule.Model)) { [model.Name] = Decay }
           where new[] { 1.0, -1.0 }.All(weight => new Trial(rule.Model, rule.Bodies, weight, hyperparameters: hyperparameters).Walk(new double[Steps]).All(after => after / weight > 1))
           let grown = new Trial(rule.Model, rule.Bodies, 1, hyperparameters: hyperparameters).Walk([0]).First()
           select new Finding(DiagnosticIds.GrowingWeights, model.Site, model.Name, HyperparameterRange.Text(Decay), HyperparameterRange.Text(grown));

    /// <summary>Whether a hyperparameter is a weight decay, by its name.</summary>
    public static bool IsDecay(HyperparameterModel model)
        => model.Kind == HyperparameterKind.Double && (model.Name == "Decay" || model.Name.IndexOf("WeightDecay", StringComparison.OrdinalIgnoreCase) >= 0);
}
