namespace Descent.Distributed;

/// <summary>Sends each rank's sums of gradients to whoever steps them, bucket by bucket: while one is added, the next is under way.</summary>
internal sealed class GradientExchange(Ranks ranks, ShardedOptions options, int microBatches)
{
    private readonly int[] _sums = SumsOf(ranks, options, microBatches);
    private readonly IReadOnlyList<MicroBatchTree.Operation> _top = TopOf(ranks, options, microBatches);

    /// <summary>Room for the messages of two buckets, sent and received, with each other rank.</summary>
    private readonly byte[][] _room = [.. Enumerable.Repeat<byte[]>([], 4 * ranks.Size)];

    private static int[] SumsOf(Ranks ranks, ShardedOptions options, int microBatches)
        => [.. Enumerable.Range(0, ranks.Size).Select(rank => options.Summation == GradientSummation.ByRank ? 1 : new MicroBatchTree(microBatches, ranks.Size).NodesOf(rank).Count)];

    private static IReadOnlyList<MicroBatchTree.Operation> TopOf(Ranks ranks, ShardedOptions options, int microBatches)
        => options.Summation == GradientSummation.Tree
            ? new MicroBatchTree(microBatches, ranks.Size).TopOf()
            : [new(0, 0), .. Enumerable.Range(1, ranks.Size - 1).SelectMany(rank => (MicroBatchTree.Operation[])[new(rank, 0), MicroBatchTree.Operation.Add])];

    /// <summary>Exchanges the sums of some tensors, adds them, and binds them to what steps them.</summary>
    public void Run(IReadOnlyList<ShardedTensor> tensors)
    {
        var buckets = BucketsOf(tensors);
        var coming = buckets.Count > 0 ? Send(buckets[0], 0) : null;
        for (var index = 0; index < buckets.Count; index++)
        {
            var current = coming!;
            coming = index + 1 < buckets.Count ? Send(buckets[index + 1], index + 1) : null;
            ranks.Wait(current.Exchange, "gradients");
            Add(buckets[index], current.Wire);
        }
    }

    private List<List<ShardedTensor>> BucketsOf(IReadOnlyList<ShardedTensor> tensors)
    {
        var buckets = new List<List<ShardedTensor>>();
        var bytes = long.MaxValue;
        foreach (var tensor in tensors)
        {
            if (bytes >= options.BucketBytes)
            {
                buckets.Add([]);
                bytes = 0;
            }

            buckets[^1].Add(tensor);
            bytes += (long)tensor.Length * sizeof(float);
        }

        return buckets;
    }

    private Bucket Send(List<ShardedTensor> tensors, int number)
    {
        var sends = new List<Message>();
        var receives = new List<Message>();
        var wire = new ReadOnlyMemory<byte>[ranks.Size];
        for (var other = 0; other < ranks.Size; other++)
        {
            if (other == ranks.Rank)
            {
                continue;
            }

            var sent = Room((4 * other) + (number % 2), BytesFor(tensors, other, ranks.Rank));
            var place = 0;
            foreach (var tensor in tensors)
            {
                var bytes = tensor.BytesFor(other, _sums[ranks.Rank], options.SendsGradientsAsBFloat16);
                tensor.WriteFor(other, sent.Span.Slice(place, bytes), options.SendsGradientsAsBFloat16);
                place += bytes;
            }

            var received = Room((4 * other) + 2 + (number % 2), BytesFor(tensors, ranks.Rank, other));
            wire[other] = received;
            if (sent.Length > 0)
            {
                sends.Add(new(other, sent));
            }

            if (received.Length > 0)
            {
                receives.Add(new(other, received));
            }
        }

        return new(ranks.Start([.. sends], [.. receives]), wire);
    }

    private Memory<byte> Room(int place, int bytes)
    {
        if (_room[place].Length < bytes)
        {
            _room[place] = new byte[bytes];
        }

        return _room[place].AsMemory(0, bytes);
    }

    private void Add(List<ShardedTensor> tensors, ReadOnlyMemory<byte>[] wire)
    {
        var places = new int[ranks.Size];
        var mine = new ReadOnlyMemory<byte>[ranks.Size];
        foreach (var tensor in tensors)
        {
            for (var other = 0; other < ranks.Size; other++)
            {
                if (other != ranks.Rank)
                {
                    var bytes = tensor.BytesFor(ranks.Rank, _sums[other], options.SendsGradientsAsBFloat16);
                    mine[other] = wire[other].Slice(places[other], bytes);
                    places[other] += bytes;
                }
            }

            tensor.Sum(_top, mine, options.SendsGradientsAsBFloat16);
        }
    }

    private int BytesFor(List<ShardedTensor> tensors, int receiver, int sender)
    {
        var bytes = 0;
        foreach (var tensor in tensors)
        {
            bytes = checked(bytes + tensor.BytesFor(receiver, _sums[sender], options.SendsGradientsAsBFloat16));
        }

        return bytes;
    }

    private sealed record Bucket(IExchange Exchange, ReadOnlyMemory<byte>[] Wire);
}
