using System.Collections.Generic;
using Descent.Generator.Analysis;
using Descent.Generator.Infrastructure;
using Descent.Generator.IR;

namespace Descent.Generator.Passes;

/// <summary>
/// If-conversion: a branch on a condition that differs from weight to weight, or from tensor to tensor, is evaluated on both sides, and
/// each result is selected.
/// Nothing in it can throw: <see cref="CheckLegality"/> has seen to that.
/// </summary>
internal static class ConvertElementBranches
{
    public static Program Run(Program program)
    {
        var axes = AxesOf.Values(program);
        var builder = new ProgramBuilder();
        var map = new int[program.Count];
        var converted = new Stack<bool>();
        for (var value = 0; value < program.Count; value++)
        {
            var instruction = program[value];
            switch (instruction.Opcode)
            {
                case Opcode.If or Opcode.Loop:
                    converted.Push(instruction.Opcode == Opcode.If && !axes[instruction.Operands[0]].IsOfStep());
                    if (converted.Peek())
                    {
                        continue;
                    }

                    break;
                case Opcode.Else when converted.Peek():
                case Opcode.End when converted.Pop():
                    continue;
                case Opcode.Phi when !axes[instruction.Operands[0]].IsOfStep() && program.OnlyDefined(instruction) is { } defined:
                    map[value] = map[defined];
                    continue;
                case Opcode.Phi when !axes[instruction.Operands[0]].IsOfStep():
                    instruction = Choose(instruction, program);
                    break;
            }

            map[value] = builder.AddMapped(instruction, map);
        }

        return builder.ToProgram();
    }

    /// <summary>The choice without its branch: <c>c ? x : false</c> is <c>c &amp; x</c>, and <c>c ? true : x</c> is <c>c | x</c>.</summary>
    private static Instruction Choose(Instruction phi, Program program)
    {
        var (condition, whenTrue, whenFalse) = (phi.Operands[0], phi.Operands[1], phi.Operands[2]);
        if (phi.Type == ScalarType.Boolean && program[whenFalse] is { IsConstant: true, Bits: 0 })
        {
            return phi with { Opcode = Opcode.And, Operands = new[] { condition, whenTrue }.ToEquatableArray() };
        }

        return phi.Type == ScalarType.Boolean && program[whenTrue] is { IsConstant: true, Bits: not 0 }
            ? phi with { Opcode = Opcode.Or, Operands = new[] { condition, whenFalse }.ToEquatableArray() }
            : phi with { Opcode = Opcode.Select };
    }
}
