using Descent.Engine;

namespace Descent.Distributed;

/// <summary>Cuts the steps of an optimizer into buckets, and knows which messages of a call are under way.</summary>
internal sealed class ShardPipeline(Ranks ranks, ShardedOptions options, int microBatches, List<ShardedTensor> tensors, Optimizer optimizer) : IShardPipeline
{
    private readonly GradientMessages _gradients = new(ranks, options, microBatches);

    public bool IsOfAllRanks { get; private set; }

    /// <summary>Begins a call that all ranks make.</summary>
    public void Begin() => IsOfAllRanks = true;

    public IShardBuckets Cut(IReadOnlyList<Parameter> together, IReadOnlyList<Parameter> alone)
    {
        var parts = new List<List<ShardPart>[]>();
        Add(parts, together);
        var endOfTogether = parts.Count;
        Add(parts, alone);
        return new ShardBuckets(ranks, _gradients, parts, endOfTogether);
    }

    /// <summary>Gives the weights of each share to all ranks.</summary>
    public void GiveAll()
    {
        var buckets = Cut([.. tensors.Select(tensor => tensor.Parameter!)], []);
        for (var bucket = 0; bucket < buckets.End; bucket++)
        {
            buckets.Give(bucket);
        }

        buckets.Finish();
    }

    /// <summary>Gives the sums of the gradients of a tensor to the ranks that step them, before the step.</summary>
    public void GiveGradients(ShardedTensor tensor)
    {
        var shard = tensor.Shard!;
        List<ShardPart>[] parts = [.. ranks.Range.Select(rank => new List<ShardPart> { new(tensor, shard.StartOf(rank), shard.LengthOf(rank), shard.BeyondOf(rank)) })];
        tensor.BindShare();
        var coming = _gradients.Send(parts, number: 0);
        ranks.Wait(coming.Exchange, "gradients");
        _gradients.Add(parts[ranks.Rank], coming);
        tensor.NoteGiven();
    }

    /// <summary>Tells all ranks which rows have gradients, of those tensors that have them of some.</summary>
    public void GiveRows() => new RowMessages(ranks, _gradients.Sums).Exchange(tensors.FindAll(tensor => tensor.HasRowGradients));

    /// <summary>Ends a call. Where messages are under way still, it was cut short here, and the other ranks do not know.</summary>
    public void End()
    {
        IsOfAllRanks = false;
        if (ranks.IsUnderWay)
        {
            ranks.Lose(FormattableString.Invariant($"rank {ranks.Rank} cut a call short {ranks.Activity} while messages were under way."));
        }
    }

    private void Add(List<List<ShardPart>[]> parts, IReadOnlyList<Parameter> parameters)
    {
        var byParameter = tensors.ToDictionary(tensor => tensor.Parameter!);
        List<ShardedTensor> stepped = [.. parameters.Select(parameter => byParameter[parameter])];
        var (first, count) = (parts.Count, ShardParts.CountBuckets(stepped, options.BucketBytes, optimizer));
        for (var bucket = 0; bucket < count; bucket++)
        {
            parts.Add([.. Enumerable.Range(0, ranks.Size).Select(_ => new List<ShardPart>())]);
        }

        for (var rank = 0; rank < ranks.Size; rank++)
        {
            foreach (var (bucket, part) in ShardParts.Cut(stepped, rank, count, optimizer))
            {
                parts[first + bucket][rank].Add(part);
            }
        }
    }
}
