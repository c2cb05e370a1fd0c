using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using Descent.CompilerServices;

namespace Descent.Engine;

/// <summary>
/// Has a device compute what follows from totals, where all rules of a step allow it, so that no total comes here between two sweeps: first the rest of the tree of each tensor, then that of the
/// optimizer, and with the loop that takes them the scalars. The totals of a step lie one after the other, for each class of optimizers those of the optimizer, then those of its tensors in the order of addition.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "Memory of a device goes back when nobody knows of it any more.")]
internal sealed partial class DeviceScalars(StepPlan plan, RuleMethod method)
{
    private const int BytesOfTotal = sizeof(double);

    /// <summary>So many tensors may an optimizer have, and so many rows a tensor: the tree of more has three levels.</summary>
    private static readonly int s_maxTensors = Reduction.ChunkLength * 32;

    private readonly List<Type> _types = [];
    private readonly List<OfType> _ofTypes = [];
    private int[] _placeOf = [];
    private double[] _read = [];
    private IKernelDevice? _device;
    private DeviceAllocation? _totals;
    private bool _hasOthers;
    private int _stride;
    private int _room;
    private int _count;
    private bool _hasStates;
    private bool _hasTotals;
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
        ClearLines();
        ClearTotals();
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
            if (Concerns(in entry) && entry.IsOnDevice && entry.State.Totals is not null)
            {
                var (ofTensor, ofOptimizer) = PlacesOf(index);
                entry.State.Totals!.Set(_read.AsSpan(ofTensor, entry.State.Totals.Count));
                _read.AsSpan(ofOptimizer, entry.Participant.Rule.OptimizerReductions).CopyTo(entry.Participant.Rule.OptimizerTotals);
            }
        }
    }

    /// <summary>Whether something of a tensor may be computed from totals, or from states of its rows and columns.</summary>
    private static bool Concerns(in StepPlan.Entry entry) => (entry.State.Totals is not null || entry.State.OnDevice is { KeepsLines: true }) && entry.State.TensorLength > 0;

    /// <summary>The one device on which all parameters lie that leave totals, if their rules let it compute what follows from them.</summary>
    private IKernelDevice? FindDevice()
    {
        _types.Clear();
        (_stride, _hasOthers, _hasStates) = (0, false, false);
        IKernelDevice? device = null;
        foreach (ref readonly var entry in plan.Entries)
        {
            if (!Concerns(in entry))
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

            if (entry.State.Shard is not null || !entry.Participant.Rule.HasCudaScalars(method) || (entry.State.Rows > s_maxTensors && !entry.IsOfRows))
            {
                return null;
            }

            var itsDevice = (IKernelDevice)entry.Memory.Place!.Value.Device;
            if (device is not null && !ReferenceEquals(device, itsDevice))
            {
                return null;
            }

            device = itsDevice;
            _stride = Math.Max(_stride, CountTotals(in entry));
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
                if (entry.Participant.Type == type && Concerns(in entry))
                {
                    _placeOf[index] = next;
                    next += _stride;
                }
            }

            _ofTypes.Add(new(type, ofOptimizer, _stride == 0 ? 0 : ((next - ofOptimizer) / _stride) - 1));
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
            _ofLines?.Dispose();
            _lines.Clear();
            (_device, _totals, _room, _ofLines, _roomForLines) = (device, null, 0, null, 0);
        }

        if (_totals is null || next > _room)
        {
            DeviceAllocation.Replace(ref _totals, device, (long)next * BytesOfTotal);
            _room = next;
        }

        PlaceLines(device);
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

    /// <summary>The totals of a class of optimizers: where those of the optimizer begin, which those of so many tensors follow.</summary>
    private readonly record struct OfType(Type Type, int First, int Tensors);
}
