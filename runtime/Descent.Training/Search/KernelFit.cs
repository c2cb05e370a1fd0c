namespace Descent.Training;

/// <summary>
/// Chooses length scales and noise by the likelihood of the observations, with the variance of the function at its own maximum, times a
/// wide prior that keeps few observations from extreme scales: a coarse grid of equal scales, then one parameter at a time.
/// </summary>
internal static class KernelFit
{
    private const int Sweeps = 3;
    private const double ScaleStep = 1.6, NoiseStep = 10;
    private const double TypicalScale = 0.5, TypicalNoise = 1e-5, SmallestNoise = 1e-7, LargestNoise = 1;

    /// <summary>The best kernel for observations.</summary>
    /// <param name="points">Where they are, in the unit cube.</param>
    /// <param name="values">What they are, with mean 0 and variance 1.</param>
    /// <returns>The kernel.</returns>
    public static MaternKernel Fit(double[][] points, double[] values)
    {
        var dimensions = points[0].Length;
        var best = Isotropic(dimensions, TypicalScale, TypicalNoise);
        var score = Score(best, points, values);
        foreach (var scale in (ReadOnlySpan<double>)[0.1, 0.2, 0.4, 0.8, 1.6])
        {
            foreach (var noise in (ReadOnlySpan<double>)[1e-6, 1e-3, 1e-1])
            {
                Consider(Isotropic(dimensions, scale, noise));
            }
        }

        for (var sweep = 0; sweep < Sweeps; sweep++)
        {
            for (var i = 0; i < dimensions; i++)
            {
                _ = Consider(Scaled(best, i, ScaleStep)) || Consider(Scaled(best, i, 1 / ScaleStep));
            }

            _ = Consider(best with { Noise = Math.Min(best.Noise * NoiseStep, LargestNoise) })
                || Consider(best with { Noise = Math.Max(best.Noise / NoiseStep, SmallestNoise) });
        }

        return best;

        bool Consider(MaternKernel kernel)
        {
            var other = Score(kernel, points, values);
            if (!(other > score))
            {
                return false;
            }

            (best, score) = (kernel, other);
            return true;
        }
    }

    private static MaternKernel Isotropic(int dimensions, double scale, double noise)
    {
        var scales = new double[dimensions];
        Array.Fill(scales, scale);
        return new(scales, noise);
    }

    private static MaternKernel Scaled(MaternKernel kernel, int dimension, double factor)
    {
        double[] scales = [.. kernel.LengthScales];
        scales[dimension] *= factor;
        return kernel with { LengthScales = scales };
    }

    /// <summary>The logarithm of likelihood and prior, up to a constant.</summary>
    private static double Score(MaternKernel kernel, double[][] points, double[] values)
    {
        if (kernel.Factorize(points, points.Length) is not { } factor)
        {
            return double.NegativeInfinity;
        }

        double[] whitened = [.. values];
        factor.SolveLower(whitened);
        var variance = whitened.Sum(value => value * value) / values.Length;
        var prior = kernel.LengthScales.Sum(scale => Square(Math.Log(scale / TypicalScale)))
            + Square(Math.Log(kernel.Noise / TypicalNoise) / 4);
        return -0.5 * ((values.Length * Math.Log(variance)) + factor.LogDeterminant + prior);
    }

    private static double Square(double x) => x * x;
}
