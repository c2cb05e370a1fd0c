using System;
using System.Collections.Generic;
using System.Linq;
using Descent.Generator.Reading;
using Descent.Generator.Trials;

namespace Descent.Generator.Analyzers.Mathematics;

/// <summary>Finds a learning rate that does not scale the step: one that is twice as large must make the first step longer.</summary>
internal static class LearningRateEffect
{
    public static IEnumerable<Finding> Run(RuleUnderCheck rule)
    {
        if (rule.Model.Hyperparameters.FirstOrDefault(model => model is { Kind: HyperparameterKind.Double, Name: "LearningRate" }) is not { } rate)
        {
            yield break;
        }

        var (once, twice) = (First(1), First(2));
        if (once != 0 && Math.Abs(twice) <= Math.Abs(once) && Interval.Of(rate).Contains(2 * Default()))
        {
            yield return new(DiagnosticIds.LearningRateEffect, rate.Site, rate.Name, HyperparameterRange.Text(once), HyperparameterRange.Text(twice));
        }

        double Default() => BitConverter.Int64BitsToDouble(rate.DefaultBits);

        // The first step that is one, from 0 along a gradient of 1.
        double First(double factor)
        {
            var hyperparameters = Trial.Defaults(rule.Model);
            hyperparameters[rate.Name] = factor * Default();
            return new Trial(rule.Model, rule.Bodies, 0, hyperparameters: hyperparameters).Walk([1, 1, 1]).FirstOrDefault(weight => weight != 0);
        }
    }
}
