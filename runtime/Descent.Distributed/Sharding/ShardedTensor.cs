using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;
using Descent.CompilerServices;

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

    /// <summary>Takes a share, and gives it to an optimizer.</summary>
    public void Share(Optimizer optimizer, Shard shard)
    {
        Shard = shard;
        Parameter = AddTo(optimizer, shard);
    }

    /// <summary>Some of the weights, as bytes.</summary>
    public abstract Memory<byte> WeightsOf(int start, int length);

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

/// <summary>A tensor whose weights are stored as <typeparamref name="TWeight"/> and stepped in <typeparamref name="T"/>.</summary>
internal sealed class ShardedTensor<TWeight, T>(string name, Memory<TWeight> weights, nint[] shape) : ShardedTensor(name, shape, weights.Length), IBindsGradients
    where TWeight : unmanaged
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>How many values are added at a time, so that they stay in the cache.</summary>
    private const int Block = 2048;

    private readonly List<Sums> _sums = [];
    private readonly Stack<T[]> _free = [];
    private readonly Memory<byte> _bytes = new ReinterpretedMemory<TWeight, byte>(weights).Memory;
    private ReadOnlyMemory<T> _gradients;
    private StoredTensor<T>? _stored;
    private T[] _share = [];
    private bool _isBound;

    public override Type ElementType => typeof(TWeight);

    public override bool HasGradients => _isBound;

    public override long GradientBytes => (_share.Length + ((long)Length * (_free.Count + _sums.Count(sums => sums.Own is not null)))) * Unsafe.SizeOf<T>();

    public bool Accepts(Type type) => type == typeof(T) || (typeof(T) == typeof(float) && (type == typeof(Half) || type == typeof(BFloat16)));

    public void Bind<TGradient>(ReadOnlyMemory<TGradient> gradients)
        where TGradient : unmanaged
    {
        (_gradients, _stored, _isBound) = (default, null, true);
        if (typeof(TGradient) == typeof(T))
        {
            _gradients = Unsafe.As<ReadOnlyMemory<TGradient>, ReadOnlyMemory<T>>(ref gradients);
        }
        else
        {
            _stored = StoredTensor<T>.Of(gradients);
        }
    }

    public void Unbind() => (_gradients, _stored, _isBound) = (default, null, false);

    public override int UnitIn(Optimizer optimizer)
    {
        var (namesRows, isUndivided) = optimizer.TakerOf(Name, Shape).CutOf<T>(Name, Shape);
        if (isUndivided || Length == 0)
        {
            return Math.Max(1, Length);
        }

        if (!namesRows)
        {
            return Reduction.ChunkLength;
        }

        // Ranges begin where bands do.
        var rows = Shape.Length < 2 ? 1 : (int)Shape[0];
        var matrix = new MatrixShape(rows, Length / rows, Length);
        return (int)Math.Min((long)matrix.RowsOfBand * matrix.Columns, Length);
    }

    public override Memory<byte> WeightsOf(int start, int length) => _bytes.Slice(start * Unsafe.SizeOf<TWeight>(), length * Unsafe.SizeOf<TWeight>());

    public override void BindShare()
    {
        if (_share.Length != Shard!.Length + Shard.Beyond)
        {
            _share = new T[Shard.Length + Shard.Beyond];
        }

        Parameter!.BindShard<T>(_share, areThere: true);
    }

    public override void Take(int count, int batch, bool isLast, bool byRank)
    {
        var current = new Sums(batch, 0, Decoded());
        if (byRank && _sums.Count == 1)
        {
            Additions.Add(_sums[0].Own, ValuesOf(current));
            Free(current);
            return;
        }

        while (!byRank && _sums.Count > 0 && AreHalves(_sums[^1], current, count))
        {
            var first = _sums[^1];
            _sums.RemoveAt(_sums.Count - 1);
            Additions.Add(first.Own, ValuesOf(current));
            Free(current);
            current = first with { Level = first.Level + 1 };
        }

        if (current.Own is null && !isLast)
        {
            var own = Room();
            ValuesOf(current).CopyTo(own);
            current = current with { Own = own };
        }

        _sums.Add(current);
    }

    public override int WireSize(bool isNarrow) => Additions.WireSize<T>(isNarrow);

    public override void Write(int start, int length, Span<byte> wire, bool isNarrow)
    {
        var bytes = length * Additions.WireSize<T>(isNarrow);
        for (var index = 0; index < _sums.Count; index++)
        {
            Additions.Encode(ValuesOf(_sums[index]).Slice(start, length), wire.Slice(index * bytes, bytes), isNarrow);
        }
    }

    public override void Sum(int start, int length, IReadOnlyList<MicroBatchTree.Operation> top, ReadOnlyMemory<byte>[] wire, bool isNarrow)
    {
        var size = Additions.WireSize<T>(isNarrow);
        var stack = ArrayPool<T>.Shared.Rent(Block * MicroBatchTree.DepthOf(top));
        for (var done = 0; done < length; done += Block)
        {
            var count = Math.Min(Block, length - done);
            var depth = 0;
            foreach (var operation in top)
            {
                if (operation.Adds)
                {
                    depth--;
                    Additions.Add(stack.AsSpan((depth - 1) * Block, count), stack.AsSpan(depth * Block, count));
                    continue;
                }

                var room = stack.AsSpan(depth++ * Block, count);
                if (operation.Rank == Shard!.Rank)
                {
                    ValuesOf(_sums[operation.Node]).Slice(start + done, count).CopyTo(room);
                }
                else
                {
                    Additions.Decode(wire[operation.Rank].Span.Slice(((operation.Node * length) + done) * size, count * size), room, isNarrow);
                }
            }

            stack.AsSpan(0, count).CopyTo(_share.AsSpan(start - Shard!.Start + done));
        }

        ArrayPool<T>.Shared.Return(stack);
    }

    public override void Drop()
    {
        _sums.ForEach(Free);
        _sums.Clear();
    }

    public override void BindNothing()
    {
        Drop();
        Parameter!.BindShard<T>(default, areThere: false);
    }

    protected override Parameter AddTo(Optimizer optimizer, Shard shard) => optimizer.AddShard(Name, weights.Slice(shard.Start, shard.Length), Shape, shard);

    private static bool AreHalves(Sums first, Sums second, int count)
        => second.First == first.First + (1 << first.Level) && first.First % (2L << first.Level) == 0
            && (second.Level == first.Level || second.First + (1L << second.Level) >= count);

    private ReadOnlySpan<T> ValuesOf(Sums sums) => sums.Own is { } own ? own : _gradients.Span;

    /// <summary>The gradients of the micro-batch in room of their own, where they are not of the arithmetic's type.</summary>
    private T[]? Decoded()
    {
        if (_stored is null)
        {
            return null;
        }

        var decoded = Room();
        _stored.Decode(0, decoded);
        return decoded;
    }

    private T[] Room() => _free.TryPop(out var free) ? free : new T[Length];

    private void Free(Sums sums)
    {
        if (sums.Own is { } own)
        {
            _free.Push(own);
        }
    }

    /// <summary>The sum of some micro-batches: in room of its own, or where the gradients of the last one lie.</summary>
    private readonly record struct Sums(int First, int Level, T[]? Own);
}
