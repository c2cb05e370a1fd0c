using System.Numerics;
using System.Runtime.CompilerServices;

namespace Descent.Matrices;

/// <summary>
/// Copies factors as <see cref="MicroKernel"/> reads them, in blocks of <see cref="MicroKernel.Depth"/> terms: the left one's rows one after the
/// other; the right one's columns in panels, each with its values of a term side by side.
/// </summary>
internal static unsafe class Packing
{
    /// <summary>Copies rows of the left factor; row by row where their terms lie side by side.</summary>
    /// <param name="left">The factor.</param>
    /// <param name="row">The first row.</param>
    /// <param name="rows">How many rows.</param>
    /// <param name="term">The first term.</param>
    /// <param name="depth">How many terms.</param>
    /// <param name="packed">Where the rows of the first block go.</param>
    /// <param name="room">How much further those of the next block go.</param>
    public static void Left<T>(Operand<T> left, int row, int rows, int term, int depth, T* packed, nint room)
        where T : unmanaged
    {
        if (left.ColumnStride != 1)
        {
            for (var start = 0; start < depth; start += MicroKernel.Depth, packed += room)
            {
                Transposition.Copy(left.At(row, term + start), left.ColumnStride, packed, MicroKernel.Depth, Math.Min(MicroKernel.Depth, depth - start), rows);
            }

            return;
        }

        for (var index = 0; index < rows; index++, packed += MicroKernel.Depth)
        {
            var destination = packed;
            for (var start = 0; start < depth; start += MicroKernel.Depth, destination += room)
            {
                var length = Math.Min(MicroKernel.Depth, depth - start);
                new ReadOnlySpan<T>(left.At(row + index, term + start), length).CopyTo(new Span<T>(destination, length));
            }
        }
    }

    /// <summary>Copies columns of the right factor; term by term where they lie side by side, so that what is read together is used together.</summary>
    /// <param name="right">The factor.</param>
    /// <param name="column">The first column.</param>
    /// <param name="columns">How many columns.</param>
    /// <param name="term">The first term.</param>
    /// <param name="depth">How many terms, at most <see cref="MicroKernel.Depth"/>.</param>
    /// <param name="packed">Where the first panel goes; the others follow, each with room for <see cref="MicroKernel.Depth"/> terms.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Right<TVectors, TVector, T>(Operand<T> right, int column, int columns, int term, int depth, T* packed)
        where TVectors : IVectors<TVector, T>
        where TVector : unmanaged
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var panel = MicroKernel.Vectors * TVectors.Width;
        var room = panel * MicroKernel.Depth;
        if (right.ColumnStride != 1)
        {
            for (var first = 0; first < columns; first += panel, packed += room)
            {
                Transposition.Copy(right.At(term, column + first), right.ColumnStride, packed, panel, Math.Min(panel, columns - first), depth);
            }

            return;
        }

        var rest = columns % panel;
        for (var index = 0; index < depth; index++, packed += panel)
        {
            var source = right.At(term + index, column);
            var destination = packed;
            for (var first = 0; first < columns - rest; first += panel, destination += room)
            {
                for (var value = 0; value < panel; value += TVectors.Width)
                {
                    TVectors.Store(TVectors.Load(source + first + value), destination + value);
                }
            }

            new ReadOnlySpan<T>(source + columns - rest, rest).CopyTo(new Span<T>(destination, rest));
        }
    }
}
