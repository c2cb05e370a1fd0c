using System.Runtime.CompilerServices;
using Descent.CompilerServices.Functions;

namespace Descent.CompilerServices;

/// <summary>
/// Numbers from random words, in lanes. Each operation is one that IEEE 754 rounds correctly, in a fixed order, so that the bits are the same
/// everywhere.
/// </summary>
internal static class Variates
{
    /// <summary>2⁻⁵³, the step between the uniform numbers of <see cref="double"/>.</summary>
    public const double UlpBelowOne = 1.0 / (1L << 53);

    /// <summary>Adding this to an integer below 2⁵² leaves it in the lowest bits.</summary>
    private const double TwoTo52 = 4503599627370496;

    /// <summary>Adding this leaves an integer in the lowest bits, rounded.</summary>
    private const double Shift = 6755399441055744;

    /// <summary>The 53 highest bits of two words.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TDoubles Uniform<TDoubles>(TDoubles high, TDoubles low)
        where TDoubles : struct, IDoubles<TDoubles>
        => TDoubles.FusedMultiplyAdd(Number(high), TDoubles.Create(1.0 / (1L << 32)), Number(low >>> 11) * TDoubles.Create(UlpBelowOne));

    /// <summary>The 24 highest bits of a word.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TDoubles Uniform<TDoubles>(TDoubles word)
        where TDoubles : struct, IDoubles<TDoubles>
        => Number(word >>> 8) * TDoubles.Create(1.0 / (1 << 24));

    // A normal number is √(−2 ln u) · cos 2πv (Box and Muller 1958), for u = 1 − a uniform number and v another.

    /// <summary>1 − the number of two words, which is above 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TDoubles Remainder<TDoubles>(TDoubles high, TDoubles low)
        where TDoubles : struct, IDoubles<TDoubles> => TDoubles.Create(1) - Uniform(high, low);

    /// <summary>Four times the number of two words: how many quadrants of a turn.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TDoubles Quadrants<TDoubles>(TDoubles high, TDoubles low)
        where TDoubles : struct, IDoubles<TDoubles> => Uniform(high, low) * TDoubles.Create(4);

    /// <summary>√(−2 ln u); the logarithm is within two last places.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TDoubles Radius<TDoubles>(TDoubles u)
        where TDoubles : struct, IDoubles<TDoubles>
        => TDoubles.Sqrt(TDoubles.Create(-2) * Logarithms.RawNatural(u, TDoubles.Create(0)));

    /// <summary>
    /// cos 2πv, of v in quadrants, of which a turn has four: the quadrant and what is left of it are exact, and the angle is rounded once; the cosine is within two last places.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TDoubles Cosine<TDoubles>(TDoubles v)
        where TDoubles : struct, IDoubles<TDoubles>
    {
        var quadrant = v + TDoubles.Create(Shift);
        var angle = (v - (quadrant - TDoubles.Create(Shift))) * TDoubles.Create(1.5707963267948966);
        return Trigonometry.RawCosine(quadrant, angle, TDoubles.Create(0));
    }

    /// <summary>An integer below 2⁵² as a number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TDoubles Number<TDoubles>(TDoubles integer)
        where TDoubles : struct, IDoubles<TDoubles>
        => (integer | TDoubles.Create(TwoTo52)) - TDoubles.Create(TwoTo52);
}
