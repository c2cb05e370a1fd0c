using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Descent.Generator.Model;
using Descent.Generator.Infrastructure;
using Descent.Generator.IR;
using Descent.Generator.Kernels;
using Descent.Generator.Targets.CSharp;

namespace Descent.Generator.Emission;

/// <summary>Writes the two classes through which the runtime's engine drives a rule: one for the rule, one for tensors of one element type.</summary>
internal sealed partial class HooksEmitter(RuleModel rule, RulePlan plan, IReadOnlyList<KernelEmitter> kernels, CudaEmitter? cuda, MemberNames members)
{
    private const string Services = "global::Descent.CompilerServices";
    private const string Method = Services + ".RuleMethod";
    private const string Parameters = Method + " method, global::Descent.OptimizerState state";

    /// <summary>The member of an optimizer that the engine asks for its rule.</summary>
    public const string Property = $"protected override {Services}.CompiledRule CompiledRule";

    private string TypedState => TypeNames.State(rule);

    /// <summary>The methods, and beside them those for what is not stored as it is computed.</summary>
    private IEnumerable<KernelEmitter> All => kernels.SelectMany(PlansOf);

    public void Write(SourceWriter writer)
    {
        writer.Line($"private {members.Compiled}? {members.CompiledField};");
        writer.Line();
        writer.Line("/// <inheritdoc/>");
        writer.Line(Generated.Hidden);
        writer.Line($"{Property} => {members.CompiledField} ??= new(this);");
        writer.Line();
        cuda?.WriteLate(writer);
        writer.Line("/// <summary>What the engine asks of the rule, and has it do for all tensors at once.</summary>");
        using (writer.Block($"private sealed class {members.Compiled}({Names.Escape(rule.Name)} rule) : {Services}.CompiledRule"))
        {
            new SchemaEmitter(rule, members, plan.NonNegativeStates).WriteOfRule(writer);
            writer.Line();
            WriteFacts(writer);
            WriteCreate(writer);
            writer.Line();
            if (kernels.Any(PreparesByLibrary))
            {
                WriteExchange(writer);
                writer.Line();
            }

            if (cuda is not null)
            {
                cuda.Write(writer, (inner, body) => WriteForEachMethod(inner, _ => true, body));
                writer.Line();
            }

            WriteReference(writer);
            if (rule.HasOptimizerStates)
            {
                writer.Line();
                WriteCommit(writer);
            }
        }

        writer.Line();
        WriteSweeps(writer);
    }

    private void WriteFacts(SourceWriter writer)
    {
        if (rule.IsOverOptimizer)
        {
            WriteOverride(writer, "bool IsOverOptimizer", "true");
        }

        if (kernels.Count > 1)
        {
            WriteOverride(writer, $"bool HasMethod({Method} method)", $"method is {string.Join(" or ", kernels.Select(kernel => MembersEmitter.Kind(kernel.Method.Kind)))}");
        }

        if (rule.Moves.Any(move => move.TakesGradients))
        {
            WriteOverride(writer, $"bool ReadsGradients({Method} method)", $"method is {string.Join(" or ", rule.Methods.Where(method => method.TakesGradients).Select(method => MembersEmitter.Kind(method.Kind)))}");
        }

        if (kernels.Any(kernel => kernel.Method.Sweeps > 1))
        {
            WriteOverride(writer, $"int CountSweeps({Method} method)", Choose(kernel => Text(System.Math.Max(kernel.Method.Sweeps, kernel.Stored?.Method.Sweeps ?? 0))));
        }

        new TouchesEmitter(rule, kernels).Write(writer);

        if (kernels.Any(kernel => kernel.HasApply))
        {
            WriteOverride(writer, $"bool HasWholeOperations({Method} method)", Choose(kernel => kernel.HasApply ? "true" : "false"));
        }

        if (kernels.Max(kernel => kernel.Method.OptimizerTotals) is > 0 and var reductions)
        {
            WriteOverride(writer, "int OptimizerReductions", Text(reductions));
        }

        if (!rule.IsOfMatrices && kernels.All(kernel => kernel.Method.Kernels.All(loop => loop.Totals.Count == 0)))
        {
            WriteOverride(writer, "bool ReadsNarrow", "true");
        }

        if (All.Any(kernel => kernel.Method.EndsByLibrary || kernel.Method.RunsByLibrary))
        {
            WriteOverride(writer, "bool CallsLibrary(bool atDoubles)", All.Any(kernel => kernel.Method.EndsByLibrary) ? "true" : "atDoubles");
        }

        if (rule.StaysInRows)
        {
            WriteOverride(writer, "bool StaysInRows", "true");
        }

        if (kernels.Any(kernel => kernel.HasEnd || !kernel.SharesValues) || rule.Inputs.Count > 0)
        {
            WriteOverride(writer, "bool PreparesEachTensor", "true");
        }
    }

    private static void WriteOverride(SourceWriter writer, string member, string value)
    {
        writer.Line("/// <inheritdoc/>");
        writer.Line($"public override {member} => {value};");
        writer.Line();
    }

    private void WriteCreate(SourceWriter writer)
    {
        writer.Line("/// <inheritdoc/>");
        writer.Line($"public override global::Descent.Parameter CreateParameter<T>(global::Descent.ParameterSource source, global::System.ReadOnlySpan<T> weights)");
        writer.Line($"    => new global::Descent.Parameter<{TypedState}>(source, rule.CreateState(weights, {(rule.IsOfMatrices ? "source.Matrix, " : "")}source.Storage));");
        writer.Line();
        writer.Line("/// <inheritdoc/>");
        writer.Line($"public override {Services}.CompiledSweeps<T> CreateSweeps<T>() => new {members.Sweeps}<T>(rule);");
    }

    private void WriteReference(SourceWriter writer)
    {
        writer.Line("/// <inheritdoc/>");
        using (writer.Block($"public override void Reference({Method} method, global::Descent.Parameter parameter)"))
        {
            WriteForEachMethod(writer, kernel => true, kernel => inner => inner.Line($"rule.{MembersEmitter.ReferenceName(kernel.Method.Kind)}({(rule.IsOverOptimizer ? "" : $"parameter.Weights.Span<double>(), {(kernel.Method.Method.TakesGradients ? "parameter.Gradients.ReadOnlySpan<double>(), " : "")}({TypeNames.State(rule)})parameter.State")});"));
        }
    }

    private void WriteCommit(SourceWriter writer)
    {
        writer.Line("/// <inheritdoc/>");
        using (writer.Block("public override void Commit()"))
        {
            foreach (var state in rule.States.Where(state => state.Scope == Axes.Optimizer))
            {
                var property = "rule." + Names.Escape(state.PropertyName);
                writer.Line($"{property} = rule.{members.NextField(state)} ?? {property};");
                writer.Line($"rule.{members.NextField(state)} = null;");
            }
        }
    }

    private void WriteExchange(SourceWriter writer)
    {
        writer.Line("/// <inheritdoc/>");
        using (writer.Block($"public override void ExchangeValues({Parameters}, {Services}.IStepValues values)"))
        {
            WriteForEachMethod(writer, PreparesByLibrary, kernel => inner =>
            {
                foreach (var prepared in PlansOf(kernel))
                {
                    inner.Line($"values.Take({(prepared.SharesValues ? "rule" : "state")}, ref {prepared.KeptValues});");
                }
            });
        }
    }

    private static bool PreparesByLibrary(KernelEmitter kernel) => PlansOf(kernel).Any(plan => plan.Method.PreparesByLibrary);

    private static IEnumerable<KernelEmitter> PlansOf(KernelEmitter kernel) => kernel.Stored is { } stored ? [kernel, stored] : [kernel];

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
