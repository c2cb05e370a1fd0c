using System.Collections.Generic;
using System.Linq;
using Descent.Generator.Model;
using Descent.Generator.Analysis;
using Descent.Generator.IR;

namespace Descent.Generator.Kernels;

/// <summary>
/// Reads a lowered program once: where the scalars of the step end, the variants with the outcomes that lead to each, and their loops. Loops
/// that are the same are one kernel.
/// </summary>
internal sealed class PlanReader
{
    private readonly MethodModel _method;
    private readonly Program _program;
    private readonly Axes[] _axes;
    private readonly ScalarNames _names;
    private readonly Dictionary<string, Kernel> _byKey = [];
    private readonly List<Kernel> _kernels = [];
    private readonly List<Variant> _variants = [];
    private int _position;

    private PlanReader(MethodModel method, Program program)
    {
        (_method, _program) = (method, program);
        _axes = AxesOf.Values(program);
        PrologueEnd = _position = FindPrologueEnd(program, _axes);
        _names = new(program, method.StepName);
    }

    private int PrologueEnd { get; }

    /// <summary>The plan of a method.</summary>
    /// <param name="method">The method.</param>
    /// <param name="lowered">What the passes made of its body.</param>
    /// <param name="isForStored">Whether it is for weights and states that are not stored as they are computed.</param>
    public static MethodPlan Read(MethodModel method, Program lowered, bool isForStored = false)
    {
        var reader = new PlanReader(method, lowered);
        var selection = reader.ReadSelection();
        return new(method, lowered, reader._axes, reader.PrologueEnd, selection, reader._variants, reader._kernels, reader._names, new(lowered, reader._variants), isForStored);
    }

    /// <summary>
    /// Variants begin with the condition that chooses among them; where there is one variant, with what is first known in the step,
    /// or its loop.
    /// </summary>
    private static int FindPrologueEnd(Program program, Axes[] axes)
    {
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
                case Opcode.Loop or Opcode.Apply or Opcode.Barrier:
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

    private VariantSelection ReadSelection()
    {
        if (_position < _program.Count && _program[_position].Opcode == Opcode.If)
        {
            var condition = _program[_position++].Operands[0];
            var whenTrue = ReadSelection();
            _position++;
            var whenFalse = ReadSelection();
            _position++;
            return new(condition, whenTrue, whenFalse, null);
        }

        var start = _position;
        var loops = new List<(int Start, int End, int Sweep)>();
        var sweep = 0;
        var isInLoop = false;
        for (; _position < _program.Count && _program[_position].Opcode is var opcode && (opcode is not (Opcode.Else or Opcode.End) || isInLoop); _position++)
        {
            if (opcode == Opcode.Loop)
            {
                isInLoop = true;
                loops.Add((_position + 1, 0, sweep));
            }
            else if (opcode == Opcode.End)
            {
                isInLoop = false;
                loops[loops.Count - 1] = loops[loops.Count - 1] with { End = _position };
            }
            else if (opcode == Opcode.Barrier)
            {
                sweep++;
            }
        }

        var variant = ReadVariant(Enumerable.Range(start, _position - start).ToList(), loops);
        _variants.Add(variant);
        return new(-1, null, null, variant);
    }

    private Variant ReadVariant(List<int> values, List<(int Start, int End, int Sweep)> loops)
    {
        var recorded = values.Where(value => _program[value].IsOfEachRow).ToLookup(SweepOf);
        var applied = values.Where(value => _program[value].Opcode == Opcode.Apply).ToLookup(SweepOf);
        var totals = Kernel.TotalsOf(_program, values);
        _names.Add(totals);
        var numbers = totals.OrderBy(total => _program[total].IsOverOptimizer ? 0 : 1).Select((total, number) => (total, number)).ToDictionary(pair => pair.total, pair => pair.number);
        List<Sweep> sweeps = [.. loops.Select(loop => loop.Sweep).Concat(recorded.Select(group => group.Key)).Concat(applied.Select(group => group.Key)).Distinct().OrderBy(sweep => sweep)
            .Select(sweep => new Sweep([.. loops.Where(loop => loop.Sweep == sweep).Select(loop => ReadLoop(loop.Start, loop.End, numbers))], [.. recorded[sweep]], [.. applied[sweep]]))];
        if (sweeps[sweeps.Count - 1].Applied.Any(TakesGradient))
        {
            // In the last sweep gradients are cleared, if they are.
            sweeps.Add(new([], [], []));
        }

        return new(
            _variants.Count,
            sweeps,
            [.. values.Where(value => _program[value].Opcode == Opcode.Store && !loops.Any(loop => value >= loop.Start && value < loop.End))],
            numbers,
            totals.Count(total => _program[total].IsOverOptimizer));

        bool TakesGradient(int apply) => _program[apply].Whole.Arguments.Any(argument => argument.Slot == Slot.Gradient);

        int SweepOf(int value) => values.Count(barrier => barrier < value && _program[barrier].Opcode == Opcode.Barrier);
    }

    private KernelRun ReadLoop(int start, int end, Dictionary<int, int> numbers)
    {
        var body = Enumerable.Range(start, end - start);
        var (scalars, columns) = (Kernel.ScalarsOf(_program, _axes, body), Kernel.ColumnsOf(_program, _axes, body));
        _names.AddUses(scalars.Concat(columns), body);
        var totals = Kernel.TotalsOf(_program, body).Select(total => numbers[total]).ToList();
        var key = $"{string.Join(" ", totals)}\n{Key(start, end, [.. Late(scalars), .. columns])}";
        if (!_byKey.TryGetValue(key, out var kernel))
        {
            _byKey.Add(key, kernel = new Kernel(_kernels.Count, _program, _axes, body, _method, totals));
            _kernels.Add(kernel);
        }

        return new(kernel, [.. Late(kernel.Scalars).Zip(Late(scalars), (scalar, value) => (scalar, value))], [.. kernel.Columns.Zip(columns, (column, value) => (column, value))], scalars);
    }

    private List<int> Late(IEnumerable<int> scalars) => [.. scalars.Where(scalar => scalar >= PrologueEnd)];

    /// <summary>All that a loop is, but for its place in the program: loops of one key are one kernel.</summary>
    private string Key(int start, int end, List<int> late)
    {
        return string.Join("\n", Enumerable.Range(start, end - start).Select(value =>
        {
            var instruction = _program[value];
            var total = instruction.Opcode == Opcode.Reduce ? _names.Of(value) : "";
            return $"{Text(instruction)} {total} {string.Join(" ", instruction.Operands.Select(Operand))}";
        }));

        string Operand(int operand) => operand >= start && operand < end ? $"%{operand - start}"
            : _program[operand].IsConstant ? Text(_program[operand])
            : operand < PrologueEnd ? $"scalar {operand}"
            : $"late {late.IndexOf(operand)} {(_axes[operand].IsOfColumns() ? "of columns " : _axes[operand].IsOfRows() ? "of rows " : "")}{_program[operand].Type} {_names.Of(operand)}";

        static string Text(Instruction instruction) => $"{instruction.Opcode} {instruction.Type} {instruction.Payload} {instruction.Hint}";
    }
}
