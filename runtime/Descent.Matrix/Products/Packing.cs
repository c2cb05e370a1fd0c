using System.Numerics;

namespace Descent.Matrices;

/// <summary>
/// Copies factors as <see cref="MicroKernel"/> reads them, in blocks of <see cref="MicroKernel.Depth"/> terms: the left one's rows one after the
/// other; the right one's columns in panels, each with its values of a term side by side.
/// </summary>
internal static unsafe class Packing
{
    /// <summary>Copies rows of the left factor.</summary>
    /// <param name="left">The factor.</param>
    /// <param name="row">The first row.</param>
    /// <param name="rows">How many rows.</param>
    /// <param name="term">The first term.</param>
    /// <param name="depth">How many terms, at most <see cref="MicroKernel.Depth"/>.</param>
    /// <param name="packed">Where the rows go.</param>
    public static void Left<T>(Operand<T> left, int row, int rows, int term, int depth, T* packed)
        where T : unmanaged
    {
        if (left.ColumnStride != 1)
        {
            Transposition.Copy(left.At(row, term), left.ColumnStride, packed, MicroKernel.Depth, depth, rows);
            return;
        }

        for (var index = 0; index < rows; index++)
        {
            new ReadOnlySpan<T>(left.At(row + index, term), depth).CopyTo(new Span<T>(packed + ((nint)index * MicroKernel.Depth), depth));
        }
    }

    /// <summary>Copies one panel of the right factor.</summary>
    /// <param name="right">The factor.</param>
    /// <param name="column">The first column.</param>
    /// <param name="columns">How many columns, at most <paramref name="panel"/>.</param>
    /// <param name="term">The first term.</param>
    /// <param name="depth">How many terms, at most <see cref="MicroKernel.Depth"/>.</param>
    /// <param name="panel">The number of columns of a panel.</param>
    /// <param name="packed">Where the panel goes.</param>
    public static void Right<T>(Operand<T> right, int column, int columns, int term, int depth, int panel, T* packed)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (right.ColumnStride != 1)
        {
            Transposition.Copy(right.At(term, column), right.ColumnStride, packed, panel, columns, depth);
            return;
        }

        var source = right.At(term, column);
        for (var index = 0; index < depth; index++)
        {
            new ReadOnlySpan<T>(source, columns).CopyTo(new Span<T>(packed, columns));
            source += right.RowStride;
            packed += panel;
        }
    }
}
