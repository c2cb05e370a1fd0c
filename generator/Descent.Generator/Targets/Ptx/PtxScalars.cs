using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Descent.Generator.IR;
using Descent.Generator.Kernels;
using Descent.Generator.Targets.CSharp;

namespace Descent.Generator.Targets.Ptx;

/// <summary>
/// Writes what follows from totals of a variant as an entry: a thread for each tensor, in <c>double</c> whatever the weights are. It takes what the processor knows before the step and the totals
/// of the tensor and of the optimizer, and leaves in the tensor's row of values what the loop of a sweep takes, rounded once.
/// </summary>
/// <param name="rule">The rule.</param>
/// <param name="method">The method, which <see cref="Refusal"/> does not refuse.</param>
/// <param name="variant">The variant.</param>
/// <param name="sweep">The sweep whose loop takes it.</param>
internal sealed class PtxScalars(PtxProgram rule, MethodPlan method, Variant variant, Sweep sweep)
{
    private const string Double = ".f64";
    private const int Bytes = 8;

    /// <summary>The bytes of a tensor in the table of rows: its row of values, where its totals begin, those of the optimizer, and its inputs.</summary>
    private const int BytesOfRow = 16;

    private readonly PtxWriter _writer = new();
    private readonly Dictionary<int, string> _registers = [];
    private readonly HashSet<int> _isAtHand = [];
    private readonly IReadOnlyList<int> _leaves = LeavesOf(method, sweep);

    private Program Program => method.Program;

    private IReadOnlyList<(int Scalar, int Value)> Late => LateOf(sweep);

    /// <summary>The sweeps of a method whose loops take something from totals.</summary>
    public static IEnumerable<(Variant Variant, int Number, Sweep Sweep)> SweepsOf(MethodPlan method)
        => method.Variants.SelectMany(variant => variant.Sweeps.Select((sweep, number) => (variant, number, sweep))).Where(item => LateOf(item.sweep).Count > 0);

    /// <summary>What the scalars of a method take that the processor knows before the step, states among it, and the lengths of the tensor, in the order of their places.</summary>
    public static IReadOnlyList<int> InputsOf(MethodPlan method)
        => [.. SweepsOf(method).SelectMany(item => LeavesOf(method, item.Sweep)).Where(leaf => method.Program[leaf].Opcode != Opcode.Reduce).Distinct().OrderBy(leaf => leaf)];

    /// <summary>
    /// Why this processor computes what follows from the totals of a method, as the end of a sentence; <see langword="null"/> where the device does, or there are no totals.
    /// </summary>
    public static string? Refusal(RulePlan plan, MethodPlan method)
    {
        if (method.Kernels.All(kernel => kernel.Totals.Count == 0))
        {
            return null;
        }

        if (plan.Rule.IsOfMatrices)
        {
            return "the rule names rows or columns";
        }

        return SweepsOf(method).SelectMany(item => NeededBy(method, item.Sweep)).Select(value => RefusalOf(method, value)).FirstOrDefault(refusal => refusal is not null);
    }

    /// <summary>The first state of a method whose next value follows from totals, by its name; <see langword="null"/> if there is none.</summary>
    public static string? StateOf(MethodPlan method)
        => method.Variants.SelectMany(variant => variant.Stores).Select(store => method.Program[store].Slot!.Name).FirstOrDefault();

    /// <summary>The text of the entry, behind its name.</summary>
    public string Write()
    {
        string[] tables = ["rows", "inputs", "totals", "values"];
        var (rows, inputs, totals, values) = (Address(tables[0]), Address(tables[1]), Address(tables[2]), Address(tables[3]));
        var (count, tensor, block, threads, isNone) = (Count("count"), Count("tensor"), Count("block"), Count("threads"), _writer.Register(PtxRegister.Predicate, "isNone"));
        foreach (var table in tables)
        {
            _writer.Line($"ld.param.u64 %{table}, [{table}]");
            _writer.Line($"cvta.to.global.u64 %{table}, %{table}");
        }

        _writer.Line($"ld.param.u32 {count}, [count]");
        _writer.Space();
        _writer.Comment("The tensor of this thread: its row of values, where its totals begin, those of the optimizer, and its inputs.");
        _writer.Line($"mov.u32 {block}, %ctaid.x");
        _writer.Line($"mov.u32 {threads}, %ntid.x");
        _writer.Line($"mov.u32 {tensor}, %tid.x");
        _writer.Line($"mad.lo.u32 {tensor}, {block}, {threads}, {tensor}");
        _writer.Line($"setp.ge.u32 {isNone}, {tensor}, {count}");
        _writer.Line($"@{isNone} bra DONE");
        WriteTensor(rows, inputs, totals, values, tensor);
        foreach (var (scalar, value) in Late)
        {
            WriteScalar(scalar, value, values);
        }

        _writer.Label("DONE");
        _writer.Line("ret");
        return $"(.param .u64 rows, .param .u64 inputs, .param .u64 totals, .param .u64 values, .param .u32 count)\n{{\n{_writer}}}\n";
    }

    private void WriteTensor(string rows, string inputs, string totals, string values, string tensor)
    {
        var (at, row, first, firstOfOptimizer, firstInput, ofOptimizer) = (Address("at"), Count("row"), Count("firstTotal"), Count("firstOfOptimizer"), Count("firstInput"), Address("totalsOfOptimizer"));
        _writer.Line($"mad.wide.u32 {at}, {tensor}, {Text(BytesOfRow)}, {rows}");
        _writer.Line($"ld.global.v4.u32 {{{row}, {first}, {firstOfOptimizer}, {firstInput}}}, [{at}]");
        _writer.Line($"mad.wide.u32 {inputs}, {firstInput}, {Text(Bytes)}, {inputs}");
        _writer.Line($"mad.wide.u32 {ofOptimizer}, {firstOfOptimizer}, {Text(Bytes)}, {totals}");
        _writer.Line($"mad.wide.u32 {totals}, {first}, {Text(Bytes)}, {totals}");
        _writer.Line($"mad.wide.u32 {values}, {row}, {Text(rule.CountValues(method))}*{PtxRegister.Width}, {values}");
        _writer.Space();
        _writer.Comment("What is known before the step, and the totals.");
        foreach (var leaf in _leaves)
        {
            var isTotal = Program[leaf].Opcode == Opcode.Reduce;
            var number = isTotal ? variant.TotalNumbers[leaf] : rule.PlaceOfInput(method, leaf);
            var register = _writer.Register(Double, method.NameOf(leaf));
            _writer.Line($"ld.global{Double} {register}, [{(!isTotal ? inputs : Program[leaf].IsOverOptimizer ? ofOptimizer : totals)}+{Text(Bytes * number)}]");
            Keep(leaf, register);
            if (Program[leaf].Type == ScalarType.Boolean)
            {
                var condition = _writer.Register(PtxRegister.Predicate, method.NameOf(leaf));
                _writer.Line($"setp.neu{Double} {condition}, {register}, 0D0000000000000000");
                _registers[leaf] = condition;
            }
        }
    }

    /// <summary>Writes what leads to a scalar, and the scalar to its place.</summary>
    private void WriteScalar(int scalar, int value, string values)
    {
        _writer.IsInDoubles = true;
        foreach (var needed in NeededFor(method, [value]).Where(needed => !_isAtHand.Contains(needed)))
        {
            var instruction = Program[needed];
            if (instruction.Hint is not null || needed == value)
            {
                _writer.Space();
                _writer.Comment($"{method.NameOf(needed)} = {Formula(needed).Text.Replace("global::", "")}");
            }

            var operands = instruction.Operands.Select(Operand).ToList();
            var result = _writer.Register(instruction.Type == ScalarType.Boolean ? PtxRegister.Predicate : PtxRegister.Real, method.NameOf(needed));
            switch (instruction.Opcode)
            {
                case Opcode.Select or Opcode.Phi when instruction.Type == ScalarType.Boolean:
                    PtxInstructions.WriteChoice(_writer, result, operands);
                    break;
                case Opcode.Phi:
                    PtxInstructions.Table[Opcode.Select](_writer, result, operands);
                    break;
                default:
                    PtxInstructions.Table[instruction.Opcode](_writer, result, operands);
                    break;
            }

            Keep(needed, result);
        }

        var operand = Operand(value);
        _writer.IsInDoubles = false;
        var rounded = _writer.Register(PtxRegister.Real, method.NameOf(scalar) + "Rounded");
        _writer.Line(Program[value].Type == ScalarType.Boolean
            ? $"selp{PtxRegister.Real} {rounded}, {PtxInstructions.Number(1)}, {PtxInstructions.Number(0)}, {operand}"
            : $"cvt.rn{PtxRegister.Real}{Double} {rounded}, {operand}");
        _writer.Line($"st.global{PtxRegister.Real} [{values}+{Text(rule.PlaceOf(method, scalar))}*{PtxRegister.Width}], {rounded}");
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

        var truth = _writer.Register(PtxRegister.Predicate, instruction.Bits != 0 ? "always" : "never");
        _writer.Line($"setp.{(instruction.Bits != 0 ? "eq" : "ne")}.u32 {truth}, %count, %count");
        return truth;
    }

    /// <summary>What a value is computed from, for people: what the author named goes by its name.</summary>
    private Expression Formula(int value)
    {
        var instruction = Program[value];
        var operands = instruction.Operands.Select(operand => _isAtHand.Contains(operand) && Program[operand].Hint is not null || _leaves.Contains(operand)
            ? Expression.Primary(method.NameOf(operand))
            : Program[operand].IsConstant ? Expression.Primary(Literals.Of(Program[operand])) : Formula(operand)).ToList();
        return instruction.Opcode is Opcode.Select or Opcode.Phi ? Expression.Conditional(operands[0], operands[1], operands[2])
            : instruction.IsConstant || operands.Count == 0 ? Expression.Primary(method.NameOf(value))
            : ScalarExpressions.Of(instruction, operands);
    }

    private static IReadOnlyList<(int Scalar, int Value)> LateOf(Sweep sweep) => [.. sweep.Loops.SelectMany(loop => loop.Late)];

    /// <summary>What is computed for a sweep, in order.</summary>
    private static IEnumerable<int> NeededBy(MethodPlan method, Sweep sweep) => NeededFor(method, LateOf(sweep).Select(late => late.Value));

    private static IEnumerable<int> NeededFor(MethodPlan method, IEnumerable<int> values) => Reach(method, values).Where(value => !IsLeaf(method, value));

    /// <summary>From what it is computed.</summary>
    private static IReadOnlyList<int> LeavesOf(MethodPlan method, Sweep sweep) => [.. Reach(method, LateOf(sweep).Select(late => late.Value)).Where(value => IsLeaf(method, value))];

    private static bool IsLeaf(MethodPlan method, int value)
        => value < method.PrologueEnd || method.Program[value].Opcode is Opcode.Reduce or Opcode.Load or Opcode.Length or Opcode.Rows or Opcode.Columns;

    private static SortedSet<int> Reach(MethodPlan method, IEnumerable<int> values)
    {
        var reached = new SortedSet<int>();
        var open = new Stack<int>(values);
        while (open.Count > 0)
        {
            var value = open.Pop();
            if (!method.Program[value].IsConstant && reached.Add(value) && !IsLeaf(method, value))
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

    private string Address(string name) => _writer.Register(PtxRegister.Address, name);

    private string Count(string name) => _writer.Register(PtxRegister.Count, name);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
