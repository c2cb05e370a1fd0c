using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Descent.CompilerServices.Functions;

/// <summary>
/// The quick way of logarithms where a processor looks up eight of sixteen values at once: x = 2ᵉ·m with 1 ≤ m &lt; 2, which it takes apart itself, and r = m·c − 1 for the reciprocal c of the middle
/// of the sixteenth that m is in, so that log x = e·log 2 − log c + log(1 + r) without a division. Around 1 nothing cancels: in the first sixteenth c is 1, and in the last ½, whose logarithm is that of the
/// exponent's −1. So −2⁻⁵ ≤ r &lt; 2⁻⁴, where the polynomial of log(1 + r) / r has the relative error 2⁻⁴⁰. It is right for what is no positive finite number as well.
/// </summary>
internal static class TableLogarithms
{
    /// <summary>What the value may be wrong by: twice 2⁻⁴⁰, in last places of <see cref="double"/>.</summary>
    public const uint Margin = 1U << 14;

    private const int SignificandBits = 52;

    private const int StepBits = 4;

    /// <summary>A significand from 1 to 2; of a number below 0 it is NaN.</summary>
    private const byte FromOneToTwo = 0b10_00;

    /// <summary>The logarithm.</summary>
    /// <param name="lanes">The numbers.</param>
    /// <param name="f">The logarithm of e.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TDoubles Of<TDoubles>(TDoubles lanes, double f)
        where TDoubles : struct
    {
        var x = Tables.ToVector(lanes);

        // Of the places the last four bits count.
        var place = x.AsInt64() >>> (SignificandBits - StepBits);
        var c = Avx512F.PermuteVar8x64x2(
            Vector512.Create(1, 0.9142857142857143, 0.8648648648648649, 0.8205128205128205, 0.7804878048780488, 0.7441860465116279, 0.7111111111111111, 0.6808510638297872),
            place,
            Vector512.Create(0.6530612244897959, 0.6274509803921569, 0.6037735849056604, 0.5818181818181818, 0.5614035087719298, 0.5423728813559322, 0.5245901639344263, 0.5));
        var logarithm = Avx512F.PermuteVar8x64x2(
            Vector512.Create(
                0, 0.08961215868968717 * f, 0.14518200984449783 * f, 0.19782574332991992 * f, 0.2478361639045812 * f, 0.2954642128938359 * f, 0.3409265869705932 * f, 0.38441169891033206 * f),
            place,
            Vector512.Create(
                0.42608439531090014 * f, 0.46608972992459924 * f, 0.5045560107523953 * f, 0.5415972824327444 * f,
                0.5773153650348236 * f, 0.6118015411059929 * f, 0.6451379613735847 * f, 0.6931471805599453 * f));
        logarithm = Vector512.FusedMultiplyAdd(Avx512F.GetExponent(x), Vector512.Create(0.6931471805599453 * f), logarithm);

        var r = Vector512.FusedMultiplyAdd(Avx512F.GetMantissa(x, FromOneToTwo), c, Vector512.Create(-1.0));
        var series = Polynomial.Of(
            r, 1.0000000000006111 * f, -0.49999999989925575 * f, 0.3333333251728317 * f, -0.2500003430560268 * f, 0.20001930396777151 * f, -0.1665378936986951 * f, 0.13029151876489226 * f);
        return Tables.FromVector<TDoubles>(Vector512.FusedMultiplyAdd(r, series, logarithm));
    }
}
