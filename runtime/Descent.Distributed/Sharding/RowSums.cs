using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace Descent.Distributed;

/// <summary>
/// Sums of gradients of some rows: of those that one of the two has, a row that the other lacks being 0 there. So each row that is stepped has the bits that it has where all
/// gradients are given, with 0 for those of the other rows.
/// </summary>
/// <param name="bound">The gradients and rows of a micro-batch.</param>
/// <param name="columns">How many values a row has.</param>
/// <param name="rows">Which rows are whose in the step under way.</param>
internal sealed class RowSums<T>(TensorMemory<T> bound, int columns, RowsOfStep rows) : GradientSums<T, RowSums<T>.Part>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public override long Bytes => Sums.Sum(sum => ((long)sum.Values.Length * Unsafe.SizeOf<T>()) + ((long)sum.Rows.Length * sizeof(int)));

    /// <summary>The rows of each sum of this rank.</summary>
    public IReadOnlyList<int[]> Rows => [.. Sums.Select(sum => sum.Rows)];

    public override int CountOnWire(int start, int length, int sender, int sums)
    {
        var count = 0;
        for (var sum = 0; sum < sums; sum++)
        {
            count = checked(count + rows.CountSent(sender, sum, RowsOfStep.CountOf(start, columns), RowsOfStep.CountOf(length, columns)));
        }

        return checked(count * columns);
    }

    public override void Write(int start, int length, Span<byte> wire, bool isNarrow)
    {
        foreach (var sum in Sums)
        {
            var (first, end) = RowsOfStep.RangeOf(sum.Rows, RowsOfStep.CountOf(start, columns), RowsOfStep.CountOf(length, columns));
            var bytes = (end - first) * columns * Additions.WireSize<T>(isNarrow);
            Additions.Encode(sum.Values.AsSpan(first * columns, (end - first) * columns), wire[..bytes], isNarrow);
            wire = wire[bytes..];
        }
    }

    public override void Sum(Span<T> sums, int start, IReadOnlyList<MicroBatchTree.Operation> top, ReadOnlyMemory<byte>[] wire, bool isNarrow)
    {
        var bytes = columns * Additions.WireSize<T>(isNarrow);
        var stack = ArrayPool<T>.Shared.Rent(columns * MicroBatchTree.DepthOf(top));
        var cursors = rows.FindRows();
        var row = 0;
        foreach (var stepped in rows.Stepped)
        {
            row = stepped;
            Combine(top, stack, columns, columns, Fetch);
            stack.AsSpan(0, columns).CopyTo(sums);
            sums = sums[columns..];
        }

        ArrayPool<T>.Shared.Return(stack);

        void Fetch(MicroBatchTree.Operation operation, Span<T> room)
        {
            var place = cursors.Find(operation.Rank, operation.Node, row);
            if (place < 0)
            {
                room.Clear();
            }
            else if (operation.Rank == rows.Rank)
            {
                this[operation.Node].Values.AsSpan(place * columns, columns).CopyTo(room);
            }
            else
            {
                Additions.Decode(wire[operation.Rank].Span.Slice(place * bytes, bytes), room, isNarrow);
            }
        }
    }

    protected override Part Read()
    {
        var values = new T[bound.GradientLength];
        bound.ReadGradients(0, values);
        return new(bound.Rows!.Value.ToArray(), values);
    }

    protected override Part Keep(Part sum) => sum;

    protected override Part Add(Part first, Part second)
    {
        var union = RowsOfStep.Union([first.Rows, second.Rows]);
        var values = new T[union.Length * columns];
        var (one, other) = (0, 0);
        foreach (var (index, row) in union.Index())
        {
            var room = values.AsSpan(index * columns, columns);
            var (hasFirst, hasSecond) = (one < first.Rows.Length && first.Rows[one] == row, other < second.Rows.Length && second.Rows[other] == row);
            if (hasFirst && hasSecond)
            {
                first.Values.AsSpan(one * columns, columns).CopyTo(room);
                Additions.Add(room, second.Values.AsSpan(other * columns, columns));
            }
            else
            {
                // 0 and what there is: -0 becomes 0, as it does beside a gradient of 0.
                Additions.Add(room, hasFirst ? first.Values.AsSpan(one * columns, columns) : second.Values.AsSpan(other * columns, columns));
            }

            one += hasFirst ? 1 : 0;
            other += hasSecond ? 1 : 0;
        }

        return new(union, values);
    }

    protected override void Free(Part sum)
    {
    }

    /// <summary>A sum: rows, ascending, and their values.</summary>
    internal readonly record struct Part(int[] Rows, T[] Values);
}
