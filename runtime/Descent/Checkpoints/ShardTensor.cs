namespace Descent.Checkpoints;

/// <summary>A rank's share of a tensor: to whoever loads it is the whole, of which it takes its range; what is saved is the share.</summary>
/// <param name="share">The share.</param>
/// <param name="shape">The dimensions of the whole.</param>
/// <param name="first">Where the share begins among the values of the whole.</param>
/// <param name="isSaved">Whether this rank saves it: of what all ranks have alike, one does.</param>
internal sealed class ShardTensor(StoredTensor share, long[] shape, long first, bool isSaved) : StoredTensor(share.Name, share.Type, shape)
{
    /// <summary>The share, as it is saved.</summary>
    public StoredTensor Share => share;

    /// <summary>Where it begins among the values of the whole.</summary>
    public long First => first;

    /// <summary>Whether this rank saves it.</summary>
    public bool IsSaved => isSaved;

    public override (long Begin, long End) Wanted => (first * Type.Bits / 8, (first * Type.Bits / 8) + share.Bytes);

    /// <summary>What a rank has of a tensor of a parameter; the tensor itself where the parameter is whole.</summary>
    /// <param name="tensor">What it has.</param>
    /// <param name="whole">The dimensions of the whole.</param>
    /// <param name="first">Where it begins among the values of the whole; <see langword="null"/> of what all ranks have alike, which one saves.</param>
    /// <param name="state">The parameter's state.</param>
    public static StoredTensor Of(StoredTensor tensor, long[] whole, long? first, OptimizerState state)
        => state.Shard is not { } shard ? tensor
            : new ShardTensor(tensor, whole, first ?? 0, first is not null && !shard.IsUndivided && state.TensorLength > 0 ? tensor.Bytes > 0 : shard.IsSpeaker)
            {
                FormerNames = tensor.FormerNames,
                IsNew = tensor.IsNew,
                IsWeights = tensor.IsWeights,
            };

    public override ReadOnlySpan<byte> Read(long start, int length)
        => throw new NotSupportedException("A rank has a share of its tensors: all ranks save together, by the sharded optimizer.");

    public override void Write(long start, ReadOnlySpan<byte> bytes)
    {
        var (begin, end) = Wanted;
        var (from, to) = (Math.Max(start, begin), Math.Min(start + bytes.Length, end));
        if (from < to)
        {
            share.Write(from - begin, bytes[(int)(from - start)..(int)(to - start)]);
        }
    }
}
