using Descent.CompilerServices;

namespace Descent.Engine;

/// <summary>
/// Runs one method of the rules of several optimizers over all their parameters: pass by pass, the pieces of a pass side by side, and
/// between two passes the totals of reductions. Everything that can be wrong is found before the first write; what goes wrong all the same
/// leaves the optimizers refusing further steps until they are told how to go on.
/// </summary>
internal sealed class StepEngine(Optimizer[] optimizers, RuleMethod method) : IWork
{
    /// <summary>Below this many weights, waking other threads costs more than they save.</summary>
    private const int SmallestParallelLength = 32_768;

    private readonly StepPlan _plan = new(method);
    private readonly LayoutWatch _layout = new(optimizers);
    private readonly bool _readsGradients = optimizers.Any(optimizer => optimizer.Reads(method));
    private Neighbours _neighbours = Neighbours.None;
    private Neighbours _negated = Neighbours.None;
    private NormTerm[] _norms = [];
    private double[] _totals = [];
    private bool[] _written = [];
    private double _normOrder;
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
        catch
        {
            _plan.Discard();
            throw;
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
        var isUpdate = method == RuleMethod.Update;
        var zeroes = _readsGradients && options.ZeroGradients;
        if (isUpdate && Array.TrueForAll(optimizers, optimizer => optimizer.ParameterList.Count == 0))
        {
            throw new InvalidOperationException("There are no parameters to update: add them before the first step.");
        }

        _plan.Survey(optimizers, zeroes);
        _layout.RefuseOverlaps(zeroes);
        var result = new StepResult(_plan.Updated, _plan.Frozen, _plan.MissingGradients);
        _neighbours = _negated = Neighbours.None;
        if (_readsGradients)
        {
            var factor = options.GradientScale;
            if (options.ScansGradients)
            {
                var norm = Scan(options, out var bad);
                result = result with { GradientNorm = norm.Times(options.GradientScale) };
                if (bad is not null && options.BadGradients != BadGradients.LetThrough)
                {
                    return Skip(bad, options, result.GradientNorm);
                }

                factor = options.GradientFactor(norm);
            }

            _neighbours = new(factor, options.CollectStatistics && isUpdate, zeroes);
            _negated = _neighbours.Negated;
        }

        PrepareToWrite(options);
        try
        {
            RunPasses(options);
            EndTensors();
        }
        catch (Exception exception)
        {
            RefuseFurtherSteps(exception);
            throw;
        }

        Count();
        return result;
    }

    void IWork.Run(int item)
    {
        var piece = _plan.Pieces[item];
        var ahead = default(ReadAhead);
        if (piece.Length >= 0)
        {
            RunRange(piece.First, piece.Start, piece.Length, ref ahead);
            return;
        }

        if (_plan.Length >= ReadAhead.SmallestLength)
        {
            ahead = new(_plan.Entries, piece.First, readsGradients: _readsGradients, readsWeights: !_scans);
        }

        for (var index = piece.First; index < piece.End; index++)
        {
            RunRange(index, 0, _plan.Entries[index].Length, ref ahead);
        }
    }

    private void RunRange(int index, int start, int length, ref ReadAhead ahead)
    {
        ref readonly var entry = ref _plan.Entries[index];
        try
        {
            if (_scans)
            {
                if (entry.Optimizer.Reads(method))
                {
                    entry.Parameter.ScanGradients(start, length, _normOrder, ref ahead);
                }
            }
            else if (_pass < entry.Optimizer.PassesOf(method))
            {
                ref readonly var neighbours = ref entry.Optimizer.Maximizes ? ref _negated : ref _neighbours;
                entry.Parameter.RunPass(entry.Optimizer, method, entry.Step, _pass, start, length, in neighbours, ref ahead, ref _written[index]);
            }
        }
        catch (Exception exception)
        {
            throw entry.Parameter.Unreachable(exception);
        }
    }

    /// <summary>The norm of all gradients, and the first parameter with one that is not finite.</summary>
    private ScaledNorm Scan(OptimizerOptions options, out Parameter? bad)
    {
        foreach (ref readonly var entry in _plan.Entries)
        {
            entry.Parameter.PrepareScan();
        }

        _scans = true;
        _normOrder = options.GradientNormOrder;
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
        MakeRoom(ref _norms);
        var count = 0;
        foreach (var index in _plan.Order)
        {
            ref readonly var entry = ref _plan.Entries[index];
            if (entry.Length > 0 && entry.Optimizer.Reads(method))
            {
                var norm = entry.Parameter.CombineScan(_normOrder);
                bad ??= norm.HasBad ? entry.Parameter : null;
                _norms[count++] = norm;
            }
        }

        return NormTerm.Combine(_norms.AsSpan(0, count), _normOrder).Norm(_normOrder);
    }

    /// <summary>Leaves the step out: nothing is written but gradients, if they are zeroed.</summary>
    private StepResult Skip(Parameter bad, OptimizerOptions options, double? norm)
    {
        _plan.Discard();
        var index = bad.FirstBadGradient();
        if (options.BadGradients == BadGradients.Throw)
        {
            throw bad.BadGradientAt(index);
        }

        if (options.ZeroGradients)
        {
            ClearGradients(onlyUnread: false);
        }

        return new(0, _plan.Frozen, _plan.MissingGradients) { BadParameter = bad, BadIndex = index, GradientNorm = norm };
    }

    /// <summary>Sets gradients to zero: all that are bound, or those that the method under way did not read.</summary>
    private void ClearGradients(bool onlyUnread)
    {
        foreach (var optimizer in optimizers)
        {
            for (var place = 0; place < optimizer.ParameterList.Count; place++)
            {
                ref readonly var standing = ref optimizer.Standings[place];
                if (standing.HasGradients && (!onlyUnread || standing.IsFrozen || !optimizer.Reads(method)))
                {
                    optimizer.ParameterList[place].ClearGradients();
                }
            }
        }
    }

    private void PrepareToWrite(OptimizerOptions options)
    {
        MakeRoom(ref _written);
        Array.Clear(_written);
        foreach (var optimizer in optimizers)
        {
            optimizer.Maximizes = options.Maximize || optimizer.Options.Maximize;
        }

        if (_neighbours.CollectsStatistics)
        {
            foreach (ref readonly var entry in _plan.Entries)
            {
                entry.Parameter.PrepareStatistics();
            }
        }
    }

    private void MakeRoom<T>(ref T[] perEntry)
    {
        if (perEntry.Length < _plan.Entries.Length)
        {
            perEntry = new T[_plan.Entries.Length];
        }
    }

    /// <summary>Throws what tells which parameters were written, and has all optimizers refuse further steps, if any was.</summary>
    private void RefuseFurtherSteps(Exception cause)
    {
        List<Parameter> written = [];
        for (var index = 0; index < _plan.Entries.Length; index++)
        {
            if (_written[index])
            {
                written.Add(_plan.Entries[index].Parameter);
            }
        }

        if (written.Count > 0)
        {
            var incomplete = new IncompleteStepException(method, written, cause);
            foreach (var optimizer in optimizers)
            {
                optimizer.IncompleteStep = incomplete;
            }

            throw incomplete;
        }
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

    /// <summary>The total over all parameters of one rule, by the tree of all reductions, in the order in which they were added.</summary>
    private double CombineTotals(Type rule, int reduction)
    {
        MakeRoom(ref _totals);
        var kind = ReductionKind.Sum;
        var count = 0;
        foreach (var index in _plan.Order)
        {
            ref readonly var entry = ref _plan.Entries[index];
            if (entry.Length > 0 && entry.Optimizer.GetType() == rule)
            {
                kind = entry.State.Totals!.KindOf(reduction);
                _totals[count++] = entry.State.Totals[reduction];
            }
        }

        return ReductionTree.Combine(kind, _totals.AsSpan(0, count));
    }

    /// <summary>Does what is left once all weights are written, and may fail: what there is one of for a tensor, statistics, gradients of frozen parameters.</summary>
    private void EndTensors()
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
        }

        // A second evaluation adds to all gradients, those too that the move before it did not read.
        if (_neighbours.ZeroesGradients && (_plan.Frozen > 0 || method == RuleMethod.BeforeGradient))
        {
            ClearGradients(onlyUnread: true);
        }
    }

    /// <summary>Counts the step, and writes what there is one of for an optimizer.</summary>
    private void Count()
    {
        foreach (ref readonly var entry in _plan.Entries)
        {
            entry.Optimizer.Standings[entry.Place].Done(method, entry.Step);
        }

        foreach (var optimizer in optimizers)
        {
            optimizer.Commit();
        }
    }
}
