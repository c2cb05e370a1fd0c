using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace Descent.Distributed;

/// <summary>Sums of gradients of all weights: in room of their own, or, as nothing, where the gradients of the last micro-batch lie.</summary>
/// <param name="bound">The gradients of a micro-batch.</param>
/// <param name="length">How many weights there are.</param>
/// <param name="rank">The number of this rank.</param>
internal sealed class WholeSums<T>(TensorMemory<T> bound, int length, Func<int> rank) : GradientSums<T, T[]?>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>How many values are added at a time, so that they stay in the cache.</summary>
    private const int Block = 2048;

    private readonly Stack<T[]> _free = [];

    public override long Bytes => (long)length * (_free.Count + Sums.Count(sum => sum is not null)) * Unsafe.SizeOf<T>();

    public override int CountOnWire(int start, int length, int sender, int sums) => checked(length * sums);

    public override void Write(int start, int length, Span<byte> wire, bool isNarrow)
    {
        var bytes = length * Additions.WireSize<T>(isNarrow);
        foreach (var (index, sum) in Sums.Index())
        {
            Additions.Encode(ValuesOf(sum).Slice(start, length), wire.Slice(index * bytes, bytes), isNarrow);
        }
    }

    public override void Sum(Span<T> sums, int start, IReadOnlyList<MicroBatchTree.Operation> top, ReadOnlyMemory<byte>[] wire, bool isNarrow)
    {
        var (size, mine) = (Additions.WireSize<T>(isNarrow), rank());
        var stack = ArrayPool<T>.Shared.Rent(Block * MicroBatchTree.DepthOf(top));
        var (total, done, count) = (sums.Length, 0, 0);
        for (; done < total; done += Block)
        {
            count = Math.Min(Block, total - done);
            Combine(top, stack, Block, count, Fetch);
            stack.AsSpan(0, count).CopyTo(sums[done..]);
        }

        ArrayPool<T>.Shared.Return(stack);

        void Fetch(MicroBatchTree.Operation operation, Span<T> room)
        {
            if (operation.Rank == mine)
            {
                ValuesOf(this[operation.Node]).Slice(start + done, count).CopyTo(room);
            }
            else
            {
                Additions.Decode(wire[operation.Rank].Span.Slice(((operation.Node * total) + done) * size, count * size), room, isNarrow);
            }
        }
    }

    /// <summary>In room of their own where they are not of the arithmetic's type, or lie on a device.</summary>
    protected override T[]? Read()
    {
        if (bound is { StoredGradients: null, GradientPlace: null })
        {
            return null;
        }

        var copied = Room();
        bound.ReadGradients(0, copied);
        return copied;
    }

    protected override T[]? Keep(T[]? sum)
    {
        if (sum is not null)
        {
            return sum;
        }

        var own = Room();
        ValuesOf(sum).CopyTo(own);
        return own;
    }

    protected override T[]? Add(T[]? first, T[]? second)
    {
        Additions.Add(first, ValuesOf(second));
        Free(second);
        return first;
    }

    protected override void Free(T[]? sum)
    {
        if (sum is not null)
        {
            _free.Push(sum);
        }
    }

    private ReadOnlySpan<T> ValuesOf(T[]? sum) => sum ?? bound.Gradients.Span;

    private T[] Room() => _free.TryPop(out var free) ? free : new T[length];
}
