using System.Collections.Generic;
using System.Linq;
using Descent.Generator.IR;
using Descent.Generator.Reading;

namespace Descent.Generator.Emission;

/// <summary>
/// A lowered program as emission sees it: the prologue, the loops with the outcomes that lead to each, and the values that enter them.
/// </summary>
internal sealed class LoweredMethod
{
    public LoweredMethod(string name, MethodModel method, Program program)
    {
        (Name, Method, Program) = (name, method, program);
        var instructions = program.Instructions.Items;
        var start = instructions.IndexOf(instructions.First(instruction => instruction.Opcode == Opcode.Loop));
        while (start > 0 && instructions[start - 1].Opcode == Opcode.If)
        {
            start--;
        }

        PrologueEnd = start;
        var loops = new List<LoopVersion>();
        Selection = ReadSelection(ref start, loops);
        Loops = loops;
        Inputs = [.. loops.SelectMany(loop => loop.Inputs(program)).Distinct().OrderBy(value => value)];
    }

    /// <summary>The prefix of generated names: Update or BeforeGradient.</summary>
    public string Name { get; }

    public MethodModel Method { get; }

    public Program Program { get; }

    /// <summary>How many instructions the prologue has.</summary>
    public int PrologueEnd { get; }

    public IReadOnlyList<LoopVersion> Loops { get; }

    /// <summary>How the prologue chooses among the loops.</summary>
    public LoopSelection Selection { get; }

    /// <summary>The values, other than constants, that the loops take from the prologue.</summary>
    public IReadOnlyList<int> Inputs { get; }

    /// <summary>The author's parameters that are values in memory, in order, and used in some loop.</summary>
    public IEnumerable<ParameterModel> Slots => Method.Parameters.Where(parameter => Loops.Any(loop => loop.Uses(Program, parameter)));

    public bool Writes(ParameterModel parameter) => Loops.Any(loop => loop.Writes(Program, parameter));

    public string StepName => Method.Parameters.FirstOrDefault(parameter => parameter.Role == ParameterRole.Step)?.Name ?? "step";

    private LoopSelection ReadSelection(ref int position, List<LoopVersion> loops)
    {
        if (Program[position].Opcode == Opcode.If)
        {
            var condition = Program[position++].Operands[0];
            var whenTrue = ReadSelection(ref position, loops);
            position++;
            var whenFalse = ReadSelection(ref position, loops);
            position++;
            return new(condition, whenTrue, whenFalse, null);
        }

        var start = ++position;
        while (Program[position].Opcode != Opcode.End)
        {
            position++;
        }

        var loop = new LoopVersion(loops.Count, start, position++);
        loops.Add(loop);
        return new(-1, null, null, loop);
    }
}

/// <summary>Either one loop, or a condition with a selection for each outcome.</summary>
internal sealed record LoopSelection(int Condition, LoopSelection? WhenTrue, LoopSelection? WhenFalse, LoopVersion? Loop);

/// <summary>One loop: the instructions from <paramref name="Start"/> up to <paramref name="End"/>.</summary>
internal sealed record LoopVersion(int Number, int Start, int End)
{
    public IEnumerable<int> Values => Enumerable.Range(Start, End - Start);

    public IEnumerable<int> Inputs(Program program) => Values
        .Where(value => program[value].Opcode == Opcode.Broadcast)
        .Select(value => program[value].Operands[0])
        .Where(value => !program[value].IsConstant);

    public bool Uses(Program program, ParameterModel parameter)
        => Values.Any(value => program[value].Opcode is Opcode.Load or Opcode.Store && program[value].Symbol == parameter.Slot);

    public bool Writes(Program program, ParameterModel parameter)
        => Values.Any(value => program[value].Opcode == Opcode.Store && program[value].Symbol == parameter.Slot);
}
