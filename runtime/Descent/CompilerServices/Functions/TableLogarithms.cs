using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Descent.CompilerServices.Functions;

/// <summary>
/// The quick way of logarithms where a processor looks up eight of sixteen values at once: x = 2ᵉ·m with 0.703125 ≤ m &lt; 1.40625, and r = m·c − 1 for the reciprocal c
/// of the middle of the sixteenth that m is in, so that log x = e·log 2 − log c + log(1 + r) without a division; |r| ≤ 2⁻⁵, and the minimax polynomial of
/// log(1 + r) / r has the relative error 2⁻⁴⁴·³. The sixteenth with 1 in it has c = 1: there nothing cancels.
/// </summary>
internal static class TableLogarithms
{
    /// <summary>The bits of 0.703125, from where 1 is in the middle of the tenth of sixteen steps.</summary>
    private const long BitsOfLeast = 0x3FE6_8000_0000_0000;

    private const int SignificandBits = 52;

    private const int StepBits = 4;

    private const long SignificandMask = (1L << SignificandBits) - 1;

    /// <summary>The logarithm of a positive finite number.</summary>
    /// <param name="lanes">The number.</param>
    /// <param name="f">The logarithm of e.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TDoubles Of<TDoubles>(TDoubles lanes, double f)
        where TDoubles : struct
    {
        var fromLeast = Tables.ToVector(lanes).AsInt64() - Vector512.Create(BitsOfLeast);
        var exponent = Avx512DQ.ConvertToVector512Double(fromLeast >> SignificandBits);
        var m = ((fromLeast & Vector512.Create(SignificandMask)) + Vector512.Create(BitsOfLeast)).AsDouble();

        // Of the places the last four bits count.
        var place = fromLeast >>> (SignificandBits - StepBits);
        var c = Avx512F.PermuteVar8x64x2(
            Vector512.Create(1.391304347826087, 1.3333333333333333, 1.28, 1.2307692307692308, 1.1851851851851851, 1.1428571428571428, 1.103448275862069, 1.0666666666666667),
            place,
            Vector512.Create(1.032258064516129, 1, 0.9411764705882353, 0.8888888888888888, 0.8421052631578947, 0.8, 0.7619047619047619, 0.7272727272727273));
        var logarithm = Avx512F.PermuteVar8x64x2(
            Vector512.Create(
                -0.3302416868705768 * f, -0.28768207245178085 * f, -0.2468600779315258 * f, -0.20763936477824455 * f,
                -0.16989903679539742 * f, -0.13353139262452257 * f, -0.09844007281325251 * f, -0.06453852113757116 * f),
            place,
            Vector512.Create(
                -0.03174869831458027 * f, 0, 0.060624621816434854 * f, 0.11778303565638351 * f,
                0.17185025692665928 * f, 0.2231435513142097 * f, 0.2719337154836418 * f, 0.3184537311185346 * f));
        var r = Vector512.FusedMultiplyAdd(m, c, Vector512.Create(-1.0));
        var square = r * r;
        var low = Vector512.FusedMultiplyAdd(square, Polynomial.Of(r, 0.33333333310040814 * f, -0.24999990919682186 * f), Polynomial.Of(r, 1.000000000000009 * f, -0.5000000000103941 * f));
        var high = Vector512.FusedMultiplyAdd(square, Vector512.Create(0.1422554943847914 * f), Polynomial.Of(r, 0.2000008063688283 * f, -0.1668656816181841 * f));
        return Tables.FromVector<TDoubles>(Vector512.FusedMultiplyAdd(
            r, Vector512.FusedMultiplyAdd(square * square, high, low), Vector512.FusedMultiplyAdd(exponent, Vector512.Create(0.6931471805599453 * f), logarithm)));
    }
}
