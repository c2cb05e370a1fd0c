using System.Runtime.CompilerServices;

namespace Descent.CompilerServices.Functions;

/// <summary>
/// The inverse sine and cosine. Up to ½ a minimax polynomial (relative error 2⁻⁵⁵); beyond, arcsin x = π/2 − 2 arcsin √((1 − x)/2), where 1 − x
/// is exact (after fdlibm's <c>e_asin.c</c>).
/// </summary>
internal static class ArcSines
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TDoubles OfSine<TDoubles>(TDoubles x)
        where TDoubles : struct, IDoubles<TDoubles>
    {
        Arc(x, out var isLarge, out var s, out var tail);
        var two = TDoubles.Create(2);
        var large = TDoubles.Create(1.5707963267948966) - (TDoubles.FusedMultiplyAdd(two, tail, TDoubles.Create(-6.123233995736766e-17)) + (two * s));
        return TDoubles.CopySign(TDoubles.Select(isLarge, large, s + tail), x);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TDoubles OfCosine<TDoubles>(TDoubles x)
        where TDoubles : struct, IDoubles<TDoubles>
        => DoubleRounding.Mend(x, RawCosine(x), [0x328885A3, 0x3FC90FDB, 0x39826222, 0x3FC907B5]);

    /// <summary>The arcus cosine, within two last places of <see cref="double"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TDoubles RawCosine<TDoubles>(TDoubles x)
        where TDoubles : struct, IDoubles<TDoubles>
    {
        // π/2 − arcsin x, 0 + 2 arcsin √…, or π − 2 arcsin √….
        Arc(x, out var isLarge, out var s, out var tail);
        var signBit = TDoubles.Create(-0.0);
        var factor = TDoubles.Select(isLarge, TDoubles.Create(2) ^ signBit, TDoubles.Create(1)) ^ (x & signBit);
        var isNegative = TDoubles.IsNegative(x);
        var high = TDoubles.Select(isLarge, TDoubles.Create(3.141592653589793) & isNegative, TDoubles.Create(1.5707963267948966));
        var low = TDoubles.Select(isLarge, TDoubles.Create(1.2246467991473532e-16) & isNegative, TDoubles.Create(6.123233995736766e-17));
        return high - TDoubles.FusedMultiplyAdd(factor, s, TDoubles.FusedMultiplyAdd(factor, tail, -low));
    }

    /// <summary>The arc s + tail whose sine is |x|, or where that is more than ½ the one whose sine is √((1 − |x|)/2).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Arc<TDoubles>(TDoubles x, out TDoubles isLarge, out TDoubles s, out TDoubles tail)
        where TDoubles : struct, IDoubles<TDoubles>
    {
        var half = TDoubles.Create(0.5);
        var magnitude = TDoubles.Abs(x);
        isLarge = TDoubles.IsNegative(half - magnitude);
        var z = TDoubles.Select(isLarge, TDoubles.FusedMultiplyAdd(magnitude, -half, half), magnitude * magnitude);
        s = TDoubles.Select(isLarge, TDoubles.Sqrt(z), magnitude);
        var fourth = z * z * (z * z);
        var low = Polynomial.Of(z, 0.16666666666666455, 0.07500000000152693, 0.044642856950865825, 0.03038195487890475);
        var middle = Polynomial.Of(z, 0.02237184667446308, 0.017358520097516462, 0.013895771381219847, 0.012106162530186525);
        var high = Polynomial.Of(z, 0.006778941822637412, 0.018891070147251183, -0.015290376472384739, 0.0313110189795383);
        tail = s * z * TDoubles.FusedMultiplyAdd(fourth, TDoubles.FusedMultiplyAdd(fourth, high, middle), low);
    }
}
