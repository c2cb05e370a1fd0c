using System.Collections.Generic;
using System.Linq;
using Descent.Generator.Analysis;
using Descent.Generator.Infrastructure;
using Descent.Generator.IR;

namespace Descent.Generator.Passes;

/// <summary>
/// Splits a program in two: what is known once per step, in its branches, comes first and runs once, in <c>double</c>; what is left goes
/// into one <c>loop</c> over the weights, still with what is known once per tensor. Where a value meets an element it is broadcast:
/// rounded once to the weights' type.
/// </summary>
internal static class HoistBelowElementRate
{
    public static Program Run(Program program)
    {
        var axes = AxesOf.Values(program);
        var builder = new ProgramBuilder();
        var hoisted = Hoist(program, axes, builder);
        AddLoop(program, axes, hoisted, builder);
        return builder.ToProgram();
    }

    private static bool IsInLoop(Program program, Axes[] axes, int value)
        => program[value].Opcode == Opcode.Store ? !IsStoredBeforeLoop(program, axes, value) : !program[value].IsControl && !axes[value].IsOfStep();

    /// <summary>Whether a store's value is known before the loop, and stays there.</summary>
    private static bool IsStoredBeforeLoop(Program program, Axes[] axes, int store)
        => program[store].Scope == Axes.Step || (program[store].Scope == Axes.Optimizer && axes[program[store].Operands[0]].IsOfStep());

    /// <summary>What is there before any branch: it needs no carrying out of one.</summary>
    private static bool IsLeaf(Instruction instruction) => instruction.Opcode is Opcode.Constant or Opcode.Undefined or Opcode.Hyperparameter or Opcode.Step;

    /// <summary>Copies what is below element rate and returns where each value is visible after all branches.</summary>
    private static int[] Hoist(Program program, Axes[] axes, ProgramBuilder builder)
    {
        var isUsedInLoop = new bool[program.Count];
        for (var value = 0; value < program.Count; value++)
        {
            if (IsInLoop(program, axes, value))
            {
                foreach (var operand in program[value].Operands)
                {
                    isUsedInLoop[operand] = true;
                }
            }
        }

        var map = new int[program.Count];
        var visible = new int[program.Count];
        for (var value = 0; value < program.Count; value++)
        {
            if (IsLeaf(program[value]))
            {
                map[value] = builder.Add(program[value]);
            }
        }

        var branches = new Stack<Branch>();
        for (var value = 0; value < program.Count; value++)
        {
            if (IsInLoop(program, axes, value))
            {
                continue;
            }

            var instruction = program[value];
            map[value] = visible[value] = IsLeaf(instruction) ? map[value] : builder.AddMapped(instruction, map);
            switch (instruction.Opcode)
            {
                case Opcode.If:
                    branches.Push(new Branch(map[instruction.Operands[0]]));
                    break;
                case Opcode.Else:
                    branches.Peek().IsInElse = true;
                    break;
                case Opcode.End:
                    Leave(branches.Pop(), branches.Count > 0 ? branches.Peek() : null, visible, builder);
                    break;
                default:
                    if (isUsedInLoop[value] && branches.Count > 0 && !IsLeaf(instruction))
                    {
                        branches.Peek().Exports.Add((value, branches.Peek().IsInElse));
                    }

                    break;
            }
        }

        return visible;
    }

    /// <summary>
    /// Carries the values that the loop uses out of a branch that has ended, as zero where the branch was not taken. The loop
    /// that uses them runs only where it was.
    /// </summary>
    private static void Leave(Branch branch, Branch? outer, int[] visible, ProgramBuilder builder)
    {
        foreach (var (value, isInElse) in branch.Exports)
        {
            var inside = builder[visible[value]];
            var zero = builder.Add(new(Opcode.Constant, inside.Type, default, new Payload.Literal(0), Site: inside.Site));
            visible[value] = isInElse
                ? builder.Add(Opcode.Phi, inside.Type, inside.Site, branch.Condition, zero, visible[value])
                : builder.Add(Opcode.Phi, inside.Type, inside.Site, branch.Condition, visible[value], zero);
            if (inside.Hint is { } hint)
            {
                builder.Name(visible[value], hint);
            }

            outer?.Exports.Add((value, outer.IsInElse));
        }
    }

    private static void AddLoop(Program program, Axes[] axes, int[] hoisted, ProgramBuilder builder)
    {
        builder.Add(Opcode.Loop, ScalarType.None, -1);
        var map = new int[program.Count];
        var broadcasts = new Dictionary<int, int>();
        for (var value = 0; value < program.Count; value++)
        {
            if (!IsInLoop(program, axes, value))
            {
                continue;
            }

            var instruction = program[value];
            if (instruction.Opcode == Opcode.Phi && program.OnlyDefined(instruction) is { } defined && IsInLoop(program, axes, defined))
            {
                map[value] = map[defined];
                continue;
            }

            var takesElements = instruction is { Opcode: Opcode.Reduce, IsOfEachRow: false } || (instruction.Opcode == Opcode.Store ? instruction.Scope == Axes.Weight : axes[value].IsOfWeights());
            var operands = instruction.Operands.Select((operand, index) =>
            {
                var source = IsInLoop(program, axes, operand) ? map[operand] : hoisted[operand];
                var isScalar = !axes[operand].IsOfWeights() && !(instruction.Opcode == Opcode.Phi && index == 0);
                var isNumber = instruction.Opcode == Opcode.Whole && instruction.Whole.Arguments[index].Kind == WholeKind.Number;
                return takesElements && isScalar && !isNumber ? Broadcast(source) : source;
            }).ToEquatableArray();
            map[value] = builder.Add(instruction with { Operands = operands });
        }

        builder.Add(Opcode.End, ScalarType.None, -1);

        int Broadcast(int value)
        {
            if (!broadcasts.TryGetValue(value, out var broadcast))
            {
                broadcast = builder.Add(Opcode.Broadcast, builder[value].Type, builder[value].Site, value);
                broadcasts.Add(value, broadcast);
            }

            return broadcast;
        }
    }

    private sealed class Branch(int condition)
    {
        public int Condition { get; } = condition;

        public bool IsInElse { get; set; }

        public List<(int Value, bool IsInElse)> Exports { get; } = [];
    }
}
