using System.Numerics;
using Descent.CompilerServices;

namespace Descent.Engine;

/// <summary>
/// The blocks of one chunk of a tensor in which some row has gradients, with 0 for the rows that have none. Blocks of zeros are left out: they
/// change no bit of a sum of magnitudes, of their powers, or of the largest.
/// </summary>
internal readonly ref struct RowBlocks<T>(ReadOnlySpan<int> rows, TensorMemory<T> tensor, int columns, int start, int length)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly ReadOnlySpan<int> _rows = rows;

    /// <summary>Writes the blocks one after the other.</summary>
    /// <param name="room">Room for a chunk.</param>
    /// <returns>What was written.</returns>
    public ReadOnlySpan<T> WriteTo(Span<T> room)
    {
        if (columns == 0)
        {
            return default;
        }

        var (end, written, block) = (start + length, 0, -1);
        var place = _rows.BinarySearch(start / columns);
        for (place = place < 0 ? ~place : place; place < _rows.Length && _rows[place] * columns < end; place++)
        {
            var row = _rows[place] * columns;
            var last = Math.Min(row + columns, end);
            for (var value = Math.Max(row, start); value < last;)
            {
                var current = (value - start) / Reduction.BlockLength;
                var blockStart = start + (current * Reduction.BlockLength);
                var blockLength = Math.Min(Reduction.BlockLength, end - blockStart);
                if (current != block)
                {
                    block = current;
                    room.Slice(written, blockLength).Clear();
                    written += blockLength;
                }

                var count = Math.Min(last, blockStart + blockLength) - value;
                tensor.ReadGradients((place * columns) + value - row, room.Slice(written - blockLength + value - blockStart, count));
                value += count;
            }
        }

        return room[..written];
    }
}
