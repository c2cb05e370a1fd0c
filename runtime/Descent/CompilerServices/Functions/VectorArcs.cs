using System.Runtime.CompilerServices;

namespace Descent.CompilerServices.Functions;

/// <summary>The inverse functions of <see cref="ArcSines"/> and <see cref="ArcTangents"/> and the cube root over all of <see cref="double"/>, in two last places, for relaxed rules.</summary>
internal static class VectorArcs
{
    /// <summary>The arcus sine. Of a large sine π/2 − 2s is exact or rounded in the last place of the result.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TDoubles OfSine<TDoubles>(TDoubles x)
        where TDoubles : struct, IDoubles<TDoubles>
    {
        ArcSines.Arc(x, out var isLarge, out var s, out var tail);
        var minusTwo = TDoubles.Create(-2);
        var large = TDoubles.FusedMultiplyAdd(minusTwo, s, TDoubles.Create(1.5707963267948966)) + TDoubles.FusedMultiplyAdd(minusTwo, tail, TDoubles.Create(6.123233995736766e-17));
        return TDoubles.CopySign(TDoubles.Select(isLarge, large, s + tail), x);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TDoubles OfTangent<TDoubles>(TDoubles x)
        where TDoubles : struct, IDoubles<TDoubles>
        => TDoubles.CopySign(ArcTangents.OfMagnitude(TDoubles.Abs(x)), x);

    /// <summary>The angle of a point. Scaled alike, its coordinates have the same; a coordinate that vanishes then was nothing beside the other.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TDoubles Angle<TDoubles>(TDoubles y, TDoubles x)
        where TDoubles : struct, IDoubles<TDoubles>
    {
        var (ordinate, abscissa) = (TDoubles.Abs(y), TDoubles.Abs(x));
        var most = TDoubles.Select(ordinate > abscissa, ordinate, abscissa);
        var (one, tiny, huge) = (TDoubles.Create(1), TDoubles.Create(1e-200), TDoubles.Create(1e200));
        var factor = TDoubles.Select(most < tiny, PowerOf2<TDoubles>(600), TDoubles.Select(most > huge, PowerOf2<TDoubles>(-600), one));
        return ArcTangents.Of(y * factor, x * factor);
    }

    /// <summary>The cube root: of tiny numbers that of 2¹⁸⁰ times them, times 2⁻⁶⁰.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TDoubles CubeRootOf<TDoubles>(TDoubles x)
        where TDoubles : struct, IDoubles<TDoubles>
    {
        var one = TDoubles.Create(1);
        var isTiny = TDoubles.IsNegative(TDoubles.Abs(x) - TDoubles.Create(1e-250));
        var root = CubeRoot.Of(x * TDoubles.Select(isTiny, PowerOf2<TDoubles>(180), one));
        return root * TDoubles.Select(isTiny, PowerOf2<TDoubles>(-60), one);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TDoubles PowerOf2<TDoubles>(int exponent)
        where TDoubles : struct, IDoubles<TDoubles>
        => TDoubles.FromBits((ulong)(1023 + exponent) << 52);
}
