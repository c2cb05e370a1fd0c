using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Descent.CompilerServices.Functions;

/// <summary>
/// Quotients of relaxed rules, from the processor's estimate of the reciprocal, whose relative error is at most 2⁻¹⁴: x · r is corrected by what it lacks, which leaves
/// 2⁻²⁸ of the quotient beside one rounding. So the divider is free for square roots.
/// </summary>
/// <remarks>
/// Where the correction is none, as with divisors of 0 and ∞, x · r itself is the quotient, and where it would make 0 of −0. The reciprocal of a divisor below 2⁻¹²⁸ is ∞, so such a divisor counts as 0, and
/// one above 2¹²⁶ has a subnormal reciprocal: see <see cref="FloatMath.Relaxed"/>.
/// </remarks>
internal static class EstimatedQuotient
{
    /// <summary>Whether the estimate is there, and takes less time than the division.</summary>
    public static bool SavesTime
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Avx512F.IsSupported && ReciprocalDivision.SavesTime;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Of(Vector512<float> x, Vector512<float> y)
    {
        var reciprocal = Avx512F.Reciprocal14(y);
        var estimate = x * reciprocal;
        var quotient = Avx512F.FusedMultiplyAdd(Avx512F.FusedMultiplyAddNegated(y, estimate, x), reciprocal, estimate);
        return Vector512.ConditionalSelect(Avx512F.Compare(quotient, Vector512<float>.Zero, FloatComparisonMode.OrderedNotEqualNonSignaling), quotient, estimate);
    }
}
