using System.Runtime.CompilerServices;

namespace Descent.CompilerServices.Functions;

/// <summary>
/// Functions of two numbers where the first way came too near to the middle between two numbers of <see cref="float"/> to tell which is nearer:
/// the same in double-double arithmetic, with series instead of minimax polynomials. <c>runtime/docs/functions.md</c> has the errors of both.
/// </summary>
internal static class SecondWay
{
    /// <summary>Nearer to a number of <see cref="double"/> than this share a power is that number: so near only exact powers come.</summary>
    private const double Exactness = 1.0 / (1L << 45) / (1L << 45);

    private static readonly DoubleDouble s_ln2 = new(0.6931471805599453, 2.3190468138462996e-17);

    /// <summary>The power; its absolute value is neither 0 nor infinite nor 1.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static float Power(float x, float y)
    {
        var exponent = Logarithm(Math.Abs((double)x)) * y;
        var k = Math.Round(exponent.High / s_ln2.High);
        var power = Exponential(exponent + (s_ln2 * -k));
        power = Math.Abs(power.Low) < power.High * Exactness ? power with { Low = 0 } : power;
        var result = new DoubleDouble(Math.ScaleB(power.High, (int)k), Math.ScaleB(power.Low, (int)k)).ToSingle();
        return x < 0 && Math.Abs(y % 2) == 1 ? -result : result;
    }

    /// <summary>The angle of a point that lies on no axis.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static float Angle(float y, float x)
    {
        var (ordinate, abscissa) = ((double)Math.Abs(y), (double)Math.Abs(x));
        var isFlat = ordinate <= abscissa / 2;
        var isSteep = abscissa <= ordinate / 2;
        var eighths = isFlat ? (x < 0 ? 4 : 0) : isSteep ? 2 : x < 0 ? 3 : 1;
        var t = isFlat ? DoubleDouble.Quotient(ordinate, abscissa)
            : isSteep ? DoubleDouble.Quotient(-abscissa, ordinate)
            : DoubleDouble.Quotient(ordinate - abscissa, ordinate + abscissa);
        var arc = ArcTangent(x < 0 ? -t : t);
        var angle = eighths == 0 ? arc : (new DoubleDouble(0.7853981633974483, 3.061616997868383e-17) * eighths) + arc;
        return MathF.CopySign(angle.ToSingle(), y);
    }

    /// <summary>ln x of a normal number: that of a power of 2, and 2 artanh s = 2(s + s³/3 + …) with s = (m − 1)/(m + 1) and √½ ≤ m &lt; √2.</summary>
    private static DoubleDouble Logarithm(double x)
    {
        var exponent = Math.ILogB(x);
        var m = Math.ScaleB(x, -exponent);
        if (m > 1.4142135623730951)
        {
            (m, exponent) = (m / 2, exponent + 1);
        }

        var s = DoubleDouble.Quotient(m - 1, m + 1);
        var square = s * s;
        var series = default(DoubleDouble);
        for (var n = 51; n > 1; n -= 2)
        {
            series = square * (series + DoubleDouble.Quotient(1, n));
        }

        return (s_ln2 * exponent) + ((s + (s * series)) * 2);
    }

    /// <summary>eˣ for |x| ≤ 0.35: 1 + x(1 + x/2(1 + x/3(…))).</summary>
    private static DoubleDouble Exponential(DoubleDouble x)
    {
        var series = new DoubleDouble(1, 0);
        for (var n = 27; n > 0; n--)
        {
            series = new DoubleDouble(1, 0) + (x * series / n);
        }

        return series;
    }

    /// <summary>arctan t for |t| ≤ ½: t − t³/3 + ….</summary>
    private static DoubleDouble ArcTangent(DoubleDouble t)
    {
        var square = t * t;
        var series = default(DoubleDouble);
        for (var n = 107; n > 1; n -= 2)
        {
            series = -(square * (series + DoubleDouble.Quotient(1, n)));
        }

        return t + (t * series);
    }
}
