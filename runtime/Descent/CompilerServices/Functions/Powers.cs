using System.Runtime.CompilerServices;

namespace Descent.CompilerServices.Functions;

/// <summary>
/// The power. log₂ x is a sum of two numbers with a relative error of at most 2⁻⁵⁷, of which y times the first is exact as a sum of two again;
/// 2 to the fractional part of that is an exponential. For a power within the range of <see cref="float"/> the error is at most 2⁻⁵⁰.
/// </summary>
internal static class Powers
{
    /// <summary>Beyond this power of 2 the result overflows <see cref="float"/> or vanishes, and is still far from doing so in <see cref="double"/>.</summary>
    private const double Limit = 200;

    /// <summary>The power of a positive number, if it is a normal <see cref="float"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryQuickly<TDoubles>(TDoubles x, TDoubles y, out TDoubles power)
        where TDoubles : struct, IDoubles<TDoubles>
    {
        var isPositive = Logarithms.TryBinary(x, out var logarithm);
        return Exponentials.TryPowerOf2(logarithm, y, out power) && isPositive;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TDoubles Of<TDoubles>(TDoubles x, TDoubles y)
        where TDoubles : struct, IDoubles<TDoubles>
    {
        var (zero, infinity) = (TDoubles.Create(0), TDoubles.Create(double.PositiveInfinity));
        Logarithm(TDoubles.Abs(x), out var high, out var low);
        var exponent = y * high;
        var tail = TDoubles.FusedMultiplyAdd(y, low, TDoubles.FusedMultiplyAdd(y, high, -exponent));
        var isOrdinary = (x > zero) & (x < infinity) & (TDoubles.Abs(exponent) < TDoubles.Create(Limit));
        if (!TDoubles.Any(~isOrdinary))
        {
            return PowerOf2(exponent, tail);
        }

        Restrict(TDoubles.Abs(x), y, Limit, ref exponent, ref tail);
        return Special(x, y, PowerOf2(exponent, tail));
    }

    /// <summary>log₂ x; it has no meaning for 0, infinity and NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Logarithm<TDoubles>(TDoubles x, out TDoubles high, out TDoubles low)
        where TDoubles : struct, IDoubles<TDoubles>
    {
        Logarithms.Split(x, out var exponent, out var significand);
        var (one, two) = (TDoubles.Create(1), TDoubles.Create(2));
        var (f, sum) = (significand - one, significand + one);
        var reciprocal = one / sum;
        var s = f * reciprocal;
        var sLow = TDoubles.FusedMultiplyAdd(-s, sum, f) * reciprocal;

        // The natural logarithm of the significand is 2s and so much more; times 1/ln 2, in two parts.
        var more = TDoubles.FusedMultiplyAdd(s, Logarithms.Series(s * s), two * sLow);
        var factor = TDoubles.Create(1.4426950408889634);
        var product = two * s * factor;
        var rest = TDoubles.FusedMultiplyAdd(two * s, factor, -product);
        rest = TDoubles.FusedMultiplyAdd(two * s, TDoubles.Create(2.0355273740931033e-17), TDoubles.FusedMultiplyAdd(more, factor, rest));
        high = exponent + product;
        low = (product - (high - exponent)) + rest;
    }

    /// <summary>2 to the power of a sum.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TDoubles PowerOf2<TDoubles>(TDoubles exponent, TDoubles tail)
        where TDoubles : struct, IDoubles<TDoubles>
    {
        var k = TDoubles.Round(exponent + tail);
        return Exponentials.TimesPowerOf2((exponent - k + tail) * TDoubles.Create(0.6931471805599453), k);
    }

    /// <summary>Exponents of 0 and of infinity, and those that lead out of the range.</summary>
    public static void Restrict<TDoubles>(TDoubles magnitude, TDoubles y, double largest, ref TDoubles exponent, ref TDoubles tail)
        where TDoubles : struct, IDoubles<TDoubles>
    {
        var (zero, infinity, limit) = (TDoubles.Create(0), TDoubles.Create(double.PositiveInfinity), TDoubles.Create(largest));
        exponent = TDoubles.Select(magnitude == zero, y * -infinity, TDoubles.Select(magnitude == infinity, y * infinity, exponent));
        var isWithin = (magnitude > zero) & (magnitude < infinity) & (TDoubles.Abs(exponent) < limit);
        tail = TDoubles.Select(isWithin, tail, zero);
        exponent = TDoubles.Select(TDoubles.Abs(exponent) >= limit, TDoubles.CopySign(limit, exponent), exponent);
    }

    /// <summary>The sign of the power, and what IEEE 754 says of 1, of exponents of 0 and of NaN.</summary>
    public static TDoubles Special<TDoubles>(TDoubles x, TDoubles y, TDoubles magnitude)
        where TDoubles : struct, IDoubles<TDoubles>
    {
        var (zero, one, half, nan) = (TDoubles.Create(0), TDoubles.Create(1), TDoubles.Create(0.5), TDoubles.Create(double.NaN));
        var isInteger = TDoubles.Round(y) == y;
        var isOdd = isInteger & (TDoubles.Round(y * half) != y * half);
        var power = TDoubles.Select((TDoubles.Abs(x) == one) & ~TDoubles.IsNaN(y), one, magnitude);
        power = power ^ (isOdd & x & TDoubles.Create(-0.0));
        var hasNone = (x < zero) & (x > TDoubles.Create(double.NegativeInfinity)) & ~isInteger;
        power = TDoubles.Select(hasNone | TDoubles.IsNaN(x), nan, power);
        return TDoubles.Select((y == zero) | (x == one), one, power);
    }
}
