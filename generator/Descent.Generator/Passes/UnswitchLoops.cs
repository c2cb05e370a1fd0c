using System.Collections.Generic;
using System.Linq;
using Descent.Generator.Infrastructure;
using Descent.Generator.IR;

namespace Descent.Generator.Passes;

/// <summary>
/// Takes choices on step-rate conditions out of the loop: one loop for each outcome, never more than <see cref="MaxLoops"/>; choices that
/// would make more are selected for each weight. Three conditions always fit; of those that are asked for only under one another, as in a
/// chain of returns, seven do.
/// </summary>
internal static class UnswitchLoops
{
    public const int MaxLoops = 8;

    /// <summary>As many as fit however they depend on one another.</summary>
    private const int FewConditions = 3;

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
        var conditions = live.Where(value => program[value].Opcode == Opcode.Phi).Select(value => program[value].Operands[0]).Distinct().ToList();
        AddLoops(program, Rates.Of(program), live, Fitting(program, live, conditions), [], map, builder);
        return builder.ToProgram();
    }

    /// <summary>The first of the conditions that make no more loops than allowed.</summary>
    private static List<int> Fitting(Program program, List<int> live, List<int> conditions)
    {
        var count = System.Math.Min(FewConditions, conditions.Count);
        while (count < conditions.Count && CountLoops(program, live, conditions.GetRange(0, count + 1), []) <= MaxLoops)
        {
            count++;
        }

        return conditions.GetRange(0, count);
    }

    private static int CountLoops(Program program, List<int> live, IReadOnlyList<int> conditions, Dictionary<int, bool> outcomes)
        => NextChoice(program, live, conditions, outcomes) is { } condition
            ? CountLoops(program, live, conditions, With(outcomes, condition, true)) + CountLoops(program, live, conditions, With(outcomes, condition, false))
            : 1;

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
        Program program, Rate[] rates, List<int> live, IReadOnlyList<int> conditions, Dictionary<int, bool> outcomes, int[] map, ProgramBuilder builder)
    {
        if (NextChoice(program, live, conditions, outcomes) is not { } condition)
        {
            AddLoop(program, rates, live, outcomes, map, builder);
            return;
        }

        builder.Add(Opcode.If, ScalarType.None, -1, condition);
        AddLoops(program, rates, live, conditions, With(outcomes, condition, true), map, builder);
        builder.Add(Opcode.Else, ScalarType.None, -1);
        AddLoops(program, rates, live, conditions, With(outcomes, condition, false), map, builder);
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

    private static void AddLoop(Program program, Rate[] rates, List<int> live, Dictionary<int, bool> outcomes, int[] outerMap, ProgramBuilder builder)
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
                var mask = rates[value] == Rate.Element ? builder.Add(Opcode.Broadcast, ScalarType.Boolean, instruction.Site, condition) : condition;
                map[value] = builder.Add(instruction with
                {
                    Opcode = Opcode.Select,
                    Operands = new[] { mask, map[instruction.Operands[1]], map[instruction.Operands[2]] }.ToEquatableArray(),
                });
            }
        }

        builder.Add(Opcode.End, ScalarType.None, -1);
    }

    private static Dictionary<int, bool> With(Dictionary<int, bool> outcomes, int condition, bool outcome)
        => new(outcomes) { [condition] = outcome };
}
