using System.Collections.Generic;
using System.Linq;
using Descent.Generator.IR;
using Descent.Generator.Kernels;

namespace Descent.Generator.Targets.Ptx;

/// <summary>Writes what the loop of a sweep takes from totals, of which there is one for the tensor: a thread for each tensor, which leaves it in the tensor's row of values.</summary>
/// <param name="rule">The rule.</param>
/// <param name="method">The method.</param>
/// <param name="variant">The variant.</param>
/// <param name="sweep">The sweep whose loop takes it.</param>
internal sealed class PtxTensorScalars(PtxProgram rule, MethodPlan method, Variant variant, Sweep sweep)
    : PtxScalars(method, rule.Kept, LateOf(method, rule.Kept, sweep).Select(late => late.Value))
{
    /// <summary>
    /// The bytes of a tensor in the table of rows: its row of values, where its totals begin, those of the optimizer, and its inputs, 4 bytes each; then the addresses of its states that live there, and of the
    /// optimizer's.
    /// </summary>
    private const int BytesOfRow = 32;
    private const int BytesBeforeStates = 16;

    /// <summary>The sweeps of a method whose loops take something from totals, or from states that live there.</summary>
    public static IEnumerable<(Variant Variant, int Number, Sweep Sweep)> SweepsOf(MethodPlan method, KeptStates kept)
        => method.Variants.SelectMany(variant => variant.Sweeps.Select((sweep, number) => (variant, number, sweep))).Where(item => LateOf(method, kept, item.sweep).Count > 0);

    /// <summary>What the loops of a sweep take from these of which there is one for the tensor.</summary>
    public static IReadOnlyList<(int Scalar, int Value)> LateOf(MethodPlan method, KeptStates kept, Sweep sweep)
        => [.. sweep.Loops.SelectMany(loop => loop.Late).Where(late => !method.AxesOf(late.Scalar).IsOfRows())
            .Concat(sweep.Loops.SelectMany(loop => loop.Scalars).Where(scalar => kept.Reaches(method, scalar)).Select(scalar => (scalar, scalar))).Distinct()];

    /// <summary>
    /// The first state of a method, of which there is one for the tensor or the optimizer, whose next value follows from totals, and that lives here, by its name; <see langword="null"/> if there is none.
    /// </summary>
    public static string? StateOf(MethodPlan method, KeptStates kept)
        => method.Variants.SelectMany(variant => variant.Stores).Select(store => method.Program[store]).FirstOrDefault(store => !store.Scope.IsWithinTensor() && !kept.Has(store.Slot))?.Slot!.Name;

    /// <summary>The text of the entry, behind its name.</summary>
    public string Write()
    {
        string[] tables = ["rows", "inputs", "totals", "values"];
        var (rows, inputs, totals, values) = (Address(tables[0]), Address(tables[1]), Address(tables[2]), Address(tables[3]));
        var (count, tensor, block, threads, isNone) = (Count("count"), Count("tensor"), Count("block"), Count("threads"), Writer.Register(PtxRegister.Predicate, "isNone"));
        foreach (var table in tables)
        {
            Writer.Line($"ld.param.u64 %{table}, [{table}]");
            Writer.Line($"cvta.to.global.u64 %{table}, %{table}");
        }

        Writer.Line($"ld.param.u32 {count}, [count]");
        Writer.Space();
        Writer.Comment("The tensor of this thread: its row of values, where its totals begin, those of the optimizer, and its inputs.");
        Writer.Line($"mov.u32 {block}, %ctaid.x");
        Writer.Line($"mov.u32 {threads}, %ntid.x");
        Writer.Line($"mov.u32 {tensor}, %tid.x");
        Writer.Line($"mad.lo.u32 {tensor}, {block}, {threads}, {tensor}");
        Writer.Line($"setp.ge.u32 {isNone}, {tensor}, {count}");
        Writer.Line($"@{isNone} bra DONE");
        WriteTensor(rows, inputs, totals, values, tensor);
        foreach (var (scalar, value) in LateOf(Method, Kept, sweep))
        {
            WriteRounded(scalar, value, $"{values}+{Text(rule.PlaceOf(Method, scalar))}*{PtxRegister.Width}");
        }

        Writer.Label("DONE");
        Writer.Line("ret");
        return $"(.param .u64 rows, .param .u64 inputs, .param .u64 totals, .param .u64 values, .param .u32 count)\n{{\n{Writer}}}\n";
    }

    private void WriteTensor(string rows, string inputs, string totals, string values, string tensor)
    {
        var (at, row, first, firstOfOptimizer, firstInput, ofOptimizer) = (Address("at"), Count("row"), Count("firstTotal"), Count("firstOfOptimizer"), Count("firstInput"), Address("totalsOfOptimizer"));
        Writer.Line($"mad.wide.u32 {at}, {tensor}, {Text(BytesOfRow)}, {rows}");
        Writer.Line($"ld.global.v4.u32 {{{row}, {first}, {firstOfOptimizer}, {firstInput}}}, [{at}]");
        Writer.Line($"mad.wide.u32 {inputs}, {firstInput}, {Text(Bytes)}, {inputs}");
        Writer.Line($"mad.wide.u32 {ofOptimizer}, {firstOfOptimizer}, {Text(Bytes)}, {totals}");
        Writer.Line($"mad.wide.u32 {totals}, {first}, {Text(Bytes)}, {totals}");
        Writer.Line($"mad.wide.u32 {values}, {row}, {Text(rule.CountValues(Method))}*{PtxRegister.Width}, {values}");
        WriteKept(Leaves, at, BytesBeforeStates);
        Writer.Space();
        Writer.Comment(HasKept ? "What is known before the step, states, and totals." : "What is known before the step, and the totals.");
        foreach (var leaf in Leaves)
        {
            if (Kept.IsLoad(Program[leaf]))
            {
                WriteLeaf(leaf, PlaceOfKept(Program[leaf].Slot!));
                continue;
            }

            var isTotal = Program[leaf].Opcode == Opcode.Reduce;
            var number = isTotal ? variant.TotalNumbers[leaf] : rule.PlaceOfInput(Method, leaf);
            WriteLeaf(leaf, $"{(!isTotal ? inputs : Program[leaf].IsOverOptimizer ? ofOptimizer : totals)}+{Text(Bytes * number)}");
        }
    }
}
