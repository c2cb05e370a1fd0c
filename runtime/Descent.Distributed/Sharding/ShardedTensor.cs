using System.Numerics;
using Descent.CompilerServices;
using Descent.Engine;

namespace Descent.Distributed;

/// <summary>A tensor of a sharded optimizer: whole weights and gradients on this rank, and the share that this rank steps.</summary>
internal abstract class ShardedTensor(string name, nint[] shape, int length)
{
    public string Name => name;

    public ReadOnlySpan<nint> Shape => shape;

    public int Length => length;

    /// <summary>How many weights a row has: the product of all dimensions but the first.</summary>
    public int Columns => shape[0] == 0 ? 0 : (int)(length / shape[0]);

    /// <summary>The type of the weights.</summary>
    public abstract Type ElementType { get; }

    /// <summary>Where the weights lie if they are on a device.</summary>
    public abstract DevicePlace? Place { get; }

    /// <summary>Whether its weights, whole, lie over some memory.</summary>
    public abstract bool LiesOver(MemoryRegion memory);

    /// <summary>Whether the gradients of a micro-batch, as they are bound, lie over some memory.</summary>
    public abstract bool GradientsLieOver(MemoryRegion memory);

    /// <summary>Whether gradients are bound.</summary>
    public abstract bool HasGradients { get; }

    /// <summary>Whether those that are bound are of some rows.</summary>
    public abstract bool HasRowGradients { get; }

    /// <summary>Whether gradients of some rows were bound before the tensors were shared out, so that its shares are of whole rows.</summary>
    public bool TakesRows { get; protected set; }

    /// <summary>The share, once tensors are shared out.</summary>
    public Shard? Shard { get; private set; }

    /// <summary>The parameter that steps the share.</summary>
    public Parameter? Parameter { get; private set; }

    /// <summary>How many bytes the sums of gradients take here: of micro-batches that wait to be added, and of the share.</summary>
    public abstract long GradientBytes { get; }

    /// <summary>The rows of this rank's share that are stepped, once ranks have told each other which have gradients.</summary>
    public abstract int[] SteppedRows { get; }

    /// <summary>How many of its weights stay together: a chunk, whole rows and chunks, whole bands of rows, or all.</summary>
    public int UnitIn(Optimizer optimizer)
    {
        var (namesRows, isUndivided) = CutBy(optimizer);
        if (isUndivided || length == 0)
        {
            return Math.Max(1, length);
        }

        long unit = Reduction.ChunkLength;
        if (namesRows)
        {
            // Ranges begin where bands do.
            var rows = shape.Length < 2 ? 1 : (int)shape[0];
            var matrix = new MatrixShape(rows, length / rows, length);
            unit = (long)matrix.RowsOfBand * matrix.Columns;
        }

        return (int)Math.Min(TakesRows ? UnitOfRows(unit) : unit, length);
    }

    /// <summary>Whether the shares are of whole rows, and of chunks, from which the norm of gradients of some rows is made.</summary>
    public bool IsCutAtRows()
    {
        var unit = UnitOfRows(Reduction.ChunkLength);
        return Enumerable.Range(0, Shard!.Ranks).All(rank => Shard.StartOf(rank) % unit == 0 || Shard.StartOf(rank) == length);
    }

    /// <summary>Throws if the rule that is to step it cannot where it lies, or the optimizer would refuse its shares.</summary>
    /// <param name="optimizer">What is to have its shares.</param>
    /// <param name="has">Whether a rule is to have a tensor of a name.</param>
    public abstract void RefuseBy(Optimizer optimizer, Func<Participant, string, bool> has);

    /// <summary>Whether the rank that steps it has its mathematical library compute what goes beyond the values of the step, which are the first rank's.</summary>
    public bool CallsLibrary(Optimizer optimizer)
    {
        var rule = optimizer.TakerOf(Name, Shape).Rule;
        return rule.CallsLibrary(ElementType == typeof(double)) || CutBy(optimizer).IsUndivided;
    }

    /// <summary>Why the rule that is to step it cannot step some of its rows, as a sentence; <see langword="null"/> if it can.</summary>
    public abstract string? RowRefusalBy(Optimizer optimizer);

    /// <summary>What is wrong with the rows that are bound by now, as a sentence; <see langword="null"/> if nothing is.</summary>
    public abstract string? FaultOfRows();

    /// <summary>Takes a share, and gives it to an optimizer.</summary>
    public void Share(Optimizer optimizer, Shard shard)
    {
        Shard = shard;
        Parameter = AddTo(optimizer, shard);
    }

    /// <summary>Some of the weights, as bytes to send, or room for them: themselves, or where a copy of what lies on a device, or of some rows, goes by.</summary>
    /// <param name="part">Which.</param>
    /// <param name="owner">The rank that steps them.</param>
    /// <param name="ofRows">Whether it is of the rows alone that are stepped.</param>
    public abstract Memory<byte> WeightsOf(ShardPart part, int owner, bool ofRows);

    /// <summary>Copies weights of this rank's share to where they are sent from, if that is elsewhere.</summary>
    public abstract void FetchWeights(ShardPart part, bool ofRows);

    /// <summary>Copies weights that have come to where they belong, if that is elsewhere.</summary>
    public abstract void StoreWeights(ShardPart part, int owner, bool ofRows);

    /// <summary>The rows of each of this rank's sums that lie on a rank's share.</summary>
    public abstract int[][] RowsFor(int rank);

    /// <summary>Notes which rows of this rank's share the sums of each other rank have.</summary>
    public abstract void TakeRows(int[][]?[] sent);

    /// <summary>Notes which rows each rank steps.</summary>
    public abstract void CompleteRows(int[][] stepped);

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

    /// <summary>How many values the sums of a rank over a part have.</summary>
    /// <param name="part">The part.</param>
    /// <param name="sender">The rank.</param>
    /// <param name="sums">How many sums it has.</param>
    public abstract int CountOnWire(ShardPart part, int sender, int sums);

    /// <summary>Writes this rank's sums over a part for the wire, one sum after the other.</summary>
    public abstract void Write(ShardPart part, Span<byte> wire, bool isNarrow);

    /// <summary>Adds what came of a part of this rank's share.</summary>
    /// <param name="part">The part.</param>
    /// <param name="top">How the root is made of the ranks' sums.</param>
    /// <param name="wire">What came from each rank.</param>
    /// <param name="isNarrow">Whether it is bfloat16.</param>
    public abstract void Sum(ShardPart part, IReadOnlyList<MicroBatchTree.Operation> top, ReadOnlyMemory<byte>[] wire, bool isNarrow);

    /// <summary>Whether the gradients of the step to come were given away: this rank has the sums of its share.</summary>
    public bool AreGiven { get; private set; }

    /// <summary>Notes that they were.</summary>
    public void NoteGiven()
    {
        DropSums();
        AreGiven = true;
    }

    /// <summary>Lets go of the gradients of a step.</summary>
    public void Drop()
    {
        DropSums();
        AreGiven = false;
    }

    /// <summary>Tells the parameter that there are no gradients.</summary>
    public abstract void BindNothing();

    /// <summary>Lets go of the sums of micro-batches.</summary>
    protected abstract void DropSums();

    protected abstract Parameter AddTo(Optimizer optimizer, Shard shard);

    /// <summary>How its rule lets it be cut: whether it names rows, and whether it has operations on whole matrices.</summary>
    protected abstract (bool NamesRows, bool IsUndivided) CutBy(Optimizer optimizer);

    /// <summary>The least multiple of a unit that is of whole rows and of whole chunks.</summary>
    private long UnitOfRows(long unit) => LeastMultiple(LeastMultiple(unit, Reduction.ChunkLength), Math.Max(1, Columns));

    private static long LeastMultiple(long first, long second) => first / (long)BigInteger.GreatestCommonDivisor(first, second) * second;
}
