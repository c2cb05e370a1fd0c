using System.Collections.Generic;
using Descent.Generator.IR;

namespace Descent.Generator.Passes;

/// <summary>
/// Drops what no stored value depends on, and conditional regions left empty. What may throw below element rate stays, as
/// C# would throw; at element rate the loop gives NaN instead, and an unused NaN is nothing.
/// </summary>
internal static class RemoveDeadCode
{
    public static Program Run(Program program)
    {
        var isLive = new bool[program.Count];
        var rates = Rates.Of(program);
        for (var value = program.Count - 1; value >= 0; value--)
        {
            var instruction = program[value];
            isLive[value] |= (instruction.MayThrow && rates[value] < Rate.Element) || instruction.Opcode is Opcode.Return or Opcode.Loop
                || (instruction.Opcode == Opcode.Store && !IsUnchanged(program, instruction));
            if (isLive[value])
            {
                foreach (var operand in instruction.Operands)
                {
                    isLive[operand] = true;
                }
            }
        }

        MarkRegions(program, isLive);

        var builder = new ProgramBuilder();
        var map = new int[program.Count];
        for (var value = 0; value < program.Count; value++)
        {
            if (isLive[value])
            {
                map[value] = builder.AddMapped(program[value], map);
            }
        }

        return builder.ToProgram();
    }

    /// <summary>Whether a store writes back what was loaded, as the loop of a branch that leaves the weights alone does.</summary>
    private static bool IsUnchanged(Program program, Instruction store)
        => program[store.Operands[0]] is { Opcode: Opcode.Load } load && load.Symbol == store.Symbol;

    /// <summary>A region lives with the first live instruction in it; its condition, and all that needs, lives with it.</summary>
    private static void MarkRegions(Program program, bool[] isLive)
    {
        bool changed;
        do
        {
            changed = false;
            var open = new Stack<(int Start, int Else)>();
            var hasLive = new Stack<bool>();
            hasLive.Push(false);
            for (var value = 0; value < program.Count; value++)
            {
                switch (program[value].Opcode)
                {
                    case Opcode.If or Opcode.Loop:
                        open.Push((value, -1));
                        hasLive.Push(program[value].Opcode == Opcode.Loop);
                        break;
                    case Opcode.Else:
                        open.Push((open.Pop().Start, value));
                        break;
                    case Opcode.End:
                        var (start, otherwise) = open.Pop();
                        if (hasLive.Pop())
                        {
                            changed |= Mark(program, isLive, start) | Mark(program, isLive, value) | (otherwise >= 0 && Mark(program, isLive, otherwise));
                            hasLive.Pop();
                            hasLive.Push(true);
                        }

                        break;
                    default:
                        if (isLive[value])
                        {
                            hasLive.Pop();
                            hasLive.Push(true);
                        }

                        break;
                }
            }
        }
        while (changed);
    }

    private static bool Mark(Program program, bool[] isLive, int value)
    {
        if (isLive[value])
        {
            return false;
        }

        isLive[value] = true;
        foreach (var operand in program[value].Operands)
        {
            Mark(program, isLive, operand);
        }

        return true;
    }
}
