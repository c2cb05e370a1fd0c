namespace Descent.Distributed;

/// <summary>A tensor of a sharded optimizer: whole weights and gradients on this rank, and the share that this rank steps.</summary>
internal abstract class ShardedTensor(string name, nint[] shape, int length)
{
    public string Name => name;

    public ReadOnlySpan<nint> Shape => shape;

    public int Length => length;

    /// <summary>The type of the weights.</summary>
    public abstract Type ElementType { get; }

    /// <summary>Whether gradients are bound.</summary>
    public abstract bool HasGradients { get; }

    /// <summary>The share, once tensors are shared out.</summary>
    public Shard? Shard { get; private set; }

    /// <summary>The parameter that steps the share.</summary>
    public Parameter? Parameter { get; private set; }

    /// <summary>How many bytes the sums of gradients take here: of micro-batches that wait to be added, and of the share.</summary>
    public abstract long GradientBytes { get; }

    /// <summary>How many of its weights stay together: a chunk, whole bands of rows, or all.</summary>
    public abstract int UnitIn(Optimizer optimizer);

    /// <summary>Throws if the rule that is to step it cannot where it lies.</summary>
    public abstract void RefuseBy(Optimizer optimizer);

    /// <summary>Takes a share, and gives it to an optimizer.</summary>
    public void Share(Optimizer optimizer, Shard shard)
    {
        Shard = shard;
        Parameter = AddTo(optimizer, shard);
    }

    /// <summary>Some of the weights, as bytes to send, or room for them: themselves, or where a copy of what lies on a device goes by.</summary>
    public abstract Memory<byte> WeightsOf(int start, int length);

    /// <summary>Copies some weights from their device, if they lie on one, before they are sent.</summary>
    public abstract void FetchWeights(int start, int length);

    /// <summary>Copies some weights to their device, if they lie on one, once they have come.</summary>
    public abstract void StoreWeights(int start, int length);

    /// <summary>Binds the sums of its share, which are about to come.</summary>
    public abstract void BindShare();

    /// <summary>Takes in the gradients of a micro-batch.</summary>
    /// <param name="count">How many micro-batches a step has.</param>
    /// <param name="batch">Which one it is.</param>
    /// <param name="isLast">Whether it is the last of this rank, so that they stay where they are until the step.</param>
    /// <param name="byRank">Whether all of this rank are added one after the other, in place of the tree.</param>
    public abstract void Take(int count, int batch, bool isLast, bool byRank);

    /// <summary>How many bytes a value of a gradient takes on the wire.</summary>
    public abstract int WireSize(bool isNarrow);

    /// <summary>Writes this rank's sums over some weights for the wire, one sum after the other.</summary>
    public abstract void Write(int start, int length, Span<byte> wire, bool isNarrow);

    /// <summary>Adds what came of some weights of this rank's share.</summary>
    /// <param name="start">The first of them in the whole tensor.</param>
    /// <param name="length">How many there are.</param>
    /// <param name="top">How the root is made of the ranks' sums.</param>
    /// <param name="wire">What came from each rank.</param>
    /// <param name="isNarrow">Whether it is bfloat16.</param>
    public abstract void Sum(int start, int length, IReadOnlyList<MicroBatchTree.Operation> top, ReadOnlyMemory<byte>[] wire, bool isNarrow);

    /// <summary>Lets go of the sums of micro-batches.</summary>
    public abstract void Drop();

    /// <summary>Tells the parameter that there are no gradients.</summary>
    public abstract void BindNothing();

    protected abstract Parameter AddTo(Optimizer optimizer, Shard shard);
}
