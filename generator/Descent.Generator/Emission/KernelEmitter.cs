using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Descent.Generator.Model;
using Descent.Generator.Kernels;
using Descent.Generator.Targets.CSharp;
using Descent.Generator.Targets.Ptx;

namespace Descent.Generator.Emission;

/// <summary>
/// Writes what connects one method of a rule to its loops: the values of the step, one sweep over a range of a tensor, what comes before and
/// after it, and what is written once per tensor.
/// </summary>
internal sealed partial class KernelEmitter
{
    private const string RowSet = "global::Descent.CompilerServices.RowSet";

    private readonly RuleModel _rule;
    private readonly MemberNames _members;
    private readonly List<(Variant Variant, VariantEmitter Emitter)> _variants;
    private readonly SweepCases _cases;
    private readonly LineLoops _lines;

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
        _lines = new(Names);
        _variants = [.. method.Variants.Select(variant => (variant, new VariantEmitter(method, variant, Prologue, members, rule, kept, keepsLines, _lines)))];
        RowsBefore = [.. _variants.SelectMany(item => item.Variant.Sweeps.SelectMany((_, sweep) => item.Emitter.FirstRowsOf(sweep))).Select(row => row.Row).Distinct()];
        _cases = new(_variants.Count, method.Sweeps);
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

    /// <summary>What loops take of each row that is known before their sweep.</summary>
    public IReadOnlyList<int> RowsBefore { get; }

    /// <summary>Whether loops take what there is one of for each column, or for each row before their sweep, or matrices of the step.</summary>
    public bool HasBegin => Method.Columns.Count > 0 || RowsBefore.Count > 0 || Method.Matrices > 0;

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
        _lines.Write(writer, Method.Name);
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

    /// <summary>The call that computes what there is one of for each row or column.</summary>
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
            var cases = _variants.SelectMany(variant => variant.Variant.Sweeps.Select((sweep, index) => (variant.Emitter, sweep, Label: _cases.Label(variant.Variant.Number, index))))
                .Where(item => item.sweep.Loops.Count + item.sweep.Recorded.Count > 0).ToList();
            if (Method is { Variants.Count: 1, Sweeps: 1 } && cases.Count == 1)
            {
                cases[0].Emitter.WriteSweep(writer, cases[0].sweep);
                return;
            }

            using (writer.Block($"switch ({_cases.Selector})"))
            {
                foreach (var (emitter, sweep, label) in cases)
                {
                    SweepCases.Write(writer, label, emitter.IsSingleCall(sweep), inner => emitter.WriteSweep(inner, sweep));
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

            var cases = _variants.SelectMany(variant => variant.Variant.Sweeps.Select((_, index)
                    => (variant.Emitter, Columns: variant.Variant.FirstColumnsOf(index), Rows: variant.Emitter.FirstRowsOf(index), Label: _cases.Label(variant.Variant.Number, index))))
                .Where(item => item.Columns.Count + item.Rows.Count > 0).ToList();
            if (cases.Count == 0)
            {
                return;
            }

            if (_variants.Count == 1 && Method.Sweeps == 1)
            {
                WriteLines(writer, cases[0].Emitter, cases[0].Columns, cases[0].Rows);
                return;
            }

            using (writer.Block($"switch ({_cases.Selector})"))
            {
                foreach (var (emitter, columns, rows, label) in cases)
                {
                    SweepCases.Write(writer, label, isSimple: false, inner => WriteLines(inner, emitter, columns, rows));
                }
            }
        }

        static void WriteLines(SourceWriter writer, VariantEmitter emitter, IReadOnlyList<(int Column, int Value)> columns, IReadOnlyList<(int Row, int Value)> rows)
        {
            if (columns.Count > 0)
            {
                emitter.WriteColumns(writer, columns);
            }

            if (rows.Count > 0)
            {
                emitter.WriteRowsBefore(writer, rows);
            }
        }
    }

    private void WriteApply(SourceWriter writer)
    {
        var gradients = TakesGradients ? "global::System.ReadOnlySpan<T> gradients, " : "";
        writer.Line($"private {Static}void {Names.Apply}<T>({gradients}{TypeNames.State(_rule)} state, in {Names.Values} values, int sweep)");
        using (writer.Block(Constraint))
        {
            using (writer.Block($"switch ({_cases.SelectorOfSweep})"))
            {
                foreach (var (variant, emitter) in _variants)
                {
                    foreach (var (sweep, index) in variant.Sweeps.Select((sweep, index) => (sweep, index)).Where(item => item.sweep.Applied.Count > 0))
                    {
                        SweepCases.Write(writer, _cases.LabelOfSweep(variant.Number, index), isSimple: false, inner => emitter.WriteApplied(inner, sweep));
                    }
                }
            }
        }
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
                        SweepCases.Write(writer, variant.Number.ToString(CultureInfo.InvariantCulture), isSimple: false, emitter.WriteStores);
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
}
