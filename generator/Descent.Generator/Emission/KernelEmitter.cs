using System.Linq;
using Descent.Generator.Reading;

namespace Descent.Generator.Emission;

/// <summary>Writes what connects the optimizer to its loops: the values of the step, kept between tensors, and the run of one tensor.</summary>
internal static class KernelEmitter
{
    private const string Guard = "global::Descent.CompilerServices.Guard";

    /// <summary>Writes the fields that keep the values of the present step, unless each tensor has its own.</summary>
    public static void WriteFields(SourceWriter writer, LoweredMethod method, MethodNames names)
    {
        if (SharesValues(method))
        {
            writer.Line($"private {names.Values} {names.CachedValues};");
            writer.Line($"private int {names.CachedStep};");
            writer.Line();
        }
    }

    /// <summary>Whether the values of the step are the same for all tensors at one step number: no state of a tensor enters them.</summary>
    public static bool SharesValues(LoweredMethod method) => !new Prologue(method).StepLoads.Any();

    public static void WriteMethod(SourceWriter writer, RuleModel rule, LoweredMethod method, MethodNames names, bool isUpdate)
    {
        WriteSpans(writer, rule, method, names, isUpdate);
        writer.Line();
        WritePrepare(writer, rule, method, names);
        writer.Line();
        WriteParameter(writer, rule, method, names, isUpdate);
        writer.Line();
        WriteRun(writer, rule, method, names, isUpdate);
        writer.Line();
        ValuesEmitter.Write(writer, rule, method, new Prologue(method), names);
    }

    private static void WriteSpans(SourceWriter writer, RuleModel rule, LoweredMethod method, MethodNames names, bool isUpdate)
    {
        System.Action<SourceWriter> body = inner =>
        {
            MembersEmitter.WriteChecks(inner, "T", isUpdate, isUpdate && rule.BeforeGradient is not null);
            if (!isUpdate)
            {
                MembersEmitter.WriteReturnIfAwaiting(inner);
            }

            inner.Line($"{names.Run}(weights, {(isUpdate ? "gradients, " : "")}state, {NewValues(rule, method, names, "state")});");
            inner.Line($"{Guard}.{Done(isUpdate)};");
        };
        if (isUpdate)
        {
            MembersEmitter.WriteUpdate(writer, rule, method, body);
        }
        else
        {
            MembersEmitter.WriteBeforeGradient(writer, rule, body);
        }
    }

    private static void WritePrepare(SourceWriter writer, RuleModel rule, LoweredMethod method, MethodNames names)
    {
        writer.Line("/// <inheritdoc/>");
        using (writer.Block($"protected override void Prepare{method.Name}(global::Descent.OptimizerState state, int step)"))
        {
            if (SharesValues(method))
            {
                using (writer.Block($"if ({names.CachedStep} != step)"))
                {
                    writer.Line($"{names.CachedValues} = new(this, step);");
                    writer.Line($"{names.CachedStep} = step;");
                }

                return;
            }

            using (writer.Block("switch (state)"))
            {
                foreach (var (type, variable) in s_types)
                {
                    writer.Line($"case {StateEmitter.QualifiedName(rule, type)} {variable}:");
                    writer.Line($"    _ = {NewValues(rule, method, names, variable)};");
                    writer.Line("    break;");
                }
            }
        }
    }

    private static void WriteParameter(SourceWriter writer, RuleModel rule, LoweredMethod method, MethodNames names, bool isUpdate)
    {
        writer.Line("/// <inheritdoc/>");
        using (writer.Block($"protected override void {(isUpdate ? "UpdateParameter" : "MoveParameterBeforeGradient")}(global::Descent.Parameter parameter)"))
        {
            var shares = SharesValues(method);
            writer.Line("var state = parameter.State;");
            writer.Line("var step = state.StepCount + 1;");
            if (shares)
            {
                writer.Line($"Prepare{method.Name}(state, step);");
            }

            using (writer.Block("switch (parameter)"))
            {
                foreach (var (type, variable) in s_types)
                {
                    var gradients = isUpdate ? $"{variable}.Gradients.Span, " : "";
                    var values = shares ? "in " + names.CachedValues : NewValues(rule, method, names, variable + ".State");
                    writer.Line($"case global::Descent.Parameter<{type}, {StateEmitter.QualifiedName(rule, type)}> {variable}:");
                    writer.Line($"    {names.Run}({variable}.Weights.Span, {gradients}{variable}.State, {values});");
                    writer.Line("    break;");
                }
            }

            writer.Line();
            writer.Line($"{Guard}.{Done(isUpdate)};");
        }
    }

    private static void WriteRun(SourceWriter writer, RuleModel rule, LoweredMethod method, MethodNames names, bool isUpdate)
    {
        var prologue = new Prologue(method);
        var gradients = isUpdate ? "global::System.ReadOnlySpan<T> gradients, " : "";
        var variants = method.Variants.Select(variant => (variant, emitter: new VariantEmitter(rule, method, variant, prologue))).ToList();
        writer.Line($"private static void {names.Run}<T>(global::System.Span<T> weights, {gradients}{StateEmitter.QualifiedName(rule, "T")} state, in {names.Values} values)");
        if (variants.Count == 1 && variants[0].emitter.IsSingleCall && !prologue.StepStores.Any())
        {
            writer.Line("    " + Generated.Constraint);
            variants[0].emitter.WriteCall(writer, method.Loops[0], "    => ");
            return;
        }

        using (writer.Block("    " + Generated.Constraint))
        {
            if (rule.States.Any(state => state.Scope != IR.StateScope.Element))
            {
                // The rule is a method of a weight: where there is none, nothing changes.
                writer.Lines("""
                    if (weights.IsEmpty)
                    {
                        return;
                    }
                    """);
                writer.Line();
            }

            if (variants.Count == 1)
            {
                variants[0].emitter.Write(writer);
            }
            else
            {
                WriteSwitch(writer, variants);
            }

            foreach (var store in prologue.StepStores.Select(store => method.Program[store]))
            {
                var property = rule.States.First(state => "state." + state.Name == store.Symbol).PropertyName;
                writer.Line($"state.{Names.Escape(property)} = values.{Prologue.NextField(store)};");
            }
        }
    }

    private static void WriteSwitch(SourceWriter writer, System.Collections.Generic.List<(Variant Variant, VariantEmitter Emitter)> variants)
    {
        using (writer.Block("switch (values.Variant)"))
        {
            foreach (var (variant, emitter) in variants)
            {
                var label = variant.Number == variants.Count - 1 ? "default:" : $"case {variant.Number.ToString(System.Globalization.CultureInfo.InvariantCulture)}:";
                if (emitter.IsSingleCall)
                {
                    writer.Line(label);
                    using (writer.Indented())
                    {
                        emitter.Write(writer);
                        writer.Line("break;");
                    }
                }
                else
                {
                    // The locals of a variant are its own.
                    using (writer.Block(label))
                    {
                        emitter.Write(writer);
                        writer.Line("break;");
                    }
                }
            }
        }
    }

    private static readonly (string Type, string Variable)[] s_types = [("float", "single"), ("double", "twice")];

    private static string NewValues(RuleModel rule, LoweredMethod method, MethodNames names, string state)
    {
        var arguments = new Prologue(method).StepLoads.Select(load => method.Program[load])
            .Select(load => $", {state}.{Names.Escape(rule.States.First(model => "state." + model.Name == load.Symbol).PropertyName)}");
        return $"new {names.Values}(this, step{string.Concat(arguments)})";
    }

    private static string Done(bool isUpdate) => isUpdate ? "Updated(state, step)" : "Moved(state)";
}
