using System;
using System.Collections.Generic;
using System.Linq;
using Descent.Generator.Analysis;
using Descent.Generator.Model;
using Descent.Generator.IR;
using Descent.Generator.Trials;

namespace Descent.Generator.Analyzers.Mathematics;

/// <summary>
/// Which values are negative somewhere, found by running a rule at many allowed hyperparameters along many gradients: what no interval proves,
/// as that Yogi's second moment stays positive, may be so all the same.
/// </summary>
internal static class NegativeOperands
{
    private const int Runs = 60, Steps = 40;

    /// <summary>The operands that are looked for are the first ones of some instructions of the update, simplified.</summary>
    public static HashSet<int> Of(RuleUnderCheck rule, IReadOnlyCollection<int> functions)
    {
        var program = rule.Update.Simplified;
        IReadOnlyList<Program> bodies = [.. rule.Methods.Select(method => method.Simplified)];
        var found = new HashSet<int>();

        var random = new Noise();
        for (var run = 0; run < Runs && found.Count < functions.Count; run++)
        {
            var trial = new Trial(rule.Model, bodies, Symmetric(), run % 4 == 0 ? 1 : Symmetric(), run == 0 ? null : Hyperparameters());
            var constant = Symmetric();
            for (var step = 0; step < Steps; step++)
            {
                if (trial.Step(run % 3 == 0 ? constant : Symmetric()) is not { } values)
                {
                    break;
                }

                found.UnionWith(functions.Where(function => values[program[function].Operands[0]] < 0));
            }
        }

        return found;

        // Of many magnitudes and both signs.
        double Symmetric() => (random.Next(2) == 0 ? 1 : -1) * Math.Pow(10, (random.NextDouble() * 6) - 3);

        Dictionary<string, double> Hyperparameters() => rule.Model.Hyperparameters.ToDictionary(model => model.Name, model =>
        {
            var (set, range) = (Trial.Defaults(rule.Model)[model.Name], Interval.Of(model));
            return model.Kind switch
            {
                HyperparameterKind.Boolean => random.Next(2),
                HyperparameterKind.Enumeration => model.Members.Count > 0 ? model.Members[random.Next(model.Members.Count)].Value : set,
                HyperparameterKind.Double when random.Next(2) == 0 && !double.IsInfinity(range.High - range.Low) => range.Low + (random.NextDouble() * (range.High - range.Low)),
                _ => set,
            };
        });
    }

    /// <summary>SplitMix64 (Steele, Lea and Flood, 2014) from a fixed start: the same numbers at every keystroke.</summary>
    private sealed class Noise
    {
        private ulong _state;

        public double NextDouble()
        {
            unchecked
            {
                var mixed = _state += 0x9E3779B97F4A7C15;
                mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9;
                mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
                return ((mixed ^ (mixed >> 31)) >> 11) * (1.0 / (1L << 53));
            }
        }

        public int Next(int count) => (int)(NextDouble() * count);
    }
}
