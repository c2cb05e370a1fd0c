using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Descent.Generator.IR;
using Descent.Generator.Kernels;
using Descent.Generator.Targets.CSharp;
using Descent.Generator.Targets.Ptx;

namespace Descent.Generator.Emission;

/// <summary>Writes what <c>Descent.Cuda</c> asks of a rule that opted in: the text of its loops, and the scalars that they take in a step.</summary>
internal sealed partial class CudaEmitter(RulePlan plan, PtxProgram program, IReadOnlyList<KernelEmitter> kernels)
{
    private const string Method = "global::Descent.CompilerServices.RuleMethod";
    private const string Total = "global::Descent.CompilerServices.DeviceTotal";

    /// <summary>The methods, and beside them those for what is not stored as it is computed.</summary>
    private IEnumerable<KernelEmitter> All => kernels.SelectMany(PlansOf);

    private static IEnumerable<KernelEmitter> PlansOf(KernelEmitter kernel) => kernel.Stored is { } stored ? [kernel, stored] : [kernel];

    /// <summary>Writes the methods of the rule that compute what loops take from totals.</summary>
    public void WriteLate(SourceWriter writer)
    {
        foreach (var kernel in All)
        {
            if (kernel.TakesLate)
            {
                kernel.WriteCudaValues(writer, scalar => program.PlaceOf(kernel.Method, scalar));
                writer.Line();
            }

            if (kernel.TakesRows)
            {
                kernel.WriteCudaRows(writer, loop => PtxProgram.RowScalarsOf(kernel.Method, loop));
                writer.Line();
            }
        }
    }

    /// <summary>Writes the members of the class for the rule.</summary>
    public void Write(SourceWriter writer, Action<SourceWriter, Func<KernelEmitter, Action<SourceWriter>>> forEachMethod)
    {
        var text = program.Write(Describe);
        writer.Line("/// <inheritdoc/>");
        writer.Line("public override global::System.ReadOnlySpan<byte> CudaText =>");
        using (writer.Indented())
        {
            writer.Line("\"\"\"");
            writer.Lines(text);
            writer.Line("\"\"\"u8;");
        }

        writer.Line();
        if (program.Functions.Count > 0)
        {
            writer.Line("/// <inheritdoc/>");
            writer.Line($"public override string CudaFunctions => \"{string.Join(", ", program.Functions)}\";");
            writer.Line();
        }

        writer.Line("/// <inheritdoc/>");
        writer.Line($"public override int CountCudaValues({Method} method) => {Counts()};");
        writer.Line();
        writer.Line("/// <inheritdoc/>");
        using (writer.Block($"public override int GetCudaValues({Method} method, global::Descent.OptimizerState state, int step, int sweep, global::System.Span<double> values)"))
        {
            writer.Line("var loop = -1;");
            forEachMethod(writer, kernel => inner => WriteChoice(inner, kernel, WriteValues));
            writer.Line("return loop;");
        }

        var reducing = All.SelectMany(kernel => kernel.Method.Kernels.Where(loop => loop.Totals.Count > 0).Select(loop => (kernel.Method, Loop: loop))).ToList();
        if (reducing.Count > 0)
        {
            WriteSwitch(
                writer,
                $"int CountCudaTotals({Method} method, int loop) => (method, loop)",
                reducing.Select(item => ($"({MembersEmitter.Kind(item.Method.Kind)}, {Text(program.NumberOf(item.Method, item.Loop))})", Text(item.Loop.Totals.Count))),
                "0");
            WriteSwitch(
                writer,
                $"{Total} GetCudaTotal({Method} method, int loop, int index) => (method, loop, index)",
                reducing.SelectMany(item => item.Loop.Totals.Zip(item.Loop.TotalNumbers, (total, number) => (total, number)).Select((pair, index) => (
                    $"({MembersEmitter.Kind(item.Method.Kind)}, {Text(program.NumberOf(item.Method, item.Loop))}, {Text(index)})",
                    $"new({Text(pair.number)}, global::Descent.CompilerServices.ReductionKind.{item.Method.Program[pair.total].Reduction}{(item.Method.Program[pair.total].IsOfColumns ? ", IsOfColumns: true" : "")})"))),
                "default");
        }

        WriteScalars(writer, forEachMethod);

        if (plan.Rule.IsOfMatrices)
        {
            WriteMatrices(writer, forEachMethod);
        }
    }

    /// <summary>Writes what the engine asks of a rule that names rows or columns.</summary>
    private void WriteMatrices(SourceWriter writer, Action<SourceWriter, Func<KernelEmitter, Action<SourceWriter>>> forEachMethod)
    {
        writer.Line();
        writer.Line("/// <inheritdoc/>");
        using (writer.Block($"public override int GetCudaPart({Method} method, global::Descent.OptimizerState state, int step, int sweep, int part)"))
        {
            writer.Line("var loop = -1;");
            forEachMethod(writer, kernel => inner => WriteChoice(inner, kernel, WritePart));
            writer.Line("return loop;");
        }

        if (All.Any(kernel => kernel.TakesRows))
        {
            writer.Line();
            writer.Line("/// <inheritdoc/>");
            using (writer.Block($"public override void GetCudaRows({Method} method, global::Descent.OptimizerState state, int step, int sweep, int part, global::System.Span<double> values)"))
            {
                forEachMethod(writer, kernel => inner => WriteChoice(inner, kernel, WriteRows));
            }
        }

        var loops = All.SelectMany(kernel => kernel.Method.Kernels.Select(loop => (kernel, Loop: loop, Label: $"{MembersEmitter.Kind(kernel.Method.Kind)}, {Text(program.NumberOf(kernel.Method, loop))}"))).ToList();
        WriteSwitch(
            writer,
            $"int CountCudaRows({Method} method, int loop) => (method, loop)",
            WithMost(loops.Select(item => (item.kernel, item.Label, Count: PtxProgram.RowScalarsOf(item.kernel.Method, item.Loop).Count))),
            "0");
        WriteSwitch(
            writer,
            $"int CountCudaColumns({Method} method, int loop) => (method, loop)",
            WithMost(loops.Select(item => (item.kernel, item.Label, Count: item.Loop.Columns.Count))),
            "0");
        WriteSwitch(
            writer,
            $"global::Descent.CompilerServices.StateBuffer GetCudaColumns({Method} method, global::Descent.OptimizerState state, int loop, int index) => (method, loop, index)",
            loops.SelectMany(item => item.Loop.Columns.Select((column, index) => ($"({item.Label}, {Text(index)})", $"(({TypeNames.State(plan.Rule)})state).{item.kernel.Names.Columns(item.kernel.Method, column)}"))),
            "default");
    }

    /// <summary>The counts of loops that are not 0, and under −1 the largest of a method.</summary>
    private static IEnumerable<(string Pattern, string Value)> WithMost(IEnumerable<(KernelEmitter Kernel, string Label, int Count)> counts)
    {
        var taking = counts.Where(item => item.Count > 0).ToList();
        return taking.Select(item => ($"({item.Label})", Text(item.Count)))
            .Concat(taking.GroupBy(item => item.Kernel.Method.Kind).Select(group => ($"({MembersEmitter.Kind(group.Key)}, -1)", Text(group.Max(item => item.Count)))));
    }

    private void WritePart(SourceWriter writer, KernelEmitter kernel)
    {
        var method = kernel.Method;
        var isOne = method.Variants.Count == 1;
        if (!isOne)
        {
            WritePrepared(writer, kernel, isTyped: false);
        }

        var loops = method.Variants.SelectMany(variant => variant.Sweeps.SelectMany((sweep, index) => sweep.Loops.Select((loop, part) =>
            $"({(isOne ? "" : Text(variant.Number) + ", ")}{Text(index)}, {Text(part)}) => {Text(program.NumberOf(method, loop.Kernel))}, ")));
        writer.Line($"loop = ({(isOne ? "" : "prepared.Variant, ")}sweep, part) switch {{ {string.Concat(loops)}_ => -1 }};");
    }

    private void WriteRows(SourceWriter writer, KernelEmitter kernel)
    {
        if (kernel.TakesRows)
        {
            WritePrepared(writer, kernel, isTyped: true);
            writer.Line($"{kernel.Owner}{kernel.Names.CudaRows}(typed, in prepared, sweep, part, values);");
        }
    }

    private static void WriteSwitch(SourceWriter writer, string member, IEnumerable<(string Pattern, string Value)> arms, string otherwise)
    {
        writer.Line();
        writer.Line("/// <inheritdoc/>");
        writer.Line($"public override {member} switch");
        writer.Line("{");
        using (writer.Indented())
        {
            foreach (var (pattern, value) in arms)
            {
                writer.Line($"{pattern} => {value},");
            }

            writer.Line($"_ => {otherwise},");
        }

        writer.Line("};");
    }

    private static void WriteChoice(SourceWriter writer, KernelEmitter kernel, Action<SourceWriter, KernelEmitter> write)
    {
        if (kernel.Stored is not { } stored)
        {
            write(writer, kernel);
            return;
        }

        using (writer.Block("if (state.IsStored)"))
        {
            write(writer, stored);
        }

        using (writer.Block("else"))
        {
            write(writer, kernel);
        }
    }

    /// <summary>Writes the values of the step under way, and the state by its own type.</summary>
    private void WritePrepared(SourceWriter writer, KernelEmitter kernel, bool isTyped)
    {
        if (isTyped)
        {
            writer.Line($"var typed = ({TypeNames.State(plan.Rule)})state;");
        }

        writer.Line($"ref readonly var prepared = ref {kernel.KeptValues};");
    }

    private void WriteValues(SourceWriter writer, KernelEmitter kernel)
    {
        var method = kernel.Method;
        WritePrepared(writer, kernel, kernel.TakesLate);
        foreach (var scalar in program.ValuesOf(method).Where(scalar => scalar < method.PrologueEnd))
        {
            var value = $"prepared.{kernel.Prologue.Field(scalar)}";
            writer.Line($"values[{Text(program.PlaceOf(method, scalar))}] = {(method.Program[scalar].Type == ScalarType.Boolean ? value + " ? 1.0 : 0.0" : value)};");
        }

        if (kernel.TakesLate)
        {
            writer.Line($"{kernel.Owner}{kernel.Names.CudaValues}(typed, in prepared, sweep, values);");
        }

        var isOne = method.Variants.Count == 1;
        var loops = method.Variants.SelectMany(variant => variant.Sweeps.Select((sweep, index) => (variant.Number, Sweep: index, sweep.Loops)))
            .Where(item => item.Loops.Count > 0)
            .Select(item => (item.Number, item.Sweep, Loop: program.NumberOf(method, item.Loops[0].Kernel)))
            .Select(item => $"{(isOne ? Text(item.Sweep) : $"({Text(item.Number)}, {Text(item.Sweep)})")} => {Text(item.Loop)}, ");
        writer.Line($"loop = {(isOne ? "sweep" : "(prepared.Variant, sweep)")} switch {{ {string.Concat(loops)}_ => -1 }};");
    }

    private string Counts()
    {
        var counts = kernels.Select(kernel => (kernel.Method.Kind, Count: Text(program.CountValues(kernel.Method)))).ToList();
        return counts.Select(count => count.Count).Distinct().Count() == 1
            ? counts[0].Count
            : $"method switch {{ {string.Concat(counts.Skip(1).Select(count => $"{MembersEmitter.Kind(count.Kind)} => {count.Count}, "))}_ => {counts[0].Count} }}";
    }

    /// <summary>Which loop of a method it is, for people.</summary>
    private string Describe(MethodPlan method, Kernel kernel)
    {
        var runs = method.Variants.SelectMany(variant => variant.Sweeps.Select((sweep, index) => (variant, sweep, index))).Where(item => item.sweep.Loops.Any(loop => loop.Kernel == kernel)).ToList();
        var sweeps = runs.Select(run => run.index + 1).Distinct().ToList();
        var ofSweep = method.Sweeps > 1 && sweeps.Count == 1 ? $", sweep {Text(sweeps[0])}" : "";
        var ofRow = runs.Select(run => run.sweep.Loops.Count == 1 ? "" : $", loop {Text(run.sweep.Loops.TakeWhile(loop => loop.Kernel != kernel).Count() + 1)} over each row").Distinct().ToList();
        var variants = runs.Select(run => run.variant).Distinct().ToList();
        var outcomes = variants.Count == 1 && method.Variants.Count > 1
            ? " where " + string.Join(" and ", All.First(emitter => emitter.Method == method).Prologue.Outcomes(method.Selection, variants[0]))
            : "";
        return $"{method.Name}{ofSweep}{(ofRow.Count == 1 ? ofRow[0] : "")}{outcomes}{(method.IsForStored ? ", where not all is stored as it is computed" : "")}.";
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
