using System.Runtime.CompilerServices;

namespace Descent.CompilerServices.Functions;

/// <summary>
/// The power over all of <see cref="double"/>, in two last places, for relaxed rules. As <see cref="Powers"/>, but that of the logarithm's series
/// the first term too is a sum of two numbers: its relative error is at most 2⁻⁶⁴, which the largest exponent makes 2⁻⁵⁴ of the power. In methods of which each is small enough
/// for the just-in-time compiler to draw all into it that it calls.
/// </summary>
internal static class VectorPowers
{
    /// <summary>Beyond this power of 2 the result is infinite or 0.</summary>
    private const double Limit = 1100;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TDoubles Of<TDoubles>(TDoubles x, TDoubles y)
        where TDoubles : struct, IDoubles<TDoubles>
    {
        var magnitude = TDoubles.Abs(x);
        Logarithm(in magnitude, out var high, out var low);
        var exponent = y * high;
        var tail = TDoubles.FusedMultiplyAdd(y, low, TDoubles.FusedMultiplyAdd(y, high, -exponent));
        var isOrdinary = (x > TDoubles.Create(0)) & (x < TDoubles.Create(double.PositiveInfinity)) & (TDoubles.Abs(exponent) < TDoubles.Create(Limit));
        if (!TDoubles.Any(~isOrdinary))
        {
            return PowerOf2(exponent, tail);
        }

        OfSpecial(in x, in y, ref exponent, ref tail);
        return exponent;
    }

    /// <summary>The power where a lane is not ordinary, in place of the exponent.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void OfSpecial<TDoubles>(in TDoubles x, in TDoubles y, ref TDoubles exponent, ref TDoubles tail)
        where TDoubles : struct, IDoubles<TDoubles>
    {
        Powers.Restrict(TDoubles.Abs(x), y, Limit, ref exponent, ref tail);
        exponent = Powers.Special(x, y, PowerOf2(exponent, tail));
    }

    /// <summary>2 to the power of a sum.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TDoubles PowerOf2<TDoubles>(TDoubles exponent, TDoubles tail)
        where TDoubles : struct, IDoubles<TDoubles>
    {
        var k = TDoubles.Round(exponent);
        return VectorExponentials.TimesPowerOf2((exponent - k + tail) * TDoubles.Create(0.6931471805599453), k);
    }

    /// <summary>log₂ x; it has no meaning for 0, infinity and NaN.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void Logarithm<TDoubles>(in TDoubles x, out TDoubles high, out TDoubles low)
        where TDoubles : struct, IDoubles<TDoubles>
    {
        VectorLogarithms.Normalize(x, out var normal, out var shift);
        Logarithms.Split(normal, out var exponent, out var significand);
        exponent += shift;
        var (one, two) = (TDoubles.Create(1), TDoubles.Create(2));
        var (f, sum) = (significand - one, significand + one);
        var reciprocal = one / sum;
        var s = f * reciprocal;
        var rest = TDoubles.FusedMultiplyAdd(-s, sum, f);
        var sLow = TDoubles.FusedMultiplyAdd(-s, significand - (sum - one), rest) * reciprocal;

        // s³ times the series, whose first coefficient outweighs the others a hundred times.
        var z = s * s;
        var zLow = TDoubles.FusedMultiplyAdd(two * s, sLow, TDoubles.FusedMultiplyAdd(s, s, -z));
        var cube = s * z;
        var cubeLow = TDoubles.FusedMultiplyAdd(s, zLow, TDoubles.FusedMultiplyAdd(sLow, z, TDoubles.FusedMultiplyAdd(s, z, -cube)));
        var leading = TDoubles.Create(Logarithms.SeriesLeading);
        var others = Logarithms.SeriesRest(z);
        var series = leading + others;
        var seriesLow = leading - series + others;
        var term = cube * series;
        var termLow = TDoubles.FusedMultiplyAdd(cube, seriesLow, TDoubles.FusedMultiplyAdd(cubeLow, series, TDoubles.FusedMultiplyAdd(cube, series, -term)));

        // The natural logarithm of the significand, times 1/ln 2.
        var natural = TDoubles.FusedMultiplyAdd(two, s, term);
        var naturalLow = TDoubles.FusedMultiplyAdd(two, s, -natural) + term + TDoubles.FusedMultiplyAdd(two, sLow, termLow);
        var factor = TDoubles.Create(1.4426950408889634);
        var product = natural * factor;
        var productLow = TDoubles.FusedMultiplyAdd(natural, factor, -product);
        productLow = TDoubles.FusedMultiplyAdd(natural, TDoubles.Create(2.0355273740931033e-17), TDoubles.FusedMultiplyAdd(naturalLow, factor, productLow));
        high = exponent + product;
        low = product - (high - exponent) + productLow;
    }
}
