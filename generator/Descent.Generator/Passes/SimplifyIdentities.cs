using System;
using Descent.Generator.IR;

namespace Descent.Generator.Passes;

/// <summary>
/// Drops operations that give back their operand, bit for bit, whatever it is: x · 1, x / 1, x − 0, x + (−0), −(−x), !!x. (x + 0 is not
/// among them: it makes +0 of −0.) And <c>!(a == b)</c> is <c>a != b</c> and the other way round, for NaN too; <c>!(a &lt; b)</c> is not
/// <c>a &gt;= b</c> when one is NaN, and stays.
/// </summary>
internal static class SimplifyIdentities
{
    public static Program Run(Program program)
    {
        var builder = new ProgramBuilder();
        var map = new int[program.Count];
        for (var value = 0; value < program.Count; value++)
        {
            map[value] = Simplify(program[value], map, builder);
        }

        return builder.ToProgram();
    }

    private static int Simplify(Instruction instruction, int[] map, ProgramBuilder builder)
    {
        var operand = instruction.Operands.Count > 0 && !instruction.IsControl ? builder[map[instruction.Operands[0]]] : null;
        switch (instruction.Opcode)
        {
            case Opcode.Not or Opcode.Negate when operand!.Opcode == instruction.Opcode && !instruction.IsChecked:
                return operand.Operands[0];
            case Opcode.Not when operand!.Opcode == Opcode.Equal:
                return builder.Add(operand with { Opcode = Opcode.NotEqual, Hint = instruction.Hint });
            case Opcode.Not when operand!.Opcode == Opcode.NotEqual:
                return builder.Add(operand with { Opcode = Opcode.Equal, Hint = instruction.Hint });
        }

        var kept = instruction.Type != ScalarType.Double ? -1 : instruction.Opcode switch
        {
            Opcode.Multiply when Is(1.0, 1) => 0,
            Opcode.Multiply when Is(1.0, 0) => 1,
            Opcode.Divide when Is(1.0, 1) => 0,
            Opcode.Subtract when Is(0.0, 1) => 0,
            Opcode.Add when Is(-0.0, 1) => 0,
            Opcode.Add when Is(-0.0, 0) => 1,
            _ => -1,
        };
        if (kept < 0)
        {
            return builder.AddMapped(instruction, map);
        }

        var result = map[instruction.Operands[kept]];
        if (instruction.Hint is { } hint)
        {
            builder.Name(result, hint);
        }

        return result;

        bool Is(double constant, int index)
            => builder[map[instruction.Operands[index]]] is { IsConstant: true } known && known.Bits == BitConverter.DoubleToInt64Bits(constant);
    }
}
