using System.Collections.Generic;
using System.Linq;
using Descent.Generator.Infrastructure;
using Descent.Generator.IR;

namespace Descent.Generator.Passes;

/// <summary>
/// Computes as doubles the ints that nothing but arithmetic on doubles asks for: signs, and choices between signs and constants, as
/// <c>var sign = Math.Sign(x)</c> and <c>var sign = x &gt; 0 ? 1 : -1</c> make them. Each such int is a double without an error, and a sign
/// that C# would throw for throws as a double, too; so every bit stays, and a loop of doubles needs no ints for them.
/// </summary>
internal static class WidenSigns
{
    public static Program Run(Program program)
    {
        var wide = Wide(program);
        var ofChoices = new HashSet<int>(wide.Where(value => program[value].Opcode == Opcode.Phi).SelectMany(value => program[value].Operands.Items.Skip(1)));
        var builder = new ProgramBuilder();
        var (map, doubles) = (new int[program.Count], new Dictionary<int, int>());
        for (var value = 0; value < program.Count; value++)
        {
            var instruction = program[value];
            if (wide.Contains(value))
            {
                var operands = instruction.Operands.Items.Select(operand => doubles.TryGetValue(operand, out var known) ? known : map[operand]);
                map[value] = doubles[value] = builder.Add(instruction with { Type = ScalarType.Double, Operands = operands.ToEquatableArray() });
            }
            else if (instruction.Opcode == Opcode.ToDouble && wide.Contains(instruction.Operands[0]))
            {
                map[value] = doubles[instruction.Operands[0]];
                if (instruction.Hint is { } hint)
                {
                    builder.Name(map[value], hint);
                }
            }
            else
            {
                map[value] = builder.AddMapped(instruction, map);
                if (ofChoices.Contains(value))
                {
                    doubles[value] = builder.Constant((double)(int)instruction.Bits, instruction.Site);
                }
            }
        }

        return builder.ToProgram();
    }

    /// <summary>The ints that become doubles: as many as may be, so those that are not are taken away until all that is left agree.</summary>
    private static HashSet<int> Wide(Program program)
    {
        var wide = new HashSet<int>(Enumerable.Range(0, program.Count).Where(value => program[value] is { Type: ScalarType.Integer, Opcode: Opcode.Sign or Opcode.Phi }));
        var uses = new List<int>[program.Count];
        for (var value = 0; value < program.Count; value++)
        {
            uses[value] = [];
            foreach (var operand in program[value].Operands.Items)
            {
                uses[operand].Add(value);
            }
        }

        while (wide.RemoveWhere(value => !IsWide(value)) > 0)
        {
        }

        return wide;

        bool IsWide(int value)
            => uses[value].Count > 0
            && uses[value].All(use => program[use].Opcode == Opcode.ToDouble || wide.Contains(use))
            && (program[value].Opcode == Opcode.Sign
                ? program[program[value].Operands[0]].Type == ScalarType.Double
                : program[value].Operands.Items.Skip(1).All(operand => program[operand].IsConstant || wide.Contains(operand)));
    }
}
