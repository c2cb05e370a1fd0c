using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Descent.Matrices;

/// <summary>Copies a matrix so that its rows become columns, in blocks that use up the cache lines they touch.</summary>
internal static unsafe class Transposition
{
    /// <summary>The values of a cache line of <see cref="float"/>.</summary>
    private const int Block = 16;

    /// <summary>Copies a matrix's transpose; the result has its shape, and other memory.</summary>
    public static void Copy<T>(ReadOnlyMatrixView<T> matrix, MatrixView<T> result)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (matrix.IsTransposed)
        {
            matrix.Values.CopyTo(result.Values);
            return;
        }

        fixed (T* source = matrix.Values, destination = result.Values)
        {
            Copy(source, matrix.Columns, destination, matrix.Rows, matrix.Rows, matrix.Columns);
        }
    }

    /// <summary>Copies the element at (row, column) to (column, row).</summary>
    /// <param name="source">The first element.</param>
    /// <param name="sourceStride">How many values further the source's next row is.</param>
    /// <param name="destination">Where it goes.</param>
    /// <param name="destinationStride">How many values further the destination's next row is.</param>
    /// <param name="rows">The number of the source's rows.</param>
    /// <param name="columns">The number of the source's columns.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Copy<T>(T* source, nint sourceStride, T* destination, nint destinationStride, int rows, int columns)
        where T : unmanaged
    {
        var side = Square<T>();
        var wholeRows = rows - (rows % side);
        for (var start = 0; start < columns; start += Block)
        {
            var end = Math.Min(start + Block, columns);
            var wholeEnd = end - ((end - start) % side);
            for (var row = 0; row < wholeRows; row += side)
            {
                for (var column = start; column < wholeEnd; column += side)
                {
                    CopySquare(source + (row * sourceStride) + column, sourceStride, destination + (column * destinationStride) + row, destinationStride);
                }

                CopyOneByOne(source, sourceStride, destination, destinationStride, row, row + side, wholeEnd, end);
            }

            CopyOneByOne(source, sourceStride, destination, destinationStride, wholeRows, rows, start, end);
        }
    }

    /// <summary>How many rows and columns vectors of 128 bits transpose at a time.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Square<T>()
        where T : unmanaged
        => !Sse2.IsSupported ? 1 : typeof(T) == typeof(float) ? 4 : 2;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void CopySquare<T>(T* source, nint sourceStride, T* destination, nint destinationStride)
        where T : unmanaged
    {
        if (!Sse2.IsSupported)
        {
            *destination = *source;
        }
        else if (typeof(T) == typeof(float))
        {
            float* from = (float*)source, to = (float*)destination;
            var (a, b) = (Vector128.Load(from), Vector128.Load(from + sourceStride));
            var (c, d) = (Vector128.Load(from + (2 * sourceStride)), Vector128.Load(from + (3 * sourceStride)));
            var (low, high) = (Sse.UnpackLow(a, b), Sse.UnpackHigh(a, b));
            var (lowBelow, highBelow) = (Sse.UnpackLow(c, d), Sse.UnpackHigh(c, d));
            Sse.MoveLowToHigh(low, lowBelow).Store(to);
            Sse.MoveHighToLow(lowBelow, low).Store(to + destinationStride);
            Sse.MoveLowToHigh(high, highBelow).Store(to + (2 * destinationStride));
            Sse.MoveHighToLow(highBelow, high).Store(to + (3 * destinationStride));
        }
        else
        {
            double* from = (double*)source, to = (double*)destination;
            var (a, b) = (Vector128.Load(from), Vector128.Load(from + sourceStride));
            Sse2.UnpackLow(a, b).Store(to);
            Sse2.UnpackHigh(a, b).Store(to + destinationStride);
        }
    }

    private static void CopyOneByOne<T>(
        T* source, nint sourceStride, T* destination, nint destinationStride, int firstRow, int endRow, int firstColumn, int endColumn)
        where T : unmanaged
    {
        for (var row = firstRow; row < endRow; row++)
        {
            for (var column = firstColumn; column < endColumn; column++)
            {
                destination[(column * destinationStride) + row] = source[(row * sourceStride) + column];
            }
        }
    }
}
