using System.Runtime.CompilerServices;

namespace Descent.CompilerServices.Functions;

/// <summary>
/// The cube root. The bits of a number are nearly its logarithm, so a first value of 1/∛x is a third of them; two steps of Householder's
/// iteration make it x^(−1/3) to 2⁻⁵¹ or so, and a step of Newton's, with a residual that is exact but for a last place, the root.
/// </summary>
internal static class CubeRoot
{
    /// <summary>4/3 of the upper half of the bits of 1, less what makes the errors above and below equal.</summary>
    private const double First = 1430185664;

    /// <summary>The cube root of a finite number, to 2⁻⁴⁴: the first step makes x^(−1/3) right to 2⁻¹⁵·⁸, the second to 2⁻⁴⁵·².</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TDoubles Quick<TDoubles>(TDoubles x)
        where TDoubles : struct, IDoubles<TDoubles>
    {
        var magnitude = TDoubles.Abs(x);
        var z = Roughly(magnitude);
        var h = Residual(magnitude, z);
        z = TDoubles.FusedMultiplyAdd(z * h, TDoubles.FusedMultiplyAdd(h * h, TDoubles.Create(14.0 / 81), Polynomial.Of(h, 1.0 / 3, 2.0 / 9)), z);
        h = Residual(magnitude, z);
        z = TDoubles.FusedMultiplyAdd(z * h, Polynomial.Of(h, 1.0 / 3, 2.0 / 9), z);
        return x * (z * z);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TDoubles Of<TDoubles>(TDoubles x)
        where TDoubles : struct, IDoubles<TDoubles>
    {
        var magnitude = TDoubles.Abs(x);
        var z = Roughly(magnitude);
        var h = Residual(magnitude, z);
        z = TDoubles.FusedMultiplyAdd(z * h, Polynomial.Of(h, 1.0 / 3, 2.0 / 9, 14.0 / 81, 35.0 / 243), z);
        h = Residual(magnitude, z);
        z = TDoubles.FusedMultiplyAdd(z * h, Polynomial.Of(h, 1.0 / 3, 2.0 / 9), z);

        var square = z * z;
        var y = magnitude * square;
        var ySquare = y * y;
        var residual = TDoubles.FusedMultiplyAdd(-y, ySquare, magnitude) - (y * TDoubles.FusedMultiplyAdd(y, y, -ySquare));
        y = TDoubles.FusedMultiplyAdd(residual * square, TDoubles.Create(1.0 / 3), y);
        var isOrdinary = (magnitude > TDoubles.Create(0)) & (magnitude < TDoubles.Create(double.PositiveInfinity));
        return TDoubles.Select(isOrdinary, TDoubles.CopySign(y, x), x);
    }

    /// <summary>x^(−1/3) to four hundredths: a third of the upper half of the bits as a number, which stands on the lowest bits of 2⁵².</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TDoubles Roughly<TDoubles>(TDoubles magnitude)
        where TDoubles : struct, IDoubles<TDoubles>
    {
        var twoTo52 = TDoubles.Create(4503599627370496.0);
        var upper = ((magnitude >>> 32) | twoTo52) - twoTo52;
        return (TDoubles.FusedMultiplyAdd(upper, TDoubles.Create(-1.0 / 3), TDoubles.Create(First)) + twoTo52) << 32;
    }

    /// <summary>1 − x·z³, what z lacks to x^(−1/3).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TDoubles Residual<TDoubles>(TDoubles magnitude, TDoubles z)
        where TDoubles : struct, IDoubles<TDoubles>
        => TDoubles.FusedMultiplyAdd(-(magnitude * z), z * z, TDoubles.Create(1));
}
