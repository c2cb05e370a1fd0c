using System.Runtime.InteropServices;
using Descent.CompilerServices;

namespace Descent.Engine;

/// <content>The upper part of the tree of all reductions, from what the loops of a sweep leave to the totals of tensors and of the optimizer.</content>
internal sealed partial class DeviceScalars
{
    /// <summary>The words of a total in the table from which the tree is taken.</summary>
    private const int WordsOfTask = 4;

    private readonly List<ulong> _tasks = [];
    private readonly Dictionary<(int Sweep, ReductionKind Kind, bool OfOptimizer), DeviceTable> _tables = [];

    /// <summary>Queues the rest of the tree, from what the loops of a sweep leave.</summary>
    public void Combine(List<DeviceLaunch> launches, int sweep)
    {
        var hasTotals = false;
        for (var kind = ReductionKind.Sum; kind <= ReductionKind.Min; kind++)
        {
            _tasks.Clear();
            foreach (var launch in launches)
            {
                AddTensors(launch, kind);
            }

            hasTotals |= _tasks.Count > 0;
            Queue(sweep, kind, ofOptimizer: false);
        }

        for (var kind = ReductionKind.Sum; kind <= ReductionKind.Min; kind++)
        {
            _tasks.Clear();
            foreach (var ofType in _ofTypes)
            {
                AddOptimizer(launches, ofType, kind);
            }

            Queue(sweep, kind, ofOptimizer: true);
        }

        if (_hasStates && hasTotals)
        {
            _mark = _device!.SetMark();
        }
    }

    private void AddTensors(DeviceLaunch launch, ReductionKind kind)
    {
        var totals = launch.CountTotals();
        if (launch.Lengths.Count == 0 || totals == 0)
        {
            return;
        }

        var first = launch.Device.TotalsOf(launch);
        for (var tensor = 0; tensor < launch.Lengths.Count; tensor++)
        {
            var places = launch.CountPlaces(tensor);
            for (var index = 0; index < totals; index++)
            {
                if (launch.TotalAt(index) is { } total && total.Kind == kind)
                {
                    Add(first + (ulong)(index * BytesOfTotal), totals, places, launch.PlacesOfTotals[tensor] + total.Number);
                }
            }

            first += (ulong)((long)places * totals * BytesOfTotal);
        }
    }

    private void AddOptimizer(List<DeviceLaunch> launches, OfType ofType, ReductionKind kind)
    {
        foreach (var launch in launches)
        {
            if (launch.Lengths.Count == 0 || launch.Type != ofType.Type)
            {
                continue;
            }

            for (var index = 0; index < launch.CountTotals(); index++)
            {
                if (launch.TotalAt(index) is { } total && total.Kind == kind && total.Number < launch.Rule.OptimizerReductions)
                {
                    AddOptimizer(ofType, total.Number);
                }
            }
        }
    }

    private void AddOptimizer(OfType ofType, int number)
    {
        // Where weights or states are stored in several ways, several loops leave terms of one total.
        for (var task = 0; task < _tasks.Count; task += WordsOfTask)
        {
            if (_tasks[task + 1] == At(ofType.First + number))
            {
                return;
            }
        }

        Add(At(ofType.First + _stride + number), _stride, ofType.Tensors, ofType.First + number);
    }

    private ulong At(int place) => Address + (ulong)((long)place * BytesOfTotal);

    /// <summary>Adds a total of which the tree is taken.</summary>
    /// <param name="first">Where the first term lies.</param>
    /// <param name="stride">How many totals further the next one lies.</param>
    /// <param name="count">How many there are.</param>
    /// <param name="place">Where the total goes.</param>
    private void Add(ulong first, int stride, int count, int place)
    {
        _tasks.Add(first);
        _tasks.Add(At(place));
        _tasks.Add((uint)(stride * BytesOfTotal) | ((ulong)count << 32));
        _tasks.Add(0);
    }

    private void Queue(int sweep, ReductionKind kind, bool ofOptimizer)
    {
        if (_tasks.Count == 0)
        {
            return;
        }

        if (!_tables.TryGetValue((sweep, kind, ofOptimizer), out var table))
        {
            table = new(_device!);
            _tables.Add((sweep, kind, ofOptimizer), table);
        }

        table.Set(MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(_tasks)));
        _device!.Combine(kind, table.Address, _tasks.Count / WordsOfTask);
    }
}
