using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Descent.Generator.Reading;

namespace Descent.Generator.Emission;

/// <summary>
/// Writes what connects one method of a rule to its loops: the values of the step, the update over spans, one pass over a range of a
/// tensor, and what is written once per tensor.
/// </summary>
internal sealed class KernelEmitter
{
    private const string Guard = "global::Descent.CompilerServices.Guard";
    private const string Reduction = "global::Descent.CompilerServices.Reduction";

    private readonly RuleModel _rule;
    private readonly MemberNames _members;
    private readonly List<(Variant Variant, VariantEmitter Emitter)> _variants;

    public KernelEmitter(RuleModel rule, LoweredMethod method, MemberNames members)
    {
        (_rule, _members, Method, Names) = (rule, members, method, members.Of(method.Kind));
        Prologue = new(method, members);
        _variants = [.. method.Variants.Select(variant => (variant, new VariantEmitter(rule, method, variant, Prologue, members)))];
        Passes = _variants.Max(variant => variant.Emitter.Passes.Count);
    }

    public LoweredMethod Method { get; }

    public MethodNames Names { get; }

    public Prologue Prologue { get; }

    /// <summary>How many passes over the weights the longest variant makes.</summary>
    public int Passes { get; }

    /// <summary>Whether the values of the step are the same for all tensors at one step number: no state of a tensor enters them.</summary>
    public bool SharesValues => !Prologue.StepLoads.Any();

    /// <summary>Whether something is written once per tensor, after the last pass.</summary>
    public bool HasEnd => Prologue.StepStores.Any() || _variants.Any(variant => variant.Emitter.Stores.Count > 0);

    private bool HasReductions => VariantEmitter.CountReductions(Method) > 0;

    private static string Constraint => "    " + Generated.Constraint;

    private bool TakesGradients => Method.Method.TakesGradients;

    private string Static => VariantEmitter.CountOptimizerReductions(Method) > 0 || _rule.HasOptimizerStates ? "" : "static ";

    /// <summary>Writes the fields that keep the values of the present step, unless each tensor has its own.</summary>
    public void WriteFields(SourceWriter writer)
    {
        if (SharesValues)
        {
            writer.Line($"private {Names.Values} {Names.CachedValues};");
            writer.Line($"private int {Names.CachedStep};");
            writer.Line();
        }
    }

    public void Write(SourceWriter writer)
    {
        if (!_rule.IsOverOptimizer)
        {
            WriteSpans(writer);
            writer.Line();
        }

        WriteRange(writer);
        writer.Line();
        if (HasEnd)
        {
            WriteEnd(writer);
            writer.Line();
        }

        ValuesEmitter.Write(writer, _rule, Method, Prologue, Names);
    }

    /// <summary>The values of the step for a state, where they are not shared.</summary>
    public string NewValues(string state)
    {
        var arguments = Prologue.StepLoads.Select(load => Method.Program[load])
            .Select(load => $", {state}.{_members.Property(load.Slot!)}");
        return $"new {Names.Values}(this, step{string.Concat(arguments)})";
    }

    /// <summary>The call of one pass over a range.</summary>
    public string CallRange(string state, string values, string weights = "weights", string gradients = "gradients", string pass = "pass", string start = "start")
    {
        List<string> arguments = [weights, .. TakesGradients ? [gradients] : System.Array.Empty<string>(), state, values, .. Passes > 1 ? [pass] : System.Array.Empty<string>(), start];
        return $"{Names.Range}({string.Join(", ", arguments)});";
    }

    private void WriteSpans(SourceWriter writer)
        => MembersEmitter.WriteSpansOverload(writer, _rule, Method.Method, HasReductions, inner =>
        {
            MembersEmitter.WriteChecks(inner, _rule, "T", Method.Method);
            if (!HasReductions && !HasEnd)
            {
                inner.Line(CallRange("state", NewValues("state"), start: "start: 0"));
            }
            else
            {
                inner.Line($"var values = {NewValues("state")};");
                WriteSpansPasses(inner);
                if (HasEnd)
                {
                    // The rule is a method of a weight: where there is none, nothing changes.
                    using (inner.Block("if (!weights.IsEmpty)"))
                    {
                        inner.Line($"{Names.End}(state, in values);");
                    }

                    inner.Line();
                }
            }

            inner.Line($"{Guard}.Done({MembersEmitter.Kind(Method.Kind)}, state, step);");
        });

    private void WriteSpansPasses(SourceWriter writer)
    {
        if (!HasReductions)
        {
            writer.Line(CallRange("state", "in values", start: "start: 0"));
        }
        else if (Passes == 1)
        {
            WriteChunks(writer);
        }
        else
        {
            using (writer.Block($"for (var pass = 0; pass < {Passes.ToString(CultureInfo.InvariantCulture)}; pass++)"))
            {
                WriteChunks(writer);
            }

            writer.Line();
        }
    }

    private void WriteChunks(SourceWriter writer)
    {
        using (writer.Block($"for (var start = 0; start < weights.Length; start += {Reduction}.ChunkLength)"))
        {
            writer.Line($"var length = global::System.Math.Min({Reduction}.ChunkLength, weights.Length - start);");
            writer.Line(CallRange("state", "in values", "weights.Slice(start, length)", "gradients.Slice(start, length)"));
        }

        writer.Line();
        writer.Line("state.Totals!.Combine();");
    }

    private void WriteRange(SourceWriter writer)
    {
        var (gradients, pass) = (TakesGradients ? "global::System.ReadOnlySpan<T> gradients, " : "", Passes > 1 ? "int pass, " : "");
        var state = StateEmitter.QualifiedName(_rule, "T");
        writer.Line($"private {Static}void {Names.Range}<T>(global::System.Span<T> weights, {gradients}{state} state, in {Names.Values} values, {pass}int start)");
        if (Method.Loops.Count == 1 && _variants.Count == 1 && _variants[0].Emitter.IsSingleCall(Method.Loops[0]))
        {
            writer.Line(Constraint);
            _variants[0].Emitter.WritePass(writer, Method.Loops[0], "    => ");
            return;
        }

        using (writer.Block(Constraint))
        {
            var cases = _variants.SelectMany(variant => variant.Emitter.Passes.Select((loop, pass) => (variant.Emitter, loop, Label: Label(variant.Variant.Number, pass)))).ToList();
            if (cases.Count == 1)
            {
                cases[0].Emitter.WritePass(writer, cases[0].loop);
                return;
            }

            using (writer.Block($"switch ({(_variants.Count == 1 ? "pass" : Passes == 1 ? "values.Variant" : "values.Variant, pass")})"))
            {
                foreach (var (emitter, loop, label) in cases)
                {
                    WriteCase(writer, $"case {label}:", emitter.IsSingleCall(loop), inner => emitter.WritePass(inner, loop));
                }
            }
        }
    }

    private string Label(int variant, int pass)
    {
        var (first, second) = (variant.ToString(CultureInfo.InvariantCulture), pass.ToString(CultureInfo.InvariantCulture));
        return _variants.Count == 1 ? second : Passes == 1 ? first : $"({first}, {second})";
    }

    private void WriteEnd(SourceWriter writer)
    {
        writer.Line($"private {Static}void {Names.End}<T>({StateEmitter.QualifiedName(_rule, "T")} state, in {Names.Values} values)");
        using (writer.Block(Constraint))
        {
            var ending = _variants.Where(variant => variant.Emitter.Stores.Count > 0).ToList();
            if (_variants.Count == 1)
            {
                _variants[0].Emitter.WriteStores(writer);
            }
            else if (ending.Count > 0)
            {
                using (writer.Block("switch (values.Variant)"))
                {
                    foreach (var (variant, emitter) in ending)
                    {
                        WriteCase(writer, $"case {variant.Number.ToString(CultureInfo.InvariantCulture)}:", isSimple: false, emitter.WriteStores);
                    }
                }

                writer.Line();
            }

            foreach (var store in Prologue.StepStores.Select(store => Method.Program[store]))
            {
                writer.Line($"{_members.ScalarTarget(store.Slot!)} = values.{Prologue.NextField(store)};");
            }
        }
    }

    /// <summary>Writes a case; one with locals has a scope of its own.</summary>
    private static void WriteCase(SourceWriter writer, string label, bool isSimple, System.Action<SourceWriter> body)
    {
        if (isSimple)
        {
            writer.Line(label);
            using (writer.Indented())
            {
                body(writer);
                writer.Line("break;");
            }

            return;
        }

        using (writer.Block(label))
        {
            body(writer);
            writer.Line("break;");
        }
    }
}
