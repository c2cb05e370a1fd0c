namespace Descent.Training;

/// <summary>
/// The factor L of a positive definite matrix L Lᵀ, which grows a row at a time: a matrix with one more row and column costs n² and not
/// n³ operations.
/// </summary>
/// <param name="capacity">The largest number of rows.</param>
internal sealed class CholeskyFactor(int capacity)
{
    /// <summary>The rows one after the other, the i-th of them i + 1 long.</summary>
    private readonly double[] _rows = new double[capacity * (capacity + 1) / 2];

    public int Size { get; private set; }

    /// <summary>The logarithm of the determinant of L Lᵀ.</summary>
    public double LogDeterminant { get; private set; }

    /// <summary>Adds a row of the matrix.</summary>
    /// <param name="row">Its elements up to the diagonal.</param>
    /// <returns>Whether the matrix is still positive definite; otherwise nothing was added.</returns>
    public bool TryAppend(ReadOnlySpan<double> row)
    {
        var factor = _rows.AsSpan(Size * (Size + 1) / 2, Size + 1);
        row.CopyTo(factor);
        SolveLower(factor[..Size]);
        var pivot = row[Size];
        foreach (var element in factor[..Size])
        {
            pivot -= element * element;
        }

        if (!(pivot > 0))
        {
            return false;
        }

        factor[Size] = Math.Sqrt(pivot);
        LogDeterminant += Math.Log(pivot);
        Size++;
        return true;
    }

    /// <summary>Replaces b by the solution of L x = b.</summary>
    /// <param name="values">As many numbers as there are rows.</param>
    public void SolveLower(Span<double> values)
    {
        var start = 0;
        for (var i = 0; i < values.Length; i++)
        {
            var row = _rows.AsSpan(start, i + 1);
            var sum = values[i];
            for (var j = 0; j < i; j++)
            {
                sum -= row[j] * values[j];
            }

            values[i] = sum / row[i];
            start += i + 1;
        }
    }

    /// <summary>Replaces b by the solution of Lᵀ x = b.</summary>
    /// <param name="values">As many numbers as there are rows.</param>
    public void SolveUpper(Span<double> values)
    {
        for (var i = values.Length - 1; i >= 0; i--)
        {
            var row = _rows.AsSpan(i * (i + 1) / 2, i + 1);
            var value = values[i] /= row[i];
            for (var j = 0; j < i; j++)
            {
                values[j] -= row[j] * value;
            }
        }
    }
}
