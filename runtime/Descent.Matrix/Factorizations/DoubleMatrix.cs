using System.Numerics;

namespace Descent.Matrices;

/// <summary>Matrices as factorizations have them: in <see cref="double"/>, scaled by a power of two so that squares neither overflow nor vanish.</summary>
internal static class DoubleMatrix
{
    /// <summary>Copies a matrix, scaled so that its largest magnitude is from 1 to 2.</summary>
    /// <param name="matrix">The matrix.</param>
    /// <param name="copy">The copy.</param>
    /// <param name="isSymmetric">Whether only what is on and below the diagonal is read, which is then above it, too.</param>
    /// <returns>The exponent of two by which to multiply the copy for the matrix; null if a value is not finite, when nothing useful is copied.</returns>
    public static int? CopyScaled<T>(ReadOnlyMatrixView<T> matrix, MatrixView<double> copy, bool isSymmetric = false)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        double largest = 0;
        for (var row = 0; row < matrix.Rows; row++)
        {
            var values = copy.Row(row)[..(isSymmetric ? row + 1 : matrix.Columns)];
            for (var column = 0; column < values.Length; column++)
            {
                values[column] = double.CreateTruncating(matrix.Values[(row * matrix.RowStride) + (column * matrix.ColumnStride)]);
                if (!double.IsFinite(values[column]))
                {
                    return null;
                }

                largest = Math.Max(largest, Math.Abs(values[column]));
            }
        }

        var exponent = largest == 0 ? 0 : Math.ILogB(largest);
        for (var row = 0; row < matrix.Rows; row++)
        {
            var values = copy.Row(row);
            for (var column = 0; column < values.Length; column++)
            {
                values[column] = Math.ScaleB(isSymmetric && column > row ? copy[column, row] : values[column], -exponent);
            }
        }

        return exponent;
    }

    /// <summary>Rounds values to a result's type.</summary>
    public static void CopyTo<T>(ReadOnlySpan<double> values, Span<T> result)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (var index = 0; index < result.Length; index++)
        {
            result[index] = T.CreateTruncating(values[index]);
        }
    }

    /// <summary>Writes the identity: ones on the diagonal, zeros elsewhere.</summary>
    public static void WriteIdentity(MatrixView<double> matrix)
    {
        matrix.Values.Clear();
        for (var index = 0; index < matrix.Columns; index++)
        {
            matrix[index, index] = 1;
        }
    }
}
