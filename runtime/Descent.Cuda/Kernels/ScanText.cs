using System.Text;

namespace Descent.Cuda.Kernels;

/// <summary>
/// The loop that reads gradients: a block of threads has a chunk of a tensor, each of its sixteen warps a block of 512 terms, each lane a column of it. What the lanes have is added in the
/// order of the tree of all reductions, then what the warps have, one after the other. A chunk leaves what it gives to the norm (<see cref="NormTerm"/>): the sum of its squares; where that says too little, since it
/// overflowed or vanished, its largest magnitude, and the sum of the squares of the ratios to it.
/// </summary>
internal static class ScanText
{
    /// <summary>The name of the entry.</summary>
    public const string Entry = "Scan";

    /// <summary>How many threads a block has.</summary>
    public const int Threads = 512;

    private const int Warps = 16;
    private const string Zero = NormText.Zero;

    /// <summary>The distances at which lanes exchange, in the order in which the columns of a block are added.</summary>
    private static readonly int[] s_distances = [8, 16, 4, 1, 2];

    /// <summary>The text for gradients that are stored so.</summary>
    public static string Of(Type type)
    {
        var ofDoubles = type == typeof(double);
        var text = new StringBuilder($$"""
            // What each chunk of gradients gives to their norm. A piece is the number of a tensor, where the chunk begins in it, how long it is, and where its term goes.
            .visible .entry {{Entry}}(.param .u64 pieces, .param .u64 gradients, .param .u64 terms, .param .u64 unused, .param .u32 nothing) {{PtxText.Limit}}
            {
                .reg .u64 %pieces, %gradients, %terms, %at, %first, %largest, %other;
                .reg .u32 %block, %tensor, %start, %count, %term, %thread, %lane, %warp, %firstOfWarp, %index, %low, %high, %place;
                .reg .f64 %sum, %value, %square, %otherSum, %plain, %greatest, %relative, %divisor;
                .reg .T %gradient;
                .reg .B %bits;
                .reg .pred %isIn, %isFirst, %isOther, %serves, %isFinite, %isOrdinary;
                .shared .align 8 .b64 sums[{{Warps}}];
                .shared .align 8 .b64 largest[{{Warps}}];
            {{(ofDoubles ? "    .shared .align 8 .b64 divisor[1];\n" : "")}}    ld.param.u64 %pieces, [pieces];
                cvta.to.global.u64 %pieces, %pieces;
                ld.param.u64 %gradients, [gradients];
                cvta.to.global.u64 %gradients, %gradients;
                ld.param.u64 %terms, [terms];
                cvta.to.global.u64 %terms, %terms;
                mov.u32 %block, %ctaid.x;
                mad.wide.u32 %at, %block, 16, %pieces;
                ld.global.v4.u32 {%tensor, %start, %count, %term}, [%at];
                mad.wide.u32 %at, %tensor, 8, %gradients;
                ld.global.u64 %first, [%at];
                cvta.to.global.u64 %first, %first;
                mad.wide.u32 %terms, %term, {{NormText.BytesOfTerm}}, %terms;
                mov.u32 %thread, %tid.x;
                and.b32 %lane, %thread, 31;
                shr.u32 %warp, %thread, 5;
                mad.lo.u32 %firstOfWarp, %warp, 512, %lane;
                setp.ne.u32 %isOther, %thread, 0;

            """);
        WriteSum(isOfRatios: false);
        text.Append($"""
                mov.f64 %plain, %sum;
            {NormText.Serves("%serves", "%plain")}    {(ofDoubles ? "mov.b64 %greatest, %largest" : "cvt.u32.u64 %low, %largest;\n    mov.b32 %gradient, %low;\n    cvt.f64.f32 %greatest, %gradient")};
                selp.f64 %greatest, {Zero}, %greatest, %serves;
                mov.f64 %relative, {Zero};

            """);
        if (ofDoubles)
        {
            // Squares of other gradients have room enough: there the sum serves unless all are 0, or one is not finite.
            text.Append($"""
                {NormText.IsOrdinary("%isOrdinary", "%greatest")}    selp.f64 %divisor, %greatest, {Zero}, %isOrdinary;
                    @!%isOther st.shared.f64 [divisor], %divisor;
                    bar.sync 0;
                    ld.shared.f64 %divisor, [divisor];
                    setp.eq.f64 %isFirst, %divisor, {Zero};
                    @%isFirst bra KNOWN;

                """);
            WriteSum(isOfRatios: true);
            Add("mov.f64 %relative, %sum");
            text.Append("KNOWN:\n");
        }

        text.Append("""
                @%isOther bra END;
                st.global.f64 [%terms], %plain;
                st.global.f64 [%terms+8], %greatest;
                st.global.f64 [%terms+16], %relative;
            END:
                ret;
            }

            """);
        return PtxText.Of(text.ToString(), [type]);

        // The first thread has the sum of the squares, and the bits of the largest magnitude; or the sum of the squares of the ratios to that.
        void WriteSum(bool isOfRatios)
        {
            Add("add.u32 %index, %firstOfWarp, 0");
            Add($"mov.f64 %sum, {Zero}");
            Add("mov.u64 %largest, 0");
            for (var row = 0; row < Warps; row++)
            {
                Add("setp.lt.u32 %isIn, %index, %count");
                Add("selp.u32 %place, %index, 0, %isIn");
                Add("add.u32 %place, %start, %place");
                Add("mad.wide.u32 %at, %place, WIDTH0, %first");
                Add("load.0 %gradient, [%at]");
                Add("selp.T %gradient, %gradient, 0d0000000000000000, %isIn");
                Add(ofDoubles ? "mov.f64 %value, %gradient" : "cvt.f64.f32 %value, %gradient");
                if (isOfRatios)
                {
                    Add("div.rn.f64 %value, %value, %divisor");
                }

                Add("mul.rn.f64 %square, %value, %value");
                Add("add.rn.f64 %sum, %sum, %square");
                if (!isOfRatios)
                {
                    Add("mov.B %bits, %gradient");
                    Add(ofDoubles ? "and.b64 %bits, %bits, 0x7fffffffffffffff" : "and.b32 %bits, %bits, 0x7fffffff");
                    Add(ofDoubles ? "mov.u64 %other, %bits" : "cvt.u64.u32 %other, %bits");
                    Add("max.u64 %largest, %largest, %other");
                }

                Add("add.u32 %index, %index, 32");
            }

            foreach (var distance in s_distances)
            {
                Exchange("%sum", "%otherSum", distance);
                Add("add.rn.f64 %sum, %sum, %otherSum");
                Exchange("%largest", "%other", distance);
                Add("max.u64 %largest, %largest, %other");
            }

            text.Append($"""
                    setp.eq.u32 %isFirst, %lane, 0;
                    shl.b32 %place, %warp, 3;
                    mov.u32 %low, sums;
                    add.u32 %low, %low, %place;
                    mov.u32 %high, largest;
                    add.u32 %high, %high, %place;
                    @%isFirst st.shared.f64 [%low], %sum;
                    @%isFirst st.shared.u64 [%high], %largest;
                    bar.sync 0;
                    mov.f64 %sum, {Zero};
                    mov.u64 %largest, 0;

                """);
            for (var warp = 0; warp < Warps; warp++)
            {
                Add($"setp.gt.u32 %isIn, %count, {512 * warp}");
                Add($"ld.shared.f64 %otherSum, [sums+{8 * warp}]");
                text.Append("    @%isIn add.rn.f64 %sum, %sum, %otherSum;\n");
                Add($"ld.shared.u64 %other, [largest+{8 * warp}]");
                Add("max.u64 %largest, %largest, %other");
            }
        }

        void Add(string instruction) => text.Append("    ").Append(instruction).Append(";\n");

        void Exchange(string value, string other, int distance)
        {
            Add($"mov.b64 {{%low, %high}}, {value}");
            Add($"shfl.sync.bfly.b32 %low, %low, {distance}, 31, 0xffffffff");
            Add($"shfl.sync.bfly.b32 %high, %high, {distance}, 31, 0xffffffff");
            Add($"mov.b64 {other}, {{%low, %high}}");
        }
    }
}
