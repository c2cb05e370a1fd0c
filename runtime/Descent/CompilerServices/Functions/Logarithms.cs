using System.Runtime.CompilerServices;

namespace Descent.CompilerServices.Functions;

/// <summary>
/// The logarithms. x = 2ᵉ·(1 + f) with √½ ≤ 1 + f &lt; √2, where f is exact; log(1 + f) = f − c is the series of the area tangent of f / (2 + f),
/// so arranged that f itself meets no rounding but the last (K. C. Ng, fdlibm's <c>e_log.c</c>), by a minimax polynomial of relative error 2⁻⁶⁵.
/// </summary>
internal static class Logarithms
{
    /// <summary>The first coefficient of the series.</summary>
    public const double SeriesLeading = 0.6666666666666666;

    private const ulong BitsOf1 = 0x3FF0_0000_0000_0000;

    private const ulong BitsOfSqrtHalf = 0x3FE6_A09E_667F_3BCD;

    /// <summary>log₂ x, if that is a positive finite number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryBinary<TDoubles>(TDoubles x, out TDoubles logarithm)
        where TDoubles : struct, IDoubles<TDoubles>
    {
        logarithm = QuickBinary(x);
        return TDoubles.AreBelow(TDoubles.Create(0), x) && TDoubles.AreBelow(x, TDoubles.Create(double.PositiveInfinity));
    }

    /// <summary>log₂ x of a positive finite number: e + s·R(s²) with a minimax polynomial of relative error 2⁻⁵²·², and at most five roundings.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TDoubles QuickBinary<TDoubles>(TDoubles x)
        where TDoubles : struct, IDoubles<TDoubles>
    {
        Split(x, out var exponent, out var significand);
        var one = TDoubles.Create(1);
        var s = (significand - one) / (significand + one);
        var z = s * s;
        var square = z * z;
        var high = TDoubles.FusedMultiplyAdd(square, Polynomial.Of(z, 0.2614692010701211, 0.24265555761240734), Polynomial.Of(z, 0.4121984182203963, 0.3206154701708692));
        var series = TDoubles.FusedMultiplyAdd(square, high, Polynomial.Of(z, 0.961796693924832, 0.5770780171085023));
        return TDoubles.FusedMultiplyAdd(s, TDoubles.FusedMultiplyAdd(z, series, TDoubles.Create(2.8853900817779268)), exponent);
    }

    /// <summary>log x = log₂ x times the logarithm of 2.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TDoubles Quick<TDoubles>(TDoubles x, double logarithmOf2)
        where TDoubles : struct, IDoubles<TDoubles>
        => QuickBinary(x) * TDoubles.Create(logarithmOf2);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TDoubles Natural<TDoubles>(TDoubles x)
        where TDoubles : struct, IDoubles<TDoubles>
    {
        return Special(x, DoubleRounding.Mend(x, RawNatural(x, TDoubles.Create(0)), [0x3C413D3A, 0xC08E158F, 0x41178FEB, 0x400FE5E7, 0x4C5D65A5, 0x418F034B, 0x65D890D3, 0x4254D1F9, 0x6F31A8EC, 0x42845A89]));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TDoubles Binary<TDoubles>(TDoubles x)
        where TDoubles : struct, IDoubles<TDoubles>
    {
        return Special(x, RawBinary(x, TDoubles.Create(0)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TDoubles Decimal<TDoubles>(TDoubles x)
        where TDoubles : struct, IDoubles<TDoubles>
    {
        return Special(x, DoubleRounding.Mend(x, RawDecimal(x, TDoubles.Create(0)), [0x0EFEEE7A, 0xC1E99D23]));
    }

    /// <summary>log x + shift · log 2 of a positive finite number, within two last places of <see cref="double"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TDoubles RawNatural<TDoubles>(TDoubles x, TDoubles shift)
        where TDoubles : struct, IDoubles<TDoubles>
    {
        Reduce(x, shift, out var exponent, out var f, out var correction);
        var low = TDoubles.FusedMultiplyAdd(exponent, TDoubles.Create(-1.7239444525614835e-13), -correction);
        return TDoubles.FusedMultiplyAdd(exponent, TDoubles.Create(0.6931471805601177), f + low);
    }

    /// <summary>log₂ x + shift, likewise.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TDoubles RawBinary<TDoubles>(TDoubles x, TDoubles shift)
        where TDoubles : struct, IDoubles<TDoubles>
    {
        Reduce(x, shift, out var exponent, out var f, out var correction);
        Scale(f, correction, 1.4426950408889634, 2.0355273740931033e-17, out var high, out var low);
        return exponent + (high + low);
    }

    /// <summary>log₁₀ x + shift · log₁₀ 2, likewise.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TDoubles RawDecimal<TDoubles>(TDoubles x, TDoubles shift)
        where TDoubles : struct, IDoubles<TDoubles>
    {
        Reduce(x, shift, out var exponent, out var f, out var correction);
        Scale(f, correction, 0.4342944819032518, 1.098319650216765e-17, out var high, out var low);
        low = TDoubles.FusedMultiplyAdd(exponent, TDoubles.Create(-8.532344317057107e-14), low);
        return TDoubles.FusedMultiplyAdd(exponent, TDoubles.Create(0.3010299956640665), high + low);
    }

    /// <summary>(f − c)·h for a factor h of two parts.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Scale<TDoubles>(TDoubles f, TDoubles correction, double factorHigh, double factorLow, out TDoubles high, out TDoubles low)
        where TDoubles : struct, IDoubles<TDoubles>
    {
        var factor = TDoubles.Create(factorHigh);
        high = f * factor;
        low = TDoubles.FusedMultiplyAdd(f, factor, -high);
        low = TDoubles.FusedMultiplyAdd(f, TDoubles.Create(factorLow), TDoubles.FusedMultiplyAdd(-correction, factor, low));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Reduce<TDoubles>(TDoubles x, TDoubles shift, out TDoubles exponent, out TDoubles f, out TDoubles correction)
        where TDoubles : struct, IDoubles<TDoubles>
    {
        Split(x, out exponent, out var significand);
        exponent += shift;
        var one = TDoubles.Create(1);
        f = significand - one;
        var s = f / (significand + one);
        var halfSquare = TDoubles.Create(0.5) * f * f;
        correction = TDoubles.FusedMultiplyAdd(-s, halfSquare + Series(s * s), halfSquare);
    }

    /// <summary>x = 2ᵉ·m with √½ ≤ m &lt; √2, for a positive x that is no subnormal number of <see cref="double"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Split<TDoubles>(TDoubles x, out TDoubles exponent, out TDoubles significand)
        where TDoubles : struct, IDoubles<TDoubles>
    {
        var bits = TDoubles.AddBits(x, TDoubles.FromBits(BitsOf1 - BitsOfSqrtHalf));
        significand = TDoubles.AddBits(bits & TDoubles.FromBits(0x000F_FFFF_FFFF_FFFF), TDoubles.FromBits(BitsOfSqrtHalf));
        var twoTo52 = TDoubles.Create(4503599627370496.0);
        exponent = ((bits >>> 52) | twoTo52) - (twoTo52 + TDoubles.Create(1023));
    }

    /// <summary>2(artanh s / s − 1) for z = s².</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TDoubles Series<TDoubles>(TDoubles z)
        where TDoubles : struct, IDoubles<TDoubles>
    {
        var square = z * z;
        var low = Polynomial.Of(z, 0.6666666666666666, 0.40000000000003744, 0.2857142856970897, 0.2222222256990887);
        var high = Polynomial.Of(z, 0.18181780883672052, 0.15386892436110833, 0.1325407695706634, 0.13219005224879116);
        return z * TDoubles.FusedMultiplyAdd(square * square, high, low);
    }

    /// <summary>2(artanh s / s − 1) / z − ⅔.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TDoubles SeriesRest<TDoubles>(TDoubles z)
        where TDoubles : struct, IDoubles<TDoubles>
    {
        var square = z * z;
        var low = Polynomial.Of(z, 0.40000000000003744, 0.2857142856970897, 0.2222222256990887, 0.18181780883672052);
        var high = TDoubles.FusedMultiplyAdd(square, TDoubles.Create(0.13219005224879116), Polynomial.Of(z, 0.15386892436110833, 0.1325407695706634));
        return z * TDoubles.FusedMultiplyAdd(square * square, high, low);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TDoubles Special<TDoubles>(TDoubles x, TDoubles logarithm)
        where TDoubles : struct, IDoubles<TDoubles>
    {
        var (zero, infinity) = (TDoubles.Create(0), TDoubles.Create(double.PositiveInfinity));
        if (!TDoubles.AreBelow(zero, x) || !TDoubles.AreBelow(x, infinity))
        {
            var special = TDoubles.Select(x == zero, -infinity, TDoubles.Select(x > zero, x, TDoubles.Create(double.NaN)));
            logarithm = TDoubles.Select((x > zero) & (x < infinity), logarithm, special);
        }

        return logarithm;
    }
}
