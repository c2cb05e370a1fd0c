using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Descent.Generator.IR;
using Descent.Generator.Kernels;
using Descent.Generator.Model;
using Descent.Generator.Targets.CSharp;
using Descent.Generator.Targets.Ptx;

namespace Descent.Generator.Emission;

/// <summary>
/// Writes what one variant does with a range of a tensor in each sweep, and what it writes once per tensor after the last one. Totals
/// leave a sweep through the state and come back once all ranges have left theirs, those of a row at once; what follows from them is computed
/// where it is used.
/// </summary>
internal sealed partial class VariantEmitter(MethodPlan method, Variant variant, Prologue prologue, MemberNames members, RuleModel rule, KeptStates kept, bool keepsLines, LineLoops lines)
{
    private const string Runtime = "global::Descent.CompilerServices";
    private const string Matrices = "global::Descent.Matrices";

    /// <summary>The values of a row's loops: those that are known before, and what follows from totals.</summary>
    private const string RowValues = "rowValues";

    private readonly MethodNames _names = members.Of(method);

    private readonly IReadOnlyList<(int Row, int Value)>?[] _rowsBefore = new IReadOnlyList<(int Row, int Value)>?[variant.Sweeps.Count];

    private bool IsOfMatrices => rule.IsOfMatrices;

    /// <summary>Whether there are loops over rows and columns: they know a tensor, and not the optimizer, which has totals and states of its own.</summary>
    private bool LoopsOverLines => method.OptimizerTotals == 0 && !rule.HasOptimizerStates;

    /// <summary>What the states of rows are written for: all, or those given to a rule that can be stepped in some alone.</summary>
    private string ForEachRow => rule.StaysInRows ? "foreach (var row in given)" : "for (var row = 0; row < state.Rows; row++)";

    private Program Program => method.Program;

    private string Gradients => method.Method.TakesGradients ? "gradients" : "default";

    /// <summary>Whether states with one value for each row are written after the last sweep.</summary>
    public bool StoresRows => variant.Stores.Any(store => Program[store].Scope == Axes.Row);

    /// <summary>Whether a sweep is one statement: the run of its kernel.</summary>
    public bool IsSingleCall(Sweep sweep)
        => !IsOfMatrices && Scalars(sweep.Loops[0].Scalars) is var scalars && scalars.Needed(sweep.Loops[0].Scalars).All(scalars.IsInline);

    /// <summary>Writes one sweep over a range: what its loops take from totals, and the runs of their kernels.</summary>
    public void WriteSweep(SourceWriter writer, Sweep sweep, string before = "")
    {
        if (IsOfMatrices)
        {
            WriteRows(writer, sweep);
            return;
        }

        var scalars = Scalars(sweep.Loops[0].Scalars);
        scalars.Write(writer, sweep.Loops[0].Scalars);
        WriteRun(writer, sweep.Loops[0], scalars, before, "weights", Gradients, "start");
    }

    /// <summary>Writes what the loops of a sweep take of which there is one value for each column.</summary>
    public void WriteColumns(SourceWriter writer, IReadOnlyList<(int Column, int Value)> columns)
    {
        var values = columns.Select(column => column.Value).ToList();
        if (LoopsOverLines)
        {
            WriteLineLoop(writer, "state.Columns", [.. columns.Select(column => new LineOutput(column.Value, _names.Columns(method, column.Column), "T"))]);
            return;
        }

        var scalars = Scalars(values, keepsOfTensor: true);
        scalars.Write(writer, values, IsOfTensor);
        using (writer.Block("for (var column = 0; column < state.Columns; column++)"))
        {
            scalars.Write(writer, values);
            foreach (var (column, value) in columns)
            {
                var rounded = Program[value].Type == ScalarType.Boolean
                    ? Expression.Conditional(scalars.Text(value), Expression.Primary("T.One"), Expression.Primary("T.Zero"))
                    : Expression.Call("T.CreateTruncating", scalars.Text(value));
                writer.Line($"state.{_names.Columns(method, column)}.At<T>(column) = {rounded.Text};");
            }
        }
    }

    /// <summary>What the loops of a sweep take of each row that is known before it, unless it is there from a sweep before.</summary>
    public IReadOnlyList<(int Row, int Value)> FirstRowsOf(int sweep) => Variant.FirstOf(sweep, RowsBefore);

    /// <summary>Writes what the loops of a sweep take of which there is one value for each row.</summary>
    public void WriteRowsBefore(SourceWriter writer, IReadOnlyList<(int Row, int Value)> rows)
        => WriteLineLoop(writer, "state.Rows", [.. rows.Select(row => new LineOutput(row.Value, _names.Rows(method, row.Row)))]);

    /// <summary>
    /// What the loops of a sweep take of each row that is known before it: what follows from totals of sweeps before. Where a step can be of some rows alone,
    /// nothing is done for all.
    /// </summary>
    private IReadOnlyList<(int Row, int Value)> RowsBefore(int sweep) => _rowsBefore[sweep] ??= [.. FindRowsBefore(sweep)];

    private IEnumerable<(int Row, int Value)> FindRowsBefore(int sweep)
    {
        var known = new HashSet<int>(variant.Sweeps.Take(sweep).SelectMany(before => before.Loops).SelectMany(loop => loop.Kernel.TotalNumbers));
        return LoopsOverLines && !rule.StaysInRows ? variant.Sweeps[sweep].Loops.SelectMany(LateOfRows).Distinct().Where(late => IsKnown(late.Value)) : [];

        bool IsKnown(int value) => Program[value].Opcode is not (Opcode.Load or Opcode.Reduce)
            && Scalars([value]).Needed([value]).Where(needed => Program[needed].Opcode == Opcode.Reduce && Program[needed].Scope == Axes.Row).All(total => known.Contains(variant.TotalNumbers[total]));
    }

    private void WriteLineLoop(SourceWriter writer, string count, IReadOnlyList<LineOutput> outputs)
    {
        var loop = lines.Add(outputs.Any(output => output.Type == "T"), new LineLoopWriter(rule, method, variant, prologue, members, outputs).Write);
        writer.Line($"{Runtime}.Lines.Run<{loop}, {_names.Values}>(state, in values, {count});");
    }

    /// <summary>What a loop takes of which there is one for each row.</summary>
    public IReadOnlyList<(int Scalar, int Value)> LateOfRows(KernelRun run) => [.. run.Late.Where(late => method.AxesOf(late.Scalar).IsOfRows())];

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>Writes the states of which there is not one value for each weight: those that may live on a device unless it writes them.</summary>
    public void WriteStores(SourceWriter writer)
    {
        var ofLines = variant.Stores.Where(store => Program[store].Scope.IsWithinTensor()).ToList();
        var ofTensor = variant.Stores.Except(ofLines).ToList();
        var looped = ofLines.Where(store => CanLoop(Program[store].Scope)).ToList();
        var scalars = Scalars(variant.Stores.Except(looped).Select(StoredBy), keepsOfTensor: ofLines.Count > looped.Count);

        // A device has all of them that follow from totals, those of rows and columns alone, or none.
        var mayHaveAll = kept.Any || (keepsLines && ofTensor.Count == 0);
        WriteUnlessOnDevice(writer, mayHaveAll && variant.Stores.Count > 0, () =>
        {
            scalars.Write(writer, ofTensor.Select(StoredBy));
            WriteUnlessOnDevice(writer, !mayHaveAll && keepsLines && ofLines.Count > 0, () => WriteLines(writer, ofLines, scalars));
            if (ofLines.Count > 0 && ofTensor.Count > 0)
            {
                writer.Line();
            }

            WriteStores(writer, ofTensor, scalars);
        });
    }

    private static void WriteUnlessOnDevice(SourceWriter writer, bool mayBe, System.Action write)
    {
        using (mayBe ? writer.Block("if (!state.EndsOnDevice)") : null)
        {
            write();
        }
    }

    /// <summary>Whether states are written several rows or columns at a time.</summary>
    private bool CanLoop(Axes axes) => LoopsOverLines && !(axes == Axes.Row && rule.StaysInRows);

    private void WriteLines(SourceWriter writer, List<int> ofLines, LateScalars scalars)
    {
        foreach (var (stores, index) in ofLines.GroupBy(store => Program[store].Scope).OrderBy(group => group.Key == Axes.Column).Select((stores, index) => (stores, index)))
        {
            if (CanLoop(stores.Key))
            {
                WriteLineLoop(writer, stores.Key == Axes.Row ? "state.Rows" : "state.Columns", [.. stores.Select(store => new LineOutput(StoredBy(store), FieldOf(store)))]);
                continue;
            }

            scalars.Write(writer, stores.Select(StoredBy), IsOfTensor);
            if (index > 0)
            {
                writer.Line();
            }

            using (writer.Block(stores.Key == Axes.Row ? ForEachRow : "for (var column = 0; column < state.Columns; column++)"))
            {
                WriteStores(writer, [.. stores], scalars);
            }
        }
    }

    /// <summary>Writes the operations on whole matrices that follow a sweep.</summary>
    public void WriteApplied(SourceWriter writer, Sweep sweep)
    {
        var numbers = sweep.Applied.SelectMany(apply => Program[apply].Operands.Items).ToList();
        var scalars = Scalars(numbers, keepsOfTensor: true);
        scalars.Write(writer, numbers);
        writer.Line($"var workspace = state.Matrices.Workspace<{Matrices}.MatrixWorkspace>();");
        foreach (var apply in sweep.Applied)
        {
            var (operation, operands) = (Program[apply].Whole, new Queue<int>(Program[apply].Operands.Items));
            var arguments = operation.Arguments.Select(argument => argument.Kind == WholeKind.Number ? scalars.Text(operands.Dequeue()).Text : Matrix(argument.Slot!)).ToList();
            if (operation.Result is { } result)
            {
                arguments.Add(Matrix(result));
            }

            writer.Line($"// {Describe(operation)}");
            writer.List($"{operation.Method}<T>", [.. arguments, "workspace"], ";");
        }
    }

    /// <summary>An operation on whole matrices in words: <c>direction = Orthogonalize(update)</c>.</summary>
    public static string Describe(WholeOperation operation)
        => $"{(operation.Result is { } result ? result.Name + " = " : "")}{operation.Method.Substring(operation.Method.LastIndexOf('.') + 1)}({string.Join(", ", operation.Arguments.Select(argument => argument.Slot?.Name).OfType<string>())})";

    /// <summary>A view of a whole matrix.</summary>
    private string Matrix(Slot slot) => slot.Kind switch
    {
        SlotKind.Gradient => $"new {Matrices}.ReadOnlyMatrixView<T>(gradients, state.Rows, state.Columns)",
        SlotKind.State => Square(members.Square(slot)),
        _ => $"new {Matrices}.MatrixView<T>(state.Matrices.Values<T>({method.NumberOf(slot).ToString(CultureInfo.InvariantCulture)}), state.Rows, state.Columns)",
    };

    private static string Square((string Field, string Size) state) => $"new {Matrices}.MatrixView<T>(state.{state.Field}.Values<T>(), state.{state.Size}, state.{state.Size})";

    private void WriteStores(SourceWriter writer, List<int> stores, LateScalars scalars)
    {
        scalars.Write(writer, stores.Select(StoredBy));
        foreach (var store in stores)
        {
            writer.Line($"{members.ScalarTarget(Program[store].Slot!)} = {scalars.Text(StoredBy(store)).Text};");
        }
    }

    private string FieldOf(int store) => members.Field(rule.States.First(state => state.Slot == Program[store].Slot));

    /// <summary>The value that an instruction stores.</summary>
    private int StoredBy(int store) => Program[store].Operands[0];

    /// <summary>Writes a sweep over a range of whole rows: for each of them its loops, one after the other, while it is in the cache.</summary>
    private void WriteRows(SourceWriter writer, Sweep sweep)
    {
        var recorded = sweep.Recorded.Select(total => Program[total].Operands[0]).ToList();
        var before = RowsBefore(variant.Sweeps.ToList().IndexOf(sweep));
        var values = sweep.Loops.SelectMany(loop => loop.Scalars).Where(value => !IsBefore(value)).Concat(recorded).ToList();
        var scalars = Scalars(values, keepsOfTensor: true);
        scalars.Write(writer, values, IsOfTensor);
        var namesRow = before.Count > 0 || sweep.Recorded.Count > 0 || scalars.Needed(values).Any(value => method.AxesOf(value).IsOfRows());
        if (namesRow)
        {
            writer.Line("var row = start == 0 ? 0 : start / state.Columns;");
        }

        if (sweep.Loops.Any(loop => loop.Late.Count > 0))
        {
            writer.Line($"var {RowValues} = values;");
            WriteLate(writer, sweep.Loops.SelectMany(loop => loop.Late).Where(late => IsOfTensor(late.Value)), scalars);
        }

        using (writer.Block($"for (var first = 0; first < weights.Length; first += state.Columns{(namesRow ? ", row++" : "")})"))
        {
            foreach (var loop in sweep.Loops)
            {
                scalars.Write(writer, loop.Scalars.Where(value => !IsBefore(value)));
                foreach (var (row, value) in loop.Late.Where(late => IsBefore(late.Value)))
                {
                    writer.Line($"{RowValues}.{prologue.Field(row)} = state.{_names.Rows(method, row)}.At<double>(row){(Program[value].Type == ScalarType.Boolean ? " != 0.0" : "")};");
                }

                WriteLate(writer, loop.Late.Where(late => !IsOfTensor(late.Value) && !IsBefore(late.Value)), scalars);
                var gradients = method.Method.TakesGradients ? "gradients.Slice(first, state.Columns)" : "default";
                WriteRun(writer, loop, "", "weights.Slice(first, state.Columns)", gradients, loop.Late.Count == 0 ? "in values" : $"in {RowValues}", "start + first");
            }

            scalars.Write(writer, recorded);
            WriteRecorded(writer, sweep, scalars);
        }

        bool IsBefore(int value) => before.Any(row => row.Value == value);
    }

    private void WriteLate(SourceWriter writer, IEnumerable<(int Scalar, int Value)> late, LateScalars scalars)
    {
        foreach (var (scalar, value) in late)
        {
            writer.Line($"{RowValues}.{prologue.Field(scalar)} = {scalars.Text(value).Text};");
        }
    }

    private void WriteRecorded(SourceWriter writer, Sweep sweep, LateScalars scalars)
    {
        foreach (var total in sweep.Recorded)
        {
            writer.Line($"state.Totals!.RecordRow({Text(variant.TotalNumbers[total])}, {Runtime}.ReductionKind.{Program[total].Reduction}, row, {scalars.Text(Program[total].Operands[0]).Text});");
        }
    }

    private void WriteRun(SourceWriter writer, KernelRun run, LateScalars scalars, string before, string weights, string gradients, string start)
    {
        var late = run.Late.Select(late => $"{prologue.Field(late.Scalar)} = {scalars.Text(late.Value).Text}").ToList();
        WriteRun(writer, run, before, weights, gradients, late.Count == 0 ? "in values" : $"values with {{ {string.Join(", ", late)} }}", start);
    }

    private void WriteRun(SourceWriter writer, KernelRun run, string before, string weights, string gradients, string values, string start)
    {
        var runs = run.Kernel.Totals.Count == 0 ? "Run" : IsOfMatrices ? "ReduceRow" : "Reduce";
        writer.List($"{before}{Runtime}.Kernel.{runs}<{_names.Kernel(method, run.Kernel)}<T>, {_names.Values}, T>", [weights, gradients, "state", values, start], ";");
    }

    private bool IsOfTensor(int value) => !method.AxesOf(value).IsWithinTensor();

    private LateScalars Scalars(IEnumerable<int> values, bool keepsOfTensor = false) => new(method, variant, prologue, members, values, keepsOfTensor);
}
