using System.Collections.Generic;
using System.Linq;
using Descent.Generator.Infrastructure;
using Descent.Generator.IR;

namespace Descent.Generator.Passes;

/// <summary>Computes once what is computed twice, where the first result is visible.</summary>
internal static class ShareCommonSubexpressions
{
    public static Program Run(Program program)
    {
        var builder = new ProgramBuilder();
        var map = new int[program.Count];

        // What is visible here, and what of it each open region has added.
        var known = new Dictionary<Instruction, int>();
        var regions = new Stack<List<Instruction>>();
        regions.Push([]);
        for (var value = 0; value < program.Count; value++)
        {
            var instruction = program[value];
            if (instruction.Opcode is Opcode.Else or Opcode.End)
            {
                foreach (var added in regions.Pop())
                {
                    known.Remove(added);
                }
            }

            if (instruction.IsControl)
            {
                map[value] = builder.AddMapped(instruction, map);
            }
            else
            {
                var key = Key(instruction, map);
                if (known.TryGetValue(key, out var shared))
                {
                    map[value] = shared;
                    if (instruction.Hint is { } hint)
                    {
                        builder.Name(shared, hint);
                    }
                }
                else
                {
                    map[value] = builder.AddMapped(instruction, map);
                    known.Add(key, map[value]);
                    regions.Peek().Add(key);
                }
            }

            if (instruction.Opcode is Opcode.If or Opcode.Else or Opcode.Loop)
            {
                regions.Push([]);
            }
        }

        return builder.ToProgram();
    }

    /// <summary>What makes two instructions the same: all but the author's name and the place in the source.</summary>
    public static Instruction Key(Instruction instruction, int[] map)
    {
        var operands = instruction.Operands.Select(operand => map[operand]);
        if (instruction.Operation.Is(OperationTraits.Commutative))
        {
            operands = operands.OrderBy(operand => operand);
        }

        return instruction with { Operands = operands.ToEquatableArray(), Hint = null, Site = -1 };
    }
}
