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

    /// <summary>
    /// The cosine of Box and Muller: √(−2 ln(1 − u)) · cos 2πv. A turn is four quadrants, so the quadrant of v and what is left of it are exact, and the angle
    /// is rounded once; the logarithm and the cosine are within two last places.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TDoubles Normal<TDoubles>(TDoubles x0, TDoubles x1, TDoubles x2, TDoubles x3)
        where TDoubles : struct, IDoubles<TDoubles>
    {
        var zero = TDoubles.Create(0);
        var (u, v) = (TDoubles.Create(1) - Uniform(x0, x1), Uniform(x2, x3) * TDoubles.Create(4));
        var radius = TDoubles.Sqrt(TDoubles.Create(-2) * Logarithms.RawNatural(u, zero));
        var quadrant = v + TDoubles.Create(Shift);
        var angle = (v - (quadrant - TDoubles.Create(Shift))) * TDoubles.Create(1.5707963267948966);
        return radius * Trigonometry.RawCosine(quadrant, angle, zero);
    }

    /// <summary>An integer below 2⁵² as a number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TDoubles Number<TDoubles>(TDoubles integer)
        where TDoubles : struct, IDoubles<TDoubles>
        => (integer | TDoubles.Create(TwoTo52)) - TDoubles.Create(TwoTo52);
}
