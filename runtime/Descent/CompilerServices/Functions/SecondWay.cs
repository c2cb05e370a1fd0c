namespace Descent.CompilerServices.Functions;

/// <summary>
/// Functions of two numbers where the first way came too near to the middle between two numbers of <see cref="float"/> to tell which is nearer:
/// the same in double-double arithmetic, with series instead of minimax polynomials. <c>runtime/docs/functions.md</c> has the errors of both.
/// </summary>
internal static class SecondWay
{
    /// <summary>Nearer to a number of <see cref="double"/> than this share a power is that number: so near only exact powers come.</summary>
    private const double Exactness = 1.0 / (1L << 45) / (1L << 45);

    private const double Ln2 = 0.6931471805599453;

    private const double LowOfLn2 = 2.3190468138462996e-17;

    /// <summary>The power; its absolute value is neither 0 nor infinite nor 1.</summary>
    public static TDoubles Power<TDoubles>(TDoubles x, TDoubles y)
        where TDoubles : struct, IDoubles<TDoubles>
    {
        var (zero, half) = (TDoubles.Create(0), TDoubles.Create(0.5));
        var exponent = Logarithm(TDoubles.Abs(x)) * y;
        var k = TDoubles.Round(exponent.High / TDoubles.Create(Ln2));
        var power = Exponential(exponent + (DoubleDouble<TDoubles>.Create(Ln2, LowOfLn2) * -k));
        power = power with { Low = TDoubles.Select(TDoubles.Abs(power.Low) < power.High * TDoubles.Create(Exactness), zero, power.Low) };
        var scale = Exponentials.PowerOf2(k);
        var magnitude = new DoubleDouble<TDoubles>(power.High * scale, power.Low * scale).ToOdd();
        var isOdd = (TDoubles.Round(y) == y) & (TDoubles.Round(y * half) != y * half);
        return magnitude ^ (isOdd & x & TDoubles.Create(-0.0));
    }

    /// <summary>The angle of a point that lies on no axis.</summary>
    public static TDoubles Angle<TDoubles>(TDoubles y, TDoubles x)
        where TDoubles : struct, IDoubles<TDoubles>
    {
        var (zero, half) = (TDoubles.Create(0), TDoubles.Create(0.5));
        var (ordinate, abscissa) = (TDoubles.Abs(y), TDoubles.Abs(x));
        var (isFlat, isSteep, isLeft) = (ordinate <= abscissa * half, abscissa <= ordinate * half, x < zero);
        var eighths = TDoubles.Select(
            isFlat,
            TDoubles.Select(isLeft, TDoubles.Create(4), zero),
            TDoubles.Select(isSteep, TDoubles.Create(2), TDoubles.Select(isLeft, TDoubles.Create(3), TDoubles.Create(1))));
        var t = DoubleDouble<TDoubles>.Quotient(
            TDoubles.Select(isFlat, ordinate, TDoubles.Select(isSteep, -abscissa, ordinate - abscissa)),
            TDoubles.Select(isFlat, abscissa, TDoubles.Select(isSteep, ordinate, ordinate + abscissa)));
        var arc = ArcTangent(new DoubleDouble<TDoubles>(TDoubles.Select(isLeft, -t.High, t.High), TDoubles.Select(isLeft, -t.Low, t.Low)));
        var angle = (DoubleDouble<TDoubles>.Create(0.7853981633974483, 3.061616997868383e-17) * eighths) + arc;
        return TDoubles.CopySign(angle.ToOdd(), y);
    }

    /// <summary>ln x of a normal number: that of a power of 2, and 2 artanh s = 2(s + s³/3 + …) with s = (m − 1)/(m + 1) and √½ ≤ m &lt; √2.</summary>
    private static DoubleDouble<TDoubles> Logarithm<TDoubles>(TDoubles x)
        where TDoubles : struct, IDoubles<TDoubles>
    {
        var one = TDoubles.Create(1);
        Logarithms.Split(x, out var exponent, out var m);
        var s = DoubleDouble<TDoubles>.Quotient(m - one, m + one);
        var square = s * s;
        var series = DoubleDouble<TDoubles>.Create(0, 0);
        for (var n = 51; n > 1; n -= 2)
        {
            series = square * (series + DoubleDouble<TDoubles>.Quotient(one, TDoubles.Create(n)));
        }

        return (DoubleDouble<TDoubles>.Create(Ln2, LowOfLn2) * exponent) + ((s + (s * series)) * TDoubles.Create(2));
    }

    /// <summary>eˣ for |x| ≤ 0.35: 1 + x(1 + x/2(1 + x/3(…))).</summary>
    private static DoubleDouble<TDoubles> Exponential<TDoubles>(DoubleDouble<TDoubles> x)
        where TDoubles : struct, IDoubles<TDoubles>
    {
        var one = DoubleDouble<TDoubles>.Create(1, 0);
        var series = one;
        for (var n = 27; n > 0; n--)
        {
            series = one + (x * series / TDoubles.Create(n));
        }

        return series;
    }

    /// <summary>arctan t for |t| ≤ ½: t − t³/3 + ….</summary>
    private static DoubleDouble<TDoubles> ArcTangent<TDoubles>(DoubleDouble<TDoubles> t)
        where TDoubles : struct, IDoubles<TDoubles>
    {
        var one = TDoubles.Create(1);
        var square = t * t;
        var series = DoubleDouble<TDoubles>.Create(0, 0);
        for (var n = 107; n > 1; n -= 2)
        {
            series = -(square * (series + DoubleDouble<TDoubles>.Quotient(one, TDoubles.Create(n))));
        }

        return t + (t * series);
    }
}
