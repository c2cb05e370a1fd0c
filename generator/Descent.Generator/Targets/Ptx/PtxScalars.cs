using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Descent.Generator.IR;
using Descent.Generator.Kernels;
using Descent.Generator.Targets.CSharp;

namespace Descent.Generator.Targets.Ptx;

/// <summary>
/// Writes what follows from totals of a variant as an entry, in <c>double</c> whatever the weights are: a thread has a tensor, or a row or column of one. It takes what the processor knows before the
/// step, the totals and the states that are there, and leaves what loops take, rounded once.
/// </summary>
/// <param name="method">The method, which <see cref="Refusal"/> does not refuse.</param>
/// <param name="kept">The states that live there.</param>
/// <param name="results">What the entry computes.</param>
internal abstract class PtxScalars(MethodPlan method, KeptStates kept, IEnumerable<int> results)
{
    protected const string Double = ".f64";
    protected const int Bytes = 8;

    private readonly Dictionary<int, string> _registers = [];
    private readonly HashSet<int> _isAtHand = [];

    /// <summary>Where the states begin that live there: of the tensor, and of the optimizer.</summary>
    private readonly Dictionary<bool, string> _kept = [];

    protected PtxWriter Writer { get; } = new();

    protected MethodPlan Method => method;

    protected KeptStates Kept => kept;

    protected Program Program => method.Program;

    /// <summary>From what it is computed.</summary>
    protected IReadOnlyList<int> Leaves { get; } = LeavesOf(method, kept, results);

    /// <summary>
    /// Why this processor computes what follows from the totals of a method, as the end of a sentence; <see langword="null"/> where the device does, or there are no totals.
    /// </summary>
    public static string? Refusal(MethodPlan method, KeptStates kept)
        => ResultsOf(method, kept).SelectMany(value => NeededFor(method, kept, [value])).Select(value => RefusalOf(method, value)).FirstOrDefault(refusal => refusal is not null);

    /// <summary>What the scalars of a method take that the processor knows before the step, states that live here among it, and the lengths of the tensor, in the order of their places.</summary>
    public static IReadOnlyList<int> InputsOf(MethodPlan method, KeptStates kept)
        => [.. LeavesOf(method, kept, ResultsOf(method, kept)).Where(leaf => method.Program[leaf].Opcode != Opcode.Reduce && !IsStateOfLines(method, leaf) && !kept.IsLoad(method.Program[leaf])).GroupBy(leaf => FirstOf(method, leaf)).Select(group => group.Key).OrderBy(leaf => leaf)];

    /// <summary>The first value that is the same: variants have lengths and states each for itself.</summary>
    public static int FirstOf(MethodPlan method, int leaf)
    {
        var (program, instruction) = (method.Program, method.Program[leaf]);
        return leaf < method.PrologueEnd ? leaf
            : Enumerable.Range(method.PrologueEnd, leaf - method.PrologueEnd).Append(leaf).First(value => program[value].Opcode == instruction.Opcode && program[value].Slot == instruction.Slot);
    }

    /// <summary>Whether a value is loaded from a state with one for each row or column, which lies on the device.</summary>
    protected static bool IsStateOfLines(MethodPlan method, int value) => method.Program[value].Opcode == Opcode.Load && method.AxesOf(value).IsWithinTensor();

    /// <summary>Whether states are taken, or written, that live there.</summary>
    protected bool HasKept => _kept.Count > 0;

    /// <summary>Where a state lies that lives there.</summary>
    protected string PlaceOfKept(Slot slot)
    {
        var (place, isOfOptimizer) = kept.PlaceOf(slot);
        return $"{_kept[isOfOptimizer]}+{Text(Bytes * place)}";
    }

    /// <summary>Writes where the states begin that live there, of the tensor and of the optimizer, those of which some are loaded or stored.</summary>
    /// <param name="values">What loads and stores them.</param>
    /// <param name="at">The row of a table that has the two addresses.</param>
    /// <param name="offset">How far behind its beginning.</param>
    protected void WriteKept(IEnumerable<int> values, string at, int offset)
    {
        foreach (var isOfOptimizer in values.Where(value => kept.Has(Program[value].Slot)).Select(value => kept.PlaceOf(Program[value].Slot!).IsOfOptimizer).Distinct().OrderBy(isLast => isLast))
        {
            var place = Address(isOfOptimizer ? "statesOfOptimizer" : "statesOfTensor");
            _kept.Add(isOfOptimizer, place);
            WriteAddress(place, at, offset + (isOfOptimizer ? Bytes : 0));
        }
    }

    /// <summary>Writes an address that lies in a table.</summary>
    protected void WriteAddress(string place, string at, int offset)
    {
        Writer.Line($"ld.global.u64 {place}, [{at}+{Text(offset)}]");
        Writer.Line($"cvta.to.global.u64 {place}, {place}");
    }

    /// <summary>Writes where a leaf lies.</summary>
    protected void WriteLeaf(int leaf, string place)
    {
        var register = Writer.Register(Double, method.NameOf(leaf));
        Writer.Line($"ld.global{Double} {register}, [{place}]");
        Keep(leaf, register);
        if (Program[leaf].Type == ScalarType.Boolean)
        {
            var condition = Writer.Register(PtxRegister.Predicate, method.NameOf(leaf));
            Writer.Line($"setp.neu{Double} {condition}, {register}, 0D0000000000000000");
            _registers[leaf] = condition;
        }
    }

    /// <summary>Writes what leads to a value. Gives its register, in <c>double</c>, or a condition.</summary>
    protected string WriteValue(int value)
    {
        Writer.IsInDoubles = true;
        foreach (var needed in NeededFor(method, kept, [value]).Where(needed => !_isAtHand.Contains(needed)))
        {
            var instruction = Program[needed];
            if (instruction.Hint is not null || needed == value)
            {
                Writer.Space();
                Writer.Comment($"{method.NameOf(needed)} = {Formula(needed).Text.Replace("global::", "")}");
            }

            var operands = instruction.Operands.Select(Operand).ToList();
            var result = Writer.Register(instruction.Type == ScalarType.Boolean ? PtxRegister.Predicate : PtxRegister.Real, method.NameOf(needed));
            switch (instruction.Opcode)
            {
                case Opcode.Select or Opcode.Phi when instruction.Type == ScalarType.Boolean:
                    PtxInstructions.WriteChoice(Writer, result, operands);
                    break;
                case Opcode.Phi:
                    PtxInstructions.Table[Opcode.Select](Writer, result, operands);
                    break;
                default:
                    PtxInstructions.Table[instruction.Opcode](Writer, result, operands);
                    break;
            }

            Keep(needed, result);
        }

        var operand = Operand(value);
        Writer.IsInDoubles = false;
        return operand;
    }

    /// <summary>Writes a value to its place, rounded once to the type of the weights; a condition is 1 or 0 there.</summary>
    protected void WriteRounded(int scalar, int value, string place)
    {
        var operand = WriteValue(value);
        var rounded = Writer.Register(PtxRegister.Real, method.NameOf(scalar) + "Rounded");
        Writer.Line(Program[value].Type == ScalarType.Boolean
            ? $"selp{PtxRegister.Real} {rounded}, {PtxInstructions.Number(1)}, {PtxInstructions.Number(0)}, {operand}"
            : $"cvt.rn{PtxRegister.Real}{Double} {rounded}, {operand}");
        Writer.Line($"st.global{PtxRegister.Real} [{place}], {rounded}");
    }

    private void Keep(int value, string register)
    {
        _registers.Add(value, register);
        _isAtHand.Add(value);
    }

    /// <summary>The register of a value, or the number that it is.</summary>
    private string Operand(int value)
    {
        var instruction = Program[value];
        if (!instruction.IsConstant)
        {
            return _registers[value];
        }

        if (instruction.Type == ScalarType.Double)
        {
            return PtxInstructions.Number(instruction.DoubleValue);
        }

        var truth = Writer.Register(PtxRegister.Predicate, instruction.Bits != 0 ? "always" : "never");
        Writer.Line($"setp.{(instruction.Bits != 0 ? "eq" : "ne")}.u32 {truth}, %count, %count");
        return truth;
    }

    /// <summary>What a value is computed from, for people: what the author named goes by its name.</summary>
    private Expression Formula(int value)
    {
        var instruction = Program[value];
        var operands = instruction.Operands.Select(operand => _isAtHand.Contains(operand) && Program[operand].Hint is not null || Leaves.Contains(operand)
            ? Expression.Primary(method.NameOf(operand))
            : Program[operand].IsConstant ? Expression.Primary(Literals.Of(Program[operand])) : Formula(operand)).ToList();
        return instruction.Opcode is Opcode.Select or Opcode.Phi ? Expression.Conditional(operands[0], operands[1], operands[2])
            : instruction.IsConstant || operands.Count == 0 ? Expression.Primary(method.NameOf(value))
            : ScalarExpressions.Of(Program, instruction, operands);
    }

    /// <summary>All values that entries of a method compute: for each tensor, and for each row or column.</summary>
    private static IEnumerable<int> ResultsOf(MethodPlan method, KeptStates kept)
        => PtxTensorScalars.SweepsOf(method, kept).SelectMany(item => PtxTensorScalars.LateOf(method, kept, item.Sweep)).Select(late => late.Value)
            .Concat(LineWork.Of(method, kept).SelectMany(work => work.ResultsIn(method.Program)));

    private static IEnumerable<int> NeededFor(MethodPlan method, KeptStates kept, IEnumerable<int> values) => Reach(method, kept, values).Where(value => !IsLeaf(method, kept, value));

    private static IReadOnlyList<int> LeavesOf(MethodPlan method, KeptStates kept, IEnumerable<int> results) => [.. Reach(method, kept, results).Where(value => IsLeaf(method, kept, value))];

    /// <summary>Whether a value is not computed there: the processor knows it, or it lies there.</summary>
    private static bool IsLeaf(MethodPlan method, KeptStates kept, int value)
        => method.Program[value].Opcode is Opcode.Reduce or Opcode.Load or Opcode.Length or Opcode.Rows or Opcode.Columns || (value < method.PrologueEnd && !kept.Reaches(method, value));

    private static SortedSet<int> Reach(MethodPlan method, KeptStates kept, IEnumerable<int> values)
    {
        var reached = new SortedSet<int>();
        var open = new Stack<int>(values);
        while (open.Count > 0)
        {
            var value = open.Pop();
            if (!method.Program[value].IsConstant && reached.Add(value) && !IsLeaf(method, kept, value))
            {
                foreach (var operand in method.Program[value].Operands)
                {
                    open.Push(operand);
                }
            }
        }

        return reached;
    }

    private static string? RefusalOf(MethodPlan method, int value)
    {
        var instruction = method.Program[value];
        var isWhole = new[] { instruction.Type }.Concat(instruction.Operands.Select(operand => method.Program[operand].Type)).Contains(ScalarType.Integer);
        var ofConditions = instruction.Opcode is Opcode.Equal or Opcode.NotEqual && method.Program[instruction.Operands[0]].Type == ScalarType.Boolean;
        return isWhole ? "they lead to whole numbers"
            : ofConditions || PtxInstructions.Table.Find(instruction.Opcode == Opcode.Phi ? Opcode.Select : instruction.Opcode) is null || PtxInstructions.FunctionOf(instruction.Opcode) is not null
                ? $"they lead to {instruction.Operation.Method ?? instruction.Operation.Name}"
                : null;
    }

    protected string Address(string name) => Writer.Register(PtxRegister.Address, name);

    protected string Count(string name) => Writer.Register(PtxRegister.Count, name);

    protected static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
