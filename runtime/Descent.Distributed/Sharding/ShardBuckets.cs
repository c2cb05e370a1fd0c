using Descent.Engine;

namespace Descent.Distributed;

/// <summary>The buckets of one kind of step: the gradients of two are under way at a time, and the weights of all that have been stepped.</summary>
/// <param name="ranks">The ranks.</param>
/// <param name="gradients">The messages of gradients.</param>
/// <param name="parts">Of each bucket, what each rank steps.</param>
/// <param name="endOfTogether">How many buckets are of what is stepped side by side.</param>
internal sealed class ShardBuckets(Ranks ranks, GradientMessages gradients, List<List<ShardPart>[]> parts, int endOfTogether) : IShardBuckets
{
    private readonly Dictionary<(Parameter Parameter, int Start), (int Bucket, int End)> _ofParts = PlacesOf(parts, ranks.Rank);
    private readonly GradientMessages.Bucket?[] _coming = new GradientMessages.Bucket?[parts.Count];
    private readonly List<(int Bucket, IExchange Exchange)> _weights = [];
    private bool _readsGradients;

    public int EndOfTogether => endOfTogether;

    public int End => parts.Count;

    public (int Bucket, int End) PartAt(Parameter parameter, int start) => _ofParts[(parameter, start)];

    public void Begin(bool readsGradients)
    {
        _readsGradients = readsGradients;
        _weights.Clear();
        Array.Clear(_coming);
        for (var bucket = 0; readsGradients && bucket < Math.Min(2, parts.Count); bucket++)
        {
            _coming[bucket] = gradients.Send(parts[bucket], bucket);
        }
    }

    public void Await(int bucket)
    {
        if (!_readsGradients)
        {
            return;
        }

        ranks.Wait(_coming[bucket]!.Exchange, "gradients");
        gradients.Add(parts[bucket][ranks.Rank], _coming[bucket]!);
        _coming[bucket] = null;
        if (bucket + 2 < parts.Count)
        {
            _coming[bucket + 2] = gradients.Send(parts[bucket + 2], bucket + 2);
        }
    }

    public void Advance() => ranks.Advance();

    public void Give(int bucket)
    {
        var sends = new List<Message>();
        var receives = new List<Message>();
        if (ranks.Size > 1)
        {
            parts[bucket][ranks.Rank].ForEach(part => part.Tensor.FetchWeights(part, IsOfRows(part)));
        }

        for (var other = 0; other < ranks.Size; other++)
        {
            if (other != ranks.Rank)
            {
                AddWeights(sends, parts[bucket][ranks.Rank], ranks.Rank, other);
                AddWeights(receives, parts[bucket][other], other, other);
            }
        }

        _weights.Add((bucket, ranks.Start([.. sends], [.. receives])));
    }

    public void Finish()
    {
        foreach (var (bucket, exchange) in _weights)
        {
            ranks.Wait(exchange, "weights");
            foreach (var (owner, ofRank) in parts[bucket].Index().Where(item => item.Index != ranks.Rank))
            {
                ofRank.ForEach(part => part.Tensor.StoreWeights(part, owner, IsOfRows(part)));
            }
        }

        _weights.Clear();
    }

    /// <summary>Whether no other weights of a part are written than those of the rows that have gradients.</summary>
    private bool IsOfRows(ShardPart part) => _readsGradients && part.Tensor.HasRowGradients;

    private void AddWeights(List<Message> messages, List<ShardPart> ofOwner, int owner, int other)
    {
        foreach (var part in ofOwner)
        {
            if (part.Tensor.WeightsOf(part, owner, IsOfRows(part)) is { Length: > 0 } weights)
            {
                messages.Add(new(other, weights));
            }
        }
    }

    private static Dictionary<(Parameter Parameter, int Start), (int Bucket, int End)> PlacesOf(List<List<ShardPart>[]> parts, int rank)
    {
        var places = new Dictionary<(Parameter Parameter, int Start), (int Bucket, int End)>();
        for (var bucket = 0; bucket < parts.Count; bucket++)
        {
            foreach (var part in parts[bucket][rank])
            {
                var start = part.Start - part.Tensor.Shard!.Start;
                places.Add((part.Tensor.Parameter!, start), (bucket, start + part.Length));
            }
        }

        return places;
    }
}
