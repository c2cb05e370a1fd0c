using System.Numerics;
using Descent.CompilerServices;
using Descent.Engine;

namespace Descent.Distributed;

/// <summary>A tensor whose weights are stored as <typeparamref name="TWeight"/> and stepped in <typeparamref name="T"/>.</summary>
internal sealed class ShardedTensor<TWeight, T> : ShardedTensor, IBindsGradients
    where TWeight : unmanaged
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Memory<TWeight> _weights;
    private readonly WeightsOnWire<TWeight> _wire;
    private readonly RowsOnWire<TWeight> _wireOfRows;
    private readonly ShareOfSums<T> _share;

    /// <summary>The gradients of a micro-batch, as they are bound.</summary>
    private readonly TensorMemory<T> _bound = new(default(Memory<T>));
    private readonly RowsOfStep _rows = new();
    private readonly WholeSums<T> _ofAll;
    private readonly RowSums<T> _ofRows;
    private bool _isBound;

    public ShardedTensor(string name, Memory<TWeight> weights, nint[] shape)
        : base(name, shape, weights.Length)
    {
        _weights = weights;
        (_wire, _wireOfRows, _share) = (new(weights), new(weights, Columns, _rows), new(DevicePlace.Of<TWeight>(weights)?.Device));
        (_ofAll, _ofRows) = (new(_bound, Length, () => Shard!.Rank), new(_bound, Columns, _rows));
    }

    public override Type ElementType => typeof(TWeight);

    public override bool LiesOver(MemoryRegion memory) => MemoryRegion.Of<TWeight>(_weights).Overlaps(memory);

    public override bool GradientsLieOver(MemoryRegion memory) => _isBound && _bound.GradientRegion.Overlaps(memory);

    public override bool HasGradients => _isBound;

    public override bool HasRowGradients => _isBound && _bound.Rows is not null;

    public override DevicePlace? Place => _wire.Place;

    public override long GradientBytes => _share.Bytes + _ofAll.Bytes + _ofRows.Bytes;

    public override int[] SteppedRows => _rows.Stepped;

    private GradientSums<T> Sums => HasRowGradients ? _ofRows : _ofAll;

    public bool Accepts(Type type) => type == typeof(T) || (typeof(T) == typeof(float) && (type == typeof(Half) || type == typeof(BFloat16)));

    public void Bind<TGradient>(ReadOnlyMemory<TGradient> gradients, ReadOnlyMemory<int>? rows)
        where TGradient : unmanaged
    {
        _bound.Bind(gradients);
        (_bound.Rows, _isBound) = (rows, true);
        TakesRows |= rows is not null && Shard is null;
    }

    public void Unbind()
    {
        _bound.Bind<T>(default);

        // A tensor without weights has all its gradients, as on one machine.
        (_bound.Rows, _isBound) = (null, Length == 0);
    }

    public override void RefuseBy(Optimizer optimizer, Func<Participant, string, bool> has)
    {
        optimizer.RefuseTensor<TWeight>(Name, Shape, has);
        if (Place is { } place)
        {
            optimizer.TakerOf(Name, Shape).RefuseOnDevice<T>(Name, place);
        }
    }

    public override string? RowRefusalBy(Optimizer optimizer) => optimizer.TakerOf(Name, Shape).RowRefusalOf<T>(Name, Shape);

    public override string? FaultOfRows() => Guard.FaultOf(_bound.Rows!.Value.Span, Shape[0], Name);

    public override Memory<byte> WeightsOf(ShardPart part, int owner, bool ofRows) => ofRows ? _wireOfRows.Of(owner) : _wire.Of(part.Start, part.Length);

    public override void FetchWeights(ShardPart part, bool ofRows)
    {
        if (ofRows)
        {
            _wireOfRows.Fetch(Shard!.Rank);
        }
        else
        {
            _wire.Fetch(part.Start, part.Length);
        }
    }

    public override void StoreWeights(ShardPart part, int owner, bool ofRows)
    {
        if (ofRows)
        {
            _wireOfRows.Store(owner);
        }
        else
        {
            _wire.Store(part.Start, part.Length);
        }
    }

    public override int[][] RowsFor(int rank)
    {
        var (firstRow, count) = (RowsOfStep.CountOf(Shard!.StartOf(rank), Columns), RowsOfStep.CountOf(Shard.LengthOf(rank), Columns));
        return [.. _ofRows.Rows.Select(rows =>
        {
            var (first, end) = RowsOfStep.RangeOf(rows, firstRow, count);
            return rows[first..end];
        })];
    }

    public override void TakeRows(int[][]?[] sent)
    {
        var mine = Shard!.Rank;
        _rows.Begin(mine, [.. sent.Select(rows => rows ?? [.. _ofRows.Rows])], RowsOfStep.Union(sent.SelectMany(rows => rows ?? RowsFor(mine))));
    }

    public override void CompleteRows(int[][] stepped) => _rows.Complete(stepped);

    public override void BindShare()
    {
        if (HasRowGradients)
        {
            var first = RowsOfStep.CountOf(Shard!.Start, Columns);
            Parameter!.BindShardRows(_share.Of(SteppedRows.Length * Columns), Array.ConvertAll(SteppedRows, row => row - first));
        }
        else
        {
            Parameter!.BindShard(_share.Of(Shard!.Length + Shard.Beyond), areThere: true);
        }
    }

    public override void Take(int count, int batch, bool isLast, bool byRank) => Sums.Take(count, batch, isLast, byRank);

    public override int WireSize(bool isNarrow) => Additions.WireSize<T>(isNarrow);

    public override int CountOnWire(ShardPart part, int sender, int sums) => Sums.CountOnWire(part.Start, part.Length + part.Beyond, sender, sums);

    public override void Write(ShardPart part, Span<byte> wire, bool isNarrow) => Sums.Write(part.Start, part.Length + part.Beyond, wire, isNarrow);

    public override void Sum(ShardPart part, IReadOnlyList<MicroBatchTree.Operation> top, ReadOnlyMemory<byte>[] wire, bool isNarrow)
    {
        var (start, length) = HasRowGradients ? (0, SteppedRows.Length * Columns) : (part.Start - Shard!.Start, part.Length + part.Beyond);
        _share.Write(start, length, (sums, _) => Sums.Sum(sums, part.Start, top, wire, isNarrow));
    }

    public override void BindNothing()
    {
        Drop();
        Parameter!.BindShard<T>(default, areThere: false);
    }

    protected override void DropSums()
    {
        _ofAll.Drop();
        _ofRows.Drop();
    }

    protected override Parameter AddTo(Optimizer optimizer, Shard shard) => optimizer.AddShard(Name, _weights.Slice(shard.Start, shard.Length), Shape, shard);

    protected override (bool NamesRows, bool IsUndivided) CutBy(Optimizer optimizer) => optimizer.TakerOf(Name, Shape).CutOf<T>(Name, Shape);
}
