namespace Descent.Training;

/// <summary>
/// How alike the values at two points are: Matérn's kernel with ν = 5/2 and a length scale for each dimension (Snoek, Larochelle and
/// Adams, 2012, arXiv:1206.2944, section 3.1), and the variance of the noise beside that of the function.
/// </summary>
/// <param name="LengthScales">Over which distance the function changes, in each dimension.</param>
/// <param name="Noise">The share of noise.</param>
internal sealed record MaternKernel(double[] LengthScales, double Noise)
{
    /// <summary>The correlation of the function at two points; 1 where they are the same.</summary>
    public double At(ReadOnlySpan<double> left, ReadOnlySpan<double> right)
    {
        var square = 0.0;
        for (var i = 0; i < left.Length; i++)
        {
            var distance = (left[i] - right[i]) / LengthScales[i];
            square += distance * distance;
        }

        var scaled = Math.Sqrt(5 * square);
        return (1 + scaled + (scaled * scaled / 3)) * Math.Exp(-scaled);
    }

    /// <summary>The matrix of all correlations of points, with noise, as its Cholesky factor.</summary>
    /// <param name="points">The points.</param>
    /// <param name="capacity">For how many points there shall be room.</param>
    /// <returns>The factor; <see langword="null"/> if rounding left the matrix indefinite.</returns>
    public CholeskyFactor? Factorize(ReadOnlySpan<double[]> points, int capacity)
    {
        var factor = new CholeskyFactor(capacity);
        var row = new double[points.Length];
        for (var i = 0; i < points.Length; i++)
        {
            for (var j = 0; j < i; j++)
            {
                row[j] = At(points[i], points[j]);
            }

            row[i] = 1 + Noise;
            if (!factor.TryAppend(row.AsSpan(0, i + 1)))
            {
                return null;
            }
        }

        return factor;
    }
}
