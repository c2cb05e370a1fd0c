using System.Globalization;
using System.Text;
using Descent.CompilerServices;

namespace Descent.Cuda.Kernels;

/// <summary>
/// What tensors give to the norm of all gradients, from what their chunks give (<see cref="NormTerm.Combine"/>): a block of threads has a tensor. The sums are added by the tree of all reductions; where that
/// overflows or vanishes, the largest magnitude is found, and the sum taken of ratios to it.
/// </summary>
internal static class NormText
{
    /// <summary>The entry for tensors.</summary>
    public const string Entry = "CombineNorms";

    /// <summary>How many bytes a term has: the plain sum, the largest magnitude, the sum of ratios.</summary>
    public const int BytesOfTerm = 3 * sizeof(double);

    /// <summary>Numbers in <c>double</c>, whatever the gradients are.</summary>
    public const string Zero = "0D0000000000000000", One = "0D3FF0000000000000", Infinity = "0D7FF0000000000000";

    /// <summary>A term of a chunk or a tensor, its number, and whether its plain sum serves.</summary>
    private static readonly string s_term = $"""
            mad.wide.u32 %at, %index, {BytesOfTerm}, %first;
            ld.global.f64 %plainOfTerm, [%at];
            ld.global.f64 %largestOfTerm, [%at+8];
        {Serves("%servesTerm", "%plainOfTerm")}    sqrt.rn.f64 %term, %plainOfTerm;
            selp.f64 %term, %term, %largestOfTerm, %servesTerm;

        """;

    /// <summary>The module.</summary>
    public static string Module()
    {
        var text = new StringBuilder(PtxText.Head).Append($$"""
            // What the gradients of a tensor give to the norm, from what its chunks give.
            .visible .entry {{Entry}}(.param .u64 tasks, .param .u64 unused, .param .u64 unusedToo, .param .u64 unusedAsWell, .param .u32 nothing) {{PtxText.Limit}}
            {

            """);
        WriteTerm(text);
        return text.Append("""
                setp.ne.u32 %isOther, %thread, 0;
                @%isOther bra END;
                st.global.f64 [%destination], %plain;
                st.global.f64 [%destination+8], %largest;
                st.global.f64 [%destination+16], %relative;
            END:
                ret;
            }

            """).ToString();
    }

    /// <summary>Writes whether a sum of squares is neither too large nor too small.</summary>
    public static string Serves(string condition, string sum) => $"""
            setp.ge.f64 {condition}, {sum}, {Number(NormTerm.SmallestPlain)};
            setp.lt.f64 %isFinite, {sum}, {Infinity};
            and.pred {condition}, {condition}, %isFinite;

        """;

    /// <summary>Writes whether a magnitude is a finite number greater than 0.</summary>
    public static string IsOrdinary(string condition, string magnitude) => $"""
            setp.gt.f64 {condition}, {magnitude}, {Zero};
            setp.lt.f64 %isFinite, {magnitude}, {Infinity};
            and.pred {condition}, {condition}, %isFinite;

        """;

    /// <summary>Writes the term of all terms of a task, which every thread then has in <c>%plain</c>, <c>%largest</c> and <c>%relative</c>.</summary>
    public static void WriteTerm(StringBuilder text)
    {
        text.Append($$"""
                .reg .u64 %tasks, %at, %first, %destination;
                .reg .f64 %plain, %largest, %relative, %plainOfTerm, %largestOfTerm, %relativeOfTerm;
                .reg .pred %serves, %servesTerm, %isFinite, %isOrdinary;
            {{TreeText.Declarations}}    ld.param.u64 %tasks, [tasks];
                cvta.to.global.u64 %tasks, %tasks;
                mov.u32 %block, %ctaid.x;
                mad.wide.u32 %at, %block, {{TreeText.BytesOfTask}}, %tasks;
                ld.global.u64 %first, [%at];
                cvta.to.global.u64 %first, %first;
                ld.global.u64 %destination, [%at+8];
                cvta.to.global.u64 %destination, %destination;
                ld.global.u32 %count, [%at+20];
            {{TreeText.Thread}}    setp.eq.u32 %isOne, %count, 1;
                @%isOne bra ALONE;

            """);
        TreeText.Write(text, ReductionKind.Sum, "_OF_SQUARES", $"""
                mad.wide.u32 %at, %index, {BytesOfTerm}, %first;
                ld.global.f64 %term, [%at];

            """);
        text.Append($"""
                mov.f64 %plain, %total;
                mov.f64 %largest, {Zero};
                mov.f64 %relative, {Zero};
            {Serves("%serves", "%plain")}    @%serves bra KNOWN;
                bar.sync 0;

            """);
        TreeText.Write(text, ReductionKind.Max, "_OF_MAGNITUDES", s_term);
        text.Append($"""
                mov.f64 %largest, %total;
            {IsOrdinary("%isOrdinary", "%largest")}    @!%isOrdinary bra KNOWN;
                bar.sync 0;

            """);
        TreeText.Write(text, ReductionKind.Sum, "_OF_RATIOS", s_term + $"""
                ld.global.f64 %relativeOfTerm, [%at+16];
                selp.f64 %relativeOfTerm, {One}, %relativeOfTerm, %servesTerm;
                div.rn.f64 %term, %term, %largest;
                mul.rn.f64 %term, %term, %term;
                mul.rn.f64 %term, %relativeOfTerm, %term;

            """);
        text.Append("""
                mov.f64 %relative, %total;
                bra KNOWN;
            ALONE:
                ld.global.f64 %plain, [%first];
                ld.global.f64 %largest, [%first+8];
                ld.global.f64 %relative, [%first+16];
            KNOWN:

            """);
    }

    /// <summary>A number in <c>double</c>.</summary>
    public static string Number(double number) => string.Create(CultureInfo.InvariantCulture, $"0D{BitConverter.DoubleToUInt64Bits(number):X16}");
}
