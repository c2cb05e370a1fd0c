using System.Collections.Generic;
using System.Linq;
using Descent.Generator.IR;
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
            var written = rule.Update.Written;
            var weight = written.Instructions.Last(instruction => instruction is { Opcode: Opcode.Store, Symbol: "weight" });
            var name = rule.Update.Model.Parameters.First(parameter => parameter.Role == ParameterRole.Weight).Name;
            var first = new Trial(rule.Model, rule.Bodies, 0);
            first.Step(1);
            yield return new(DiagnosticIds.StepUp, written[weight.Operands[0]].Site, name, HyperparameterRange.Text(first.Weight));
        }
    }

    private static bool Climbs(RuleUnderCheck rule, double gradient)
    {
        var trial = new Trial(rule.Model, rule.Bodies, 0);
        for (var step = 0; step < Steps; step++)
        {
            var before = trial.Weight;
            if (trial.Step(gradient) is null || !((trial.Weight - before) * gradient > 0))
            {
                return false;
            }
        }

        return true;
    }
}
