namespace Descent.Matrices;

/// <summary>
/// Householder's reflections H = I − τ v vᵀ, which take a vector to a multiple of the first axis (Golub and Van Loan, Matrix Computations, 5.1).
/// They are applied to rows, one after the other and element by element, so that no sum depends on a vector's width.
/// </summary>
internal static class Reflection
{
    /// <summary>What is smaller is not squared, but lifted before: then the smallest of all numbers has a square with a reciprocal.</summary>
    private static readonly double s_smallest = Math.ScaleB(1, -500), s_lift = Math.ScaleB(1, 600);

    /// <summary>Turns a vector into its reflection's v.</summary>
    /// <remarks>
    /// After some reflections a matrix without full rank is rounding errors of rounding errors, whose squares have no reciprocal or are 0. A power of two is lifted out of them, which the
    /// reflection does not depend on.
    /// </remarks>
    /// <param name="vector">The vector, which becomes v.</param>
    /// <param name="first">The first element of the reflected vector; the others are zero.</param>
    /// <returns>τ, or 0 where the vector is a multiple of the first axis already.</returns>
    public static double Make(Span<double> vector, out double first)
    {
        first = vector[0];
        var isLifted = AreTiny(vector);
        if (isLifted)
        {
            RowArithmetic.Scale(vector, s_lift);
        }

        var rest = 0.0;
        foreach (var value in vector[1..])
        {
            rest = Math.FusedMultiplyAdd(value, value, rest);
        }

        if (rest == 0)
        {
            return 0;
        }

        var norm = Math.Sqrt(Math.FusedMultiplyAdd(vector[0], vector[0], rest));
        var reflected = first > 0 ? -norm : norm;
        vector[0] -= reflected;
        first = isLifted ? reflected / s_lift : reflected;
        return 2 / Math.FusedMultiplyAdd(vector[0], vector[0], rest);
    }

    /// <summary>Reflects all columns of a matrix from one on, in the rows from one on: A = A − τ v (vᵀ A).</summary>
    /// <param name="matrix">The matrix.</param>
    /// <param name="firstRow">The row of v's first element.</param>
    /// <param name="firstColumn">The first column that is reflected.</param>
    /// <param name="vector">v.</param>
    /// <param name="tau">τ.</param>
    /// <param name="products">Room for vᵀ A.</param>
    public static void Apply(MatrixView<double> matrix, int firstRow, int firstColumn, ReadOnlySpan<double> vector, double tau, Span<double> products)
    {
        if (tau == 0)
        {
            return;
        }

        products = products[..(matrix.Columns - firstColumn)];
        products.Clear();
        for (var index = 0; index < vector.Length; index++)
        {
            RowArithmetic.AddScaled(products, vector[index], matrix.Row(firstRow + index)[firstColumn..]);
        }

        for (var index = 0; index < vector.Length; index++)
        {
            RowArithmetic.AddScaled(matrix.Row(firstRow + index)[firstColumn..], -tau * vector[index], products);
        }
    }

    private static bool AreTiny(ReadOnlySpan<double> vector)
    {
        foreach (var value in vector)
        {
            if (!(Math.Abs(value) < s_smallest))
            {
                return false;
            }
        }

        return true;
    }
}
