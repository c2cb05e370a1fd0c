using System.Runtime.CompilerServices;

namespace Descent.CompilerServices.Functions;

/// <summary>
/// The C# remainder of numbers of <see cref="float"/>, which is one itself. A quotient in <see cref="double"/> is right but for its last
/// place, so each step takes at least 52 bits off the dividend, and the fused operation computes what is left without an error.
/// </summary>
internal static class Remainders
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TDoubles Of<TDoubles>(TDoubles x, TDoubles y)
        where TDoubles : struct, IDoubles<TDoubles>
    {
        var (zero, infinity) = (TDoubles.Create(0), TDoubles.Create(double.PositiveInfinity));
        var divisor = TDoubles.Abs(y);
        var rest = x;
        var quotient = rest / divisor;
        for (var isLong = IsLong(quotient); TDoubles.Any(isLong); isLong = IsLong(quotient))
        {
            // Here a quotient is an integer.
            rest = TDoubles.Select(isLong, TDoubles.FusedMultiplyAdd(-quotient, divisor, rest), rest);
            quotient = rest / divisor;
        }

        // A quotient that was rounded up to an integer leaves a rest of the other sign.
        rest = TDoubles.Select(TDoubles.Abs(rest) < divisor, rest, TDoubles.FusedMultiplyAdd(-TDoubles.Truncate(quotient), divisor, rest));
        var isOpposite = rest * TDoubles.CopySign(TDoubles.Create(1), x) < zero;
        rest = TDoubles.Select(isOpposite, rest + TDoubles.CopySign(divisor, x), rest);
        var isDefined = (TDoubles.Abs(x) < infinity) & (divisor > zero);
        return TDoubles.Select(isDefined, TDoubles.CopySign(rest, x), TDoubles.Create(double.NaN));
    }

    /// <summary>Where a quotient has more than 53 bits; not where it is infinite.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TDoubles IsLong<TDoubles>(TDoubles quotient)
        where TDoubles : struct, IDoubles<TDoubles>
        => (TDoubles.Abs(quotient) >= TDoubles.Create(9007199254740992.0)) & (TDoubles.Abs(quotient) < TDoubles.Create(double.PositiveInfinity));
}
