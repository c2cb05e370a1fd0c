using Descent.CompilerServices;

namespace Descent.Engine;

/// <summary>Reads all gradients of a step before anything is written: for their norm, and for those that are not finite.</summary>
internal sealed class GradientScan(StepPlan plan, RuleMethod method, IShardTotals? totals) : RangeWork(plan, readsGradients: true, readsWeights: false)
{
    private readonly StepPlan _plan = plan;
    private readonly ShardTotals? _ofShards = totals is null ? null : new(totals, plan);
    private readonly DeviceScans _devices = new(plan, method);
    private NormTerm[] _terms = [];
    private NormTerm[] _ofTensors = [];
    private double _order;

    /// <summary>Whether one device can compute the norm of all gradients, and what follows from it.</summary>
    public bool IsOfOneDevice(OptimizerOptions options) => _ofShards is null && _devices.Find(options.GradientNormOrder) is not null;

    /// <summary>Has the device compute them that can.</summary>
    /// <param name="options">How the norm is limited.</param>
    /// <returns>What the device leaves.</returns>
    public DeviceScan Queue(OptimizerOptions options) => _devices.QueueAll(_devices.Find(options.GradientNormOrder)!, options);

    /// <summary>Waits for what a device left, and not for what was queued behind it.</summary>
    /// <param name="scan">What the device left.</param>
    /// <param name="options">How the norm is limited.</param>
    /// <param name="bad">The first parameter, in the order in which they were added, with a gradient that is not finite.</param>
    public ScaledNorm Await(DeviceScan scan, OptimizerOptions options, out Parameter? bad)
    {
        _order = options.GradientNormOrder;
        _plan.MakeRoom(ref _terms);
        _plan.MakeRoom(ref _ofTensors);
        scan.ReadTensors(_ofTensors, isBehindLimit: true);
        return Combine(out bad);
    }

    /// <summary>The norm of all gradients.</summary>
    /// <param name="options">Of which order it is, and how many threads take part.</param>
    /// <param name="bad">The first parameter, in the order in which they were added, with a gradient that is not finite.</param>
    public ScaledNorm Run(OptimizerOptions options, out Parameter? bad)
    {
        foreach (ref readonly var entry in _plan.Entries)
        {
            entry.Parameter.PrepareScan();
        }

        _order = options.GradientNormOrder;
        _plan.MakeRoom(ref _terms);
        _plan.MakeRoom(ref _ofTensors);

        // What is queued on devices runs while this processor does its share.
        _devices.Queue(_order, combines: _ofShards is null);
        foreach (ref readonly var round in _plan.Rounds)
        {
            RunRound(round, options);
        }

        _devices.Read(_order, _ofShards is null ? _ofTensors : []);
        return Combine(out bad);
    }

    /// <summary>The first gradient of a parameter that is not finite: its index among those of the whole tensor, and its value.</summary>
    public (long Index, double Value) FindNonFinite(Parameter parameter)
    {
        if (_ofShards is not null)
        {
            return _ofShards.FindNonFinite(parameter);
        }

        var index = parameter.Memory.FirstNonFiniteGradient();
        return (index, parameter.Memory.GradientAt(index));
    }

    protected override void Run(int index, in StepPlan.Entry entry, int start, int length, ref ReadAhead ahead)
    {
        if (entry.Participant.Rule.ReadsGradients(method))
        {
            entry.Work.ScanGradients(entry.Parameter, start, length, _order, ref ahead);
        }
    }

    protected override void RunRows(int index, in StepPlan.Entry entry, int share, int shares)
        => entry.Work.ScanRows(entry.Parameter, share, shares, _order);

    private ScaledNorm Combine(out Parameter? bad)
    {
        bad = null;
        var count = 0;
        _ofShards?.CombineScan(method, _order, _ofTensors);
        foreach (var index in _plan.Order)
        {
            ref readonly var entry = ref _plan.Entries[index];
            if (entry.State.TensorLength > 0 && entry.Participant.Rule.ReadsGradients(method))
            {
                var term = _ofShards is null && !DeviceScans.Combines(in entry, _order) ? entry.Parameter.CombineScan(_order) : _ofTensors[index];
                bad ??= term.HasBad ? entry.Parameter : null;
                _terms[count++] = term;
            }
        }

        return NormTerm.Combine(_terms.AsSpan(0, count), _order).Norm(_order);
    }
}
