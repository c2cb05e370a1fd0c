namespace Digits.Comparison;

/// <summary>Smooths a noisy curve as the book does: a moving average of 11 points, weighted by a Kaiser window with β = 2.</summary>
internal static class Smoothing
{
    private const int Reach = 5;
    private const double Beta = 2;

    private static readonly double[] s_weights = [.. Enumerable.Range(-Reach, 2 * Reach + 1).Select(Weight)];

    /// <summary>The smoothed curve, as long as the original, which is mirrored at both ends.</summary>
    public static double[] Smooth(IReadOnlyList<double> curve)
    {
        var smooth = new double[curve.Count];
        for (var i = 0; i < smooth.Length; i++)
        {
            var sum = 0.0;
            for (var offset = -Reach; offset <= Reach; offset++)
            {
                sum += s_weights[offset + Reach] * curve[Mirror(i + offset, curve.Count)];
            }

            smooth[i] = sum / s_weights.Sum();
        }

        return smooth;
    }

    private static double Weight(int offset)
    {
        var position = (double)offset / Reach;
        return BesselI0(Beta * Math.Sqrt(1 - position * position)) / BesselI0(Beta);
    }

    /// <summary>The modified Bessel function of order zero, by its power series.</summary>
    private static double BesselI0(double x)
    {
        double term = 1, sum = 1;
        for (var k = 1; term > sum * 1e-17; k++)
        {
            term *= x * x / (4.0 * k * k);
            sum += term;
        }

        return sum;
    }

    private static int Mirror(int index, int count)
    {
        var mirrored = index < 0 ? -index : index >= count ? 2 * (count - 1) - index : index;
        return Math.Clamp(mirrored, 0, count - 1);
    }
}
