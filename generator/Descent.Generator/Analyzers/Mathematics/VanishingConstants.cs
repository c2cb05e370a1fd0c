using System;
using System.Collections.Generic;
using System.Linq;
using Descent.Generator.Analysis;
using Descent.Generator.IR;
using Descent.Generator.Reading;
using Descent.Generator.Trials;

namespace Descent.Generator.Analyzers.Mathematics;

/// <summary>
/// Finds an ε that is nothing in <c>float</c>: one that rounds to 0, and one that is always added to something so much larger that the sum
/// does not feel it.
/// </summary>
internal static class VanishingConstants
{
    public static IEnumerable<Finding> Run(RuleUnderCheck rule)
    {
        var program = rule.Update.Simplified;
        var axes = rule.Update.Axes;
        var found = new HashSet<int>();
        if (new Trial(rule.Model, [.. rule.Methods.Select(method => method.Simplified)], 0.5).Step(1) is not { } values)
        {
            yield break;
        }

        for (var value = 0; value < program.Count; value++)
        {
            var instruction = program[value];
            if (!axes[value].IsOfWeights() || instruction.Type != ScalarType.Double || instruction.Opcode is Opcode.Broadcast or Opcode.Pow)
            {
                continue;
            }

            foreach (var operand in instruction.Operands.Where(operand => !axes[operand].IsOfWeights() && program[operand].Type == ScalarType.Double))
            {
                var constant = values[operand];
                var companion = instruction.Opcode is Opcode.Add or Opcode.Subtract ? instruction.Operands.First(other => other != operand) : -1;
                var least = companion < 0 ? 0 : Least(rule.Intervals[0].At(value, companion));
                var isZero = constant != 0 && (float)constant == 0;
                if ((isZero || (least > 0 && constant != 0 && (float)(least + Math.Abs(constant)) == (float)least)) && found.Add(operand))
                {
                    yield return new(
                        DiagnosticIds.VanishingConstant,
                        program[operand].Site,
                        rule.TextOf(program[operand]),
                        HyperparameterRange.Text(constant),
                        isZero ? "is 0 in float" : $"vanishes in float next to '{rule.TextOf(program[companion])}', which is at least {HyperparameterRange.Text(least)}");
                }
            }
        }
    }

    /// <summary>The least magnitude of an interval.</summary>
    private static double Least(Interval interval) => interval.Low > 0 ? interval.Low : interval.High < 0 ? -interval.High : 0;
}
