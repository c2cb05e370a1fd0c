namespace Descent.Training;

/// <summary>
/// The quantile function of the standard normal distribution: Wichura, 1988, algorithm AS 241 (PPND16), "The percentage points of the
/// normal distribution", Applied Statistics 37, relative error about 1e-16.
/// </summary>
/// <remarks>
/// Made of + − × ÷ and the square root only, each of which IEEE 754 fixes to the last bit, and so the same on every platform; the
/// logarithm of a platform's library is not.
/// </remarks>
internal static class NormalQuantile
{
    private const double Ln2 = 0.693147180559945309417;

    // Coefficients of powers 7 to 0. Arrays, because in code that is not optimized every use of a span of constants allocates.
    private static readonly double[] CentreNumerator =
    [
        2.5090809287301226727e+3, 3.3430575583588128105e+4, 6.7265770927008700853e+4, 4.5921953931549871457e+4,
        1.3731693765509461125e+4, 1.9715909503065514427e+3, 1.3314166789178437745e+2, 3.3871328727963666080e+0,
    ];

    private static readonly double[] CentreDenominator =
    [
        5.2264952788528545610e+3, 2.8729085735721942674e+4, 3.9307895800092710610e+4, 2.1213794301586595867e+4,
        5.3941960214247511077e+3, 6.8718700749205790830e+2, 4.2313330701600911252e+1, 1,
    ];

    private static readonly double[] FlankNumerator =
    [
        7.74545014278341407640e-4, 2.27238449892691845833e-2, 2.41780725177450611770e-1, 1.27045825245236838258e+0,
        3.64784832476320460504e+0, 5.76949722146069140550e+0, 4.63033784615654529590e+0, 1.42343711074968357734e+0,
    ];

    private static readonly double[] FlankDenominator =
    [
        1.05075007164441684324e-9, 5.47593808499534494600e-4, 1.51986665636164571966e-2, 1.48103976427480074590e-1,
        6.89767334985100004550e-1, 1.67638483018380384940e+0, 2.05319162663775882187e+0, 1,
    ];

    private static readonly double[] TailNumerator =
    [
        2.01033439929228813265e-7, 2.71155556874348757815e-5, 1.24266094738807843860e-3, 2.65321895265761230930e-2,
        2.96560571828504891230e-1, 1.78482653991729133580e+0, 5.46378491116411436990e+0, 6.65790464350110377720e+0,
    ];

    private static readonly double[] TailDenominator =
    [
        2.04426310338993978564e-15, 1.42151175831644588870e-7, 1.84631831751005468180e-5, 7.86869131145613259100e-4,
        1.48753612908506148525e-2, 1.36929880922735805310e-1, 5.99832206555887937690e-1, 1,
    ];

    /// <summary>The x below which a standard normal number falls with probability p, in (0, 1).</summary>
    public static double At(double p)
    {
        var q = p - 0.5;
        if (Math.Abs(q) <= 0.425)
        {
            var r = 0.180625 - (q * q);
            return q * Polynomial(CentreNumerator, r) / Polynomial(CentreDenominator, r);
        }

        var root = Math.Sqrt(-Log(q < 0 ? p : 1 - p));
        var x = root <= 5
            ? Polynomial(FlankNumerator, root - 1.6) / Polynomial(FlankDenominator, root - 1.6)
            : Polynomial(TailNumerator, root - 5) / Polynomial(TailDenominator, root - 5);
        return q < 0 ? -x : x;
    }

    /// <summary>
    /// The natural logarithm of a positive normal number, from x = m 2ᵏ with m in [√½, √2): k ln 2 + 2 artanh((m − 1) / (m + 1)).
    /// </summary>
    internal static double Log(double x)
    {
        var bits = BitConverter.DoubleToInt64Bits(x);
        var exponent = (int)(bits >> 52) - 1023;
        var mantissa = BitConverter.Int64BitsToDouble((bits & 0x000FFFFFFFFFFFFF) | 0x3FF0000000000000);
        if (mantissa > 1.4142135623730951)
        {
            mantissa /= 2;
            exponent++;
        }

        // |s| ≤ 0.1716, so the first term left out, s²³/23, is below 2⁻⁵³ of the sum.
        var s = (mantissa - 1) / (mantissa + 1);
        var series = 0.0;
        for (var k = 21; k >= 1; k -= 2)
        {
            series = (series * s * s) + (1.0 / k);
        }

        return (exponent * Ln2) + (2 * s * series);
    }

    private static double Polynomial(ReadOnlySpan<double> coefficients, double x)
    {
        var sum = 0.0;
        foreach (var coefficient in coefficients)
        {
            sum = (sum * x) + coefficient;
        }

        return sum;
    }
}
