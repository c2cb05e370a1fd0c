using System.Buffers;
using System.Numerics;
using System.Runtime.InteropServices;

namespace Digits.Model;

/// <summary>The matrix product, computed tile by tile: four rows by two vectors of the result, summed in registers.</summary>
/// <remarks>
/// Each element is the sum of its products in their order, fused, so the bits do not depend on the tiles or on the width of a vector.
/// </remarks>
internal static class MatrixProduct
{
    private const int TileRows = 4;
    private const int TileVectors = 2;
    private static readonly int s_tileColumns = TileVectors * Vector<float>.Count;

    /// <summary>Computes <c>result = left · right</c>. Either factor may be a transposed view; the result may not.</summary>
    public static void Multiply(Matrix left, Matrix right, Matrix result)
    {
        var panel = ArrayPool<float>.Shared.Rent(right.Rows * s_tileColumns);
        Span<Vector<float>> tile = stackalloc Vector<float>[TileRows * TileVectors];
        for (var column = 0; column < right.Columns; column += s_tileColumns)
        {
            var width = Math.Min(s_tileColumns, right.Columns - column);
            Pack(right, column, width, panel);
            for (var row = 0; row < left.Rows; row += TileRows)
            {
                MultiplyTile(left, row, MemoryMarshal.Cast<float, Vector<float>>(panel), tile);
                Store(tile, result, row, column, width);
            }
        }

        ArrayPool<float>.Shared.Return(panel);
    }

    /// <summary>Copies some columns of a matrix next to each other, filled up with zeros to the width of a tile.</summary>
    private static void Pack(Matrix matrix, int column, int width, Span<float> panel)
    {
        ReadOnlySpan<float> values = matrix.Values;
        for (var row = 0; row < matrix.Rows; row++)
        {
            var packed = panel.Slice(row * s_tileColumns, s_tileColumns);
            var first = row * matrix.RowStride + column * matrix.ColumnStride;
            if (matrix.ColumnStride == 1)
            {
                values.Slice(first, width).CopyTo(packed);
            }
            else
            {
                for (var i = 0; i < width; i++)
                {
                    packed[i] = values[first + i * matrix.ColumnStride];
                }
            }

            packed[width..].Clear();
        }
    }

    /// <summary>Computes four rows of the result for the columns in the panel. Past the last row it computes the last row again.</summary>
    private static void MultiplyTile(Matrix left, int row, ReadOnlySpan<Vector<float>> panel, Span<Vector<float>> tile)
    {
        ReadOnlySpan<float> values = left.Values;
        int last = left.Rows - 1, depth = left.Columns, stride = left.ColumnStride;
        var index0 = row * left.RowStride;
        var index1 = Math.Min(row + 1, last) * left.RowStride;
        var index2 = Math.Min(row + 2, last) * left.RowStride;
        var index3 = Math.Min(row + 3, last) * left.RowStride;

        Vector<float> sum0A = default, sum1A = default, sum2A = default, sum3A = default;
        Vector<float> sum0B = default, sum1B = default, sum2B = default, sum3B = default;
        for (var k = 0; k < depth; k++)
        {
            var rightA = panel[TileVectors * k];
            var rightB = panel[TileVectors * k + 1];

            var left0 = new Vector<float>(values[index0]);
            sum0A = Vector.FusedMultiplyAdd(left0, rightA, sum0A);
            sum0B = Vector.FusedMultiplyAdd(left0, rightB, sum0B);

            var left1 = new Vector<float>(values[index1]);
            sum1A = Vector.FusedMultiplyAdd(left1, rightA, sum1A);
            sum1B = Vector.FusedMultiplyAdd(left1, rightB, sum1B);

            var left2 = new Vector<float>(values[index2]);
            sum2A = Vector.FusedMultiplyAdd(left2, rightA, sum2A);
            sum2B = Vector.FusedMultiplyAdd(left2, rightB, sum2B);

            var left3 = new Vector<float>(values[index3]);
            sum3A = Vector.FusedMultiplyAdd(left3, rightA, sum3A);
            sum3B = Vector.FusedMultiplyAdd(left3, rightB, sum3B);

            index0 += stride;
            index1 += stride;
            index2 += stride;
            index3 += stride;
        }

        tile[0] = sum0A;
        tile[1] = sum0B;
        tile[2] = sum1A;
        tile[3] = sum1B;
        tile[4] = sum2A;
        tile[5] = sum2B;
        tile[6] = sum3A;
        tile[7] = sum3B;
    }

    /// <summary>Copies a tile into the result, without what lies beyond its last row or column.</summary>
    private static void Store(ReadOnlySpan<Vector<float>> tile, Matrix result, int row, int column, int width)
    {
        var sums = MemoryMarshal.Cast<Vector<float>, float>(tile);
        var rows = Math.Min(TileRows, result.Rows - row);
        for (var i = 0; i < rows; i++)
        {
            sums.Slice(i * s_tileColumns, width).CopyTo(result.Row(row + i)[column..]);
        }
    }
}
