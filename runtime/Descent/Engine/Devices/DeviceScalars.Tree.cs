using System.Runtime.InteropServices;
using Descent.CompilerServices;

namespace Descent.Engine;

/// <content>The upper part of the tree of all reductions, from what the loops of a sweep leave to the totals of tensors and of the optimizer.</content>
internal sealed partial class DeviceScalars
{
    /// <summary>The words of a total in the table from which the tree is taken.</summary>
    private const int WordsOfTask = 4;

    private readonly List<ulong> _tasks = [];
    private readonly Dictionary<(int Sweep, int Part, ReductionKind Kind, Stage Stage), DeviceTable> _tables = [];

    /// <summary>Of what totals are taken: a table has those of one.</summary>
    private enum Stage
    {
        Chunks,
        Columns,
        Rows,
        Tensors,
    }

    /// <summary>Queues what is left of the tree of chunks, of rows and of columns, from what the loops of a part of a sweep leave.</summary>
    public void Combine(List<DeviceLaunch> launches, int sweep, int part)
    {
        for (var kind = ReductionKind.Sum; kind <= ReductionKind.Min; kind++)
        {
            _tasks.Clear();
            foreach (var launch in launches)
            {
                AddTensors(launch, kind);
            }

            Queue(sweep, part, kind, Stage.Chunks);
        }

        CombineColumns(launches, sweep, part);
    }

    /// <summary>Queues what is left of the tree of tensors, and that of the optimizer, once all loops of a sweep are there.</summary>
    public void EndSweep(int sweep)
    {
        for (var kind = ReductionKind.Sum; kind <= ReductionKind.Min; kind++)
        {
            _tasks.Clear();
            foreach (var total in _ofRows)
            {
                if (total.Kind == kind)
                {
                    Add(total.First, total.Stride, total.Rows, At(total.Place));
                }
            }

            Queue(sweep, 0, kind, Stage.Rows);
        }

        for (var kind = ReductionKind.Sum; kind <= ReductionKind.Min; kind++)
        {
            _tasks.Clear();
            foreach (var total in _ofOptimizer)
            {
                if (total.Kind == kind)
                {
                    AddOptimizer(total.Type, total.Number);
                }
            }

            Queue(sweep, 0, kind, Stage.Tensors);
        }

        if (_hasStates && _hasTotals)
        {
            _mark = _device!.SetMark();
        }

        ClearTotals();
    }

    /// <summary>Forgets the totals of a sweep; at the beginning those of a step that was cut short.</summary>
    private void ClearTotals()
    {
        _ofRows.Clear();
        _ofOptimizer.Clear();
        _hasTotals = false;
    }

    private void AddTensors(DeviceLaunch launch, ReductionKind kind)
    {
        var totals = launch.CountTotals();
        if (launch.Lengths.Count == 0 || totals == 0 || launch.Walk == DeviceWalk.Columns)
        {
            return;
        }

        var first = launch.Device.TotalsOf(launch);
        for (var tensor = 0; tensor < launch.Lengths.Count; tensor++)
        {
            var places = launch.CountPlaces(tensor);
            for (var index = 0; index < totals; index++)
            {
                var total = launch.TotalAt(index);
                if (total.Kind != kind)
                {
                    continue;
                }

                if (launch.Walk == DeviceWalk.Rows)
                {
                    AddRows(launch, tensor, index, first);
                    continue;
                }

                ref readonly var entry = ref plan.Entries[launch.Entries[tensor]];
                Add(first + (ulong)(index * BytesOfTotal), totals, places, At(PlacesOf(launch.Entries[tensor]).OfTensor + total.Number));
                NoteOfOptimizer(entry.Participant, total);
            }

            first += (ulong)((long)places * totals * BytesOfTotal);
        }
    }

    /// <summary>Notes that tensors have terms for a total of the optimizer, if it is one: where weights or states are stored in several ways, several loops leave terms of it.</summary>
    private void NoteOfOptimizer(Participant participant, DeviceTotal total)
    {
        _hasTotals = true;
        if (total.Number < participant.Rule.OptimizerReductions && !_ofOptimizer.Contains((participant.Type, total.Kind, total.Number)))
        {
            _ofOptimizer.Add((participant.Type, total.Kind, total.Number));
        }
    }

    private void AddOptimizer(Type type, int number)
    {
        foreach (var ofType in _ofTypes)
        {
            if (ofType.Type == type)
            {
                Add(At(ofType.First + _stride + number), _stride, ofType.Tensors, At(ofType.First + number));
            }
        }
    }

    private ulong At(int place) => Address + (ulong)((long)place * BytesOfTotal);

    /// <summary>Adds a total of which the tree is taken; or totals of one term each.</summary>
    /// <param name="first">Where the first term lies.</param>
    /// <param name="stride">How many totals further the next one lies.</param>
    /// <param name="count">How many there are.</param>
    /// <param name="destination">Where the total goes.</param>
    /// <param name="alone">How many totals of one term there are.</param>
    /// <param name="apart">How many totals further the next one of these goes.</param>
    private void Add(ulong first, int stride, int count, ulong destination, int alone = 1, int apart = 0)
    {
        _tasks.Add(first);
        _tasks.Add(destination);
        _tasks.Add((uint)(stride * BytesOfTotal) | ((ulong)count << 32));
        _tasks.Add((uint)alone | ((ulong)(uint)(apart * BytesOfTotal) << 32));
    }

    private void Queue(int sweep, int part, ReductionKind kind, Stage stage)
    {
        if (_tasks.Count > 0)
        {
            _device!.Combine(kind, TableOf(sweep, part, kind, stage), _tasks.Count / WordsOfTask);
        }
    }

    /// <summary>Brings the table to the device that was written last.</summary>
    private ulong TableOf(int sweep, int part, ReductionKind kind, Stage stage)
    {
        if (!_tables.TryGetValue((sweep, part, kind, stage), out var table))
        {
            table = new(_device!);
            _tables.Add((sweep, part, kind, stage), table);
        }

        table.Set(MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(_tasks)));
        return table.Address;
    }
}
