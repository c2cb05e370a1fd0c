using System.Linq;
using Descent.Generator.Reading;

namespace Descent.Generator.Emission;

/// <summary>Writes what connects the optimizer to its loops: values of the step kept between tensors, and the run of one tensor.</summary>
internal static class KernelEmitter
{
    private const string Guard = "global::Descent.CompilerServices.Guard";

    /// <summary>Writes the fields that keep the values of the present step.</summary>
    public static void WriteFields(SourceWriter writer, MethodNames names)
    {
        writer.Line($"private {names.Values} {names.CachedValues};");
        writer.Line($"private int {names.CachedStep};");
        writer.Line();
    }

    public static void WriteMethod(SourceWriter writer, RuleModel rule, LoweredMethod method, MethodNames names, bool isUpdate)
    {
        var prologue = new Prologue(method);
        var (overrideName, done) = isUpdate ? ("UpdateParameter", "Updated(state, step)") : ("MoveParameterBeforeGradient", "Moved(state)");
        System.Action<SourceWriter> body = inner =>
        {
            MembersEmitter.WriteChecks(inner, "T", isUpdate, isUpdate && rule.BeforeGradient is not null);
            if (!isUpdate)
            {
                MembersEmitter.WriteReturnIfAwaiting(inner);
            }

            inner.Line($"{names.Run}(weights, {(isUpdate ? "gradients, " : "")}state, new {names.Values}(this, step));");
            inner.Line($"{Guard}.{done};");
        };
        if (isUpdate)
        {
            MembersEmitter.WriteUpdate(writer, rule, body);
        }
        else
        {
            MembersEmitter.WriteBeforeGradient(writer, rule, body);
        }

        writer.Line();
        writer.Line("/// <inheritdoc/>");
        using (writer.Block($"protected override void Prepare{method.Name}(int step)"))
        {
            using (writer.Block($"if ({names.CachedStep} != step)"))
            {
                writer.Line($"{names.CachedValues} = new(this, step);");
                writer.Line($"{names.CachedStep} = step;");
            }
        }

        writer.Line();
        writer.Line("/// <inheritdoc/>");
        using (writer.Block($"protected override void {overrideName}(global::Descent.Parameter parameter)"))
        {
            var gradients = isUpdate ? "{0}.Gradients.Span, " : "";
            writer.Line("var state = parameter.State;");
            writer.Line("var step = state.StepCount + 1;");
            writer.Line($"Prepare{method.Name}(step);");
            using (writer.Block("switch (parameter)"))
            {
                foreach (var (type, variable) in new[] { ("float", "single"), ("double", "twice") })
                {
                    writer.Line($"case global::Descent.Parameter<{type}, {StateEmitter.QualifiedName(rule, type)}> {variable}:");
                    writer.Line($"    {names.Run}({variable}.Weights.Span, {gradients.Replace("{0}", variable)}{variable}.State, in {names.CachedValues});");
                    writer.Line("    break;");
                }
            }

            writer.Line();
            writer.Line($"{Guard}.{done};");
        }

        writer.Line();
        WriteRun(writer, rule, method, prologue, names, isUpdate);
        writer.Line();
        ValuesEmitter.Write(writer, rule, method, prologue, names);
    }

    private static void WriteRun(SourceWriter writer, RuleModel rule, LoweredMethod method, Prologue prologue, MethodNames names, bool isUpdate)
    {
        var gradients = isUpdate ? "global::System.ReadOnlySpan<T> gradients, " : "";
        writer.Line($"private static void {names.Run}<T>(global::System.Span<T> weights, {gradients}{StateEmitter.QualifiedName(rule, "T")} state, in {names.Values} values)");
        writer.Line("    " + Generated.Constraint);
        var tensors = new LoopSignature(method).Tensors.Select(parameter => parameter.Role switch
        {
            ParameterRole.Weight => "weights",
            ParameterRole.Gradient => "gradients",
            _ => $"state.{StateEmitter.Field(rule.States.First(state => state.Name == parameter.Name))}.Padded",
        });
        writer.List(
            $"    => global::{LoopsEmitter.Namespace}.{LoopsEmitter.ClassName(rule)}.{method.Name}", tensors.Concat(ValuesEmitter.Arguments(method, prologue)), ";");
    }
}
