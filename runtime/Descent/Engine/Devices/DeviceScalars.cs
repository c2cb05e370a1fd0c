using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using Descent.CompilerServices;

namespace Descent.Engine;

/// <summary>
/// Has a device compute what follows from totals, where all rules of a step allow it, so that no total comes here between two sweeps: first the rest of the tree of each tensor, then that of the
/// optimizer, and with the loop that takes them the scalars. The totals of a step lie one after the other, for each class of optimizers those of the optimizer, then those of its tensors in the order of addition.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "Memory of a device goes back when nobody knows of it any more.")]
internal sealed class DeviceScalars(StepPlan plan, RuleMethod method)
{
    private const int BytesOfTotal = sizeof(double);

    /// <summary>The words of a total in the table from which the tree is taken.</summary>
    private const int WordsOfTask = 4;

    /// <summary>So many tensors may an optimizer have: the tree of more has three levels.</summary>
    private static readonly int s_maxTensors = Reduction.ChunkLength * 32;

    private readonly List<Type> _types = [];
    private readonly List<OfType> _ofTypes = [];
    private readonly List<ulong> _tasks = [];
    private readonly Dictionary<(int Sweep, ReductionKind Kind, bool OfOptimizer), DeviceTable> _tables = [];
    private int[] _placeOf = [];
    private double[] _read = [];
    private IKernelDevice? _device;
    private DeviceAllocation? _totals;
    private bool _hasOthers;
    private int _stride;
    private int _room;
    private int _count;
    private bool _hasStates;
    private long _mark;

    /// <summary>Whether a device computes them in the step under way.</summary>
    public bool AreOnDevice { get; private set; }

    /// <summary>Whether that is all: no parameter leaves totals here.</summary>
    public bool AreAllOnDevice => AreOnDevice && !_hasOthers;

    /// <summary>Where the totals lie.</summary>
    public ulong Address => _totals!.Address;

    /// <summary>Sees whether a device computes them in a step, and makes room.</summary>
    public void Begin()
    {
        var device = FindDevice();
        AreOnDevice = device is not null;
        if (device is not null)
        {
            Place(device);
        }
    }

    /// <summary>Whether a device can compute them.</summary>
    public bool CanBeOnDevice() => FindDevice() is not null;

    /// <summary>Where the totals of a tensor begin, and those of the optimizer.</summary>
    public (int OfTensor, int OfOptimizer) PlacesOf(int entry) => (_placeOf[entry], OfOptimizer(plan.Entries[entry].Participant.Type));

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

    /// <summary>Waits for the totals of a step from which states follow, and not for what was queued behind them, and leaves them where rules look for them.</summary>
    public void Read()
    {
        if (!AreOnDevice || !_hasStates)
        {
            return;
        }

        if (_read.Length < _count)
        {
            _read = new double[_count];
        }

        _device!.ReadAfter(_mark, Address, MemoryMarshal.AsBytes(_read.AsSpan(0, _count)));
        for (var index = 0; index < plan.Entries.Length; index++)
        {
            ref readonly var entry = ref plan.Entries[index];
            if (HasTotals(in entry) && entry.IsOnDevice)
            {
                var (ofTensor, ofOptimizer) = PlacesOf(index);
                entry.State.Totals!.Set(_read.AsSpan(ofTensor, entry.State.Totals.Count));
                _read.AsSpan(ofOptimizer, entry.Participant.Rule.OptimizerReductions).CopyTo(entry.Participant.Rule.OptimizerTotals);
            }
        }
    }

    private static bool HasTotals(in StepPlan.Entry entry) => entry.State.Totals is not null && entry.State.TensorLength > 0;

    /// <summary>The one device on which all parameters lie that leave totals, if their rules let it compute what follows from them.</summary>
    private IKernelDevice? FindDevice()
    {
        _types.Clear();
        (_stride, _hasOthers, _hasStates) = (0, false, false);
        IKernelDevice? device = null;
        foreach (ref readonly var entry in plan.Entries)
        {
            if (!HasTotals(in entry))
            {
                continue;
            }

            if (!entry.IsOnDevice)
            {
                // What follows from totals of the optimizer is computed where all its parameters are.
                if (entry.Participant.Rule.OptimizerReductions > 0)
                {
                    return null;
                }

                _hasOthers = true;
                continue;
            }

            if (entry.State.Matrix is not null || entry.State.Shard is not null || !entry.Participant.Rule.HasCudaScalars(method))
            {
                return null;
            }

            var itsDevice = (IKernelDevice)entry.Memory.Place!.Value.Device;
            if (device is not null && !ReferenceEquals(device, itsDevice))
            {
                return null;
            }

            device = itsDevice;
            _stride = Math.Max(_stride, entry.State.Totals!.Count);
            _hasStates |= entry.Participant.Rule.HasCudaStates(method);
            if (!_types.Contains(entry.Participant.Type))
            {
                _types.Add(entry.Participant.Type);
            }
        }

        return plan.Entries.Length <= s_maxTensors ? device : null;
    }

    /// <summary>Gives each tensor a place among the totals.</summary>
    private void Place(IKernelDevice device)
    {
        plan.MakeRoom(ref _placeOf);
        _ofTypes.Clear();
        var next = 0;
        foreach (var type in _types)
        {
            var ofOptimizer = next;
            next += _stride;
            foreach (var index in plan.Order)
            {
                ref readonly var entry = ref plan.Entries[index];
                if (entry.Participant.Type == type && HasTotals(in entry))
                {
                    _placeOf[index] = next;
                    next += _stride;
                }
            }

            _ofTypes.Add(new(type, ofOptimizer, ((next - ofOptimizer) / _stride) - 1));
        }

        _count = next;

        if (!ReferenceEquals(device, _device))
        {
            foreach (var table in _tables.Values)
            {
                table.Dispose();
            }

            _tables.Clear();
            _totals?.Dispose();
            (_device, _totals, _room) = (device, null, 0);
        }

        if (next > _room)
        {
            _totals?.Dispose();
            _totals = new(device, (long)next * BytesOfTotal);
            _room = next;
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

    private int OfOptimizer(Type type)
    {
        foreach (ref readonly var ofType in CollectionsMarshal.AsSpan(_ofTypes))
        {
            if (ofType.Type == type)
            {
                return ofType.First;
            }
        }

        return 0;
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

    /// <summary>The totals of a class of optimizers: where those of the optimizer begin, which those of so many tensors follow.</summary>
    private readonly record struct OfType(Type Type, int First, int Tensors);
}
