using Descent.Generator.IR;

namespace Descent.Generator.Passes;

/// <summary>
/// If-conversion: a branch on a condition that differs from weight to weight is evaluated on both sides, and each result is selected.
/// Nothing in it can throw: <see cref="CheckLegality"/> has seen to that.
/// </summary>
internal static class ConvertElementBranches
{
    public static Program Run(Program program)
    {
        var rates = Rates.Of(program);
        var builder = new ProgramBuilder();
        var map = new int[program.Count];
        var converted = new System.Collections.Generic.Stack<bool>();
        for (var value = 0; value < program.Count; value++)
        {
            var instruction = program[value];
            switch (instruction.Opcode)
            {
                case Opcode.If or Opcode.Loop:
                    converted.Push(instruction.Opcode == Opcode.If && rates[instruction.Operands[0]] == Rate.Element);
                    if (converted.Peek())
                    {
                        continue;
                    }

                    break;
                case Opcode.Else when converted.Peek():
                case Opcode.End when converted.Pop():
                    continue;
                case Opcode.Phi when rates[instruction.Operands[0]] == Rate.Element:
                    instruction = instruction with { Opcode = Opcode.Select };
                    break;
            }

            map[value] = builder.AddMapped(instruction, map);
        }

        return builder.ToProgram();
    }
}
