using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;
using Descent.CompilerServices;

namespace Descent.Distributed;

/// <summary>A tensor whose weights are stored as <typeparamref name="TWeight"/> and stepped in <typeparamref name="T"/>.</summary>
internal sealed class ShardedTensor<TWeight, T>(string name, Memory<TWeight> weights, nint[] shape) : ShardedTensor(name, shape, weights.Length), IBindsGradients
    where TWeight : unmanaged
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>How many values are added at a time, so that they stay in the cache.</summary>
    private const int Block = 2048;

    private readonly List<Sums> _sums = [];
    private readonly Stack<T[]> _free = [];
    private readonly WeightsOnWire<TWeight> _wire = new(weights);
    private readonly ShareOfSums<T> _share = new(DevicePlace.Of<TWeight>(weights)?.Device);

    /// <summary>The gradients of a micro-batch, as they are bound.</summary>
    private readonly TensorMemory<T> _bound = new(default(Memory<T>));
    private bool _isBound;

    public override Type ElementType => typeof(TWeight);

    public override bool HasGradients => _isBound;

    public override long GradientBytes => _share.Bytes + ((long)Length * (_free.Count + _sums.Count(sums => sums.Own is not null)) * Unsafe.SizeOf<T>());

    public bool Accepts(Type type) => type == typeof(T) || (typeof(T) == typeof(float) && (type == typeof(Half) || type == typeof(BFloat16)));

    public void Bind<TGradient>(ReadOnlyMemory<TGradient> gradients)
        where TGradient : unmanaged
    {
        _bound.Bind(gradients);
        _isBound = true;
    }

    public void Unbind()
    {
        _bound.Bind<T>(default);
        _isBound = false;
    }

    public override void RefuseBy(Optimizer optimizer)
    {
        if (_wire.Place is { } place)
        {
            optimizer.TakerOf(Name, Shape).RefuseOnDevice<T>(Name, place);
        }
    }

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

    public override Memory<byte> WeightsOf(int start, int length) => _wire.Of(start, length);

    public override void FetchWeights(int start, int length) => _wire.Fetch(start, length);

    public override void StoreWeights(int start, int length) => _wire.Store(start, length);

    public override void BindShare() => Parameter!.BindShard(_share.Of(Shard!.Length + Shard.Beyond), areThere: true);

    public override void Take(int count, int batch, bool isLast, bool byRank)
    {
        var current = new Sums(batch, 0, Copied());
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
        => _share.Write(start - Shard!.Start, length, (sums, _) => Sum(sums, start, top, wire, isNarrow));

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

    private void Sum(Span<T> sums, int start, IReadOnlyList<MicroBatchTree.Operation> top, ReadOnlyMemory<byte>[] wire, bool isNarrow)
    {
        var size = Additions.WireSize<T>(isNarrow);
        var stack = ArrayPool<T>.Shared.Rent(Block * MicroBatchTree.DepthOf(top));
        for (var done = 0; done < sums.Length; done += Block)
        {
            var count = Math.Min(Block, sums.Length - done);
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
                    Additions.Decode(wire[operation.Rank].Span.Slice(((operation.Node * sums.Length) + done) * size, count * size), room, isNarrow);
                }
            }

            stack.AsSpan(0, count).CopyTo(sums[done..]);
        }

        ArrayPool<T>.Shared.Return(stack);
    }

    private static bool AreHalves(Sums first, Sums second, int count)
        => second.First == first.First + (1 << first.Level) && first.First % (2L << first.Level) == 0
            && (second.Level == first.Level || second.First + (1L << second.Level) >= count);

    private ReadOnlySpan<T> ValuesOf(Sums sums) => sums.Own is { } own ? own : _bound.Gradients.Span;

    /// <summary>The gradients of the micro-batch in room of their own, where they are not of the arithmetic's type, or lie on a device.</summary>
    private T[]? Copied()
    {
        if (_bound is { StoredGradients: null, GradientPlace: null })
        {
            return null;
        }

        var copied = Room();
        _bound.ReadGradients(0, copied);
        return copied;
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
