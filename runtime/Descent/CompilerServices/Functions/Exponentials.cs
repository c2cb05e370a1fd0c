using System.Runtime.CompilerServices;

namespace Descent.CompilerServices.Functions;

/// <summary>
/// The exponential and its relatives. x = k·ln 2 + r with |r| ≤ ln 2 / 2 (Cody and Waite, Software Manual for the Elementary Functions, 1980).
/// eʳ, sinh r and cosh r are minimax polynomials, and what is asked for is put together of them and of 2ᵏ and 2⁻ᵏ, without a cancellation.
/// </summary>
internal static class Exponentials
{
    /// <summary>Beyond this the exponential overflows <see cref="float"/> or vanishes, and is still far from doing so in <see cref="double"/>.</summary>
    private const double Limit = 200;

    /// <summary>Adding this leaves an integer in the lowest bits, rounded, and 1023 more there: the exponent of a power of 2.</summary>
    private const double Shift = 6755399441055744 + 1023;

    /// <summary>2 to the power of a product, if that is a normal <see cref="float"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryPowerOf2<TDoubles>(TDoubles x, TDoubles y, out TDoubles power)
        where TDoubles : struct, IDoubles<TDoubles>
    {
        power = PowerOf2(x, y, out var exponent);
        return TDoubles.AreBelow(TDoubles.Abs(exponent), TDoubles.Create(126));
    }

    /// <summary>2 to the power of a product below 1022; the polynomial is right to 2⁻⁴⁵·⁹.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TDoubles PowerOf2<TDoubles>(TDoubles x, TDoubles y, out TDoubles exponent)
        where TDoubles : struct, IDoubles<TDoubles>
    {
        exponent = x * y;
        var shifted = TDoubles.FusedMultiplyAdd(x, y, TDoubles.Create(Shift));
        var r = exponent - (shifted - TDoubles.Create(Shift));
        var square = r * r;
        var fourth = square * square;
        var low = TDoubles.FusedMultiplyAdd(square, Polynomial.Of(r, 0.05550410866841784, 0.009618129181164746), Polynomial.Of(r, 0.6931471805598851, 0.24022650695722828));
        var high = TDoubles.FusedMultiplyAdd(square, TDoubles.Create(1.0148320075753e-07), Polynomial.Of(r, 1.5252990152676908e-05, 1.3258336058072418e-06));
        high = TDoubles.FusedMultiplyAdd(square, high, Polynomial.Of(r, 0.0013333557625177675, 0.00015403440882483336));
        var powerOf2 = shifted << 52;
        return TDoubles.FusedMultiplyAdd(r * powerOf2, TDoubles.FusedMultiplyAdd(fourth, high, low), powerOf2);
    }

    /// <summary>The exponential, if it is a normal <see cref="float"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TDoubles Quick<TDoubles>(TDoubles x)
        where TDoubles : struct, IDoubles<TDoubles>
        => PowerOf2(x, TDoubles.Create(1.4426950408889634), out _);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TDoubles Exponential<TDoubles>(TDoubles x)
        where TDoubles : struct, IDoubles<TDoubles>
    {
        Reduce(x, out var k, out var r);
        return TimesPowerOf2(r, k);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TDoubles Sine<TDoubles>(TDoubles x)
        where TDoubles : struct, IDoubles<TDoubles>
    {
        var magnitude = TDoubles.Abs(x);
        Hyperbolic(magnitude, out var sine, out _);
        return TDoubles.CopySign(DoubleRounding.Mend(magnitude, sine, [0x3A1285FF, 0x3A1285FF]), x);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TDoubles Cosine<TDoubles>(TDoubles x)
        where TDoubles : struct, IDoubles<TDoubles>
    {
        Hyperbolic(x, out _, out var cosine);
        return cosine;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TDoubles Tangent<TDoubles>(TDoubles x)
        where TDoubles : struct, IDoubles<TDoubles>
    {
        Hyperbolic(x, out var sine, out var cosine);
        return TDoubles.CopySign(sine / cosine, x);
    }

    /// <summary>2ᵏ·eʳ = 2ᵏ(cosh r + sinh r) and 2⁻ᵏ·e⁻ʳ = 2⁻ᵏ(cosh r − sinh r), half their difference and half their sum.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Hyperbolic<TDoubles>(TDoubles x, out TDoubles sine, out TDoubles cosine)
        where TDoubles : struct, IDoubles<TDoubles>
    {
        Reduce(x, out var k, out var r);
        OfHyperbolic(r, out var sinh, out var coshLessOne);
        var half = TDoubles.Create(0.5);
        var (up, down) = (PowerOf2(k) * half, PowerOf2(-k) * half);
        var (sum, difference) = (up + down, up - down);
        sine = difference + TDoubles.FusedMultiplyAdd(difference, coshLessOne, sum * sinh);
        cosine = sum + TDoubles.FusedMultiplyAdd(sum, coshLessOne, difference * sinh);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Reduce<TDoubles>(TDoubles x, out TDoubles k, out TDoubles r)
        where TDoubles : struct, IDoubles<TDoubles>
    {
        if (!TDoubles.AreBelow(TDoubles.Abs(x), TDoubles.Create(Limit)))
        {
            // What is not a number stays so.
            x = TDoubles.Select(TDoubles.Abs(x) >= TDoubles.Create(Limit), TDoubles.CopySign(TDoubles.Create(Limit), x), x);
        }

        k = TDoubles.FusedMultiplyAdd(x, TDoubles.Create(1.4426950408889634), TDoubles.Create(Shift)) - TDoubles.Create(Shift);
        r = TDoubles.FusedMultiplyAdd(k, TDoubles.Create(-0.6931471805599453), x);
        r = TDoubles.FusedMultiplyAdd(k, TDoubles.Create(-2.3190468138462996e-17), r);
    }

    /// <summary>2ᵏ·eʳ for |r| ≤ ln 2 / 2; the polynomial is right to 2⁻⁵⁶.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TDoubles TimesPowerOf2<TDoubles>(TDoubles r, TDoubles k)
        where TDoubles : struct, IDoubles<TDoubles>
    {
        var square = r * r;
        var fourth = square * square;
        var low = Polynomial.Of(r, 0.5000000000000001, 0.16666666666666674, 0.04166666666662412, 0.008333333333322207);
        var middle = Polynomial.Of(r, 0.0013888888917217457, 0.00019841269886591, 2.4801521290973345e-05, 2.7557242336680357e-06);
        var high = Polynomial.Of(r, 2.7620090518499427e-07, 2.5110049895858716e-08);
        var p = TDoubles.FusedMultiplyAdd(fourth, TDoubles.FusedMultiplyAdd(fourth, high, middle), low);
        var power = PowerOf2(k);
        return TDoubles.FusedMultiplyAdd(TDoubles.FusedMultiplyAdd(square, p, r), power, power);
    }

    /// <summary>sinh r and cosh r − 1 for |r| ≤ ln 2 / 2; the polynomials are right to 2⁻⁶¹ and 2⁻⁵⁷.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void OfHyperbolic<TDoubles>(TDoubles r, out TDoubles sinh, out TDoubles coshLessOne)
        where TDoubles : struct, IDoubles<TDoubles>
    {
        var square = r * r;
        var eighth = square * square * (square * square);
        var p = TDoubles.FusedMultiplyAdd(
            eighth,
            TDoubles.Create(2.510799368614716e-08),
            Polynomial.Of(square, 0.16666666666666674, 0.008333333333323298, 0.0001984126988247763, 2.755724749033414e-06));
        sinh = TDoubles.FusedMultiplyAdd(r * square, p, r);
        var q = TDoubles.FusedMultiplyAdd(
            eighth,
            TDoubles.Create(2.7629982092909534e-07),
            Polynomial.Of(square, 0.500000000000001, 0.04166666666653618, 0.0013888888942472572, 2.4801494027137824e-05));
        coshLessOne = square * q;
    }

    /// <summary>2ᵏ for an integer of at most 1022.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TDoubles PowerOf2<TDoubles>(TDoubles k)
        where TDoubles : struct, IDoubles<TDoubles>
        => (k + TDoubles.Create(Shift)) << 52;
}
