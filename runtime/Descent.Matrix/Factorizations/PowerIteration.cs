using System.Numerics;

namespace Descent.Matrices;

/// <summary>Multiplies approximate eigenvectors by their matrix, in the order of their eigenvalues' estimates.</summary>
internal static class PowerIteration
{
    /// <summary>Multiplies and sorts.</summary>
    /// <param name="symmetric">The matrix.</param>
    /// <param name="vectors">The vectors, in columns.</param>
    /// <param name="columns">Room for a copy of them.</param>
    /// <param name="product">Room for the matrix times the vectors.</param>
    /// <param name="sorted">The columns of the product, by the estimates.</param>
    /// <param name="order">Which of the vectors each column comes from.</param>
    /// <param name="workspace">What it works in.</param>
    /// <returns>Whether all values are finite; nothing useful is written otherwise but the order, which is as it was.</returns>
    public static bool Run<T>(
        ReadOnlyMatrixView<T> symmetric,
        ReadOnlyMatrixView<T> vectors,
        MatrixView<double> columns,
        MatrixView<double> product,
        MatrixView<double> sorted,
        Span<int> order,
        MatrixWorkspace workspace)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (var index = 0; index < order.Length; index++)
        {
            order[index] = index;
        }

        if (DoubleMatrix.CopyScaled(symmetric, sorted) is null || DoubleMatrix.CopyScaled(vectors, columns) is null)
        {
            return false;
        }

        Multiplication.Run(sorted, columns, 1, default, 0, product, workspace, isSymmetric: false);
        using var estimates = workspace.Take<double>(1, order.Length);
        Estimate(columns, product, estimates.View.Values);
        Sort(estimates.View.Values, order);
        for (var row = 0; row < order.Length; row++)
        {
            for (var column = 0; column < order.Length; column++)
            {
                sorted[row, column] = product[row, order[column]];
            }
        }

        return true;
    }

    /// <summary>vᵀ (A v) of each column.</summary>
    private static void Estimate(MatrixView<double> columns, MatrixView<double> product, Span<double> estimates)
    {
        estimates.Clear();
        for (var row = 0; row < columns.Rows; row++)
        {
            var left = columns.Row(row);
            var right = product.Row(row);
            for (var column = 0; column < estimates.Length; column++)
            {
                estimates[column] = Math.FusedMultiplyAdd(left[column], right[column], estimates[column]);
            }
        }
    }

    /// <summary>Sorts places by their estimates, from the largest; those of equal ones stay in order.</summary>
    private static void Sort(ReadOnlySpan<double> estimates, Span<int> order)
    {
        for (var next = 1; next < order.Length; next++)
        {
            var place = next;
            for (; place > 0 && estimates[order[place - 1]] < estimates[next]; place--)
            {
                order[place] = order[place - 1];
            }

            order[place] = next;
        }
    }
}
