using System.Numerics;

namespace Descent.Distributed;

/// <summary>The gradients of a rank's micro-batches, added as far as the tree goes with them alone.</summary>
internal abstract class GradientSums<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>How many bytes they take, apart from those of the share.</summary>
    public abstract long Bytes { get; }

    /// <summary>Takes in the gradients of a micro-batch.</summary>
    /// <param name="count">How many micro-batches a step has.</param>
    /// <param name="batch">Which one it is.</param>
    /// <param name="isLast">Whether it is the last of this rank, so that they stay where they are until the step.</param>
    /// <param name="byRank">Whether all of this rank are added one after the other, in place of the tree.</param>
    public abstract void Take(int count, int batch, bool isLast, bool byRank);

    /// <summary>How many values a rank sends of a range.</summary>
    /// <param name="start">Where it begins in the whole tensor.</param>
    /// <param name="length">How many weights it has.</param>
    /// <param name="sender">The rank.</param>
    /// <param name="sums">How many sums it has.</param>
    public abstract int CountOnWire(int start, int length, int sender, int sums);

    /// <summary>Writes this rank's sums over a range for the wire, one sum after the other.</summary>
    public abstract void Write(int start, int length, Span<byte> wire, bool isNarrow);

    /// <summary>Makes the root of the tree over a range of this rank's share.</summary>
    /// <param name="sums">Where it goes.</param>
    /// <param name="start">The first of the weights in the whole tensor.</param>
    /// <param name="top">How the root is made of the ranks' sums.</param>
    /// <param name="wire">What came from each rank.</param>
    /// <param name="isNarrow">Whether it is bfloat16.</param>
    public abstract void Sum(Span<T> sums, int start, IReadOnlyList<MicroBatchTree.Operation> top, ReadOnlyMemory<byte>[] wire, bool isNarrow);

    /// <summary>Lets go of the sums.</summary>
    public abstract void Drop();

    /// <summary>Makes a root of the ranks' sums.</summary>
    /// <param name="top">How it is made of them.</param>
    /// <param name="stack">Room for what waits, where the root is in the end.</param>
    /// <param name="width">How much room each has.</param>
    /// <param name="count">How many values there are.</param>
    /// <param name="read">Writes values of a sum.</param>
    protected static void Combine(IReadOnlyList<MicroBatchTree.Operation> top, Span<T> stack, int width, int count, SumReader read)
    {
        var depth = 0;
        foreach (var operation in top)
        {
            if (operation.Adds)
            {
                depth--;
                Additions.Add(stack.Slice((depth - 1) * width, count), stack.Slice(depth * width, count));
            }
            else
            {
                read(operation, stack.Slice(depth++ * width, count));
            }
        }
    }

    /// <summary>Writes values of the sum that an operation takes.</summary>
    protected delegate void SumReader(MicroBatchTree.Operation operation, Span<T> room);
}

/// <summary>The same, where a sum is a <typeparamref name="TSum"/>.</summary>
internal abstract class GradientSums<T, TSum> : GradientSums<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly List<Node> _nodes = [];

    /// <summary>The sums of this rank, in the order of their micro-batches.</summary>
    protected IEnumerable<TSum> Sums => _nodes.Select(node => node.Sum);

    /// <summary>One of them.</summary>
    protected TSum this[int index] => _nodes[index].Sum;

    public override void Take(int count, int batch, bool isLast, bool byRank)
    {
        var current = new Node(batch, 0, Read());
        if (byRank && _nodes.Count == 1)
        {
            _nodes[0] = _nodes[0] with { Sum = Add(_nodes[0].Sum, current.Sum) };
            return;
        }

        while (!byRank && _nodes.Count > 0 && AreHalves(_nodes[^1], current, count))
        {
            var first = _nodes[^1];
            _nodes.RemoveAt(_nodes.Count - 1);
            current = new(first.First, first.Level + 1, Add(first.Sum, current.Sum));
        }

        _nodes.Add(isLast ? current : current with { Sum = Keep(current.Sum) });
    }

    public override void Drop()
    {
        _nodes.ForEach(node => Free(node.Sum));
        _nodes.Clear();
    }

    /// <summary>The gradients of a micro-batch.</summary>
    protected abstract TSum Read();

    /// <summary>The same where the next micro-batch does not overwrite them.</summary>
    protected abstract TSum Keep(TSum sum);

    /// <summary>The sum of two, which are of no more use.</summary>
    protected abstract TSum Add(TSum first, TSum second);

    /// <summary>Lets go of one.</summary>
    protected abstract void Free(TSum sum);

    private static bool AreHalves(Node first, Node second, int count)
        => second.First == first.First + (1 << first.Level) && first.First % (2L << first.Level) == 0
            && (second.Level == first.Level || second.First + (1L << second.Level) >= count);

    private readonly record struct Node(int First, int Level, TSum Sum);
}
