using System;
using System.Collections.Generic;
using System.Linq;
using Descent.Generator.Model;
using Descent.Generator.Infrastructure;
using Descent.Generator.IR;

namespace Descent.Generator.Trials;

/// <summary>
/// How the change of a weight scales, found by trying: with gradients c times as large it is c to the power <see cref="Gradient"/> times as
/// large, and likewise for the weight. Adam's is 0 and 0, SGD's 1 and 0, that of LARS 0 and 1.
/// </summary>
/// <param name="Gradient">The degree in the gradient; <see langword="null"/> if the change is no power of the scale.</param>
/// <param name="Weight">The degree in the weight.</param>
internal sealed record ScaleDegrees(double? Gradient, double? Weight)
{
    /// <summary>Apart by powers of two, so that nothing is rounded; large enough to drown an ε and small enough for squares of them in float.</summary>
    private static readonly double[] s_scales = [1.0 / 16, 16, 4096];

    /// <summary>What is as large as this is no ε, whatever it is added to.</summary>
    private const double LargestGuard = 0.1;

    /// <summary>Far above what an ε of 1e-8 does to a gradient of 1/16, far below the distance of two degrees that rules have.</summary>
    private const double Tolerance = 0.01;

    /// <summary>
    /// Tries a rule at the defaults of its hyperparameters, an ε at 0 where that is allowed: it only guards against 0. A rule that stands
    /// still then, as AdaDelta does, is tried with its ε.
    /// </summary>
    public static ScaleDegrees Of(RuleModel rule, IReadOnlyList<Program> bodies)
    {
        var hyperparameters = Trial.Defaults(rule);
        foreach (var guard in rule.Hyperparameters.Where(IsGuard).ToList())
        {
            hyperparameters[guard.Name] = 0;
        }

        if (Moves(1, 1).All(move => move == 0))
        {
            hyperparameters = Trial.Defaults(rule);
        }

        // A weight decay is the same along every gradient.
        var undecayed = new Dictionary<string, double>(hyperparameters);
        foreach (var pull in Roles.Of(rule, bodies).Pulls)
        {
            undecayed[pull.Key] = pull.Value;
        }

        return new(Degree(scale => MovesWith(undecayed, 1, scale)), Degree(scale => Moves(scale, 1)));

        // How far the weight moves at each step; NaN where it is no number.
        List<double> Moves(double weight, double scale) => MovesWith(hyperparameters, weight, scale);

        List<double> MovesWith(Dictionary<string, double> set, double weight, double scale)
        {
            double[] weights = [weight, .. new Trial(rule, bodies, weight, hyperparameters: set).Walk(Trial.Gradients.Select(gradient => scale * gradient))];
            return [.. weights.Zip(weights.Skip(1), (before, after) => after - before)];
        }

        // An ε: from 0 it shortens steps along small gradients, and those along large ones much less. A bound would turn or lengthen some.
        bool IsGuard(HyperparameterModel model)
        {
            var isAllowed = model.Kind == HyperparameterKind.Double && !(BitConverter.Int64BitsToDouble(model.Min) > 0) && !(BitConverter.Int64BitsToDouble(model.Above) >= 0);
            return isAllowed && BitConverter.Int64BitsToDouble(model.DefaultBits) < LargestGuard && rule.States.All(state => state.Hyperparameter != model.Name)
                && Effect(s_scales[0]) is > 0 and < 1 and var small && Effect(s_scales[2]) is < 0.1 and var large && large <= small / 64;

            double Effect(double scale)
            {
                var without = new Dictionary<string, double>(Trial.Defaults(rule)) { [model.Name] = 0 };
                return MovesWith(Trial.Defaults(rule), 0, scale).Zip(MovesWith(without, 0, scale), (one, other) => one == other ? 0 : Math.Abs(one / other - 1)).Max();
            }
        }
    }

    /// <summary>A degree in words.</summary>
    public static string Text(double? degree) => degree is { } known ? Numbers.RoundTrip(known) : "none";

    private static double? Degree(Func<double, List<double>> moves)
    {
        var runs = s_scales.Select(moves).ToList();
        var degrees = runs.Zip(runs.Skip(1), (small, large) => small.Zip(large, (x, y) => (Small: x, Large: y)))
            .SelectMany(pair => pair)
            .Where(move => move is not (0, 0))
            .Select(move => Math.Log(move.Large / move.Small) / Math.Log(s_scales[1] / s_scales[0]))
            .ToList();
        return degrees.Count > 0 && degrees.All(degree => Math.Abs(degree - degrees[0]) < Tolerance) ? Math.Round(degrees[0], 2) + 0.0 : null;
    }
}
