using System.Globalization;
using Descent.Generator.Model;
using Descent.Generator.Targets.CSharp;

namespace Descent.Generator.Emission;

/// <summary>Writes a method of a rule over spans: the checks, then all sweeps over them as one tensor.</summary>
internal sealed class SpansEmitter(RuleModel rule, KernelEmitter kernel)
{
    private const string Guard = "global::Descent.CompilerServices.Guard";
    private const string Reduction = "global::Descent.CompilerServices.Reduction";

    private bool HasReductions => kernel.Method.Totals > 0;

    /// <summary>Writes the method.</summary>
    public void Write(SourceWriter writer)
        => MembersEmitter.WriteSpansOverload(writer, rule, kernel.Method.Method, HasReductions, inner =>
        {
            MembersEmitter.WriteChecks(inner, rule, "T", kernel.Method.Method);
            using (inner.Block("if (state.IsStored)"))
            {
                inner.Line($"global::Descent.CompilerServices.StoredSpans.Run(CompiledRule, {MembersEmitter.Kind(kernel.Method.Kind)}, state, weights, {(kernel.Method.Method.TakesGradients ? "gradients" : "default")}, step, Options.Seed);");
                inner.Line("return;");
            }

            inner.Line();
            if (!HasReductions && !kernel.HasEnd && !kernel.HasBegin && !kernel.HasApply)
            {
                inner.Line(kernel.CallRange("state", kernel.NewValues("state"), start: "start: 0"));
            }
            else
            {
                inner.Line($"var values = {kernel.NewValues("state")};");
                WriteSweeps(inner);
                if (kernel.HasEnd)
                {
                    // The rule is a method of a weight: where there is none, nothing changes.
                    using (inner.Block("if (!weights.IsEmpty)"))
                    {
                        inner.Line(kernel.CallEnd("state", "in values"));
                    }

                    inner.Line();
                }
            }

            inner.Line($"{Guard}.Done({MembersEmitter.Kind(kernel.Method.Kind)}, state, step);");
        });

    private void WriteSweeps(SourceWriter writer)
    {
        if (rule.IsOfMatrices)
        {
            WriteMatrixSweeps(writer);
        }
        else if (!HasReductions)
        {
            writer.Line(kernel.CallRange("state", "in values", start: "start: 0"));
        }
        else if (kernel.Method.Sweeps == 1)
        {
            WriteChunks(writer);
        }
        else
        {
            using (writer.Block($"for (var sweep = 0; sweep < {kernel.Method.Sweeps.ToString(CultureInfo.InvariantCulture)}; sweep++)"))
            {
                WriteChunks(writer);
            }

            writer.Line();
        }
    }

    private void WriteMatrixSweeps(SourceWriter writer)
    {
        // There are no matrices without rows.
        using (kernel.Method.Sweeps == 1 && !kernel.HasApply ? null : writer.Block($"for (var sweep = 0; sweep < {kernel.Method.Sweeps.ToString(CultureInfo.InvariantCulture)}{(kernel.HasApply ? " && !weights.IsEmpty" : "")}; sweep++)"))
        {
            if (kernel.HasBegin)
            {
                writer.Line(kernel.CallBegin("state", "in values"));
            }

            writer.Line(kernel.CallRange("state", "in values", start: "start: 0"));
            if (HasReductions)
            {
                writer.Line("state.Totals!.Combine();");
            }

            if (kernel.HasApply)
            {
                writer.Line(kernel.CallApply("state", "in values"));
            }
        }

        writer.Line();
    }

    private void WriteChunks(SourceWriter writer)
    {
        using (writer.Block($"for (var start = 0; start < weights.Length; start += {Reduction}.ChunkLength)"))
        {
            writer.Line($"var length = global::System.Math.Min({Reduction}.ChunkLength, weights.Length - start);");
            writer.Line(kernel.CallRange("state", "in values", "weights.Slice(start, length)", "gradients.Slice(start, length)"));
        }

        writer.Line();
        writer.Line("state.Totals!.Combine();");
    }
}
