using System.Linq;
using Descent.Generator.Model;
using Descent.Generator.Targets.CSharp;

namespace Descent.Generator.Emission;

/// <content>The class for tensors of one element type.</content>
internal sealed partial class HooksEmitter
{
    private void WriteSweeps(SourceWriter writer)
    {
        writer.Line("/// <summary>What the engine has the rule do to tensors of one element type.</summary>");
        writer.Line($"private sealed class {members.Sweeps}<T>({TypeNames.RuleBesideElements(rule)} rule) : {Services}.CompiledSweeps<T>");
        using (writer.Block("    " + Generated.Constraint))
        {
            WritePrepare(writer);
            writer.Line();
            WriteRun(writer);
            if (!rule.IsOverOptimizer)
            {
                writer.Line();
                WriteRunSpans(writer);
            }

            if (kernels.Any(Begins))
            {
                writer.Line();
                WriteBegin(writer);
            }

            if (kernels.Any(kernel => kernel.HasApply))
            {
                writer.Line();
                WriteApply(writer);
            }

            if (kernels.Any(kernel => kernel.HasEnd))
            {
                writer.Line();
                WriteEnd(writer, "int step", "state.Rows", "End", kernel => kernel.HasEnd);
            }

            if (kernels[0].EndsRows)
            {
                writer.Line();
                WriteEnd(writer, "int step, global::System.ReadOnlySpan<int> rows", "rows", "EndRows", kernel => kernel == kernels[0]);
            }
        }
    }

    private void WritePrepare(SourceWriter writer)
    {
        writer.Line("/// <inheritdoc/>");
        using (writer.Block($"public override void Prepare({Parameters}, int step)"))
        {
            WriteForEachMethod(writer, kernel => true, kernel => inner =>
            {
                var readsInputs = kernel.Method.Kind == RuleMethod.Update && rule.Inputs.Count > 0;
                if (readsInputs || !kernel.SharesValues)
                {
                    WriteTyped(inner);
                }

                if (readsInputs)
                {
                    MembersEmitter.WriteInputChecks(inner, rule, "typed");
                }

                foreach (var prepared in PlansOf(kernel))
                {
                    WritePrepared(inner, prepared);
                }
            });
        }
    }

    private static void WritePrepared(SourceWriter writer, KernelEmitter kernel)
    {
        if (!kernel.SharesValues)
        {
            writer.Line($"{kernel.KeptValues} = {kernel.NewValues("typed", "rule")};");
            return;
        }

        using (writer.Block($"if (rule.{kernel.Names.CachedStep} != step)"))
        {
            writer.Line($"rule.{kernel.Names.CachedValues} = new(rule, step);");
            writer.Line($"rule.{kernel.Names.CachedStep} = step;");
        }
    }

    private void WriteRun(SourceWriter writer)
    {
        writer.Line("/// <inheritdoc/>");
        var signature = $"public override void Run({Parameters}, global::System.Span<T> weights, global::System.ReadOnlySpan<T> gradients, int step, int sweep, int start)";
        if (kernels.Count == 1 && kernels[0].Stored is null)
        {
            writer.Line(signature);
            writer.Line($"    => {Call(kernels[0])}");
            return;
        }

        using (writer.Block(signature))
        {
            WriteForEachMethod(writer, kernel => true, kernel => inner =>
            {
                WriteChoice(inner, kernel, Call);
            });
        }

        string Call(KernelEmitter kernel) => kernel.Owner + kernel.CallRange($"({TypedState})state", "in " + kernel.KeptValues);
    }

    private void WriteBegin(SourceWriter writer)
    {
        writer.Line("/// <inheritdoc/>");
        using (writer.Block($"public override void Begin({Parameters}, int step, int sweep)"))
        {
            WriteForEachMethod(writer, Begins, kernel => inner =>
            {
                WriteTyped(inner);
                WriteChoice(inner, kernel, plan => plan.HasBegin ? plan.Owner + plan.CallBegin("typed", "in " + plan.KeptValues) : null);
            });
        }
    }

    private void WriteApply(SourceWriter writer)
    {
        writer.Line("/// <inheritdoc/>");
        using (writer.Block($"public override void Apply({Parameters}, global::System.ReadOnlySpan<T> gradients, int step, int sweep)"))
        {
            WriteForEachMethod(writer, kernel => kernel.HasApply, kernel => inner =>
            {
                WriteTyped(inner);
                WriteChoice(inner, kernel, plan => plan.Owner + plan.CallApply("typed", "in " + plan.KeptValues));
            });
        }
    }

    private void WriteEnd(SourceWriter writer, string parameters, string rows, string name, System.Func<KernelEmitter, bool> isMeant)
    {
        writer.Line("/// <inheritdoc/>");
        using (writer.Block($"public override void {name}({Parameters}, {parameters})"))
        {
            WriteForEachMethod(writer, isMeant, kernel => inner =>
            {
                WriteTyped(inner);
                WriteChoice(inner, kernel, plan => plan.Owner + plan.CallEnd("typed", "in " + plan.KeptValues, rows));
            });
        }
    }

    private static bool Begins(KernelEmitter kernel) => kernel.HasBegin || kernel.Stored is { HasBegin: true };

    /// <summary>Writes what is done, or a choice by whether something is not stored as it is computed.</summary>
    private static void WriteChoice(SourceWriter writer, KernelEmitter kernel, System.Func<KernelEmitter, string?> call)
    {
        if (kernel.Stored is not { } stored)
        {
            writer.Line(call(kernel)!);
            return;
        }

        using (writer.Block("if (state.IsStored)"))
        {
            WriteIfAny(stored);
        }

        using (writer.Block("else"))
        {
            WriteIfAny(kernel);
        }

        void WriteIfAny(KernelEmitter plan)
        {
            if (call(plan) is { } text)
            {
                writer.Line(text);
            }
        }
    }

    private void WriteTyped(SourceWriter writer) => writer.Line($"var typed = ({TypedState})state;");

    private void WriteRunSpans(SourceWriter writer)
    {
        writer.Line("/// <inheritdoc/>");
        using (writer.Block($"public override void RunSpans({Parameters}, global::System.Span<T> weights, global::System.ReadOnlySpan<T> gradients)"))
        {
            WriteForEachMethod(writer, kernel => true, kernel => inner => inner.Line($"rule.{kernel.Method.Kind}(weights, {(kernel.Method.Method.TakesGradients ? "gradients, " : "")}({TypedState})state);"));
        }
    }
}
