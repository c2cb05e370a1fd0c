using System.Collections.Generic;
using System.Linq;
using Descent.Generator.Analyzers.Dataflow;
using Descent.Generator.IR;
using Descent.Generator.Reading;

namespace Descent.Generator.Analyzers.Mathematics;

/// <summary>
/// Finds divisions by <c>1 − β^(t − 1)</c>, which is 0 at the first step, unless a condition on the step number or on what was kept stands in
/// between.
/// </summary>
internal static class FirstBiasCorrections
{
    public static IEnumerable<Finding> Run(RuleUnderCheck rule)
    {
        var values = rule.Values;
        var (program, uses) = (values.Program, Uses.Of(values.Program));
        var ofTime = new bool[program.Count];
        var isGuarded = new bool[program.Count];
        var regions = new Stack<bool>();
        for (var value = 0; value < program.Count; value++)
        {
            ofTime[value] = program[value] is { Opcode: Opcode.Step } or { Opcode: Opcode.Load, Slot.Kind: not (SlotKind.Weight or SlotKind.Gradient or SlotKind.Random) } || program[value].Operands.Any(operand => ofTime[operand]);
            if (program[value].Opcode == Opcode.If)
            {
                regions.Push(ofTime[value]);
            }
            else if (program[value].Opcode == Opcode.End)
            {
                regions.Pop();
            }

            isGuarded[value] = regions.Contains(true);
        }

        foreach (var correction in rule.BiasCorrections)
        {
            if (correction.Offset < 0 && IsDivisor(correction.Value))
            {
                yield return new(DiagnosticIds.ZeroBiasCorrection, program[correction.Value].Site, values.TextOf(correction.Value), -correction.Offset);
            }
        }

        bool IsDivisor(int correction)
        {
            var isFactor = new bool[program.Count];
            isFactor[correction] = true;
            for (var value = correction + 1; value < program.Count; value++)
            {
                var operands = program[value].Operands;
                isFactor[value] = program[value].Opcode is Opcode.Multiply or Opcode.SquareRoot && operands.Any(operand => isFactor[operand]);
                if (program[value].Opcode == Opcode.Divide && isFactor[operands[1]] && !isGuarded[value] && !uses[value].Any(IsChoice))
                {
                    return true;
                }
            }

            return false;
        }

        bool IsChoice(int user) => program[user].Opcode is Opcode.Phi or Opcode.Select && ofTime[program[user].Operands[0]];
    }
}
