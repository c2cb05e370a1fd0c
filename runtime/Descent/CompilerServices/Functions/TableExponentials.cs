using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Descent.CompilerServices.Functions;

/// <summary>
/// The quick way of the exponential where a processor looks up eight of sixteen values at once: eˣ = 2^(k/16)·2^(f/16) with a whole number k and |f| ≤ ½. The first factor is a power of 2 times one
/// of sixteen, the polynomial of the second has the relative error 2⁻⁴⁶·⁶.
/// </summary>
internal static class TableExponentials
{
    /// <summary>16·log₂ e.</summary>
    private const double Steps = 23.083120654223414;

    /// <summary>Adding this leaves an integer in the lowest bits, rounded.</summary>
    private const double Shift = 6755399441055744;

    private const int SignificandBits = 52;

    private const int StepBits = 4;

    /// <summary>The exponential of a number whose magnitude is below 700.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TDoubles Of<TDoubles>(TDoubles lanes)
        where TDoubles : struct
    {
        var x = Tables.ToVector(lanes);
        var shifted = Vector512.FusedMultiplyAdd(x, Vector512.Create(Steps), Vector512.Create(Shift));
        var f = Vector512.FusedMultiplyAdd(x, Vector512.Create(Steps), Vector512.Create(Shift) - shifted);

        // The bits of 2^(j/16), less j in the place where k goes: with k = 16·e + j those of 2ᵉ·2^(j/16) remain.
        var power = Avx512F.PermuteVar8x64x2(
            Vector512.Create(
                0x3FF0_0000_0000_0000, 0x3FEF_B558_6CF9_890F, 0x3FEF_72B8_3C7D_517B, 0x3FEF_387A_6E75_6238,
                0x3FEF_06FE_0A31_B715, 0x3FEE_DEA6_4C12_3422, 0x3FEE_BFDA_D536_2A27, 0x3FEE_AB07_DD48_5429),
            shifted.AsInt64(),
            Vector512.Create(
                0x3FEE_A09E_667F_3BCD, 0x3FEE_A114_73EB_0187, 0x3FEE_ACE5_422A_A0DB, 0x3FEE_C491_82A3_F090,
                0x3FEE_E89F_995A_D3AD, 0x3FEF_199B_DD85_529C, 0x3FEF_5818_DCFB_A487, 0x3FEF_A4AF_A2A4_90DA));
        var scale = (power + (shifted.AsInt64() << (SignificandBits - StepBits))).AsDouble();
        var square = f * f;
        var series = Vector512.FusedMultiplyAdd(square, Polynomial.Of(f, 1.4676387238435006e-07, 1.2716049516906705e-09), Polynomial.Of(f, 0.0009383847926296646, 1.3550807778387664e-05));
        return Tables.FromVector<TDoubles>(Vector512.FusedMultiplyAdd(f * scale, Vector512.FusedMultiplyAdd(f, series, Vector512.Create(0.04332169878499658)), scale));
    }
}
