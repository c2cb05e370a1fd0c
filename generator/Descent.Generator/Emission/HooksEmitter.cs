using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Descent.Generator.IR;
using Descent.Generator.Reading;

namespace Descent.Generator.Emission;

/// <summary>Writes the overrides through which the runtime's engine drives a rule.</summary>
internal sealed class HooksEmitter(RuleModel rule, IReadOnlyList<KernelEmitter> kernels, MemberNames members)
{
    private const string Method = "global::Descent.CompilerServices.RuleMethod";
    private const string State = "global::Descent.OptimizerState";

    private static readonly (string Type, string Variable)[] s_types = [("float", "single"), ("double", "twice")];

    public void Write(SourceWriter writer)
    {
        if (kernels.Count > 1)
        {
            WriteOverride(writer, $"bool HasMethod({Method} method)", $"method is {string.Join(" or ", kernels.Select(kernel => MembersEmitter.Kind(kernel.Method.Kind)))}");
        }

        if (rule.Moves.Any(move => move.TakesGradients))
        {
            WriteOverride(writer, $"bool ReadsGradients({Method} method)", $"method is {string.Join(" or ", rule.Methods.Where(method => method.TakesGradients).Select(method => MembersEmitter.Kind(method.Kind)))}");
        }

        if (kernels.Any(kernel => kernel.Passes > 1))
        {
            WriteOverride(writer, $"int CountPasses({Method} method)", Choose(kernel => Text(kernel.Passes)));
        }

        if (kernels.Max(kernel => VariantEmitter.CountOptimizerReductions(kernel.Method)) is > 0 and var reductions)
        {
            WriteOverride(writer, "int OptimizerReductions", Text(reductions));
        }

        if (kernels.Any(kernel => kernel.HasEnd || !kernel.SharesValues) || rule.Inputs.Count > 0)
        {
            WriteOverride(writer, "bool PreparesEachTensor", "true");
        }

        WritePrepare(writer);
        foreach (var (type, _) in s_types)
        {
            writer.Line();
            WriteRunPass(writer, type);
        }

        if (kernels.Any(kernel => kernel.HasEnd))
        {
            writer.Line();
            WriteEnd(writer);
        }

        if (rule.HasOptimizerStates)
        {
            writer.Line();
            WriteCommit(writer);
        }
    }

    private static void WriteOverride(SourceWriter writer, string member, string value)
    {
        writer.Line("/// <inheritdoc/>");
        writer.Line($"protected override {member} => {value};");
        writer.Line();
    }

    private void WritePrepare(SourceWriter writer)
    {
        writer.Line("/// <inheritdoc/>");
        using (writer.Block($"protected override void PrepareStep({Method} method, {State} state, int step)"))
        {
            WriteForEachMethod(writer, kernel => true, kernel => inner =>
            {
                if (kernel.Method.Kind == RuleMethod.Update && rule.Inputs.Count > 0)
                {
                    WriteForEachType(inner, (writer, variable) => MembersEmitter.WriteInputChecks(writer, rule, variable));
                    inner.Line();
                }

                if (kernel.SharesValues)
                {
                    using (inner.Block($"if ({kernel.Names.CachedStep} != step)"))
                    {
                        inner.Line($"{kernel.Names.CachedValues} = new(this, step);");
                        inner.Line($"{kernel.Names.CachedStep} = step;");
                    }
                }
                else
                {
                    WriteForEachType(inner, (writer, variable) => writer.Line($"_ = {kernel.NewValues(variable)};"));
                }
            });
        }
    }

    private void WriteRunPass(SourceWriter writer, string type)
    {
        writer.Line("/// <inheritdoc/>");
        var signature = $"protected override void RunPass({Method} method, {State} state, global::System.Span<{type}> weights, global::System.ReadOnlySpan<{type}> gradients, int step, int pass, int start)";
        if (kernels.Count == 1 && kernels[0].SharesValues)
        {
            writer.Line(signature);
            writer.Line($"    => {Call(kernels[0])}");
            return;
        }

        using (writer.Block(signature))
        {
            WriteForEachMethod(writer, kernel => true, kernel => inner =>
            {
                if (!kernel.SharesValues)
                {
                    inner.Line($"var typed = ({StateEmitter.QualifiedName(rule, type)})state;");
                }

                inner.Line(Call(kernel));
            });
        }

        string Call(KernelEmitter kernel) => kernel.SharesValues
            ? kernel.CallRange($"({StateEmitter.QualifiedName(rule, type)})state", "in " + kernel.Names.CachedValues)
            : kernel.CallRange("typed", kernel.NewValues("typed"));
    }

    private void WriteEnd(SourceWriter writer)
    {
        writer.Line("/// <inheritdoc/>");
        using (writer.Block($"protected override void EndStep({Method} method, {State} state, int step)"))
        {
            WriteForEachMethod(writer, kernel => kernel.HasEnd, kernel => inner => WriteForEachType(
                inner,
                (writer, variable) => writer.Line($"{kernel.Names.End}({variable}, {(kernel.SharesValues ? "in " + kernel.Names.CachedValues : kernel.NewValues(variable))});")));
        }
    }

    private void WriteCommit(SourceWriter writer)
    {
        writer.Line("/// <inheritdoc/>");
        using (writer.Block("protected override void CommitStep()"))
        {
            foreach (var state in rule.States.Where(state => state.Scope == Axes.Optimizer))
            {
                var property = Names.Escape(state.PropertyName);
                writer.Line($"{property} = {members.NextField(state)} ?? {property};");
                writer.Line($"{members.NextField(state)} = null;");
            }
        }
    }

    private void WriteForEachType(SourceWriter writer, System.Action<SourceWriter, string> body)
    {
        using (writer.Block("switch (state)"))
        {
            foreach (var (type, variable) in s_types)
            {
                writer.Line($"case {StateEmitter.QualifiedName(rule, type)} {variable}:");
                using (writer.Indented())
                {
                    body(writer, variable);
                    writer.Line("break;");
                }
            }
        }
    }

    /// <summary>Writes what a method does; a choice among the methods if there are several.</summary>
    private void WriteForEachMethod(SourceWriter writer, System.Func<KernelEmitter, bool> takesPart, System.Func<KernelEmitter, System.Action<SourceWriter>> body)
    {
        if (kernels.Count == 1)
        {
            body(kernels[0])(writer);
            return;
        }

        using (writer.Block("switch (method)"))
        {
            foreach (var kernel in kernels.Where(takesPart))
            {
                using (writer.Block($"case {MembersEmitter.Kind(kernel.Method.Kind)}:"))
                {
                    body(kernel)(writer);
                    writer.Line("break;");
                }
            }
        }
    }

    private string Choose(System.Func<KernelEmitter, string> value)
    {
        var first = value(kernels[0]);
        return kernels.All(kernel => value(kernel) == first)
            ? first
            : $"method switch {{ {string.Concat(kernels.Skip(1).Select(kernel => $"{MembersEmitter.Kind(kernel.Method.Kind)} => {value(kernel)}, "))}_ => {first} }}";
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
