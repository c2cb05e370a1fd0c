namespace Descent.Matrices;

/// <summary>
/// Takes a symmetric matrix to tridiagonal form by reflections from both sides, A = Q T Qᵀ (Golub and Van Loan, Matrix Computations, 8.3.1).
/// </summary>
internal static class Tridiagonalization
{
    /// <summary>Finds T and Qᵀ.</summary>
    /// <param name="matrix">The matrix, all of it; used up.</param>
    /// <param name="diagonal">The diagonal of T.</param>
    /// <param name="beside">The elements beside the diagonal, one fewer; the last place is zero.</param>
    /// <param name="transform">Qᵀ.</param>
    /// <param name="workspace">What it works in.</param>
    public static void Run(MatrixView<double> matrix, Span<double> diagonal, Span<double> beside, MatrixView<double> transform, MatrixWorkspace workspace)
    {
        var size = matrix.Rows;
        using var rows = workspace.Take<double>(2, size);
        var (factors, products) = (0, 1);
        for (var step = 0; step < size - 1; step++)
        {
            var vector = matrix.Row(step)[(step + 1)..];
            var tau = Reflection.Make(vector, out beside[step]);
            diagonal[step] = matrix[step, step];
            rows.View.Row(factors)[step] = tau;
            if (tau != 0)
            {
                ReflectFromBothSides(matrix, step + 1, vector, tau, rows.View.Row(products)[..vector.Length]);
            }
        }

        diagonal[size - 1] = matrix[size - 1, size - 1];
        beside[size - 1] = 0;

        // The reflections lie in the rows of the matrix; Q is their product from the left, gathered from the last one on.
        using var gathered = workspace.Take<double>(size, size);
        DoubleMatrix.WriteIdentity(gathered.View);
        for (var step = size - 2; step >= 0; step--)
        {
            Reflection.Apply(gathered.View, step + 1, step + 1, matrix.Row(step)[(step + 1)..], rows.View.Row(factors)[step], rows.View.Row(products));
        }

        Transposition.Copy(gathered.View, transform);
    }

    /// <summary>A = H A H for the rows and columns from one on: A − v wᵀ − w vᵀ, where p = τ A v and w = p − (τ / 2) (pᵀ v) v.</summary>
    private static void ReflectFromBothSides(MatrixView<double> matrix, int first, ReadOnlySpan<double> vector, double tau, Span<double> products)
    {
        products.Clear();
        for (var index = 0; index < vector.Length; index++)
        {
            RowArithmetic.AddScaled(products, tau * vector[index], matrix.Row(first + index)[first..]);
        }

        var inner = 0.0;
        for (var index = 0; index < vector.Length; index++)
        {
            inner = Math.FusedMultiplyAdd(products[index], vector[index], inner);
        }

        RowArithmetic.AddScaled(products, -tau / 2 * inner, vector);
        for (var index = 0; index < vector.Length; index++)
        {
            var row = matrix.Row(first + index)[first..];
            RowArithmetic.AddScaled(row, -vector[index], products);
            RowArithmetic.AddScaled(row, -products[index], vector);
        }
    }
}
