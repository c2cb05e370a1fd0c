using System;
using System.Collections.Generic;
using System.Linq;
using Descent.Generator.Model;
using Descent.Generator.IR;

namespace Descent.Generator.Trials;

/// <summary>What the hyperparameters of a rule are, found by what they do and not by their names: the rule is run with each of them on and off.</summary>
internal sealed class Roles
{
    /// <summary>What a hyperparameter that is off by default is set to, to see what it does: a common weight decay.</summary>
    private const double Slight = 0.01;

    /// <summary>Of a weight decay that acts on steps from 0 as well, as a soft threshold does, the largest share of a step.</summary>
    private const double LargestShare = 0.1;

    private static readonly double[] s_noGradients = new double[3];
    private static readonly double[] s_starts = [0, 1];

    private readonly RuleModel _rule;
    private readonly IReadOnlyList<Program> _bodies;
    private readonly Dictionary<string, double> _pulls;

    private Roles(RuleModel rule, IReadOnlyList<Program> bodies)
    {
        (_rule, _bodies) = (rule, bodies);
        _pulls = Numbers()
            .Select(model => (model.Name, Off: PullOff(model)))
            .Where(pull => pull.Off is not null)
            .ToDictionary(pull => pull.Name, pull => pull.Off!.Value);
        Rates = [.. Numbers().Where(IsRate)];
    }

    /// <summary>
    /// Weight decays and their like: without a gradient they move a weight, of either sign the same way and one at 0 not at all, and the steps
    /// of a weight that is held at 0 hardly know of them; off, gradients still move every weight. With each the value at which it does nothing.
    /// </summary>
    public IReadOnlyDictionary<string, double> Pulls => _pulls;

    /// <summary>Learning rates and other factors of the whole step: set to 0, gradients move no weight.</summary>
    public IReadOnlyList<HyperparameterModel> Rates { get; }

    public static Roles Of(RuleModel rule, IReadOnlyList<Program> bodies) => new(rule, bodies);

    /// <summary>The defaults, with every pull off, but for one.</summary>
    public Dictionary<string, double> WithoutPulls(string? but = null)
    {
        var hyperparameters = Trial.Defaults(_rule);
        foreach (var pull in _pulls.Where(pull => pull.Key != but))
        {
            hyperparameters[pull.Key] = pull.Value;
        }

        return hyperparameters;
    }

    private IEnumerable<HyperparameterModel> Numbers() => _rule.Hyperparameters.Where(model => model.Kind == HyperparameterKind.Double);

    /// <summary>The value at which a hyperparameter pulls at no weight, if pulling is all that it does.</summary>
    private double? PullOff(HyperparameterModel model)
    {
        var set = BitConverter.Int64BitsToDouble(model.DefaultBits);
        foreach (var off in new[] { 0.0, 1.0 })
        {
            // A share of the weight that is kept is off at 1, and must stand near it: a momentum at 1 forgets nothing.
            if (off == 1 && !(set > 0.9 && set <= 1))
            {
                continue;
            }

            var on = set != off ? set : off == 0 ? Slight : 1 - Slight;
            if (Pulls(on) && Stays(on) && Stays(off) && IsSmallAtZero(on, off) && !Walk(off, 1, Trial.Gradients).SequenceEqual(Walk(off, 1, s_noGradients)))
            {
                return off;
            }

            bool Pulls(double value)
            {
                var (up, down) = (Walk(value, 1, s_noGradients), Walk(value, -1, s_noGradients));
                return up.Concat(down).All(IsNumber)
                    && up.Zip(down, (one, other) => one + other).All(sum => Math.Abs(sum) < 1e-9)
                    && Walk(off, 1, s_noGradients) is var without && !up.SequenceEqual(without) && Distance(without) <= 1.5 * Distance(up);
            }
        }

        return null;

        static double Distance(List<double> weights) => weights.Sum(weight => Math.Abs(weight - 1));

        bool Stays(double value) => Walk(value, 0, s_noGradients).All(weight => weight == 0);

        bool IsSmallAtZero(double on, double off)
        {
            var (with, without) = (StepsFromZero(on), StepsFromZero(off));
            return without.All(step => IsNumber(step) && step != 0)
                && with.Zip(without, (one, other) => Math.Abs(one - other) <= LargestShare * Math.Abs(other)).All(isSmall => isSmall);
        }

        List<double> Walk(double value, double start, double[] gradients) => [.. Try(start, value).Walk(gradients)];

        List<double> StepsFromZero(double value) => [.. Try(0, value).StepsFrom(0, Trial.Gradients)];

        Trial Try(double start, double value)
            => new(_rule, _bodies, start, _rule.Inputs.Count > 0 ? 0 : 1, new Dictionary<string, double>(Trial.Defaults(_rule)) { [model.Name] = value });
    }

    private bool IsRate(HyperparameterModel model)
    {
        var (on, off) = (WithoutPulls(), WithoutPulls());
        off[model.Name] = 0;
        return s_starts.All(start => IsUnmoved(off, start)) && !IsUnmoved(on, 1);

        bool IsUnmoved(Dictionary<string, double> hyperparameters, double start)
        {
            // Without gradients a sum of squares may stay 0, and what is divided by its root is no number.
            var (along, without) = (Walk(Trial.Gradients), Walk(s_noGradients));
            return along.All(IsNumber) && (without.All(IsNumber) ? along.SequenceEqual(without) : along.All(weight => weight == start));

            List<double> Walk(double[] gradients) => [.. new Trial(_rule, _bodies, start, hyperparameters: hyperparameters).Walk(gradients)];
        }
    }

    private static bool IsNumber(double value) => !double.IsNaN(value) && !double.IsInfinity(value);
}
