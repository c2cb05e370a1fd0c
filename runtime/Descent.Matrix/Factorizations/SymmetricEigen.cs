using System.Numerics;

namespace Descent.Matrices;

/// <summary>Eigenvalues and eigenvectors of symmetric matrices, in <see cref="double"/>, with one order and one sign.</summary>
internal static class SymmetricEigen
{
    /// <summary>Finds the eigenvalues, from the largest to the smallest, and eigenvectors of length 1 whose largest element is positive.</summary>
    /// <param name="symmetric">The matrix; what is on and below its diagonal is used.</param>
    /// <param name="values">The eigenvalues; NaN if one of those is not finite.</param>
    /// <param name="vectors">The eigenvectors, in rows.</param>
    /// <param name="workspace">What it works in.</param>
    public static void Run<T>(ReadOnlyMatrixView<T> symmetric, Span<double> values, MatrixView<double> vectors, MatrixWorkspace workspace)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var size = symmetric.Rows;
        using var copy = workspace.Take<double>(size, size);
        using var rows = workspace.Take<double>(size, size);
        using var found = workspace.Take<double>(2, size);
        if (DoubleMatrix.CopyScaled(symmetric, copy.View, isSymmetric: true) is not { } exponent)
        {
            values.Fill(double.NaN);
            vectors.Values.Fill(double.NaN);
            return;
        }

        var diagonal = found.View.Row(0);
        var beside = found.View.Row(1);
        Tridiagonalization.Run(copy.View, diagonal, beside, rows.View, workspace);
        ImplicitQl.Run(diagonal, beside, rows.View);
        for (var place = 0; place < size; place++)
        {
            var largest = IndexOfLargest(diagonal);
            values[place] = Math.ScaleB(diagonal[largest], exponent);
            diagonal[largest] = double.NegativeInfinity;
            CopyWithSign(rows.View.Row(largest), vectors.Row(place));
        }
    }

    /// <summary>The first place of the largest value.</summary>
    private static int IndexOfLargest(ReadOnlySpan<double> values)
    {
        var largest = 0;
        for (var index = 1; index < values.Length; index++)
        {
            largest = values[index] > values[largest] ? index : largest;
        }

        return largest;
    }

    private static void CopyWithSign(ReadOnlySpan<double> vector, Span<double> result)
    {
        var largest = 0;
        for (var index = 1; index < vector.Length; index++)
        {
            largest = Math.Abs(vector[index]) > Math.Abs(vector[largest]) ? index : largest;
        }

        vector.CopyTo(result);
        RowArithmetic.Scale(result, vector[largest] < 0 ? -1.0 : 1.0);
    }
}
