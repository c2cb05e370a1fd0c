using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Descent.Generator.IR;
using Descent.Generator.Model;
using Descent.Generator.Kernels;
using Descent.Generator.Targets.CSharp;
using Descent.Generator.Targets.Ptx;

namespace Descent.Generator.Emission;

/// <summary>
/// Writes what connects one method of a rule to its loops: the values of the step, one sweep over a range of a tensor, what comes before and
/// after it, and what is written once per tensor.
/// </summary>
internal sealed class KernelEmitter
{
    private const string RowSet = "global::Descent.CompilerServices.RowSet";

    private readonly RuleModel _rule;
    private readonly MemberNames _members;
    private readonly List<(Variant Variant, VariantEmitter Emitter)> _variants;

    /// <summary>Prepares a method.</summary>
    /// <param name="rule">The rule.</param>
    /// <param name="method">The method.</param>
    /// <param name="stored">The same for what is not stored as it is computed, if that differs.</param>
    /// <param name="members">The names of members.</param>
    /// <param name="kept">The states with one value for the tensor or the optimizer that may live on a device.</param>
    /// <param name="keepsLines">Whether those of rows and columns may.</param>
    public KernelEmitter(RuleModel rule, MethodPlan method, MethodPlan? stored, MemberNames members, KeptStates kept, bool keepsLines)
        : this(rule, method, members, kept, keepsLines) => Stored = stored is null ? null : new(rule, stored, members, kept, keepsLines);

    private KernelEmitter(RuleModel rule, MethodPlan method, MemberNames members, KeptStates kept, bool keepsLines)
    {
        (_rule, _members, Method, Names) = (rule, members, method, members.Of(method));
        Prologue = new(method, members, kept.Any ? PtxScalars.InputsOf(method, kept).Where(input => input < method.PrologueEnd) : []);
        _variants = [.. method.Variants.Select(variant => (variant, new VariantEmitter(method, variant, Prologue, members, rule, kept, keepsLines)))];
    }

    public MethodPlan Method { get; }

    /// <summary>The same for weights and states that are not stored as they are computed, if that differs.</summary>
    public KernelEmitter? Stored { get; }

    public MethodNames Names { get; }

    public Prologue Prologue { get; }

    /// <summary>Whether the values of the step are the same for all tensors at one step number: no state of a tensor enters them.</summary>
    public bool SharesValues => !Method.StepLoads.Any();

    /// <summary>Whether something is written once per tensor, after the last sweep.</summary>
    public bool HasEnd => Method.StepStores.Any() || _variants.Any(variant => variant.Variant.Stores.Count > 0);

    /// <summary>Whether what is written then has one value for each row, and can be written for some rows alone.</summary>
    public bool EndsRows => _rule.StaysInRows && _variants.Any(variant => variant.Emitter.StoresRows);

    /// <summary>Whether loops take what there is one of for each column, or matrices of the step.</summary>
    public bool HasBegin => Method.Columns.Count > 0 || Method.Matrices > 0;

    /// <summary>Whether it has operations on whole matrices.</summary>
    public bool HasApply => _variants.Any(variant => variant.Variant.Sweeps.Any(sweep => sweep.Applied.Count > 0));

    /// <summary>What other classes name before the methods of this one.</summary>
    public string Owner => Static.Length > 0 ? "" : "rule.";

    private static string Constraint => "    " + Generated.Constraint;

    private bool TakesGradients => Method.Method.TakesGradients;

    private string Static => Method.OptimizerTotals > 0 || _rule.HasOptimizerStates ? "" : "static ";

    /// <summary>Writes the fields that keep the values of the present step, unless each tensor has its own.</summary>
    public void WriteFields(SourceWriter writer)
    {
        Stored?.WriteFields(writer);
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
            new SpansEmitter(_rule, this).Write(writer);
            writer.Line();
        }

        WriteSweeps(writer);
        if (Stored is not null)
        {
            writer.Line();
            Stored.WriteSweeps(writer);
        }
    }

    private void WriteSweeps(SourceWriter writer)
    {
        WriteRange(writer);
        writer.Line();
        if (HasBegin)
        {
            WriteBegin(writer);
            writer.Line();
        }

        if (HasApply)
        {
            WriteApply(writer);
            writer.Line();
        }

        if (HasEnd)
        {
            WriteEnd(writer);
            writer.Line();
        }

        ValuesEmitter.Write(writer, _rule, Method, Prologue, Names);
        foreach (var kernel in Method.Kernels)
        {
            writer.Line();
            new KernelTypeEmitter(_rule, Method, Prologue, _members).Write(writer, kernel);
        }
    }

    /// <summary>The values of the step for a state, where they are not shared.</summary>
    public string NewValues(string state, string owner = "this")
    {
        var arguments = Method.StepLoads.Select(load => Method.Program[load])
            .Select(load => $", {state}.{_members.Property(load.Slot!)}");
        return $"new {Names.Values}({owner}, step{string.Concat(arguments)})";
    }

    /// <summary>Where the values of the step are kept, as other classes name it: with the rule where they are shared, else with the state of the tensor.</summary>
    public string KeptValues => SharesValues ? $"rule.{Names.CachedValues}" : $"state.StepValues.Of<{Names.Values}>()";

    /// <summary>The call of one sweep over a range.</summary>
    public string CallRange(string state, string values, string weights = "weights", string gradients = "gradients", string sweep = "sweep", string start = "start")
    {
        List<string> arguments = [weights, .. TakesGradients ? [gradients] : System.Array.Empty<string>(), state, values, .. Method.Sweeps > 1 ? [sweep] : System.Array.Empty<string>(), start];
        return $"{Names.Range}({string.Join(", ", arguments)});";
    }

    /// <summary>The call that computes what there is one of for each column.</summary>
    public string CallBegin(string state, string values) => $"{Names.Begin}<T>({state}, {values}{(Method.Sweeps > 1 ? ", sweep" : "")});";

    /// <summary>The call that writes what there is one of for the tensor, and for each row of some.</summary>
    public string CallEnd(string state, string values, string rows = "state.Rows") => $"{Names.End}({state}, {values}{(EndsRows ? $", new {RowSet}({rows})" : "")});";

    /// <summary>The call of the operations on whole matrices that follow a sweep.</summary>
    public string CallApply(string state, string values) => $"{Names.Apply}<T>({(TakesGradients ? "gradients, " : "")}{state}, {values}, sweep);";

    private void WriteRange(SourceWriter writer)
    {
        if (Method.IsForStored)
        {
            writer.Line("// Where weights or states are not stored as they are computed, no sweep reads back what another wrote.");
        }

        var (gradients, number) = (TakesGradients ? "global::System.ReadOnlySpan<T> gradients, " : "", Method.Sweeps > 1 ? "int sweep, " : "");
        var state = TypeNames.State(_rule);
        writer.Line($"private {Static}void {Names.Range}<T>(global::System.Span<T> weights, {gradients}{state} state, in {Names.Values} values, {number}int start)");
        if (Method is { Variants.Count: 1, Sweeps: 1 } && _variants[0] is var only && only.Variant.Sweeps[0] is var single && only.Emitter.IsSingleCall(single))
        {
            writer.Line(Constraint);
            only.Emitter.WriteSweep(writer, single, "    => ");
            return;
        }

        using (writer.Block(Constraint))
        {
            var cases = _variants.SelectMany(variant => variant.Variant.Sweeps.Select((sweep, index) => (variant.Emitter, sweep, Label: Label(variant.Variant.Number, index))))
                .Where(item => item.sweep.Loops.Count + item.sweep.Recorded.Count > 0).ToList();
            if (Method is { Variants.Count: 1, Sweeps: 1 } && cases.Count == 1)
            {
                cases[0].Emitter.WriteSweep(writer, cases[0].sweep);
                return;
            }

            using (writer.Block($"switch ({Selector})"))
            {
                foreach (var (emitter, sweep, label) in cases)
                {
                    WriteCase(writer, $"case {label}:", emitter.IsSingleCall(sweep), inner => emitter.WriteSweep(inner, sweep));
                }
            }
        }
    }

    private void WriteBegin(SourceWriter writer)
    {
        writer.Line($"private {Static}void {Names.Begin}<T>({TypeNames.State(_rule)} state, in {Names.Values} values{(Method.Sweeps > 1 ? ", int sweep" : "")})");
        using (writer.Block(Constraint))
        {
            if (Method.Matrices > 0)
            {
                writer.Line($"state.Matrices.Require<T>({Method.Matrices.ToString(CultureInfo.InvariantCulture)}, state.Length);");
            }

            var cases = _variants.SelectMany(variant => variant.Variant.Sweeps.Select((_, index) => (variant.Emitter, Columns: variant.Variant.FirstColumnsOf(index), Label: Label(variant.Variant.Number, index))))
                .Where(item => item.Columns.Count > 0).ToList();
            if (cases.Count == 0)
            {
                return;
            }

            if (_variants.Count == 1 && Method.Sweeps == 1)
            {
                cases[0].Emitter.WriteColumns(writer, cases[0].Columns);
                return;
            }

            using (writer.Block($"switch ({Selector})"))
            {
                foreach (var (emitter, columns, label) in cases)
                {
                    WriteCase(writer, $"case {label}:", isSimple: false, inner => emitter.WriteColumns(inner, columns));
                }
            }
        }
    }

    private void WriteApply(SourceWriter writer)
    {
        var gradients = TakesGradients ? "global::System.ReadOnlySpan<T> gradients, " : "";
        writer.Line($"private {Static}void {Names.Apply}<T>({gradients}{TypeNames.State(_rule)} state, in {Names.Values} values, int sweep)");
        using (writer.Block(Constraint))
        {
            using (writer.Block($"switch ({(_variants.Count == 1 ? "sweep" : "values.Variant, sweep")})"))
            {
                foreach (var (variant, emitter) in _variants)
                {
                    foreach (var (sweep, index) in variant.Sweeps.Select((sweep, index) => (sweep, index)).Where(item => item.sweep.Applied.Count > 0))
                    {
                        var (first, second) = (variant.Number.ToString(CultureInfo.InvariantCulture), index.ToString(CultureInfo.InvariantCulture));
                        WriteCase(writer, $"case {(_variants.Count == 1 ? second : $"({first}, {second})")}:", isSimple: false, inner => emitter.WriteApplied(inner, sweep));
                    }
                }
            }
        }
    }

    /// <summary>Writes what the loops on a GPU take from totals; nothing where they take nothing.</summary>
    public void WriteCudaValues(SourceWriter writer, System.Func<int, int> placeOf)
    {
        writer.Line($"private {Static}void {Names.CudaValues}({TypeNames.State(_rule)} state, in {Names.Values} values, int sweep, global::System.Span<double> cudaValues)");
        using (writer.Block(""))
        {
            using (writer.Block($"switch ({Selector})"))
            {
                foreach (var (variant, emitter) in _variants)
                {
                    foreach (var (sweep, index) in variant.Sweeps.Select((sweep, index) => (sweep, index)).Where(item => item.sweep.Loops.Any(loop => emitter.LateOfTensor(loop).Count > 0)))
                    {
                        WriteCase(writer, $"case {Label(variant.Number, index)}:", isSimple: false, inner => emitter.WriteCudaValues(inner, sweep, placeOf));
                    }
                }
            }
        }
    }

    /// <summary>Whether loops on a GPU take something from totals of which there is one for the tensor.</summary>
    public bool TakesLate => Method.LateInputs.Any(scalar => !Method.AxesOf(scalar).IsOfRows());

    /// <summary>Whether they take something of which there is one for each row, or leave it.</summary>
    public bool TakesRows => Method.LateInputs.Any(scalar => Method.AxesOf(scalar).IsOfRows()) || _variants.Any(variant => variant.Variant.Sweeps.Any(sweep => sweep.Recorded.Count > 0));

    /// <summary>Writes what the loops of a sweep on a GPU take of which there is one for each row, and after the last one what is left of each row for the tensor's totals.</summary>
    public void WriteCudaRows(SourceWriter writer, System.Func<Kernel, IReadOnlyList<int>> placesOf)
    {
        writer.Line($"private {Static}void {Names.CudaRows}({TypeNames.State(_rule)} state, in {Names.Values} values, int sweep, int part, global::System.Span<double> cudaRows)");
        using (writer.Block(""))
        {
            using (writer.Block($"switch ({(_variants.Count == 1 ? "sweep, part" : "values.Variant, sweep, part")})"))
            {
                foreach (var (variant, emitter) in _variants)
                {
                    foreach (var (sweep, index) in variant.Sweeps.Select((sweep, index) => (sweep, index)))
                    {
                        foreach (var (loop, part) in sweep.Loops.Select((loop, part) => (loop, part)).Where(item => emitter.LateOfRows(item.loop).Count > 0))
                        {
                            WriteCase(writer, LabelOfPart(variant.Number, index, part), isSimple: false, inner => emitter.WriteCudaRows(inner, loop, placesOf(loop.Kernel)));
                        }

                        if (sweep.Recorded.Count > 0)
                        {
                            WriteCase(writer, LabelOfPart(variant.Number, index, sweep.Loops.Count), isSimple: false, inner => emitter.WriteCudaRecorded(inner, sweep));
                        }
                    }
                }
            }
        }
    }

    private string LabelOfPart(int variant, int sweep, int part)
        => $"case ({(_variants.Count == 1 ? "" : variant.ToString(CultureInfo.InvariantCulture) + ", ")}{sweep.ToString(CultureInfo.InvariantCulture)}, {part.ToString(CultureInfo.InvariantCulture)}):";

    private string Selector => _variants.Count == 1 ? "sweep" : Method.Sweeps == 1 ? "values.Variant" : "values.Variant, sweep";

    private string Label(int variant, int sweep)
    {
        var (first, second) = (variant.ToString(CultureInfo.InvariantCulture), sweep.ToString(CultureInfo.InvariantCulture));
        return _variants.Count == 1 ? second : Method.Sweeps == 1 ? first : $"({first}, {second})";
    }

    private void WriteEnd(SourceWriter writer)
    {
        using (writer.Block($"private {Static}void {Names.End}({TypeNames.State(_rule)} state, in {Names.Values} values{(EndsRows ? $", {RowSet} given" : "")})"))
        {
            var ending = _variants.Where(variant => variant.Variant.Stores.Count > 0).ToList();
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

            foreach (var store in Method.StepStores.Select(store => Method.Program[store]))
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
