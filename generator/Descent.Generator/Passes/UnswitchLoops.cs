using System.Collections.Generic;
using System.Linq;
using Descent.Generator.Analysis;
using Descent.Generator.Infrastructure;
using Descent.Generator.IR;

namespace Descent.Generator.Passes;

/// <summary>
/// Takes choices on step-rate conditions out of the loop: one loop for each outcome. Three conditions always fit; of those that are asked for
/// only under one another, as in a chain of returns, as many as make no more than <see cref="MaxLoops"/> loops. Choices that would make more
/// are selected for each weight. Conditions that compare one number with constants, as the choice of an element does, exclude each other and
/// count as one, as long as the first three make no more than <see cref="MaxLoopsOfFew"/> loops.
/// </summary>
internal static class UnswitchLoops
{
    public const int MaxLoops = 8;

    /// <summary>As many as fit however they depend on one another.</summary>
    private const int FewConditions = 3;

    /// <summary>As many as one loop for each element of a state of 16, and one besides.</summary>
    private const int MaxLoopsOfFew = 17;

    public static Program Run(Program program)
    {
        var start = program.Instructions.Items.ToList().FindIndex(instruction => instruction.Opcode == Opcode.Loop);
        var end = program.Count - 1;
        var builder = new ProgramBuilder();
        var map = Enumerable.Range(0, program.Count).ToArray();
        for (var value = 0; value < start; value++)
        {
            builder.Add(program[value]);
        }

        var live = RemoveDeadPhis(program, start, end);
        var choices = live.Where(value => program[value].Opcode == Opcode.Phi).ToList();
        var squares = Squares(program, live);
        var axes = AxesOf.Values(program);
        var selected = StateChoices.WithoutGain(program, axes, live);
        var conditions = choices.Where(value => squares.Contains(value) || !selected.Contains(value))
            .OrderBy(value => squares.Contains(value) ? 0 : 1).Select(value => program[value].Operands[0]).Distinct().ToList();
        AddLoops(program, axes, live, Fitting(program, live, conditions), [], map, builder);
        return builder.ToProgram();
    }

    /// <summary>What square states are after operations on whole matrices, which nothing can choose between for each weight.</summary>
    private static HashSet<int> Squares(Program program, List<int> live)
    {
        var squares = new HashSet<int>();
        foreach (var value in live.Where(value => program[value].Opcode == Opcode.Written || (program[value].Opcode == Opcode.Phi && program[value].Operands.Items.Any(squares.Contains))))
        {
            squares.Add(value);
        }

        return squares;
    }

    /// <summary>The conditions that are taken out.</summary>
    private static List<int> Fitting(Program program, List<int> live, List<int> conditions)
    {
        var (fitting, groups, loops) = (new List<int>(), 0, 1);
        foreach (var group in conditions.GroupBy(condition => Compared(program, condition) ?? condition))
        {
            var together = loops * (group.Count() + 1);
            List<int> more = [.. fitting, .. group];
            if (groups >= FewConditions && CountLoops(program, live, more, []) > MaxLoops)
            {
                break;
            }

            if (groups >= FewConditions || together <= MaxLoopsOfFew)
            {
                (fitting, groups, loops) = (more, groups + 1, together);
            }
        }

        return fitting;
    }

    private static int CountLoops(Program program, List<int> live, IReadOnlyList<int> conditions, Dictionary<int, bool> outcomes)
        => NextChoice(program, live, conditions, outcomes) is { } condition
            ? CountLoops(program, live, conditions, With(program, conditions, outcomes, condition, true))
                + CountLoops(program, live, conditions, With(program, conditions, outcomes, condition, false))
            : 1;

    /// <summary>The number that a condition compares with a constant, if it does.</summary>
    private static int? Compared(Program program, int condition)
        => program[condition] is { Opcode: Opcode.Equal } equal && program[equal.Operands[0]].Type == ScalarType.Integer && program[equal.Operands[1]].IsConstant ? equal.Operands[0] : null;

    /// <summary>The instructions of the loop that some stored value depends on, so that a dead choice makes no loop.</summary>
    private static List<int> RemoveDeadPhis(Program program, int start, int end)
    {
        var isLive = new bool[program.Count];
        for (var value = end - 1; value > start; value--)
        {
            if (isLive[value] || program[value].Opcode == Opcode.Store)
            {
                isLive[value] = true;
                foreach (var operand in program[value].Operands)
                {
                    isLive[operand] = true;
                }
            }
        }

        return [.. Enumerable.Range(start + 1, end - start - 1).Where(value => isLive[value])];
    }

    private static void AddLoops(
        Program program, Axes[] axes, List<int> live, IReadOnlyList<int> conditions, Dictionary<int, bool> outcomes, int[] map, ProgramBuilder builder)
    {
        if (NextChoice(program, live, conditions, outcomes) is not { } condition)
        {
            AddLoop(program, axes, live, outcomes, map, builder);
            return;
        }

        builder.Add(Opcode.If, ScalarType.None, -1, condition);
        AddLoops(program, axes, live, conditions, With(program, conditions, outcomes, condition, true), map, builder);
        builder.Add(Opcode.Else, ScalarType.None, -1);
        AddLoops(program, axes, live, conditions, With(program, conditions, outcomes, condition, false), map, builder);
        builder.Add(Opcode.End, ScalarType.None, -1);
    }

    /// <summary>
    /// The next condition that makes a difference under the outcomes so far: the one nearest to what is stored, so that a choice inside
    /// an arm is asked for only where that arm is taken.
    /// </summary>
    private static int? NextChoice(Program program, List<int> live, IReadOnlyList<int> conditions, Dictionary<int, bool> outcomes)
    {
        var needed = new HashSet<int>();
        foreach (var value in Enumerable.Reverse(live))
        {
            var instruction = program[value];
            if (!needed.Contains(value) && instruction.Opcode != Opcode.Store)
            {
                continue;
            }

            if (instruction.Opcode == Opcode.Phi && outcomes.TryGetValue(instruction.Operands[0], out var outcome))
            {
                needed.Add(instruction.Operands[outcome ? 1 : 2]);
                continue;
            }

            if (instruction.Opcode == Opcode.Phi && conditions.Contains(instruction.Operands[0]))
            {
                return instruction.Operands[0];
            }

            needed.UnionWith(instruction.Operands);
        }

        return null;
    }

    private static void AddLoop(Program program, Axes[] axes, List<int> live, Dictionary<int, bool> outcomes, int[] outerMap, ProgramBuilder builder)
    {
        var map = (int[])outerMap.Clone();
        builder.Add(Opcode.Loop, ScalarType.None, -1);
        foreach (var value in live)
        {
            var instruction = program[value];
            if (instruction.Opcode != Opcode.Phi)
            {
                map[value] = builder.AddMapped(instruction, map);
            }
            else if (outcomes.TryGetValue(instruction.Operands[0], out var outcome))
            {
                map[value] = map[instruction.Operands[outcome ? 1 : 2]];
            }
            else
            {
                var condition = instruction.Operands[0];
                var mask = axes[value].IsOfWeights() ? builder.Add(Opcode.Broadcast, ScalarType.Boolean, instruction.Site, condition) : condition;
                map[value] = builder.Add(instruction with
                {
                    Opcode = Opcode.Select,
                    Operands = new[] { mask, map[instruction.Operands[1]], map[instruction.Operands[2]] }.ToEquatableArray(),
                });
            }
        }

        builder.Add(Opcode.End, ScalarType.None, -1);
    }

    /// <summary>The outcomes with one more, and with what follows from it: a number is equal to one constant, and an index to one of its elements.</summary>
    private static Dictionary<int, bool> With(Program program, IReadOnlyList<int> conditions, Dictionary<int, bool> outcomes, int condition, bool outcome)
    {
        var result = new Dictionary<int, bool>(outcomes) { [condition] = outcome };
        if (Compared(program, condition) is not { } number)
        {
            return result;
        }

        var others = conditions.Where(other => Compared(program, other) == number && !result.ContainsKey(other)).ToList();
        if (outcome)
        {
            others.ForEach(other => result[other] = false);
        }
        else if (others.Count == 1 && program[number] is { Opcode: Opcode.Index, Count: var count } && conditions.Count(other => Compared(program, other) == number) == count)
        {
            result[others[0]] = true;
        }

        return result;
    }
}
