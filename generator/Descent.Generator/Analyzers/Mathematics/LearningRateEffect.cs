using System;
using System.Collections.Generic;
using System.Linq;
using Descent.Generator.Analysis;
using Descent.Generator.Model;
using Descent.Generator.Reading;
using Descent.Generator.Trials;

namespace Descent.Generator.Analyzers.Mathematics;

/// <summary>
/// Finds a learning rate that does not scale the step. No name says which one it is: in a rule without a factor of the whole step, it is what
/// stops the step at 1 instead of at 0, what scales all steps but the first, what scales the weight decay alone, and what stops the step at 0
/// and does not lengthen it.
/// </summary>
internal static class LearningRateEffect
{
    /// <summary>A gradient beside which every ε is nothing.</summary>
    private const double Huge = 1e12;

    private static readonly double[] s_gradients = [1, -1, 1e6, -1e6];
    private static readonly double[] s_starts = [0, 1];

    public static IEnumerable<Finding> Run(RuleUnderCheck rule)
    {
        if (rule.Roles.Rates.Any(model => Lengthens(rule, model)))
        {
            yield break;
        }

        foreach (var model in Suspects(rule).Take(1))
        {
            yield return new(
                DiagnosticIds.LearningRateEffect, model.Site, model.Name, HyperparameterRange.Text(First(rule, model, Default(model))), HyperparameterRange.Text(First(rule, model, 2 * Default(model))));
        }
    }

    private static IEnumerable<HyperparameterModel> Suspects(RuleUnderCheck rule)
    {
        var numbers = rule.Model.Hyperparameters.Where(model => model.Kind == HyperparameterKind.Double && Default(model) > 0 && Interval.Of(model).Contains(2 * Default(model))).ToList();
        return rule.Roles.Rates.Where(model => numbers.Contains(model) && IsCancelled(rule, model))
            .Concat(numbers.Where(model => IsComplement(rule, model)))
            .Concat(numbers.Where(model => IsAllButTheFirst(rule, model)))
            .Concat(OfDecayAlone(rule, numbers));
    }

    /// <summary>Whether a value twice as large makes the first step longer along some gradient: a bound of the step does along a large one, and a bound of the weights stops one sign.</summary>
    private static bool Lengthens(RuleUnderCheck rule, HyperparameterModel model)
        => s_gradients.Any(gradient => s_starts.Any(start =>
            Math.Abs(First(rule, model, 2 * Default(model), gradient, start)) > 1.2 * Math.Abs(First(rule, model, Default(model), gradient, start))));

    /// <summary>Whether even a tiny value does not shorten the step: it multiplies and divides. A bound would.</summary>
    private static bool IsCancelled(RuleUnderCheck rule, HyperparameterModel model)
        => First(rule, model, Default(model), Huge) != 0
            && Math.Abs(First(rule, model, Default(model) / (1 << 30), Huge)) >= 0.5 * Math.Abs(First(rule, model, Default(model), Huge));

    /// <summary>Whether it is near 0 and stops the step at 1: the factor <c>1 - η</c>. So does the decay of an average, and that is no rate.</summary>
    private static bool IsComplement(RuleUnderCheck rule, HyperparameterModel model)
        => Default(model) < 0.5 && Interval.Of(model).Contains(1)
            && First(rule, model, 1) == 0 && First(rule, model, 1, Huge) == 0 && First(rule, model, 0) is not (0 or double.NaN)
            && !rule.Averages.Any(average => average.Kept.Any(factor => rule.Values.HyperparametersOf(factor).Contains(model.Name)));

    /// <summary>Whether at 0 the first gradient moves a weight and all the others do not.</summary>
    private static bool IsAllButTheFirst(RuleUnderCheck rule, HyperparameterModel model)
    {
        return Along(0, 1, 2) is var off && off.All(weight => !double.IsNaN(weight) && !double.IsInfinity(weight))
            && off[0] != Try(rule, model, 0).Walk([0]).First() && off.SequenceEqual(Along(0, -3, 5)) && !Along(Default(model), 1, 2).SequenceEqual(Along(Default(model), -3, 5));

        List<double> Along(double value, double second, double third) => [.. Try(rule, model, value).Walk([1, second, third])];
    }

    /// <summary>The first of two factors of one weight decay: with either at 0 weights stay, with both they shrink, and no gradient feels them.</summary>
    private static IEnumerable<HyperparameterModel> OfDecayAlone(RuleUnderCheck rule, List<HyperparameterModel> numbers)
    {
        var factors = numbers.Where(model => rule.Roles.Pulls.TryGetValue(model.Name, out var off) && off == 0 && Stays(model, 0) && !Stays(model, Default(model))).ToList();
        return factors.Count > 1 ? factors : [];

        bool Stays(HyperparameterModel model, double value) => Try(rule, model, value, 1).Walk([0]).First() == 1;
    }

    /// <summary>The first step that is one, along a constant gradient; 0 if there is none.</summary>
    private static double First(RuleUnderCheck rule, HyperparameterModel model, double value, double gradient = 1, double start = 0)
        => Try(rule, model, value, start).Walk([gradient, gradient, gradient]).Select(weight => weight - start).FirstOrDefault(step => step != 0);

    private static Trial Try(RuleUnderCheck rule, HyperparameterModel model, double value, double start = 0)
        => new(rule.Model, rule.Bodies, start, hyperparameters: new Dictionary<string, double>(Trial.Defaults(rule.Model)) { [model.Name] = value });

    private static double Default(HyperparameterModel model) => BitConverter.Int64BitsToDouble(model.DefaultBits);
}
