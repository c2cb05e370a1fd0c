using System.Text;

namespace Descent.Cuda.Kernels;

/// <summary>
/// What follows from the norm of all gradients, as <c>OptimizerOptions.GradientFactor</c> has it: a block of threads takes the rest of the tree over all tensors (<see cref="NormText"/>), and its first thread computes
/// the conditions of the step from that, in <c>double</c>, and keeps the scaled norm.
/// </summary>
internal static class LimitText
{
    /// <summary>The entry.</summary>
    public const string Entry = "LimitNorm";

    private const string Zero = NormText.Zero, One = NormText.One, Infinity = NormText.Infinity;

    /// <summary>The module.</summary>
    public static string Module()
    {
        var text = new StringBuilder(PtxText.Head).Append($$"""
            // The norm of all gradients, what they are multiplied by where it is limited, and whether the step is left out.
            .visible .entry {{Entry}}(.param .u64 tasks, .param .u64 limits, .param .u64 conditions, .param .u64 norms, .param .u32 nothing) {{PtxText.Limit}}
            {
                .reg .u64 %limits, %conditions, %norms, %word;
                .reg .u32 %looks, %slot, %leavesOut, %raw, %exponent, %liftedExponent, %sign, %half, %biased, %bitsOfRounded;
                .reg .f32 %rounded, %firstOfSingles, %secondOfSingles;
                .reg .f64 %scale, %limit, %root, %rootOfRatios, %scaleOfNorm, %norm, %quotient, %far, %factor, %lifted, %firstHalf, %secondHalf, %firstOfDoubles, %secondOfDoubles;
                .reg .pred %isFar, %isUnlimited, %isBad, %isLow, %isHigh, %isWhole, %isZero, %isNormal, %looksForBad;

            """);
        NormText.WriteTerm(text);
        return text.Append($$"""
                setp.ne.u32 %isOther, %thread, 0;
                @%isOther bra END;
                ld.param.u64 %limits, [limits];
                cvta.to.global.u64 %limits, %limits;
                ld.param.u64 %conditions, [conditions];
                cvta.to.global.u64 %conditions, %conditions;
                ld.param.u64 %norms, [norms];
                cvta.to.global.u64 %norms, %norms;
                ld.global.f64 %scale, [%limits];
                ld.global.f64 %limit, [%limits+8];
                ld.global.v2.u32 {%looks, %slot}, [%limits+16];

                // The norm as a product, since that of finite gradients may be greater than the greatest number; then times the scale.
            {{NormText.Serves("%serves", "%plain")}}{{NormText.IsOrdinary("%isOrdinary", "%largest")}}    sqrt.rn.f64 %root, %plain;
                sqrt.rn.f64 %rootOfRatios, %relative;
                selp.f64 %rootOfRatios, %rootOfRatios, {{One}}, %isOrdinary;
                selp.f64 %scaleOfNorm, {{One}}, %largest, %serves;
                selp.f64 %root, %root, %rootOfRatios, %serves;
                mul.rn.f64 %norm, %scaleOfNorm, %scale;
                mul.rn.f64 %norm, %norm, %root;
                mad.wide.u32 %at, %slot, 8, %norms;
                st.global.f64 [%at], %norm;

                // The factor: the scale, and less where the norm is above the limit.
                add.rn.f64 %quotient, %norm, {{NormText.Number(1e-6)}};
                div.rn.f64 %quotient, %limit, %quotient;
                setp.ge.f64 %isWhole, %quotient, {{One}};
                selp.f64 %quotient, {{One}}, %quotient, %isWhole;
                mul.rn.f64 %factor, %scale, %quotient;
                div.rn.f64 %far, %limit, %scaleOfNorm;
                div.rn.f64 %far, %far, %root;
                setp.eq.f64 %isFar, %norm, {{Infinity}};
                setp.lt.f64 %isFinite, %scaleOfNorm, {{Infinity}};
                and.pred %isFar, %isFar, %isFinite;
                selp.f64 %factor, %far, %factor, %isFar;
                setp.eq.f64 %isUnlimited, %limit, {{Infinity}};
                selp.f64 %factor, %scale, %factor, %isUnlimited;

                // A gradient that is not finite leaves the step out, if it is looked for.
                setp.lt.f64 %isFinite, %largest, {{Infinity}};
                or.pred %isFinite, %isFinite, %serves;
                not.pred %isBad, %isFinite;
                setp.ne.u32 %looksForBad, %looks, 0;
                and.pred %isBad, %isBad, %looksForBad;
                selp.u32 %leavesOut, 1, 0, %isBad;

                // A factor for which there is no normal number is a product of two powers of about its root: its exponent, and half of it.
                mov.b64 %word, %factor;
                shr.u64 %word, %word, 52;
                cvt.u32.u64 %raw, %word;
                and.b32 %raw, %raw, 2047;
                mul.rn.f64 %lifted, %factor, {{NormText.Number(Math.ScaleB(1, 64))}};
                mov.b64 %word, %lifted;
                shr.u64 %word, %word, 52;
                cvt.u32.u64 %liftedExponent, %word;
                and.b32 %liftedExponent, %liftedExponent, 2047;
                sub.u32 %liftedExponent, %liftedExponent, 64;
                setp.eq.u32 %isLow, %raw, 0;
                setp.eq.u32 %isHigh, %raw, 2047;
                selp.u32 %exponent, %liftedExponent, %raw, %isLow;
                sub.u32 %exponent, %exponent, 1023;
                shr.u32 %sign, %exponent, 31;
                add.u32 %half, %exponent, %sign;
                add.u32 %half, %half, 2048;
                shr.u32 %half, %half, 1;
                sub.u32 %half, %half, 1024;
                add.u32 %biased, %half, 1023;
                cvt.u64.u32 %word, %biased;
                shl.b64 %word, %word, 52;
                mov.b64 %firstHalf, %word;
                sub.u32 %biased, 1023, %half;
                cvt.u64.u32 %word, %biased;
                shl.b64 %word, %word, 52;
                mov.b64 %secondHalf, %word;
                mul.rn.f64 %secondHalf, %factor, %secondHalf;
                setp.eq.f64 %isZero, %factor, {{Zero}};
                or.pred %isZero, %isZero, %isHigh;
                not.pred %isNormal, %isLow;
                or.pred %isWhole, %isNormal, %isZero;
                selp.f64 %firstOfDoubles, %factor, %firstHalf, %isWhole;
                selp.f64 %secondOfDoubles, {{One}}, %secondHalf, %isWhole;

                cvt.rn.f32.f64 %rounded, %factor;
                mov.b32 %bitsOfRounded, %rounded;
                and.b32 %bitsOfRounded, %bitsOfRounded, 0x7f800000;
                setp.ne.u32 %isNormal, %bitsOfRounded, 0;
                setp.ne.u32 %isHigh, %bitsOfRounded, 0x7f800000;
                and.pred %isNormal, %isNormal, %isHigh;
                or.pred %isWhole, %isNormal, %isZero;
                cvt.rn.f32.f64 %firstOfSingles, %firstHalf;
                selp.f32 %firstOfSingles, %rounded, %firstOfSingles, %isWhole;
                cvt.rn.f32.f64 %secondOfSingles, %secondHalf;
                selp.f32 %secondOfSingles, 0f3F800000, %secondOfSingles, %isWhole;
                st.global.u32 [%conditions], %leavesOut;
                st.global.f32 [%conditions+8], %firstOfSingles;
                st.global.f32 [%conditions+12], %secondOfSingles;
                st.global.f64 [%conditions+16], %firstOfDoubles;
                st.global.f64 [%conditions+24], %secondOfDoubles;
            END:
                ret;
            }

            """).ToString();
    }
}
