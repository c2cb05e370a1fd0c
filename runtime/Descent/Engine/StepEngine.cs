using Descent.CompilerServices;

namespace Descent.Engine;

/// <summary>
/// Runs one method of the rules of several optimizers over all their parameters. Everything that can be wrong is found before the first
/// write; what goes wrong all the same leaves the optimizers refusing further steps until they are told how to go on.
/// </summary>
internal sealed partial class StepEngine
{
    private readonly Participant[] _participants;
    private readonly RuleMethod _method;
    private readonly bool _readsGradients;
    private readonly bool _endsTensors;
    private readonly LayoutWatch _layout;
    private readonly StepPlan _plan;
    private readonly GradientScan _scan;
    private readonly RuleSweep _sweep;
    private readonly ShardTotals? _ofShards;

    public StepEngine(Participant[] participants, RuleMethod method)
    {
        (_participants, _method) = (participants, method);
        _readsGradients = Array.Exists(participants, participant => participant.Rule.ReadsGradients(method));
        _endsTensors = Array.Exists(participants, participant => participant.Rule.PreparesEachTensor);
        _layout = new(participants);
        _plan = new(method, participants[0].ShardPipeline, participants[0].ShardTotals);
        _scan = new(_plan, method, participants[0].ShardTotals);
        _ofShards = participants[0].ShardTotals is { } totals ? new(totals, _plan) : null;
        _sweep = new(participants, _plan, method);
    }

    /// <summary>Runs the method once and counts the step, or leaves it out.</summary>
    /// <param name="options">How it is run.</param>
    /// <param name="before">What the method before it found in this step's first gradients.</param>
    public StepResult Run(OptimizerOptions options, StepResult before = default)
    {
        Subnormals.RefuseFlushing(_participants);
        if (_participants[0].ShardPipeline is { IsOfAllRanks: false })
        {
            throw new InvalidOperationException($"The {_participants[0].Type.Name} has a rank's shares of tensors, which all ranks step together: call the sharded optimizer that it was given to.");
        }

        Participant.Enter(_participants);
        Participant.Hold(_participants);
        try
        {
            return before.IsSkipped ? LeaveOut(options, before) : Run(options);
        }
        catch
        {
            _plan.Discard();
            throw;
        }
        finally
        {
            Leave();
        }
    }

    private void Leave()
    {
        Participant.Release(_participants);
        foreach (var participant in _participants)
        {
            participant.Rule.Scaling.End();
        }

        Participant.Leave(_participants);
    }

    private StepResult Run(OptimizerOptions options)
    {
        var zeroes = _readsGradients && options.ClearGradientsAfterStep;
        if (_method == RuleMethod.Update && Array.TrueForAll(_participants, participant => participant.Parameters.Count == 0))
        {
            throw new InvalidOperationException("There are no parameters to update: add them before the first step.");
        }

        _plan.Survey(_participants, zeroes);
        _layout.RefuseOverlaps(zeroes);
        RefuseStatisticsOfRows(options);
        _plan.Buckets?.Begin(_readsGradients);
        var result = new StepResult(_plan.Updated, _plan.Frozen, _plan.MissingGradients);
        var areThere = _plan.OnDevice is not null || (_readsGradients && options.ScansGradients);
        var neighbours = Neighbours.None;
        DeviceScan? scan = null;
        if (_readsGradients)
        {
            var (factor, conditions) = (options.GradientScale, 0UL);
            if (areThere)
            {
                AwaitAll();
            }

            if (options.ScansGradients && LeavesNormToDevice(options))
            {
                scan = _scan.Queue(options);
                (factor, conditions) = (1, scan.Conditions);
            }
            else if (options.ScansGradients)
            {
                var norm = _scan.Run(options, out var bad);
                result = result with { GradientNorm = norm.Times(options.GradientScale) };
                if (bad is not null && options.NonFiniteGradients != NonFiniteGradients.LetThrough)
                {
                    return LeaveOut(options, Refuse(bad, options, result));
                }

                factor = options.GradientFactor(norm);
            }

            neighbours = new(factor, options.CollectStatistics && _method == RuleMethod.Update, zeroes, conditions);
        }

        _sweep.Prepare(options, in neighbours);
        Parameter? leftOut = null;
        try
        {
            _sweep.Run(options, areThere);
            if (scan is not null && options.NonFiniteGradients != NonFiniteGradients.LetThrough)
            {
                var norm = _scan.Await(scan, options, out leftOut);
                result = result with { GradientNorm = norm.Times(options.GradientScale) };
            }
            else if (scan is not null)
            {
                result = result with { Pending = scan, PendingNumber = scan.Last };
            }

            if (leftOut is null)
            {
                EndTensors(in neighbours);
                _plan.Buckets?.Finish();
            }
        }
        catch (Exception exception)
        {
            RefuseFurtherSteps(exception);
            throw;
        }

        if (leftOut is not null)
        {
            // The device has left the step out by itself.
            _sweep.LeaveOut();
            return LeaveOut(options, Refuse(leftOut, options, result));
        }

        Count();
        return result;
    }

    /// <summary>
    /// Whether a device computes from the norm what gradients are multiplied by, or leaves the step out, and nobody here needs it before. A step that throws awaits the scan before an update is queued, unless all its loops
    /// are queued at once.
    /// </summary>
    private bool LeavesNormToDevice(OptimizerOptions options)
        => !options.CollectStatistics && (options.NonFiniteGradients != NonFiniteGradients.Throw || _plan.OnDevice?.Memory.Place?.Device is IKernelDevice { KeepsLoops: true }) && _scan.IsOfOneDevice(options)
            && (options.NonFiniteGradients == NonFiniteGradients.LetThrough || _sweep.WaitsForNoDevice());

    /// <summary>Waits for all gradients, where a step depends on all of them, or a device takes all at once.</summary>
    private void AwaitAll()
    {
        for (var bucket = 0; bucket < _plan.Buckets?.End; bucket++)
        {
            _plan.Buckets.Await(bucket);
        }
    }

    /// <summary>What a step tells that is left out because of a gradient that is not finite, or throws it.</summary>
    private StepResult Refuse(Parameter bad, OptimizerOptions options, StepResult result)
    {
        var (index, value) = _scan.FindNonFinite(bad);
        _plan.Discard();
        return options.NonFiniteGradients == NonFiniteGradients.Throw
            ? throw new NonFiniteGradientException(bad, index, value)
            : result with { Updated = 0, NonFiniteParameter = bad, NonFiniteIndex = index };
    }

    /// <summary>Leaves the step out: nothing is written but gradients, if they are zeroed.</summary>
    private StepResult LeaveOut(OptimizerOptions options, StepResult result)
    {
        if (options.ClearGradientsAfterStep)
        {
            ClearGradients(onlyUnread: false);
        }

        return result;
    }

    /// <summary>Sets gradients to zero: all that are bound, or those that the method did not read.</summary>
    private void ClearGradients(bool onlyUnread)
    {
        foreach (var participant in _participants)
        {
            for (var place = 0; place < participant.Parameters.Count; place++)
            {
                ref readonly var standing = ref participant.Standings[place];
                if (standing.HasGradients && (!onlyUnread || standing.IsFrozen || !participant.Rule.ReadsGradients(_method)))
                {
                    var memory = participant.Parameters[place].Memory;
                    memory.ClearGradients(0, memory.GradientLength);
                }
            }
        }
    }

    /// <summary>Throws what tells which parameters were written, and has all optimizers refuse further steps, if any was.</summary>
    private void RefuseFurtherSteps(Exception cause)
    {
        var written = _sweep.FindWritten();
        if (written.Count > 0)
        {
            var incomplete = new IncompleteStepException(_method, written, cause);
            foreach (var participant in _participants)
            {
                participant.IncompleteStep = incomplete;
            }

            throw incomplete;
        }
    }

    /// <summary>Does what is left once all weights are written, and may fail: what there is one of for a tensor, statistics, gradients of frozen parameters.</summary>
    private void EndTensors(in Neighbours neighbours)
    {
        if (_endsTensors)
        {
            _sweep.ReadTotals();
        }

        if (_endsTensors || neighbours.CollectsStatistics)
        {
            foreach (ref readonly var entry in _plan.Entries)
            {
                EndTensor(in entry, in neighbours);
            }
        }

        if (_endsTensors)
        {
            _sweep.WriteStates();
        }

        if (neighbours.CollectsStatistics)
        {
            _ofShards?.CombineStatistics();
        }

        // A second evaluation adds to all gradients, those too that the move before it did not read.
        if (neighbours.ZeroesGradients && (_plan.Frozen > 0 || _method == RuleMethod.BeforeGradient))
        {
            ClearGradients(onlyUnread: true);
        }
    }

    private void EndTensor(in StepPlan.Entry entry, in Neighbours neighbours)
    {
        if (entry.Participant.Rule.PreparesEachTensor && entry.HasTensor)
        {
            _plan.Prepare(in entry);
            if (entry.IsOfRows)
            {
                entry.Work.EndRows(_method, entry.State, entry.Step, entry.Memory.Rows!.Value.Span);
            }
            else
            {
                entry.Work.End(_method, entry.State, entry.Step);
            }
        }

        if (neighbours.CollectsStatistics && _ofShards is null)
        {
            entry.Parameter.CombineStatistics(entry.Step);
        }
    }

    /// <summary>Counts the step, and writes what there is one of for an optimizer.</summary>
    private void Count()
    {
        Participant? counted = null;
        foreach (ref readonly var entry in _plan.Entries)
        {
            entry.Participant.Standings[entry.Place].Done(_method, entry.Step);

            // One of which nothing was stepped goes on to follow the hyperparameters that its states begin with.
            if (entry.Participant != counted)
            {
                (counted = entry.Participant).Rule.Commit();
            }
        }
    }
}
