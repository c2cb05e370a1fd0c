using Descent.CompilerServices;

namespace Descent.Engine;

/// <summary>
/// Runs the rules over all weights of a step: sweep by sweep, and between two sweeps the totals of reductions. A tensor that is in one piece, and whose rule
/// asks for no total of others, has all its sweeps at once, while it is in the cache.
/// </summary>
internal sealed class RuleSweep(Participant[] participants, StepPlan plan, RuleMethod method)
    : RangeWork(plan, readsGradients: Array.Exists(participants, participant => participant.Rule.ReadsGradients(method)), readsWeights: true)
{
    private readonly StepPlan _plan = plan;
    private readonly StepTotals _totals = new(participants, plan);
    private readonly DeviceSweep _devices = new(plan, method);
    private readonly DeviceStatistics _ofDevices = new(plan, method);
    private readonly ShardSweep _ofShards = new(plan);
    private Neighbours _neighbours = Neighbours.None;
    private Neighbours _negated = Neighbours.None;
    private bool[] _written = [];
    private int _sweep;

    /// <summary>Makes room for what the weights are about to leave. Nothing that the caller knows of is written yet.</summary>
    /// <param name="options">How the step is run.</param>
    /// <param name="neighbours">What is done beside the rules.</param>
    public void Prepare(OptimizerOptions options, in Neighbours neighbours)
    {
        (_neighbours, _negated) = (neighbours, neighbours.Negated);
        if (_plan.OnDevice is not null || Array.Exists(participants, static participant => participant.Rule.Kept is not null))
        {
            _devices.Begin();
        }

        _ofDevices.Release();
        _plan.MakeRoom(ref _written);
        Array.Clear(_written);
        foreach (var participant in participants)
        {
            participant.Maximizes = options.Maximize || participant.Options.Maximize;
        }

        foreach (ref readonly var entry in _plan.Entries)
        {
            if (entry.Participant.Schema.Draws.Count > 0 || entry.State.IsStored)
            {
                entry.State.SeedChance(options.Seed);
            }
        }

        if (neighbours.CollectsStatistics)
        {
            foreach (ref readonly var entry in _plan.Entries)
            {
                entry.Parameter.PrepareStatistics();
            }
        }
    }

    /// <summary>Waits for the totals that devices have, where states follow from them.</summary>
    public void ReadTotals() => _devices.ReadTotals();

    /// <summary>Notes that devices left the step out.</summary>
    public void LeaveOut() => _devices.LeaveOut();

    /// <summary>Has states that devices keep go back to them, where this processor wrote them.</summary>
    public void WriteStates() => _devices.EndLines();

    /// <summary>Whether devices run all sweeps without this processor.</summary>
    public bool WaitsForNoDevice() => _devices.WaitsForNothing();

    /// <summary>Runs all sweeps.</summary>
    /// <param name="options">How the step is run.</param>
    /// <param name="areThere">Whether the gradients of all buckets have been awaited.</param>
    public void Run(OptimizerOptions options, bool areThere)
    {
        var givesBehind = GivesBehind();
        var measures = _neighbours.CollectsStatistics && _plan.OnDevice is not null;
        _ofShards.Begin(areThere);
        if (measures)
        {
            _ofDevices.Begin(in _neighbours);
        }

        for (_sweep = 0; _sweep < _plan.Sweeps; _sweep++)
        {
            // What is queued on devices runs while this processor does its share.
            _devices.Run(in _neighbours, _written, _sweep);
            BeginSweep(isAlone: false, _sweep == 0, isLast: _sweep == _plan.Sweeps - 1 && !givesBehind);
            foreach (ref readonly var round in _plan.Rounds)
            {
                if (!round.IsAlone)
                {
                    Prepare(round);
                    RunBuckets(round, options);
                }
            }

            EndSweep();
            _devices.EndSweep(_sweep);
            if (!_devices.HasAllTotals)
            {
                _totals.Combine();
            }
        }

        _devices.End();
        if (measures)
        {
            _ofDevices.End();
        }

        if (givesBehind)
        {
            _ofShards.GiveTogether();
        }

        BeginSweep(isAlone: true, isFirst: true, isLast: true);
        foreach (ref readonly var round in _plan.Rounds)
        {
            if (round.IsAlone)
            {
                RunAlone(round, options);
            }
        }

        EndSweep();
    }

    /// <summary>Whether weights go to other ranks behind the last sweep: those of 16 bits that a device measures are stored there. Of which ranks these are, the others do not know.</summary>
    private bool GivesBehind()
    {
        var isNarrow = false;
        foreach (ref readonly var entry in _plan.Entries)
        {
            isNarrow |= entry.Memory.ElementType != entry.Memory.ArithmeticType;
        }

        return isNarrow && _neighbours.CollectsStatistics && _plan.Buckets is not null;
    }

    private void BeginSweep(bool isAlone, bool isFirst, bool isLast)
    {
        if (_plan.Buckets is not null)
        {
            _ofShards.BeginSweep(isAlone, isFirst, isLast);
        }
    }

    private void EndSweep()
    {
        if (_plan.Buckets is not null)
        {
            _ofShards.EndSweep();
        }
    }

    /// <summary>Runs the pieces of a round, those of a bucket when its gradients have come.</summary>
    private void RunBuckets(StepPlan.Round round, OptimizerOptions options)
    {
        if (_plan.Buckets is null)
        {
            RunRound(round, options);
            return;
        }

        for (var piece = round.FirstPiece; piece < round.EndPiece;)
        {
            var end = _ofShards.GoTo(piece, round.EndPiece);
            RunPieces(piece, end, options);
            piece = end;
        }
    }

    /// <summary>Runs all sweeps over one tensor, with the operations on whole matrices between them.</summary>
    private void RunAlone(StepPlan.Round round, OptimizerOptions options)
    {
        ref readonly var entry = ref _plan.Entries[round.First];
        if (entry.Length == 0)
        {
            return;
        }

        var matrices = entry.Participant.Matrices;
        (matrices.MaxDegreeOfParallelism, matrices.TaskScheduler) = (options.MaxDegreeOfParallelism, options.TaskScheduler);
        entry.State.Matrices = matrices;
        for (_sweep = 0; _sweep < entry.Sweeps; _sweep++)
        {
            Prepare(round);
            RunBuckets(round, options);
            entry.State.Totals?.Combine();
            entry.Work.Apply(entry.Parameter, method, entry.Step, _sweep, in entry.Participant.Maximizes ? ref _negated : ref _neighbours);
        }
    }

    /// <summary>The parameters that may have been written: here, or on another rank, whose weights have come.</summary>
    public List<Parameter> FindWritten()
    {
        List<Parameter> written = [];
        for (var index = 0; index < _plan.Entries.Length; index++)
        {
            if (_written[index] || _ofShards.HasGiven)
            {
                written.Add(_plan.Entries[index].Parameter);
            }
        }

        return written;
    }

    protected override void Run(int index, in StepPlan.Entry entry, int start, int length, ref ReadAhead ahead)
    {
        ref readonly var neighbours = ref entry.Participant.Maximizes ? ref _negated : ref _neighbours;
        if (_sweep < (entry.IsSweptAlone ? 1 : entry.Sweeps))
        {
            entry.Work.RunSweep(entry.Parameter, method, entry.Step, _sweep, start, length, in neighbours, ref ahead, ref _written[index]);
        }

        if (entry.IsSweptAlone && _sweep == 0)
        {
            var nothing = default(ReadAhead);
            for (var sweep = 1; sweep < entry.Sweeps; sweep++)
            {
                entry.State.Totals?.Combine();
                entry.Work.RunSweep(entry.Parameter, method, entry.Step, sweep, start, length, in neighbours, ref nothing, ref _written[index]);
            }
        }
    }

    protected override void RunRows(int index, in StepPlan.Entry entry, int share, int shares)
    {
        if (_sweep < entry.Sweeps)
        {
            ref readonly var neighbours = ref entry.Participant.Maximizes ? ref _negated : ref _neighbours;
            entry.Work.RunRows(entry.Parameter, method, entry.Step, _sweep, share, shares, in neighbours, ref _written[index]);
        }
    }

    private void Prepare(StepPlan.Round round)
    {
        Participant? last = null;
        for (var index = round.First; index < round.End; index++)
        {
            ref readonly var entry = ref _plan.Entries[index];
            if (entry.Participant != last)
            {
                last = entry.Participant;
                _plan.Prepare(in entry);
            }

            // What a rank knows of a tensor of which it has nothing is computed here.
            if (entry.State.Matrix is not null && (!entry.IsOnDevice || entry.Length == 0) && entry.HasTensor && _sweep < entry.Sweeps)
            {
                entry.Work.Begin(method, entry.State, entry.Step, _sweep);
            }
        }
    }
}
