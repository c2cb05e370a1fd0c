namespace Descent.Distributed;

/// <summary>Sends each rank's sums of gradients to whoever steps them, and adds what comes: a bucket is sent while the one before is under way.</summary>
/// <param name="ranks">The ranks.</param>
/// <param name="options">How gradients are added and sent.</param>
/// <param name="microBatches">How many micro-batches a step has.</param>
internal sealed class GradientMessages(Ranks ranks, ShardedOptions options, int microBatches)
{
    private readonly IReadOnlyList<MicroBatchTree.Operation> _top = TopOf(ranks, options, microBatches);

    /// <summary>Room for the messages of two buckets, sent and received, with each other rank.</summary>
    private readonly byte[][] _room = [.. Enumerable.Repeat<byte[]>([], 4 * ranks.Size)];

    /// <summary>How many sums each rank has.</summary>
    public int[] Sums { get; } = [.. ranks.Range.Select(rank => options.Summation == GradientSummation.ByRank ? 1 : new MicroBatchTree(microBatches, ranks.Size).NodesOf(rank).Count)];

    /// <summary>Starts to exchange the sums of a bucket.</summary>
    /// <param name="parts">What each rank steps.</param>
    /// <param name="number">The number of the bucket: that of the one before the last has come, and is added.</param>
    public Bucket Send(List<ShardPart>[] parts, int number)
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

            var sent = Room((4 * other) + (number % 2), BytesFor(parts[other], ranks.Rank));
            var place = 0;
            foreach (var part in parts[other])
            {
                var bytes = BytesFor(part, ranks.Rank);
                if (bytes > 0)
                {
                    part.Tensor.Write(part, sent.Span.Slice(place, bytes), options.SendsGradientsAsBFloat16);
                    place += bytes;
                }
            }

            var received = Room((4 * other) + 2 + (number % 2), BytesFor(parts[ranks.Rank], other));
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

    /// <summary>Adds what has come of a bucket.</summary>
    /// <param name="mine">What this rank steps.</param>
    /// <param name="bucket">The bucket.</param>
    public void Add(List<ShardPart> mine, Bucket bucket)
    {
        var places = new int[ranks.Size];
        var wire = new ReadOnlyMemory<byte>[ranks.Size];
        foreach (var part in mine.Where(part => IsExchanged(part.Tensor)))
        {
            for (var other = 0; other < ranks.Size; other++)
            {
                if (other != ranks.Rank)
                {
                    var bytes = BytesFor(part, other);
                    wire[other] = bucket.Wire[other].Slice(places[other], bytes);
                    places[other] += bytes;
                }
            }

            part.Tensor.Sum(part, _top, wire, options.SendsGradientsAsBFloat16);
        }
    }

    private static bool IsExchanged(ShardedTensor tensor) => tensor is { HasGradients: true, AreGiven: false };

    private static IReadOnlyList<MicroBatchTree.Operation> TopOf(Ranks ranks, ShardedOptions options, int microBatches)
        => options.Summation == GradientSummation.Tree
            ? new MicroBatchTree(microBatches, ranks.Size).TopOf()
            : [new(0, 0), .. Enumerable.Range(1, ranks.Size - 1).SelectMany(rank => (MicroBatchTree.Operation[])[new(rank, 0), MicroBatchTree.Operation.Add])];

    private Memory<byte> Room(int place, int bytes)
    {
        if (_room[place].Length < bytes)
        {
            _room[place] = new byte[bytes];
        }

        return _room[place].AsMemory(0, bytes);
    }

    private int BytesFor(List<ShardPart> parts, int sender)
    {
        var bytes = 0;
        foreach (var part in parts)
        {
            bytes = checked(bytes + BytesFor(part, sender));
        }

        return bytes;
    }

    /// <summary>How many bytes the sums of a rank over a part take.</summary>
    private int BytesFor(ShardPart part, int sender)
        => IsExchanged(part.Tensor) ? checked(part.Tensor.CountOnWire(part, sender, Sums[sender]) * part.Tensor.WireSize(options.SendsGradientsAsBFloat16)) : 0;

    /// <summary>The sums of a bucket that are under way.</summary>
    /// <param name="Exchange">The messages.</param>
    /// <param name="Wire">Where what comes is written.</param>
    internal sealed record Bucket(IExchange Exchange, ReadOnlyMemory<byte>[] Wire);
}
