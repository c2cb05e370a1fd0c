using Descent.Generator.IR;

namespace Descent.Generator.Passes;

/// <summary>
/// <c>!(a == b)</c> is <c>a != b</c> and the other way round, for NaN too, and <c>!!a</c> is <c>a</c>. (<c>!(a &lt; b)</c> is not
/// <c>a &gt;= b</c> when one is NaN, and stays.)
/// </summary>
internal static class SimplifyNegations
{
    public static Program Run(Program program)
    {
        var builder = new ProgramBuilder();
        var map = new int[program.Count];
        for (var value = 0; value < program.Count; value++)
        {
            var instruction = program[value];
            var negated = instruction.Opcode == Opcode.Not ? builder[map[instruction.Operands[0]]] : null;
            map[value] = negated?.Opcode switch
            {
                Opcode.Not => negated.Operands[0],
                Opcode.Equal => builder.Add(negated with { Opcode = Opcode.NotEqual, Hint = instruction.Hint }),
                Opcode.NotEqual => builder.Add(negated with { Opcode = Opcode.Equal, Hint = instruction.Hint }),
                _ => builder.AddMapped(instruction, map),
            };
        }

        return builder.ToProgram();
    }
}
