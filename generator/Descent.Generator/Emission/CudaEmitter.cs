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
internal sealed class CudaEmitter(RulePlan plan, IReadOnlyList<KernelEmitter> kernels)
{
    private const string Method = "global::Descent.CompilerServices.RuleMethod";
    private const string Total = "global::Descent.CompilerServices.DeviceTotal";

    private readonly PtxProgram _program = new(plan);

    /// <summary>The methods, and beside them those for what is not stored as it is computed.</summary>
    private IEnumerable<KernelEmitter> All => kernels.SelectMany(kernel => kernel.Stored is { } stored ? new[] { kernel, stored } : [kernel]);

    /// <summary>The emitter of a rule; <see langword="null"/> for one that did not opt in, or is refused.</summary>
    public static CudaEmitter? Of(RulePlan plan, IReadOnlyList<KernelEmitter> kernels)
        => plan.Rule.TargetsCuda && PtxLegality.Refusal(plan) is null ? new(plan, kernels) : null;

    /// <summary>Writes the methods of the rule that compute what loops take from totals.</summary>
    public void WriteLate(SourceWriter writer)
    {
        foreach (var kernel in All.Where(kernel => kernel.Method.LateInputs.Count > 0))
        {
            kernel.WriteCudaValues(writer, scalar => _program.PlaceOf(kernel.Method, scalar));
            writer.Line();
        }
    }

    /// <summary>Writes the members of the class for the rule.</summary>
    public void Write(SourceWriter writer, Action<SourceWriter, Func<KernelEmitter, Action<SourceWriter>>> forEachMethod)
    {
        var text = _program.Write(Describe);
        writer.Line("/// <inheritdoc/>");
        writer.Line("public override global::System.ReadOnlySpan<byte> CudaText =>");
        using (writer.Indented())
        {
            writer.Line("\"\"\"");
            writer.Lines(text);
            writer.Line("\"\"\"u8;");
        }

        writer.Line();
        if (_program.Functions.Count > 0)
        {
            writer.Line("/// <inheritdoc/>");
            writer.Line($"public override string CudaFunctions => \"{string.Join(", ", _program.Functions)}\";");
            writer.Line();
        }

        writer.Line("/// <inheritdoc/>");
        writer.Line($"public override int CountCudaValues({Method} method) => {Counts()};");
        writer.Line();
        writer.Line("/// <inheritdoc/>");
        using (writer.Block($"public override int GetCudaValues({Method} method, global::Descent.OptimizerState state, int step, int sweep, global::System.Span<double> values)"))
        {
            writer.Line("var loop = -1;");
            forEachMethod(writer, kernel => inner => WriteChoice(inner, kernel));
            writer.Line("return loop;");
        }

        var reducing = All.SelectMany(kernel => kernel.Method.Kernels.Where(loop => loop.Totals.Count > 0).Select(loop => (kernel.Method, Loop: loop))).ToList();
        if (reducing.Count > 0)
        {
            WriteSwitch(
                writer,
                $"int CountCudaTotals({Method} method, int loop) => (method, loop)",
                reducing.Select(item => ($"({MembersEmitter.Kind(item.Method.Kind)}, {Text(_program.NumberOf(item.Method, item.Loop))})", Text(item.Loop.Totals.Count))),
                "0");
            WriteSwitch(
                writer,
                $"{Total} GetCudaTotal({Method} method, int loop, int index) => (method, loop, index)",
                reducing.SelectMany(item => item.Loop.Totals.Zip(item.Loop.TotalNumbers, (total, number) => (total, number)).Select((pair, index) => (
                    $"({MembersEmitter.Kind(item.Method.Kind)}, {Text(_program.NumberOf(item.Method, item.Loop))}, {Text(index)})",
                    $"new({Text(pair.number)}, global::Descent.CompilerServices.ReductionKind.{item.Method.Program[pair.total].Reduction})"))),
                "default");
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

    private void WriteChoice(SourceWriter writer, KernelEmitter kernel)
    {
        if (kernel.Stored is not { } stored)
        {
            WriteValues(writer, kernel);
            return;
        }

        using (writer.Block("if (state.IsStored)"))
        {
            WriteValues(writer, stored);
        }

        using (writer.Block("else"))
        {
            WriteValues(writer, kernel);
        }
    }

    private void WriteValues(SourceWriter writer, KernelEmitter kernel)
    {
        var method = kernel.Method;
        if (!kernel.SharesValues || method.LateInputs.Count > 0)
        {
            writer.Line($"var typed = ({TypeNames.State(plan.Rule)})state;");
        }

        writer.Line(kernel.SharesValues ? $"ref readonly var prepared = ref rule.{kernel.Names.CachedValues};" : $"var prepared = {kernel.NewValues("typed", "rule")};");
        foreach (var scalar in _program.ValuesOf(method).Where(scalar => scalar < method.PrologueEnd))
        {
            var value = $"prepared.{kernel.Prologue.Field(scalar)}";
            writer.Line($"values[{Text(_program.PlaceOf(method, scalar))}] = {(method.Program[scalar].Type == ScalarType.Boolean ? value + " ? 1.0 : 0.0" : value)};");
        }

        if (method.LateInputs.Count > 0)
        {
            writer.Line($"{kernel.Owner}{kernel.Names.CudaValues}(typed, in prepared, sweep, values);");
        }

        var isOne = method.Variants.Count == 1;
        var loops = method.Variants.SelectMany(variant => variant.Sweeps.Select((sweep, index) => (variant.Number, Sweep: index, Loop: _program.NumberOf(method, sweep.Loops[0].Kernel))))
            .Select(item => $"{(isOne ? Text(item.Sweep) : $"({Text(item.Number)}, {Text(item.Sweep)})")} => {Text(item.Loop)}, ");
        writer.Line($"loop = {(isOne ? "sweep" : "(prepared.Variant, sweep)")} switch {{ {string.Concat(loops)}_ => -1 }};");
    }

    private string Counts()
    {
        var counts = kernels.Select(kernel => (kernel.Method.Kind, Count: Text(_program.CountValues(kernel.Method)))).ToList();
        return counts.Select(count => count.Count).Distinct().Count() == 1
            ? counts[0].Count
            : $"method switch {{ {string.Concat(counts.Skip(1).Select(count => $"{MembersEmitter.Kind(count.Kind)} => {count.Count}, "))}_ => {counts[0].Count} }}";
    }

    /// <summary>Which loop of a method it is, for people.</summary>
    private string Describe(MethodPlan method, Kernel kernel)
    {
        var runs = method.Variants.SelectMany(variant => variant.Sweeps.Select((sweep, index) => (variant, sweep, index))).Where(item => item.sweep.Loops[0].Kernel == kernel).ToList();
        var sweeps = runs.Select(run => run.index + 1).Distinct().ToList();
        var ofSweep = method.Sweeps > 1 && sweeps.Count == 1 ? $", sweep {Text(sweeps[0])}" : "";
        var variants = runs.Select(run => run.variant).Distinct().ToList();
        var outcomes = variants.Count == 1 && method.Variants.Count > 1
            ? " where " + string.Join(" and ", All.First(emitter => emitter.Method == method).Prologue.Outcomes(method.Selection, variants[0]))
            : "";
        return $"{method.Name}{ofSweep}{outcomes}{(method.IsForStored ? ", where not all is stored as it is computed" : "")}.";
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
