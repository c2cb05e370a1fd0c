namespace Descent.Training;

/// <summary>
/// By how much a normal variable is expected to fall below the best value so far (Jones, Schonlau and Welch, 1998, equation 15).
/// </summary>
internal static class ExpectedImprovement
{
    private const double TailStart = 3;

    /// <summary>The expected improvement.</summary>
    /// <param name="best">The lowest value so far.</param>
    /// <param name="mean">The mean of the variable.</param>
    /// <param name="deviation">Its standard deviation, at least 0.</param>
    /// <returns>E[max(best − x, 0)].</returns>
    public static double Of(double best, double mean, double deviation)
        => deviation > 0 ? deviation * Standard((best - mean) / deviation) : Math.Max(best - mean, 0);

    /// <summary>φ(z) + z Φ(z).</summary>
    private static double Standard(double z)
    {
        var density = Math.Exp(-z * z / 2) / Math.Sqrt(2 * Math.PI);
        return z switch
        {
            < -TailStart => density * (1 + (z * TailRatio(-z))),
            > TailStart => z + (density * (1 - (z * TailRatio(z)))),
            _ => density + (z * (0.5 + (density * CentralRatio(z)))),
        };
    }

    /// <summary>(Φ(z) − ½) / φ(z) as z + z³/3 + z⁵/(3·5) + … (Marsaglia, 2004, "Evaluating the normal distribution").</summary>
    private static double CentralRatio(double z)
    {
        double term = z, sum = z;
        for (var k = 3; Math.Abs(term) > 1e-17; k += 2)
        {
            term *= z * z / k;
            sum += term;
        }

        return sum;
    }

    /// <summary>(1 − Φ(x)) / φ(x), Mills' ratio, as Laplace's continued fraction 1/(x + 1/(x + 2/(x + …))), which is exact to 1e-15 here.</summary>
    private static double TailRatio(double x)
    {
        var denominator = x;
        for (var k = 100; k >= 1; k--)
        {
            denominator = x + (k / denominator);
        }

        return 1 / denominator;
    }
}
