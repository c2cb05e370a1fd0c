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
    private readonly PtxProgram _program = new(plan);

    /// <summary>The emitter of a rule; <see langword="null"/> for one that did not opt in, or is refused.</summary>
    public static CudaEmitter? Of(RulePlan plan, IReadOnlyList<KernelEmitter> kernels)
        => plan.Rule.TargetsCuda && PtxLegality.Refusal(plan) is null ? new(plan, kernels) : null;

    /// <summary>Writes the members of the class for the rule.</summary>
    public void Write(SourceWriter writer, System.Action<SourceWriter, System.Func<KernelEmitter, System.Action<SourceWriter>>> forEachMethod)
    {
        var text = _program.Write((method, variant) => method.Variants.Count == 1 ? "" : string.Join(" and ", Outcomes(method, variant)));
        writer.Line("/// <inheritdoc/>");
        writer.Line("public override global::System.ReadOnlySpan<byte> CudaText =>");
        using (writer.Indented())
        {
            writer.Line("\"\"\"");
            writer.Lines(text);
            writer.Line("\"\"\"u8;");
        }

        writer.Line();
        writer.Line("/// <inheritdoc/>");
        writer.Line($"public override int CountCudaValues(global::Descent.CompilerServices.RuleMethod method) => {Counts()};");
        writer.Line();
        writer.Line("/// <inheritdoc/>");
        using (writer.Block("public override int GetCudaValues(global::Descent.CompilerServices.RuleMethod method, global::Descent.OptimizerState state, int step, global::System.Span<double> values)"))
        {
            writer.Line("var variant = 0;");
            forEachMethod(writer, kernel => inner => WriteValues(inner, kernel));
            writer.Line("return variant;");
        }
    }

    private void WriteValues(SourceWriter writer, KernelEmitter kernel)
    {
        var method = kernel.Method;
        if (kernel.SharesValues)
        {
            writer.Line($"ref readonly var prepared = ref rule.{kernel.Names.CachedValues};");
        }
        else
        {
            writer.Line($"var typed = ({TypeNames.State(plan.Rule)})state;");
            writer.Line($"var prepared = {kernel.NewValues("typed", "rule")};");
        }

        foreach (var scalar in _program.ValuesOf(method))
        {
            var value = $"prepared.{kernel.Prologue.Field(scalar)}";
            writer.Line($"values[{Text(_program.PlaceOf(method, scalar))}] = {(method.Program[scalar].Type == ScalarType.Boolean ? value + " ? 1.0 : 0.0" : value)};");
        }

        if (method.Variants.Count > 1)
        {
            writer.Line("variant = prepared.Variant;");
        }
    }

    private string Counts()
    {
        var counts = kernels.Select(kernel => (kernel.Method.Kind, Count: Text(_program.CountValues(kernel.Method)))).ToList();
        return counts.Select(count => count.Count).Distinct().Count() == 1
            ? counts[0].Count
            : $"method switch {{ {string.Concat(counts.Skip(1).Select(count => $"{MembersEmitter.Kind(count.Kind)} => {count.Count}, "))}_ => {counts[0].Count} }}";
    }

    private IEnumerable<string> Outcomes(MethodPlan method, Variant variant)
        => kernels.First(kernel => kernel.Method == method).Prologue.Outcomes(method.Selection, variant);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
