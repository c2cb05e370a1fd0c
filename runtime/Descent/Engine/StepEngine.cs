using Descent.CompilerServices;

namespace Descent.Engine;

/// <summary>
/// Runs one method of the rules of several optimizers over all their parameters: pass by pass, the pieces of a pass side by side, and
/// between two passes the totals of reductions. Everything that can be wrong is found before the first write.
/// </summary>
internal sealed class StepEngine(Optimizer[] optimizers, RuleMethod method) : IWork
{
    /// <summary>Below this many weights, waking other threads costs more than they save.</summary>
    private const int SmallestParallelLength = 32_768;

    private readonly StepPlan _plan = new(method);
    private readonly bool _readsGradients = optimizers.Any(optimizer => optimizer.Reads(method));
    private Neighbours _neighbours = Neighbours.None;
    private bool _scans;
    private bool _reduces;
    private int _pass;

    /// <summary>Runs the method once and counts the step.</summary>
    public StepResult Run(OptimizerOptions options)
    {
        Optimizer.Enter(optimizers);
        try
        {
            return RunAlone(options);
        }
        finally
        {
            Optimizer.Leave(optimizers);
        }
    }

    /// <summary>Leaves out the step whose first gradients were not finite.</summary>
    /// <param name="options">How the step would be run.</param>
    /// <param name="before">What <see cref="Optimizer.BeforeGradient"/> found.</param>
    /// <returns>The same.</returns>
    public StepResult Skip(OptimizerOptions options, StepResult before)
    {
        Optimizer.Enter(optimizers);
        try
        {
            if (options.ZeroGradients)
            {
                ClearGradients(onlyUnread: false);
            }

            return before;
        }
        finally
        {
            Optimizer.Leave(optimizers);
        }
    }

    private StepResult RunAlone(OptimizerOptions options)
    {
        _plan.Survey(optimizers);
        var result = new StepResult(_plan.Updated, _plan.Frozen, _plan.MissingGradients);
        _neighbours = Neighbours.None;
        if (_readsGradients)
        {
            var factor = options.GradientScale;
            if (options.ScansGradients)
            {
                var norm = Scan(options, out var bad);
                result = result with { GradientNorm = norm };
                if (bad is not null && options.BadGradients != BadGradients.LetThrough)
                {
                    _plan.Discard();
                    var index = bad.FirstBadGradient();
                    return options.BadGradients == BadGradients.Throw
                        ? throw bad.BadGradientAt(index)
                        : new(0, _plan.Frozen, _plan.MissingGradients) { BadParameter = bad, BadIndex = index, GradientNorm = norm };
                }

                factor *= options.ClipFactor(norm);
            }

            _neighbours = new(factor, options.CollectStatistics && method == RuleMethod.Update, options.ZeroGradients);
        }

        try
        {
            RunPasses(options);
        }
        catch
        {
            _plan.Discard();
            throw;
        }

        Finish();
        return result;
    }

    void IWork.Run(int item)
    {
        var piece = _plan.Pieces[item];
        var ahead = default(ReadAhead);
        if (piece.Length >= 0)
        {
            RunRange(in _plan.Entries[piece.First], piece.Start, piece.Length, ref ahead);
            return;
        }

        if (_plan.Length >= ReadAhead.SmallestLength)
        {
            ahead = new(_plan.Entries, piece.First, readsGradients: _readsGradients, readsWeights: !_scans);
        }

        foreach (ref readonly var entry in _plan.Entries[piece.First..piece.End])
        {
            RunRange(in entry, 0, entry.Length, ref ahead);
        }
    }

    private void RunRange(in StepPlan.Entry entry, int start, int length, ref ReadAhead ahead)
    {
        try
        {
            if (_scans)
            {
                if (entry.Optimizer.Reads(method))
                {
                    entry.Parameter.ScanGradients(start, length, ref ahead);
                }
            }
            else if (_pass < entry.Optimizer.PassesOf(method))
            {
                entry.Parameter.RunPass(entry.Optimizer, method, entry.Step, _pass, start, length, in _neighbours, ref ahead);
            }
        }
        catch (Exception exception)
        {
            throw new InvalidOperationException($"Parameter '{entry.Parameter.Name}' could not be updated: {exception.Message}", exception);
        }
    }

    /// <summary>The norm of all scaled gradients, and the first parameter with one that is not finite.</summary>
    private double Scan(OptimizerOptions options, out Parameter? bad)
    {
        foreach (ref readonly var entry in _plan.Entries)
        {
            entry.Parameter.PrepareScan();
        }

        _scans = true;
        try
        {
            foreach (ref readonly var round in _plan.Rounds)
            {
                Dispatch(round, options);
            }
        }
        finally
        {
            _scans = false;
        }

        bad = null;
        var sum = 0.0;
        foreach (ref readonly var entry in _plan.Entries)
        {
            if (!entry.Optimizer.Reads(method))
            {
                continue;
            }

            var squares = entry.Parameter.CombineScan();
            sum += squares;
            if (bad is null && !double.IsFinite(squares) && entry.Parameter.FirstBadGradient() >= 0)
            {
                bad = entry.Parameter;
            }
        }

        return Math.Sqrt(sum) * options.GradientScale;
    }

    private void RunPasses(OptimizerOptions options)
    {
        var passes = 1;
        _reduces = false;
        foreach (var optimizer in optimizers)
        {
            _reduces |= optimizer.ParameterList is [var first, ..] && first.State.Totals is not null;
            passes = Math.Max(passes, optimizer.PassesOf(method));
        }

        if (_neighbours.CollectsStatistics)
        {
            foreach (ref readonly var entry in _plan.Entries)
            {
                entry.Parameter.PrepareStatistics();
            }
        }

        for (_pass = 0; _pass < passes; _pass++)
        {
            foreach (ref readonly var round in _plan.Rounds)
            {
                Prepare(round);
                Dispatch(round, options);
            }

            CombineTotals();
        }
    }

    private void Prepare(StepPlan.Round round)
    {
        Optimizer? last = null;
        for (var index = round.First; index < round.End; index++)
        {
            ref readonly var entry = ref _plan.Entries[index];
            if (entry.Optimizer != last)
            {
                last = entry.Optimizer;
                last.Prepare(method, entry.State, entry.Step);
            }
        }
    }

    private void Dispatch(StepPlan.Round round, OptimizerOptions options)
        => WorkerTeam.Shared.Run(
            this, round.FirstPiece, round.EndPiece, _plan.Length < SmallestParallelLength ? 1 : options.MaxDegreeOfParallelism, options.TaskScheduler);

    private void CombineTotals()
    {
        if (!_reduces)
        {
            return;
        }

        foreach (ref readonly var entry in _plan.Entries)
        {
            entry.State.Totals?.Combine();
        }

        foreach (var optimizer in optimizers)
        {
            for (var reduction = 0; reduction < optimizer.OptimizerTotals.Length; reduction++)
            {
                optimizer.OptimizerTotals[reduction] = CombineTotals(optimizer.GetType(), reduction);
            }
        }
    }

    /// <summary>The total over all parameters of one rule, in the order in which they were added.</summary>
    private double CombineTotals(Type rule, int reduction)
    {
        double? combined = null;
        foreach (ref readonly var entry in _plan.Entries)
        {
            if (entry.Optimizer.GetType() == rule && entry.Length > 0)
            {
                var totals = entry.State.Totals!;
                combined = combined is { } before ? Reduction.Combine(totals.KindOf(reduction), before, totals[reduction]) : totals[reduction];
            }
        }

        return combined ?? 0;
    }

    /// <summary>Writes what there is one of for a tensor or an optimizer, and counts the step.</summary>
    private void Finish()
    {
        foreach (ref readonly var entry in _plan.Entries)
        {
            if (entry.Optimizer.DiffersByTensor && entry.Length > 0)
            {
                entry.Optimizer.Prepare(method, entry.State, entry.Step);
                entry.Optimizer.End(method, entry.State, entry.Step);
            }

            if (_neighbours.CollectsStatistics)
            {
                entry.Parameter.CombineStatistics(entry.Step);
            }

            entry.Optimizer.Standings[entry.Place].Done(method, entry.Step);
        }

        foreach (var optimizer in optimizers)
        {
            optimizer.Commit();
        }

        if (method == RuleMethod.BeforeGradient && _neighbours.ZeroesGradients)
        {
            // The second evaluation adds to all gradients, those too that this move did not read.
            ClearGradients(onlyUnread: true);
        }
    }

    private void ClearGradients(bool onlyUnread)
    {
        foreach (var optimizer in optimizers)
        {
            foreach (var parameter in optimizer.ParameterList)
            {
                if (!onlyUnread || parameter.IsFrozen || !optimizer.Reads(method))
                {
                    parameter.ClearGradients();
                }
            }
        }
    }
}
