namespace Descent.Matrices;

/// <summary>A = Q R by reflections, with no negative number on R's diagonal, which makes the factors of a matrix of full rank unique.</summary>
internal static class HouseholderQr
{
    /// <summary>Factors a matrix.</summary>
    /// <param name="matrix">The matrix, at least as many rows as columns; becomes R, with what is below its diagonal undefined.</param>
    /// <param name="orthonormal">Q, of the matrix's shape.</param>
    /// <param name="workspace">What it works in.</param>
    public static void Run(MatrixView<double> matrix, MatrixView<double> orthonormal, MatrixWorkspace workspace)
    {
        var (rows, columns) = (matrix.Rows, matrix.Columns);
        using var reflections = workspace.Take<double>(columns, rows);
        using var taus = workspace.Take<double>(1, columns);
        using var products = workspace.Take<double>(1, columns);
        for (var step = 0; step < columns; step++)
        {
            var vector = reflections.View.Row(step)[step..];
            for (var row = step; row < rows; row++)
            {
                vector[row - step] = matrix[row, step];
            }

            taus.View[0, step] = Reflection.Make(vector, out var first);
            Reflection.Apply(matrix, step, step + 1, vector, taus.View[0, step], products.View.Row(0));
            matrix[step, step] = first;
        }

        DoubleMatrix.WriteIdentity(orthonormal);
        for (var step = columns - 1; step >= 0; step--)
        {
            Reflection.Apply(orthonormal, step, step, reflections.View.Row(step)[step..], taus.View[0, step], products.View.Row(0));
        }

        MakeDiagonalPositive(matrix, orthonormal);
    }

    private static void MakeDiagonalPositive(MatrixView<double> matrix, MatrixView<double> orthonormal)
    {
        for (var step = 0; step < matrix.Columns; step++)
        {
            if (matrix[step, step] >= 0)
            {
                continue;
            }

            RowArithmetic.Scale(matrix.Row(step)[step..], -1.0);
            for (var row = 0; row < orthonormal.Rows; row++)
            {
                orthonormal[row, step] = -orthonormal[row, step];
            }
        }
    }
}
