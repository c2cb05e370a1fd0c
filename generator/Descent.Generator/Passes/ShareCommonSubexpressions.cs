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
        var scopes = new Stack<Dictionary<Instruction, int>>();
        scopes.Push([]);
        for (var value = 0; value < program.Count; value++)
        {
            var instruction = program[value];
            if (instruction.Opcode is Opcode.Else or Opcode.End)
            {
                scopes.Pop();
            }

            if (instruction.IsControl)
            {
                map[value] = builder.AddMapped(instruction, map);
            }
            else
            {
                var key = Key(instruction, map);
                if (scopes.Select(scope => scope.TryGetValue(key, out var known) ? known : -1).FirstOrDefault(known => known >= 0, -1) is >= 0 and var shared)
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
                    scopes.Peek().Add(key, map[value]);
                }
            }

            if (instruction.Opcode is Opcode.If or Opcode.Else or Opcode.Loop)
            {
                scopes.Push([]);
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

    private static int FirstOrDefault(this IEnumerable<int> values, System.Func<int, bool> predicate, int otherwise)
    {
        foreach (var value in values)
        {
            if (predicate(value))
            {
                return value;
            }
        }

        return otherwise;
    }
}
