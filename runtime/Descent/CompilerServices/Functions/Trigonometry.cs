using System.Runtime.CompilerServices;

namespace Descent.CompilerServices.Functions;

/// <summary>
/// Sine, cosine and tangent. x = k·π/2 + r with |r| ≤ π/4, r as a sum of two numbers; sin r and cos r are minimax polynomials (relative errors
/// 2⁻⁵⁷ and 2⁻⁶⁴, after fdlibm's <c>k_sin.c</c> and <c>k_cos.c</c>).
/// </summary>
internal static class Trigonometry
{
    /// <summary>Adding this leaves an integer in the lowest bits, rounded.</summary>
    private const double Shift = 6755399441055744;

    // π/2 is cut after 33 bits, and what is left after 53, and again. With the first part the difference is exact.
    private const double FirstOfQuadrant = 1.5707963267341256, SecondOfQuadrant = 6.077100506506192e-11, ThirdOfQuadrant = 3.5215598651832e-27;

    /// <summary>The sine: that of x − kπ, and another sign for each k.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TDoubles QuickSine<TDoubles>(TDoubles x)
        where TDoubles : struct, IDoubles<TDoubles>
    {
        var shifted = TDoubles.FusedMultiplyAdd(x, TDoubles.Create(0.3183098861837907), TDoubles.Create(Shift));
        var signBit = TDoubles.Create(-0.0);
        return SineBeside(x, shifted - TDoubles.Create(Shift)) ^ ((shifted << 63) & signBit);
    }

    /// <summary>The cosine: the sine of x − (k + ½)π, with another sign for each k.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TDoubles QuickCosine<TDoubles>(TDoubles x)
        where TDoubles : struct, IDoubles<TDoubles>
    {
        var (half, shift, signBit) = (TDoubles.Create(0.5), TDoubles.Create(Shift), TDoubles.Create(-0.0));
        var shifted = TDoubles.FusedMultiplyAdd(x, TDoubles.Create(0.3183098861837907), -half) + shift;
        return SineBeside(x, shifted - shift + half) ^ (~(shifted << 63) & signBit);
    }

    /// <summary>The tangent of r = x − kπ/2, or −1 over it where k is odd: r·P(r²)/Q(r²), a rational function of relative error 2⁻⁴⁴·⁹.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TDoubles QuickTangent<TDoubles>(TDoubles x)
        where TDoubles : struct, IDoubles<TDoubles>
    {
        var shifted = TDoubles.FusedMultiplyAdd(x, TDoubles.Create(0.6366197723675814), TDoubles.Create(Shift));
        var k = shifted - TDoubles.Create(Shift);
        var r = Rest(x, k, quadrants: 1);
        var z = r * r;
        var above = r * TDoubles.FusedMultiplyAdd(z * z, TDoubles.Create(0.0020326543220429496), Polynomial.Of(z, 0.9999999999999803, -0.1213424463313925));
        var below = TDoubles.FusedMultiplyAdd(z * z, Polynomial.Of(z, 0.020257914253387267, -9.7455043909914235e-05), Polynomial.Of(z, 1, -0.45467577966701405));
        var isOdd = IsOdd(shifted);
        return TDoubles.Select(isOdd, -below, above) / TDoubles.Select(isOdd, above, below);
    }

    /// <summary>The sine of x − kπ, which is at most π/2, by a minimax polynomial of relative error 2⁻⁴³·⁷.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TDoubles SineBeside<TDoubles>(TDoubles x, TDoubles k)
        where TDoubles : struct, IDoubles<TDoubles>
    {
        var r = Rest(x, k, quadrants: 2);
        var z = r * r;
        var square = z * z;
        var p = TDoubles.FusedMultiplyAdd(square, Polynomial.Of(z, -2.5030196560992964e-08, 1.5409522812533198e-10), Polynomial.Of(z, -0.00019841266729644715, 2.755695310414764e-06));
        p = TDoubles.FusedMultiplyAdd(square, p, Polynomial.Of(z, -0.166666666665046, 0.008333333321086973));
        return r * TDoubles.FusedMultiplyAdd(z, p, TDoubles.Create(1));
    }

    /// <summary>x less k times π/2, or π where that is two quadrants, not kept as a sum of two.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TDoubles Rest<TDoubles>(TDoubles x, TDoubles k, double quadrants)
        where TDoubles : struct, IDoubles<TDoubles>
    {
        var r = TDoubles.FusedMultiplyAdd(k, TDoubles.Create(-FirstOfQuadrant * quadrants), x);
        r = TDoubles.FusedMultiplyAdd(k, TDoubles.Create(-SecondOfQuadrant * quadrants), r);
        return TDoubles.FusedMultiplyAdd(k, TDoubles.Create(-ThirdOfQuadrant * quadrants), r);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TDoubles Sine<TDoubles>(TDoubles x)
        where TDoubles : struct, IDoubles<TDoubles>
    {
        Reduce(x, out var quadrant, out var r, out var tail);
        return DoubleRounding.Mend(x, RawSine(x, quadrant, r, tail), [0x46199998, 0xBEB1FA5D, 0xC6199998, 0x3EB1FA5D, 0x4CF3E70E, 0xBF3D38C3, 0xCCF3E70E, 0x3F3D38C3]);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TDoubles Cosine<TDoubles>(TDoubles x)
        where TDoubles : struct, IDoubles<TDoubles>
    {
        Reduce(x, out var quadrant, out var r, out var tail);
        return DoubleRounding.Mend(TDoubles.Abs(x), RawCosine(quadrant, r, tail), [0x5F18B878, 0x3F7F14BB, 0x6115CB11, 0x3F78142F]);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TDoubles Tangent<TDoubles>(TDoubles x)
        where TDoubles : struct, IDoubles<TDoubles>
    {
        Reduce(x, out var quadrant, out var r, out var tail);
        return RawTangent(x, quadrant, r, tail);
    }

    /// <summary>The sine of x, which is as many quadrants and r + tail.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TDoubles RawSine<TDoubles>(TDoubles x, TDoubles quadrant, TDoubles r, TDoubles tail)
        where TDoubles : struct, IDoubles<TDoubles>
    {
        Of(r, tail, out var sine, out var cosine);
        var sign = (quadrant << 62) & TDoubles.Create(-0.0);
        return TDoubles.Select(x == TDoubles.Create(0), x, TDoubles.Select(IsOdd(quadrant), cosine, sine) ^ sign);
    }

    /// <summary>The cosine of so many quadrants and r + tail: the sine of a quadrant further.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TDoubles RawCosine<TDoubles>(TDoubles quadrant, TDoubles r, TDoubles tail)
        where TDoubles : struct, IDoubles<TDoubles>
    {
        Of(r, tail, out var sine, out var cosine);
        var sign = (TDoubles.AddBits(quadrant, TDoubles.FromBits(1)) << 62) & TDoubles.Create(-0.0);
        return TDoubles.Select(IsOdd(quadrant), sine, cosine) ^ sign;
    }

    /// <summary>The tangent of x, which is as many quadrants and r + tail.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TDoubles RawTangent<TDoubles>(TDoubles x, TDoubles quadrant, TDoubles r, TDoubles tail)
        where TDoubles : struct, IDoubles<TDoubles>
    {
        Of(r, tail, out var sine, out var cosine);
        var isOdd = IsOdd(quadrant);
        var tangent = TDoubles.Select(isOdd, -cosine, sine) / TDoubles.Select(isOdd, sine, cosine);
        return TDoubles.Select(x == TDoubles.Create(0), x, tangent);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TDoubles IsOdd<TDoubles>(TDoubles quadrant)
        where TDoubles : struct, IDoubles<TDoubles>
        => TDoubles.IsNegative(quadrant << 63);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Of<TDoubles>(TDoubles r, TDoubles tail, out TDoubles sine, out TDoubles cosine)
        where TDoubles : struct, IDoubles<TDoubles>
    {
        var (one, half) = (TDoubles.Create(1), TDoubles.Create(0.5));
        var square = r * r;
        var fourth = square * square;
        var halfSquare = square * half;
        var rough = one - halfSquare;

        var p = TDoubles.FusedMultiplyAdd(
            fourth * fourth,
            Polynomial.Of(square, -2.505082394042861e-08, 1.5900151688776822e-10),
            Polynomial.Of(square, -0.16666666666666646, 0.008333333333325078, -0.00019841269831498358, 2.7557314180585054e-06));
        sine = r + TDoubles.FusedMultiplyAdd(r * square, p, tail * rough);

        var q = TDoubles.FusedMultiplyAdd(
            fourth * fourth,
            Polynomial.Of(square, 2.087571956024578e-09, -1.1359448711687689e-11),
            Polynomial.Of(square, 0.0416666666666666, -0.001388888888887399, 2.4801587289395014e-05, -2.7557314326049407e-07));
        cosine = rough + ((one - rough - halfSquare) + TDoubles.FusedMultiplyAdd(fourth, q, -(r * tail)));
    }

    /// <summary>x less the nearest multiple of π/2, whose number's lowest bits are those of <paramref name="quadrant"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Reduce<TDoubles>(TDoubles x, out TDoubles quadrant, out TDoubles r, out TDoubles tail)
        where TDoubles : struct, IDoubles<TDoubles>
    {
        quadrant = TDoubles.FusedMultiplyAdd(x, TDoubles.Create(0.6366197723675814), TDoubles.Create(Shift));
        var k = TDoubles.Create(Shift) - quadrant;
        var first = TDoubles.FusedMultiplyAdd(k, TDoubles.Create(FirstOfQuadrant), x);
        var second = TDoubles.Create(SecondOfQuadrant);
        r = TDoubles.FusedMultiplyAdd(k, second, first);
        tail = TDoubles.FusedMultiplyAdd(k, TDoubles.Create(ThirdOfQuadrant), TDoubles.FusedMultiplyAdd(k, second, first - r));
        if (!TDoubles.AreBelow(TDoubles.Abs(x), TDoubles.Create(LargeArguments.Least)))
        {
            // Only these lie in memory.
            var (given, newQuadrant, newR, newTail) = (x, quadrant, r, tail);
            LargeArguments.Reduce(ref given, ref newQuadrant, ref newR, ref newTail);
            (quadrant, r, tail) = (newQuadrant, newR, newTail);
        }
    }
}
