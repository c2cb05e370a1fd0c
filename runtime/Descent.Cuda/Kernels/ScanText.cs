using System.Text;

namespace Descent.Cuda.Kernels;

/// <summary>
/// The loop that reads gradients: a block of threads has a chunk, each of its sixteen warps a block of 512 terms, each lane a column of it. What the lanes have is added in the
/// order of the tree of all reductions, then what the warps have, one after the other.
/// </summary>
internal static class ScanText
{
    /// <summary>The name of the entry.</summary>
    public const string Entry = "Scan";

    /// <summary>How many threads a block has.</summary>
    public const int Threads = 512;

    private const int Warps = 16;

    /// <summary>The distances at which lanes exchange, in the order in which the columns of a block are added.</summary>
    private static readonly int[] s_distances = [8, 16, 4, 1, 2];

    /// <summary>The text for gradients that are stored so.</summary>
    public static string Of(Type type)
    {
        var ofDoubles = type == typeof(double);
        var text = new StringBuilder($$"""
            // The sum of the squares of each chunk of gradients, and the bits of its largest magnitude.
            .visible .entry {{Entry}}(.param .u64 gradients, .param .u64 results, .param .u64 unused, .param .u64 unusedToo, .param .u32 length)
            {
                .reg .u64 %gradients, %results, %at, %largest, %other;
                .reg .u32 %length, %thread, %lane, %warp, %chunk, %chunkStart, %index, %low, %high, %place;
                .reg .f64 %sum, %value, %square, %otherSum;
                .reg .T %gradient;
                .reg .B %bits;
                .reg .pred %isIn, %isFirst;
                .shared .align 8 .b64 sums[{{Warps}}];
                .shared .align 8 .b64 largest[{{Warps}}];
                ld.param.u64 %gradients, [gradients];
                cvta.to.global.u64 %gradients, %gradients;
                ld.param.u64 %results, [results];
                cvta.to.global.u64 %results, %results;
                ld.param.u32 %length, [length];
                mov.u32 %thread, %tid.x;
                and.b32 %lane, %thread, 31;
                shr.u32 %warp, %thread, 5;
                mov.u32 %chunk, %ctaid.x;
                mul.lo.u32 %chunkStart, %chunk, 8192;
                mad.lo.u32 %index, %warp, 512, %chunkStart;
                add.u32 %index, %index, %lane;
                mov.f64 %sum, 0d0000000000000000;
                mov.u64 %largest, 0;

            """);
        for (var row = 0; row < Warps; row++)
        {
            Add("setp.lt.u32 %isIn, %index, %length");
            Add("selp.u32 %place, %index, 0, %isIn");
            Add("mad.wide.u32 %at, %place, WIDTH0, %gradients");
            Add("load.0 %gradient, [%at]");
            Add($"selp.T %gradient, %gradient, {Zero(ofDoubles)}, %isIn");
            Add(ofDoubles ? "mov.f64 %value, %gradient" : "cvt.f64.f32 %value, %gradient");
            Add("mul.rn.f64 %square, %value, %value");
            Add("add.rn.f64 %sum, %sum, %square");
            Add("mov.B %bits, %gradient");
            Add(ofDoubles ? "and.b64 %bits, %bits, 0x7fffffffffffffff" : "and.b32 %bits, %bits, 0x7fffffff");
            Add(ofDoubles ? "mov.u64 %other, %bits" : "cvt.u64.u32 %other, %bits");
            Add("max.u64 %largest, %largest, %other");
            Add("add.u32 %index, %index, 32");
        }

        foreach (var distance in s_distances)
        {
            Exchange("%sum", "%otherSum", distance);
            Add("add.rn.f64 %sum, %sum, %otherSum");
            Exchange("%largest", "%other", distance);
            Add("max.u64 %largest, %largest, %other");
        }

        text.Append("""
                setp.eq.u32 %isFirst, %lane, 0;
                shl.b32 %place, %warp, 3;
                mov.u32 %low, sums;
                add.u32 %low, %low, %place;
                mov.u32 %high, largest;
                add.u32 %high, %high, %place;
                @%isFirst st.shared.f64 [%low], %sum;
                @%isFirst st.shared.u64 [%high], %largest;
                bar.sync 0;
                setp.ne.u32 %isFirst, %thread, 0;
                @%isFirst bra END;
                mov.f64 %sum, 0d0000000000000000;
                mov.u64 %largest, 0;

            """);
        for (var warp = 0; warp < Warps; warp++)
        {
            Add($"add.u32 %index, %chunkStart, {warp * Threads}");
            Add("setp.lt.u32 %isIn, %index, %length");
            Add($"ld.shared.f64 %otherSum, [sums+{8 * warp}]");
            text.Append("    @%isIn add.rn.f64 %sum, %sum, %otherSum;\n");
            Add($"ld.shared.u64 %other, [largest+{8 * warp}]");
            Add("max.u64 %largest, %largest, %other");
        }

        text.Append("""
                mul.wide.u32 %at, %chunk, 16;
                add.u64 %at, %results, %at;
                st.global.f64 [%at], %sum;
                st.global.u64 [%at+8], %largest;
            END:
                ret;
            }

            """);
        return PtxText.Of(text.ToString().Replace("0d0000000000000000", "ZERO", StringComparison.Ordinal), [type]).Replace("ZERO", "0d0000000000000000", StringComparison.Ordinal);

        void Add(string instruction) => text.Append("    ").Append(instruction).Append(";\n");

        void Exchange(string value, string other, int distance)
        {
            Add($"mov.b64 {{%low, %high}}, {value}");
            Add($"shfl.sync.bfly.b32 %low, %low, {distance}, 31, 0xffffffff");
            Add($"shfl.sync.bfly.b32 %high, %high, {distance}, 31, 0xffffffff");
            Add($"mov.b64 {other}, {{%low, %high}}");
        }
    }

    private static string Zero(bool ofDoubles) => ofDoubles ? "0d0000000000000000" : "0f00000000";
}
