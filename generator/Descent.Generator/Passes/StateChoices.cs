using System;
using System.Collections.Generic;
using System.Linq;
using Descent.Generator.IR;

namespace Descent.Generator.Passes;

/// <summary>
/// Choices by a state, of something that there is not one of for each weight, such as the next value of another state. Where no loop gains from another one for each outcome they are selected, which
/// costs nothing where nothing throws, and the loops can run where the state is not known.
/// </summary>
internal static class StateChoices
{
    /// <summary>Those of a loop by which it gains nothing: none of them, if it gains by one.</summary>
    /// <param name="program">The program.</param>
    /// <param name="axes">What there is one of each value for.</param>
    /// <param name="live">The loop's values that something is stored by, in order.</param>
    public static HashSet<int> WithoutGain(Program program, Axes[] axes, List<int> live)
    {
        var ofStates = new bool[program.Count];
        for (var value = 0; value < program.Count; value++)
        {
            ofStates[value] = program[value].Opcode == Opcode.Load || program[value].Operands.Items.Any(operand => ofStates[operand]);
        }

        var choices = new HashSet<int>(live.Where(value => program[value].Opcode == Opcode.Phi && !axes[value].IsWithinTensor() && ofStates[program[value].Operands[0]]));
        return choices.Count == 0 || live.Exists(value => program[value].MayThrow) || SavesSweep(program, axes, live, choices) || SavesTotal(program, live, choices)
            ? []
            : choices;
    }

    /// <summary>Whether something of weights would wait for fewer totals, one after the other, if the choices waited for none.</summary>
    private static bool SavesSweep(Program program, Axes[] axes, List<int> live, HashSet<int> choices)
    {
        var (waits, waitsLess) = (new int[program.Count], new int[program.Count]);
        foreach (var value in live)
        {
            var (operands, own) = (program[value].Operands.Items, program[value].Opcode == Opcode.Reduce ? 1 : 0);
            waits[value] = own + operands.Max(operand => waits[operand], 0);
            waitsLess[value] = choices.Contains(value) ? 0 : own + operands.Max(operand => waitsLess[operand], 0);
            if (axes[value].IsWithinTensor() && waitsLess[value] < waits[value])
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether a total is taken for the choices alone.</summary>
    private static bool SavesTotal(Program program, List<int> live, HashSet<int> choices)
    {
        var isTaken = new bool[program.Count];
        foreach (var value in live.AsEnumerable().Reverse().Where(value => isTaken[value] || program[value].Opcode == Opcode.Store))
        {
            isTaken[value] = true;
            foreach (var operand in choices.Contains(value) ? program[value].Operands.Items.Take(1) : program[value].Operands.Items)
            {
                isTaken[operand] = true;
            }
        }

        return live.Exists(value => program[value].Opcode == Opcode.Reduce && !isTaken[value]);
    }

    private static int Max(this IEnumerable<int> operands, Func<int, int> number, int least) => operands.Select(number).Append(least).Max();
}
