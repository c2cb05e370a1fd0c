using System.Runtime.InteropServices;
using Descent.CompilerServices;

namespace Descent.Engine;

/// <content>
/// Rows and columns of tensors whose rules name them: their totals, and what a device computes of each. Totals of rows lie row after row, in the order of their numbers, those of columns column after column; behind
/// them what a loop takes.
/// </content>
internal sealed partial class DeviceScalars
{
    /// <summary>The words of some columns in the table from which their totals are taken.</summary>
    private const int WordsOfColumns = 5;

    private readonly Dictionary<(int Sweep, int Part), List<DeviceLaunch>> _lines = [];
    private readonly List<(ReductionKind Kind, ulong First, int Stride, int Rows, int Place)> _ofRows = [];
    private readonly List<(Type Type, ReductionKind Kind, int Number)> _ofOptimizer = [];
    private readonly List<DevicePart> _parts = [];
    private long[] _placesOfLines = [];
    private DeviceAllocation? _ofLines;
    private long _roomForLines;

    /// <summary>Whether a device computes what follows from the totals of a tensor, or of its rows and columns, in the step under way.</summary>
    public bool Has(in StepPlan.Entry entry) => AreOnDevice && Concerns(in entry) && entry.IsOnDevice && entry.Participant.Rule.HasCudaScalars(method);

    /// <summary>Where what belongs to the rows and columns of a tensor lies.</summary>
    public DeviceLines LinesOf(int index)
    {
        ref readonly var entry = ref plan.Entries[index];
        var (ofTensor, ofOptimizer) = PlacesOf(index);
        if (entry.State.Matrix is null)
        {
            return new(At(ofTensor), At(ofOptimizer), 0, 0, 0, 0);
        }

        var (rule, totals) = (entry.Participant.Rule, (long)CountTotals(in entry));
        var rowTotals = _ofLines!.Address + (ulong)(_placesOfLines[index] * BytesOfTotal);
        var columnTotals = rowTotals + (ulong)(entry.State.Rows * totals * BytesOfTotal);
        var rowValues = columnTotals + (ulong)(entry.State.Columns * totals * BytesOfTotal);
        return new(At(ofTensor), At(ofOptimizer), rowTotals, columnTotals, rowValues, rowValues + (ulong)((long)entry.State.Rows * rule.CountCudaRows(method, -1) * BytesOfTotal));
    }

    /// <summary>Where what belongs to some rows of a tensor lies.</summary>
    public DeviceLines LinesOf(int index, in DevicePart part)
    {
        ref readonly var entry = ref plan.Entries[index];
        var (lines, row) = (LinesOf(index), entry.State.Matrix is null ? 0L : part.FirstRowOf(entry.State));
        return lines with
        {
            RowTotals = lines.RowTotals + (ulong)(row * CountTotals(in entry) * BytesOfTotal),
            RowValues = lines.RowValues + (ulong)(row * entry.Participant.Rule.CountCudaRows(method, -1) * BytesOfTotal),
        };
    }

    /// <summary>Queues what was added for a place of a step.</summary>
    /// <param name="sweep">The sweep; −1 behind all of them.</param>
    /// <param name="part">Before which loop of it; −1 behind the last one.</param>
    /// <param name="ofStep">Where the conditions of the step lie.</param>
    public void RunLines(int sweep, int part, ulong ofStep)
    {
        if (!_lines.TryGetValue((sweep, part), out var launches))
        {
            return;
        }

        // What follows from a state of the optimizer is computed before its next value is there.
        for (var walk = DeviceWalk.EachRow; walk <= DeviceWalk.EachOptimizer; walk++)
        {
            foreach (var launch in launches)
            {
                if (launch.Walk == walk && launch.Lengths.Count > 0)
                {
                    launch.OfStep = ofStep;
                    launch.Device.Run(launch);
                    launch.Clear();
                }
            }
        }
    }

    /// <summary>Forgets what was added in a step that was cut short.</summary>
    private void ClearLines()
    {
        foreach (var launches in _lines.Values)
        {
            launches.ForEach(static launch => launch.Clear());
        }
    }

    /// <summary>Adds a tensor to what is computed of rows and columns at one place of a step, and of tensors.</summary>
    public void AddLines(in StepPlan.Entry entry, int index, int sweep, int part, ReadOnlySpan<double> inputs)
    {
        AddLines(in entry, index, sweep, part, inputs, DeviceWalk.EachRow, Per.Row);
        AddLines(in entry, index, sweep, part, inputs, DeviceWalk.EachColumn, Per.Column);
        AddLines(in entry, index, sweep, part, inputs, DeviceWalk.EachTensor, Per.Tensor);
    }

    /// <summary>Adds what is computed of the optimizer of a tensor.</summary>
    public void AddOptimizer(in StepPlan.Entry entry, int index, int sweep, int part, ReadOnlySpan<double> inputs)
        => AddLines(in entry, index, sweep, part, inputs, DeviceWalk.EachOptimizer, Per.Optimizer);

    private static int CountTotals(in StepPlan.Entry entry) => entry.State.Totals?.Count ?? 0;

    private void AddLines(in StepPlan.Entry entry, int index, int sweep, int part, ReadOnlySpan<double> inputs, DeviceWalk walk, Per per)
    {
        var rule = entry.Participant.Rule;
        var number = rule.GetCudaLines(method, entry.State, entry.Step, sweep, part, per);
        if (number < 0)
        {
            return;
        }

        if (!_lines.TryGetValue((sweep, part), out var launches))
        {
            launches = [];
            _lines.Add((sweep, part), launches);
        }

        var launch = FindLines(launches, in entry, number, walk);
        FindParts(in entry, walk);
        var firstInput = _parts.Count > 0 ? launch.AddInputs(inputs) : 0;
        foreach (ref readonly var some in CollectionsMarshal.AsSpan(_parts))
        {
            launch.AddLines(entry.Parameter, in some, LinesOf(index, in some), firstInput);
        }

        for (var recorded = 0; walk == DeviceWalk.EachRow && recorded < rule.CountCudaRecorded(method, number); recorded++)
        {
            NoteOfRows(in entry, index, rule.GetCudaRecorded(method, number, recorded));
        }
    }

    /// <summary>Finds of what something is computed: of the rows that take part, or once.</summary>
    private void FindParts(in StepPlan.Entry entry, DeviceWalk walk)
    {
        if (walk == DeviceWalk.EachRow)
        {
            DevicePart.Find(in entry, _parts);
            return;
        }

        _parts.Clear();
        _parts.Add(default);
    }

    private DeviceLaunch FindLines(List<DeviceLaunch> launches, in StepPlan.Entry entry, int number, DeviceWalk walk)
    {
        foreach (var launch in launches)
        {
            if (launch.Is(_device!, entry.Participant.Rule, entry.Parameter, number, walk, -1))
            {
                return launch;
            }
        }

        var added = new DeviceLaunch(_device!, entry.Participant.Rule, entry.Participant.Type, entry.Participant.Schema, method, DeviceLaunch.ElementsOf(entry.Parameter), number, walk);
        launches.Add(added);
        return added;
    }

    /// <summary>Notes that the rows of a tensor have a term each for a total of it.</summary>
    private void NoteOfRows(in StepPlan.Entry entry, int index, DeviceTotal total)
    {
        _ofRows.Add((total.Kind, LinesOf(index).RowTotals + (ulong)(total.Number * BytesOfTotal), CountTotals(in entry), entry.State.Rows, PlacesOf(index).OfTensor + total.Number));
        NoteOfOptimizer(entry.Participant, total);
    }

    /// <summary>Gives the rows and columns of each tensor a place.</summary>
    private void PlaceLines(IKernelDevice device)
    {
        plan.MakeRoom(ref _placesOfLines);
        var (next, hasLines) = (0L, false);
        for (var index = 0; index < plan.Entries.Length; index++)
        {
            ref readonly var entry = ref plan.Entries[index];
            if (entry.State.Matrix is { } shape && Has(in entry))
            {
                var (rule, totals) = (entry.Participant.Rule, CountTotals(in entry));
                (_placesOfLines[index], hasLines) = (next, true);
                next += (shape.Rows * (long)(totals + rule.CountCudaRows(method, -1))) + (shape.Columns * (long)(totals + rule.CountCudaColumns(method, -1)));
            }
        }

        // A rule may name how many rows there are, and nothing of each.
        if (hasLines && (_ofLines is null || next > _roomForLines))
        {
            DeviceAllocation.Replace(ref _ofLines, device, next * BytesOfTotal);
            _roomForLines = next;
        }
    }

    /// <summary>Adds the totals that a loop over rows left: of each row what is left of its tree, and of the tensor a term of each row.</summary>
    private void AddRows(DeviceLaunch launch, int tensor, int index, ulong first)
    {
        var (entry, total) = (launch.Entries[tensor], launch.TotalAt(index));
        var (rows, chunks, stride) = (launch.Shapes[tensor].Rows, Reduction.CountChunks(launch.Shapes[tensor].Columns), launch.CountTotals());
        var (apart, destination) = (CountTotals(in plan.Entries[entry]), LinesOf(entry, launch.Parts[tensor].Part).RowTotals + (ulong)(total.Number * BytesOfTotal));

        // A rule that is stepped in some rows takes no total of all.
        if (!plan.Entries[entry].IsOfRows)
        {
            NoteOfRows(in plan.Entries[entry], entry, total);
        }

        var atOnce = chunks == 1 ? IKernelDevice.TotalsAtOnce : 1;
        for (var row = 0; row < rows; row += atOnce)
        {
            Add(
                first + (ulong)((((long)row * chunks * stride) + index) * BytesOfTotal), stride, chunks,
                destination + (ulong)((long)row * apart * BytesOfTotal), Math.Min(atOnce, rows - row), apart);
        }
    }

    /// <summary>Queues what is left of the totals that loops down columns left.</summary>
    private void CombineColumns(List<DeviceLaunch> launches, int sweep, int part)
    {
        for (var kind = ReductionKind.Sum; kind <= ReductionKind.Min; kind++)
        {
            _tasks.Clear();
            foreach (var launch in launches)
            {
                if (launch.Walk == DeviceWalk.Columns && launch.Lengths.Count > 0)
                {
                    AddColumns(launch, kind);
                }
            }

            if (_tasks.Count > 0)
            {
                _device!.CombineColumns(kind, TableOf(sweep, part, kind, Stage.Columns), _tasks.Count / WordsOfColumns);
            }
        }
    }

    private void AddColumns(DeviceLaunch launch, ReductionKind kind)
    {
        var (stride, first) = (launch.CountTotals(), launch.Device.TotalsOf(launch));
        for (var tensor = 0; tensor < launch.Lengths.Count; tensor++)
        {
            var (entry, (_, columns, _)) = (launch.Entries[tensor], launch.Shapes[tensor]);
            var (places, apart, destination) = (launch.CountPlaces(tensor), CountTotals(in plan.Entries[entry]), LinesOf(entry).ColumnTotals);
            for (var index = 0; index < stride; index++)
            {
                for (var column = 0; launch.TotalAt(index) is var total && total.Kind == kind && column < columns; column += IKernelDevice.ColumnsAtOnce)
                {
                    _tasks.Add(first + (ulong)((((long)column * stride) + index) * BytesOfTotal));
                    _tasks.Add(destination + (ulong)((((long)column * apart) + total.Number) * BytesOfTotal));
                    _tasks.Add((uint)(stride * BytesOfTotal) | ((ulong)Math.Min(IKernelDevice.ColumnsAtOnce, columns - column) << 32));
                    _tasks.Add((uint)(places / columns) | ((ulong)(uint)(apart * BytesOfTotal) << 32));
                    _tasks.Add((ulong)((long)columns * stride * BytesOfTotal));
                }
            }

            first += (ulong)((long)places * stride * BytesOfTotal);
        }
    }
}
