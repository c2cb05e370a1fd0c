namespace Descent.Training;

/// <summary>Prepares the losses of trials for a Gaussian process.</summary>
internal static class Observations
{
    /// <summary>
    /// Cuts off what lies more than twice as far above the median as the best lies below it, replaces infinite losses by the worst of the
    /// others, and scales to mean 0 and variance 1.
    /// </summary>
    /// <param name="losses">At least one of them finite.</param>
    /// <returns>Finite numbers in the same order.</returns>
    public static double[] Standardize(double[] losses)
    {
        // The very largest are divided by up to 8, which rounds nothing, so that no difference overflows.
        var exponent = Math.Max(0, DenseVector.Exponent([.. losses.Where(double.IsFinite)]) - 1020);
        double[] scaledLosses = [.. losses.Select(loss => Math.ScaleB(loss, -exponent))];
        double[] finite = [.. scaledLosses.Where(double.IsFinite).Order()];
        var (best, median) = (finite[0], finite[finite.Length / 2]);
        var worst = median > best ? Math.Min(finite[^1], median + (2 * (median - best))) : finite[^1];
        double[] cut = [.. scaledLosses.Select(loss => Math.Min(loss, worst))];

        var mean = cut.Sum(value => value / cut.Length);
        var largest = cut.Max(value => Math.Abs(value - mean));
        if (!(largest > 0 && double.IsFinite(largest)))
        {
            return new double[cut.Length];
        }

        // First by the largest, so that no square overflows or vanishes.
        double[] scaled = [.. cut.Select(value => (value - mean) / largest)];
        var deviation = Math.Sqrt(scaled.Sum(value => value * value) / scaled.Length);
        return [.. scaled.Select(value => value / deviation)];
    }
}
