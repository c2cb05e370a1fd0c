using Descent.PlantedFaults;

namespace Descent.Distributed.Tests.PlantedFaults;

/// <summary>Mistakes that somebody could make where tensors are shared among ranks.</summary>
internal static class ShardFaults
{
    private const string Sharding = "runtime/Descent.Distributed/Sharding/", Distributed = "runtime/Descent.Distributed/", Engine = "runtime/Descent/Engine/";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<SourceFault> All { get; } =
    [
        new("adds neighbours that are no halves of a node", Sharding + "GradientSums.cs", "first.First % (2L << first.Level) == 0", "first.First >= 0"),
        new("keeps gradients that the next micro-batch overwrites", Sharding + "GradientSums.cs", "isLast ? current : current with { Sum = Keep(current.Sum) }", "current"),
        new("leaves -0 where a micro-batch lacks the row", Sharding + "RowSums.cs", "Additions.Add(room, hasFirst ? first.Values.AsSpan(one * columns, columns) : second.Values.AsSpan(other * columns, columns));", "(hasFirst ? first.Values.AsSpan(one * columns, columns) : second.Values.AsSpan(other * columns, columns)).CopyTo(room);"),
        new("takes the rows of a sum for those of the one before", Sharding + "RowsOfStep.cs", "sender == rank ? 0 : sums.Take(sum)", "sender == rank ? 0 : sums.Take(0)"),
        new("reads each part of a message where the second begins", Sharding + "GradientMessages.cs", "places[other] += bytes;", "places[other] = bytes;"),
        new("exchanges again what was given away", Sharding + "GradientMessages.cs", "tensor is { HasGradients: true, AreGiven: false }", "tensor.HasGradients"),
        new("forgets the gradients behind a share", Sharding + "ShardParts.cs", "start + count == length ? shard.BeyondOf(rank) : 0", "0"),
        new("gives whole tensors to the rank that has the most", Sharding + "ShardCutter.cs", "Array.IndexOf(loads, loads.Min())", "Array.IndexOf(loads, loads.Max())"),
        new("cuts within a band of rows", Sharding + "ShardedTensor.cs", "unit = (long)matrix.RowsOfBand * matrix.Columns;", "_ = matrix;"),
        new("cuts within a row whose gradients come alone", Sharding + "ShardedTensor.cs", "TakesRows ? UnitOfRows(unit) : unit", "unit"),
        new("leaves weights that came where they came", Sharding + "ShardBuckets.cs", "ofRank.ForEach(part => part.Tensor.StoreWeights(part, owner, IsOfRows(part)));", "_ = owner;"),
        new("sends weights as they were on the device before the step", Sharding + "ShardBuckets.cs", "parts[bucket][ranks.Rank].ForEach(part => part.Tensor.FetchWeights(part, IsOfRows(part)));", "_ = bucket;"),
        new("adds gradients at twice the bucket that came", Sharding + "ShardBuckets.cs", "gradients.Add(parts[bucket][ranks.Rank], _coming[bucket]!);", "gradients.Add(parts[bucket][ranks.Rank], _coming[bucket]!); gradients.Add(parts[0][ranks.Rank], _coming[bucket]!);"),
        new("writes the sums of a device's share at its beginning", Sharding + "ShareOfSums.cs", "_there.Place.Plus((long)start * Unsafe.SizeOf<T>()).Address", "_there.Place.Address"),
        new("does not compare the options of a rule", Sharding + "Agreement.cs", "AddOptions(owner + \"'s\", participant.Options);", ""),
        new("does not compare how states are stored", Distributed + "ShardedOptimizer.cs", "_agreement.Add(tensor).AddStorage(tensor, Optimizer)", "_agreement.Add(tensor)"),
        new("goes on with others after a step that was cut short", Distributed + "ShardedOptimizer.Steps.cs", "_ranks.Lose(FormattableString.Invariant($\"rank {Rank} cut a step short {_ranks.Activity} {exception.Message}\"));", "_ = exception;"),
        new("takes another rank's failure for nothing", Distributed + "ShardedOptimizer.Agreement.cs", "return failed < 0 ? all :", "return failed < 0 || failed != Rank ? all :"),
        new("keeps its own values of the step", Engine + "ShardValues.cs", "_bytes.AsSpan(_places[key], mine.Length).CopyTo(mine);", "_ = mine.Length;"),
        new("takes values of another scale of the learning rate", Engine + "ShardValues.cs", "_current.Step, _current.Scale);", "_current.Step, 1.0);"),
        new("keeps the values that a tensor has of its own", Engine + "StepPlan.Values.cs", "if (entry.Participant.Rule.PreparesEachTensor)", "if (entry.Participant.Rule.PreparesEachTensor && entry.Length < 0)"),
        new("takes the last rank's word for which totals there are", Engine + "ShardTotals.cs", "_marks[index] |= theirs;", "_marks[index] = theirs;"),
        new("finds the last gradient that is not finite", Engine + "ShardTotals.cs", "theirs[0] < first.Index", "!(theirs[0] > first.Index) || double.IsFinite(theirs[0])"),
        new("gives weights after each sweep", Engine + "ShardSweep.cs", "(isFirst && !_areThere, isLast)", "(isFirst && !_areThere, true)"),
        new("gives weights of 16 bits before a device has stored them", Engine + "RuleSweep.cs", "var givesBehind = GivesBehind();", "var givesBehind = GivesBehind() && _sweep < 0;"),
        new("sends the first rows of a device for those that were stepped", Sharding + "RowsOnWire.cs", "place.Read(runs.Start, ofRun);", "place.Read(runs.FirstGradient, ofRun);"),
        new("begins a step that one rank refuses", Distributed + "ShardedOptimizer.Steps.cs", " ?? Attempt(() => Optimizer.LookOver(method))", ""),
        new("goes on with half of a checkpoint", Distributed + "ShardedOptimizer.Checkpoints.cs", "_isHalfLoaded = true;", ""),
        new("takes what ranks gave from the same place", Engine + "ShardGathering.cs", "_read[rank] += bytes;", ""),
    ];
}
