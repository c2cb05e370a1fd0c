using System.Globalization;
using System.Text;

namespace Descent.Cuda.Kernels;

/// <summary>
/// The loop that measures values for statistics: a block of threads has a chunk, of whatever length, and goes through it sixteen blocks of 512 terms at a time, of which each warp takes one. What the
/// warps have is added by one thread, one after the other.
/// </summary>
internal static class MeasureText
{
    /// <summary>The name of the entry.</summary>
    public const string Entry = "Measure";

    /// <summary>How many threads a block has.</summary>
    public const int Threads = 512;

    /// <summary>How many bytes its table has: two factors, and how many values make a chunk.</summary>
    public const int BytesOfTable = 24;

    /// <summary>How many bytes a chunk leaves: the sum of its squares, the bits of its largest magnitude, how many values are not finite.</summary>
    public const int BytesOfChunk = 24;

    private const int Warps = 16;

    /// <summary>The distances at which lanes exchange, in the order in which the columns of a block are added.</summary>
    private static readonly int[] s_distances = [8, 16, 4, 1, 2];

    /// <summary>The text for values that are stored so.</summary>
    /// <param name="type">As what they are stored.</param>
    /// <param name="ofDoubles">Whether the arithmetic is in <see cref="double"/>.</param>
    public static string Of(Type type, bool ofDoubles)
    {
        var text = new StringBuilder($$"""
            // Of each chunk the sum of the squares, the bits of the largest magnitude, and how many values are not finite.
            .visible .entry {{Entry}}(.param .u64 values, .param .u64 subtracted, .param .u64 results, .param .u64 table, .param .u32 length) {{PtxText.Limit}}
            {
                .reg .u64 %values, %subtracted, %results, %table, %at, %largest, %allLargest, %magnitude;
                .reg .u32 %length, %thread, %lane, %warp, %chunk, %range, %start, %end, %index, %stop, %low, %high, %place, %bad, %allBad, %otherBad;
                .reg .f64 %sum, %all, %wide, %square, %otherSum;
                .reg .T %first, %second, %value, %less;
                .reg .B %bits;
                .reg .pred %isAlone, %isDone, %isBad, %isFirst, %isIn;
                .shared .align 8 .b64 sums[{{Warps}}];
                .shared .align 8 .b64 largest[{{Warps}}];
                .shared .align 4 .b32 bad[{{Warps}}];
                ld.param.u64 %values, [values];
                cvta.to.global.u64 %values, %values;
                ld.param.u64 %subtracted, [subtracted];
                setp.eq.u64 %isAlone, %subtracted, 0;
                cvta.to.global.u64 %subtracted, %subtracted;
                ld.param.u64 %results, [results];
                cvta.to.global.u64 %results, %results;
                ld.param.u64 %table, [table];
                cvta.to.global.u64 %table, %table;
                ld.param.u32 %length, [length];
                ld.global.f64 %wide, [%table];
                {{Narrow("%first")}}
                ld.global.f64 %wide, [%table+8];
                {{Narrow("%second")}}
                ld.global.u32 %range, [%table+16];
                mov.u32 %thread, %tid.x;
                and.b32 %lane, %thread, 31;
                shr.u32 %warp, %thread, 5;
                mov.u32 %chunk, %ctaid.x;
                mul.lo.u32 %start, %chunk, %range;
                sub.u32 %end, %length, %start;
                min.u32 %end, %end, %range;
                add.u32 %end, %start, %end;
                mov.f64 %all, 0D0000000000000000;
                mov.u64 %allLargest, 0;
                mov.u32 %allBad, 0;
            EACH_GROUP:
                mad.lo.u32 %index, %warp, 512, %start;
                add.u32 %stop, %index, 512;
                min.u32 %stop, %stop, %end;
                add.u32 %index, %index, %lane;
                mov.f64 %sum, 0D0000000000000000;
                mov.u64 %largest, 0;
                mov.u32 %bad, 0;
            EACH_VALUE:
                setp.ge.u32 %isDone, %index, %stop;
                @%isDone bra MEASURED;
                mad.wide.u32 %at, %index, WIDTH0, %values;
                load.0 %value, [%at];
                mul.rn.T %value, %value, %first;
                mul.rn.T %value, %value, %second;
                mov.T %less, 0d0000000000000000;
                mad.wide.u32 %at, %index, WIDTH, %subtracted;
                @!%isAlone ld.global.T %less, [%at];
                sub.rn.T %value, %value, %less;
                cvt.f64.T %wide, %value;
                mul.rn.f64 %square, %wide, %wide;
                add.rn.f64 %sum, %sum, %square;
                mov.B %bits, %value;
                {{(ofDoubles ? "and.b64 %bits, %bits, 0x7fffffffffffffff" : "and.b32 %bits, %bits, 0x7fffffff")}};
                {{(ofDoubles ? "mov.u64 %magnitude, %bits" : "cvt.u64.u32 %magnitude, %bits")}};
                max.u64 %largest, %largest, %magnitude;
                setp.ge.u64 %isBad, %magnitude, {{(ofDoubles ? "0x7ff0000000000000" : "0x7f800000")}};
                @%isBad add.u32 %bad, %bad, 1;
                add.u32 %index, %index, 32;
                bra EACH_VALUE;
            MEASURED:

            """);
        foreach (var distance in s_distances)
        {
            Exchange("%sum", "%otherSum", distance);
            Add("add.rn.f64 %sum, %sum, %otherSum");
            Exchange("%largest", "%magnitude", distance);
            Add("max.u64 %largest, %largest, %magnitude");
            Add($"shfl.sync.bfly.b32 %otherBad, %bad, {Number(distance)}, 31, 0xffffffff");
            Add("add.u32 %bad, %bad, %otherBad");
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
                shl.b32 %place, %warp, 2;
                mov.u32 %low, bad;
                add.u32 %low, %low, %place;
                @%isFirst st.shared.u32 [%low], %bad;
                bar.sync 0;
                setp.ne.u32 %isFirst, %thread, 0;
                @%isFirst bra ADDED;

            """);
        for (var warp = 0; warp < Warps; warp++)
        {
            Add($"add.u32 %index, %start, {Number(512 * warp)}");
            Add("setp.lt.u32 %isIn, %index, %end");
            Add($"ld.shared.f64 %otherSum, [sums+{Number(8 * warp)}]");
            text.Append("    @%isIn add.rn.f64 %all, %all, %otherSum;\n");
            Add($"ld.shared.u64 %magnitude, [largest+{Number(8 * warp)}]");
            Add("max.u64 %allLargest, %allLargest, %magnitude");
            Add($"ld.shared.u32 %otherBad, [bad+{Number(4 * warp)}]");
            Add("add.u32 %allBad, %allBad, %otherBad");
        }

        text.Append($"""
            ADDED:
                bar.sync 0;
                add.u32 %start, %start, 8192;
                setp.lt.u32 %isIn, %start, %end;
                @%isIn bra EACH_GROUP;
                @%isFirst bra END;
                mul.wide.u32 %at, %chunk, {Number(BytesOfChunk)};
                add.u64 %at, %results, %at;
                st.global.f64 [%at], %all;
                st.global.u64 [%at+8], %allLargest;
                cvt.u64.u32 %magnitude, %allBad;
                st.global.u64 [%at+16], %magnitude;
            END:
                ret;
            """).Append("\n}\n");
        return PtxText.Of(text.ToString(), [type], ofDoubles);

        string Narrow(string result) => ofDoubles ? $"mov.f64 {result}, %wide;" : $"cvt.rn.f32.f64 {result}, %wide;";

        void Add(string instruction) => text.Append("    ").Append(instruction).Append(";\n");

        void Exchange(string value, string other, int distance)
        {
            Add($"mov.b64 {{%low, %high}}, {value}");
            Add($"shfl.sync.bfly.b32 %low, %low, {Number(distance)}, 31, 0xffffffff");
            Add($"shfl.sync.bfly.b32 %high, %high, {Number(distance)}, 31, 0xffffffff");
            Add($"mov.b64 {other}, {{%low, %high}}");
        }
    }

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
