using System.Collections.Generic;
using System.Linq;
using Descent.Generator.IR;
using Descent.Generator.Reading;

namespace Descent.Generator.Emission;

/// <summary>
/// A lowered program as emission sees it: the prologue, the variants with the outcomes that lead to each, the loops in them, and the
/// values that they take from the prologue.
/// </summary>
internal sealed class LoweredMethod
{
    public LoweredMethod(MethodModel method, Program program)
    {
        (Method, Program) = (method, program);
        PrologueEnd = FindPrologueEnd(program);
        var position = PrologueEnd;
        Selection = ReadSelection(ref position);
        Inputs = [.. Variants.SelectMany(variant => variant.Values)
            .SelectMany(value => program[value].Operands.Items)
            .Where(value => value < PrologueEnd && !program[value].IsConstant)
            .Distinct().OrderBy(value => value)];
    }

    public RuleMethod Kind => Method.Kind;

    /// <summary>The prefix of generated names: Update, BeforeGradient …</summary>
    public string Name => Kind.ToString();

    public MethodModel Method { get; }

    public Program Program { get; }

    /// <summary>How many instructions the prologue has.</summary>
    public int PrologueEnd { get; }

    public List<Variant> Variants { get; } = [];

    /// <summary>The loops of all variants.</summary>
    public List<LoopVersion> Loops { get; } = [];

    /// <summary>How the prologue chooses among the variants.</summary>
    public VariantSelection Selection { get; }

    /// <summary>The values, other than constants, that the variants take from the prologue.</summary>
    public IReadOnlyList<int> Inputs { get; }

    /// <summary>The author's parameters that are values of each weight, in order, and used in some loop.</summary>
    public IEnumerable<ParameterModel> Slots => Method.Parameters.Where(parameter => Loops.Any(loop => loop.Uses(Program, parameter)));

    public bool Writes(ParameterModel parameter) => Loops.Any(loop => loop.Writes(Program, parameter));

    public string StepName => Method.Parameters.FirstOrDefault(parameter => parameter.Role == ParameterRole.Step)?.Name ?? "step";

    /// <summary>
    /// Variants begin with the condition that chooses among them; where there is one variant, with what is first known in the step,
    /// or its loop.
    /// </summary>
    private static int FindPrologueEnd(Program program)
    {
        var axes = Passes.AxesOf.Values(program);
        var open = new List<int>();
        var firstOfTensor = -1;
        for (var value = 0; ; value++)
        {
            switch (program[value].Opcode)
            {
                case Opcode.If:
                    open.Add(value);
                    break;
                case Opcode.End:
                    open.RemoveAt(open.Count - 1);
                    break;
                case Opcode.Loop:
                    return open.Count > 0 ? open[0] : firstOfTensor >= 0 ? firstOfTensor : value;
                default:
                    if (firstOfTensor < 0 && !program[value].IsControl && axes[value].IsOfTotals())
                    {
                        firstOfTensor = value;
                    }

                    break;
            }
        }
    }

    private VariantSelection ReadSelection(ref int position)
    {
        if (position < Program.Count && Program[position].Opcode == Opcode.If)
        {
            var condition = Program[position++].Operands[0];
            var whenTrue = ReadSelection(ref position);
            position++;
            var whenFalse = ReadSelection(ref position);
            position++;
            return new(condition, whenTrue, whenFalse, null);
        }

        var variant = new Variant(Variants.Count, []);
        Variants.Add(variant);
        while (position < Program.Count && Program[position].Opcode is not (Opcode.Else or Opcode.End))
        {
            variant.Segments.Add(ReadSegment(ref position));
        }

        return new(-1, null, null, variant);
    }

    private Segment ReadSegment(ref int position)
    {
        var start = position;
        if (Program[position].Opcode != Opcode.Loop)
        {
            while (position < Program.Count && Program[position].Opcode is not (Opcode.Loop or Opcode.Else or Opcode.End))
            {
                position++;
            }

            return new(start, position, null);
        }

        while (Program[position].Opcode != Opcode.End)
        {
            position++;
        }

        var loop = new LoopVersion(Loops.Count, start + 1, position++);
        Loops.Add(loop);
        return new(loop.Start, loop.End, loop);
    }
}

/// <summary>Either one variant, or a condition with a selection for each outcome.</summary>
internal sealed record VariantSelection(int Condition, VariantSelection? WhenTrue, VariantSelection? WhenFalse, Variant? Variant);

/// <summary>What is done for one outcome of all conditions: loops over the weights, and between them what is known once per tensor or optimizer.</summary>
internal sealed record Variant(int Number, List<Segment> Segments)
{
    public IEnumerable<int> Values => Segments.SelectMany(segment => segment.Values);
}

/// <summary>Instructions that belong together: a loop, or scalars between loops.</summary>
internal sealed record Segment(int Start, int End, LoopVersion? Loop)
{
    public IEnumerable<int> Values => Enumerable.Range(Start, End - Start);
}

/// <summary>One loop: the instructions from <paramref name="Start"/> up to <paramref name="End"/>.</summary>
internal sealed record LoopVersion(int Number, int Start, int End)
{
    public IEnumerable<int> Values => Enumerable.Range(Start, End - Start);

    /// <summary>The scalars, other than constants, that it broadcasts.</summary>
    public IEnumerable<int> Inputs(Program program) => Values
        .Where(value => program[value].Opcode == Opcode.Broadcast)
        .Select(value => program[value].Operands[0])
        .Where(value => !program[value].IsConstant)
        .Distinct();

    /// <summary>The totals that it computes.</summary>
    public IEnumerable<int> Reductions(Program program) => Values.Where(value => program[value].Opcode == Opcode.Reduce);

    public bool Uses(Program program, ParameterModel parameter)
        => Values.Any(value => program[value].Opcode is Opcode.Load or Opcode.Store && program[value].Slot == parameter.Slot);

    public bool Writes(Program program, ParameterModel parameter)
        => Values.Any(value => program[value].Opcode == Opcode.Store && program[value].Slot == parameter.Slot);
}
