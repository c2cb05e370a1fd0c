using System.Linq;
using Descent.Generator.Infrastructure;
using Descent.Generator.IR;

namespace Descent.Generator.Passes;

/// <summary>
/// Computes as doubles the <see cref="SmallIntegers"/>: signs, choices between signs and constants, as <c>var sign = Math.Sign(x)</c> and
/// <c>var sign = x &gt; 0 ? 1 : -1</c> make them, and what is made of these, as <c>Math.Sign(x) * Math.Sign(y)</c>. Each such int is a double
/// without an error, and a sign that C# would throw for throws as a double, too; so every bit stays, and a loop of doubles needs no ints for them.
/// </summary>
internal static class WidenSigns
{
    public static Program Run(Program program)
    {
        var small = new SmallIntegers(program);
        var builder = new ProgramBuilder();
        var (map, doubles) = (new int[program.Count], new int[program.Count]);
        for (var value = 0; value < program.Count; value++)
        {
            var instruction = program[value];
            if (small.Contains(value))
            {
                map[value] = doubles[value] = Named(instruction, Widen(instruction, [.. instruction.Operands.Items.Select(Operand)], small.IsNumber(value), builder));
            }
            else if (instruction.Opcode == Opcode.ToDouble && small.Contains(instruction.Operands[0]))
            {
                map[value] = Named(instruction, doubles[instruction.Operands[0]]);
            }
            else if (small.IsComparison(value))
            {
                map[value] = builder.Add(instruction with { Operands = instruction.Operands.Items.Select(Operand).ToEquatableArray() });
            }
            else
            {
                map[value] = builder.AddMapped(instruction, map);
                if (small.IsWanted(value))
                {
                    doubles[value] = builder.Constant((double)(int)instruction.Bits, instruction.Site);
                }
            }
        }

        return builder.ToProgram();

        int Named(Instruction original, int value)
        {
            if (original.Hint is { } hint)
            {
                builder.Name(value, hint);
            }

            return value;
        }

        int Operand(int operand) => program[operand].Type == ScalarType.Integer ? doubles[operand] : map[operand];
    }

    /// <summary>The operation in doubles. An int has no negative zero: products and negations leave none behind.</summary>
    private static int Widen(Instruction instruction, int[] operands, bool isNumber, ProgramBuilder builder)
    {
        switch (instruction.Opcode)
        {
            case Opcode.Negate:
                return builder.Add(Opcode.Subtract, ScalarType.Double, instruction.Site, builder.Constant(0.0, instruction.Site), operands[0]);
            case Opcode.Multiply when isNumber:
                var product = builder.Add(Opcode.Multiply, ScalarType.Double, instruction.Site, operands);
                return builder.Add(Opcode.Add, ScalarType.Double, instruction.Site, product, builder.Constant(0.0, instruction.Site));
            case Opcode.Sign or Opcode.Phi:
                return builder.Add(instruction with { Type = ScalarType.Double, Operands = operands.ToEquatableArray() });
            default:
                return builder.Add(instruction.Opcode, ScalarType.Double, instruction.Site, operands);
        }
    }
}
