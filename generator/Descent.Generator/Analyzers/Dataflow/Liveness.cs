using System.Collections.Generic;
using System.Linq;
using Descent.Generator.IR;

namespace Descent.Generator.Analyzers.Dataflow;

/// <summary>Which values of a program lead to what is kept.</summary>
internal static class Liveness
{
    /// <summary>Marks what the instructions that are roots depend on, themselves included.</summary>
    public static bool[] Of(Program program, System.Predicate<Instruction> isRoot)
    {
        var isLive = new bool[program.Count];
        for (var value = program.Count - 1; value >= 0; value--)
        {
            isLive[value] |= isRoot(program[value]);
            if (isLive[value])
            {
                foreach (var operand in program[value].Operands)
                {
                    isLive[operand] = true;
                }
            }
        }

        return isLive;
    }

    /// <summary>The slots on which weights depend, from step to step: what is stored there is read by some method, and not for itself alone.</summary>
    public static HashSet<Slot> SlotsOfWeights(RuleUnderCheck rule)
    {
        var slots = new HashSet<Slot> { Slot.Weight };
        int known;
        do
        {
            known = slots.Count;
            foreach (var method in rule.Methods)
            {
                var isLive = Of(method.Written, instruction => instruction.Opcode == Opcode.Store && slots.Contains(instruction.Slot!));
                slots.UnionWith(method.Written.Instructions.Where((instruction, value) => isLive[value] && instruction.Opcode == Opcode.Load).Select(load => load.Slot!));
            }
        }
        while (slots.Count > known);
        return slots;
    }
}
