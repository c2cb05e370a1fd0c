using System;
using System.Collections.Generic;
using System.Linq;
using Descent.Generator.IR;
using Descent.Generator.Reading;
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

        // The same numbers at every keystroke.
        var random = new Random(1);
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
}
