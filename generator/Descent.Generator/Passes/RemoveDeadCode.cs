using System.Collections.Generic;
using System.Linq;
using Descent.Generator.Analysis;
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
        var axes = AxesOf.Values(program);
        var regions = Regions(program);
        var isLive = new bool[program.Count];
        var pending = new Stack<int>();
        for (var value = 0; value < program.Count; value++)
        {
            if (IsRoot(program, program[value], axes[value]))
            {
                Mark(value);
            }
        }

        while (pending.Count > 0)
        {
            var value = pending.Pop();
            foreach (var operand in program[value].Operands)
            {
                Mark(operand);
            }

            // A region lives with what lives in it: its brackets, its condition, and the region around it.
            foreach (var bracket in regions[value])
            {
                Mark(bracket);
            }
        }

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

        void Mark(int value)
        {
            if (!isLive[value])
            {
                isLive[value] = true;
                pending.Push(value);
            }
        }
    }

    private static bool IsRoot(Program program, Instruction instruction, Axes axes)
        => (instruction.MayThrow && !axes.IsOfWeights())
            || instruction.Opcode is Opcode.Return or Opcode.Loop or Opcode.Barrier or Opcode.Set
            || (instruction.Opcode == Opcode.Store && !IsUnchanged(program, instruction));

    /// <summary>Of each instruction the brackets of the region that it is in, or begins or ends, and what begins the region around that.</summary>
    private static IReadOnlyList<int>[] Regions(Program program)
    {
        var brackets = new IReadOnlyList<int>[program.Count];
        var open = new Stack<List<int>>();
        open.Push([]);
        for (var value = 0; value < program.Count; value++)
        {
            switch (program[value].Opcode)
            {
                case Opcode.If or Opcode.Loop:
                    open.Push([value, .. open.Peek().Take(1)]);
                    break;
                case Opcode.Else or Opcode.End:
                    open.Peek().Add(value);
                    break;
            }

            brackets[value] = program[value].Opcode == Opcode.End ? open.Pop() : open.Peek();
        }

        return brackets;
    }

    /// <summary>Whether a store writes back what was loaded, as the loop of a branch that leaves the weights alone does.</summary>
    private static bool IsUnchanged(Program program, Instruction store)
        => program[store.Operands[0]] is { Opcode: Opcode.Load } load && load.Slot == store.Slot;
}
