using Descent.CompilerServices;

namespace Descent.Engine;

/// <summary>The totals of a step over tensors whose ranges belong to several ranks: what the chunks left is gathered, and each rank combines it as if all were its own.</summary>
internal sealed class ShardTotals(IShardTotals totals, StepPlan plan)
{
    private const int HasTerms = 1, OfColumns = 2, AreFloat = 4, Kind = 8;

    private readonly ShardGathering _gathering = new(totals);
    private byte[] _marks = [];

    /// <summary>Combines the totals of reductions between two sweeps. No chunk may be under way.</summary>
    public void CombineReductions()
    {
        if (!GatherMarks())
        {
            return;
        }

        _gathering.Begin();
        var mark = 0;
        foreach (ref readonly var entry in plan.Entries)
        {
            for (var reduction = 0; reduction < CountOf(in entry); reduction++)
            {
                Give(entry.State.Totals!, entry.State.Shard!, reduction, _marks[mark++]);
            }
        }

        _gathering.Gather("the totals of a sweep");
        mark = 0;
        foreach (ref readonly var entry in plan.Entries)
        {
            for (var reduction = 0; reduction < CountOf(in entry); reduction++)
            {
                Combine(entry.State.Totals!, entry.State.Shard!, reduction, _marks[mark++]);
            }
        }
    }

    /// <summary>Combines what the gradients of each tensor give to the norm.</summary>
    /// <param name="method">The method whose gradients they are.</param>
    /// <param name="order">The order of the norm.</param>
    /// <param name="terms">Room for the terms of the tensors, in the order of the plan's entries.</param>
    public void CombineScan(RuleMethod method, double order, Span<NormTerm> terms)
    {
        _gathering.Begin();
        foreach (ref readonly var entry in plan.Entries)
        {
            if (entry.Participant.Rule.ReadsGradients(method))
            {
                var shard = entry.State.Shard!;
                entry.Parameter.Scan.CopyTo(_gathering.Give<NormTerm>(shard.ChunksOf(shard.Rank)));
                for (var rank = 0; rank < _gathering.Ranks; rank++)
                {
                    _gathering.Expect<NormTerm>(rank, shard.ChunksOf(rank));
                }
            }
        }

        _gathering.Gather("the norm of the gradients");
        for (var index = 0; index < plan.Entries.Length; index++)
        {
            ref readonly var entry = ref plan.Entries[index];
            if (entry.Participant.Rule.ReadsGradients(method))
            {
                terms[index] = NormTerm.Combine(_gathering.TakeAll<NormTerm>(entry.State.Shard!.ChunksOf), order);
            }
        }
    }

    /// <summary>Combines the statistics of each tensor.</summary>
    public void CombineStatistics()
    {
        _gathering.Begin();
        foreach (ref readonly var entry in plan.Entries)
        {
            var (statistics, shard) = (entry.Parameter.ChunkStatistics!, entry.State.Shard!);
            statistics.WriteTo(_gathering.Give<ChunkStatistic>(statistics.CountChunks(shard.Length)));
            for (var rank = 0; rank < _gathering.Ranks; rank++)
            {
                _gathering.Expect<ChunkStatistic>(rank, statistics.CountChunks(shard.LengthOf(rank)));
            }
        }

        _gathering.Gather("the statistics of a step");
        foreach (ref readonly var entry in plan.Entries)
        {
            var (statistics, shard) = (entry.Parameter.ChunkStatistics!, entry.State.Shard!);
            statistics.Combine(entry.Step, _gathering.TakeAll<ChunkStatistic>(rank => statistics.CountChunks(shard.LengthOf(rank))));
        }
    }

    /// <summary>The first gradient of a tensor that is not finite: its index in the whole tensor, and its value.</summary>
    public (long Index, double Value) FindNonFinite(Parameter parameter)
    {
        var index = parameter.Memory.FirstNonFiniteGradient();
        var isMine = index >= 0 && parameter.WeightOfGradient(index) < parameter.Length;
        _gathering.Begin();
        var mine = _gathering.Give<double>(2);
        mine[0] = isMine ? parameter.State.Shard!.Start + parameter.WeightOfGradient(index) : double.PositiveInfinity;
        mine[1] = isMine ? parameter.Memory.GradientAt(index) : 0;
        for (var rank = 0; rank < _gathering.Ranks; rank++)
        {
            _gathering.Expect<double>(rank, 2);
        }

        _gathering.Gather("the gradient that is not finite");
        var first = (Index: double.PositiveInfinity, Value: double.NaN);
        for (var rank = 0; rank < _gathering.Ranks; rank++)
        {
            var theirs = _gathering.Take<double>(rank, 2);
            first = theirs[0] < first.Index ? (theirs[0], theirs[1]) : first;
        }

        return ((long)first.Index, first.Value);
    }

    /// <summary>Those of a tensor that one rank has are combined by that rank; those of some rows are of these alone.</summary>
    private static int CountOf(in StepPlan.Entry entry)
        => entry.State is { Totals: { } totals, Shard.IsUndivided: false } && !entry.HasWholeOperations && !entry.IsOfRows ? totals.Count : 0;

    /// <summary>Finds out which reductions have had terms on some rank, and of which kind: a rank without a range of a tensor does not know.</summary>
    private bool GatherMarks()
    {
        var count = 0;
        foreach (ref readonly var entry in plan.Entries)
        {
            count += CountOf(in entry);
        }

        if (count == 0)
        {
            return false;
        }

        _gathering.Begin();
        var marks = _gathering.Give<byte>(count);
        var mark = 0;
        foreach (ref readonly var entry in plan.Entries)
        {
            for (var reduction = 0; reduction < CountOf(in entry); reduction++)
            {
                marks[mark++] = MarkOf(entry.State.Totals!, reduction);
            }
        }

        for (var rank = 0; rank < _gathering.Ranks; rank++)
        {
            _gathering.Expect<byte>(rank, count);
        }

        _gathering.Gather("which totals a sweep leaves");
        Array.Resize(ref _marks, count);
        Array.Clear(_marks);
        for (var rank = 0; rank < _gathering.Ranks; rank++)
        {
            foreach (var (index, theirs) in _gathering.Take<byte>(rank, count).ToArray().Index())
            {
                _marks[index] |= theirs;
            }
        }

        return true;
    }

    private static byte MarkOf(ReductionTotals totals, int reduction)
    {
        var (areThere, areFloat) = (totals.TakeHasTerms(reduction), false);
        var areOfColumns = totals.OfColumns?.TakeHasTerms(reduction, out areFloat) == true;
        return areThere ? (byte)(HasTerms | (areOfColumns ? OfColumns : 0) | (areFloat ? AreFloat : 0) | ((int)totals.KindOf(reduction) * Kind)) : (byte)0;
    }

    private void Give(ReductionTotals totals, Shard shard, int reduction, byte mark)
    {
        if ((mark & HasTerms) == 0)
        {
            return;
        }

        if ((mark & OfColumns) == 0)
        {
            totals.PartsOf(reduction).CopyTo(_gathering.Give<double>(totals.CountParts(shard.Length)));
            for (var rank = 0; rank < _gathering.Ranks; rank++)
            {
                _gathering.Expect<double>(rank, totals.CountParts(shard.LengthOf(rank)));
            }

            return;
        }

        var (columns, areFloat) = (totals.OfColumns!, (mark & AreFloat) != 0);
        var room = _gathering.Give<byte>(columns.BytesOf(shard.Length, areFloat));
        if (!room.IsEmpty)
        {
            columns.CopyBands(reduction, areFloat, room);
        }

        for (var rank = 0; rank < _gathering.Ranks; rank++)
        {
            _gathering.Expect<byte>(rank, columns.BytesOf(shard.LengthOf(rank), areFloat));
        }
    }

    private void Combine(ReductionTotals totals, Shard shard, int reduction, byte mark)
    {
        var (columns, areFloat, kind) = (totals.OfColumns, (mark & AreFloat) != 0, (ReductionKind)(mark / Kind));
        if ((mark & OfColumns) != 0)
        {
            columns!.CombineWhole(reduction, kind, areFloat, _gathering.TakeAll<byte>(rank => columns.BytesOf(shard.LengthOf(rank), areFloat)));
        }
        else if ((mark & HasTerms) != 0)
        {
            totals.CombineWhole(reduction, kind, _gathering.TakeAll<double>(rank => totals.CountParts(shard.LengthOf(rank))));
        }
    }
}
