using System.Globalization;
using System.Text;
using Descent.CompilerServices;

namespace Descent.Cuda.Kernels;

/// <summary>
/// What is left of totals of columns: a thread has a column, and adds the totals of its bands, of which there are at most 32, as they are added in one row of a block of the tree. Extremes are taken band after band.
/// </summary>
internal static class BandText
{
    /// <summary>How many threads a block has, each with a column.</summary>
    public const int Threads = 256;

    /// <summary>How many bytes an entry of the table has.</summary>
    public const int BytesOfTask = 40;

    private const int MaxBands = 32;

    /// <summary>At each distance the bands to which others are added, in the order of the tree.</summary>
    private static readonly (int Distance, int[] Bands)[] s_additions =
        [(8, [0, 1, 2, 3, 4, 5, 6, 7, 16, 17, 18, 19, 20, 21, 22, 23]), (16, [0, 1, 2, 3, 4, 5, 6, 7]), (4, [0, 1, 2, 3]), (1, [0, 2]), (2, [0])];

    /// <summary>The module, with an entry for each kind.</summary>
    public static string Module() => PtxText.Head + string.Join('\n', Enum.GetValues<ReductionKind>().Select(EntryTextOf));

    private static string EntryTextOf(ReductionKind kind)
    {
        var text = new StringBuilder($$"""
            // The totals of columns, from those of their bands.
            .visible .entry {{TreeText.EntryOf(kind)}}(.param .u64 tasks, .param .u64 unused, .param .u64 unusedToo, .param .u64 unusedAsWell, .param .u32 nothing)
            {
                .reg .u64 %tasks, %at, %first, %destination, %nextBand;
                .reg .u32 %block, %thread, %stride, %columns, %bands, %apart, %band;
                .reg .f64 %total, %term, %sum, %same, {{string.Join(", ", Enumerable.Range(0, MaxBands).Select(Band))}};
                .reg .b64 %bits, %otherBits;
                .reg .pred %isOut, %isThere, %isFirst, %areEqual, %isNaN;
                ld.param.u64 %tasks, [tasks];
                cvta.to.global.u64 %tasks, %tasks;
                mov.u32 %block, %ctaid.x;
                mad.wide.u32 %at, %block, {{BytesOfTask}}, %tasks;
                ld.global.u64 %first, [%at];
                cvta.to.global.u64 %first, %first;
                ld.global.u64 %destination, [%at+8];
                cvta.to.global.u64 %destination, %destination;
                ld.global.v2.u32 {%stride, %columns}, [%at+16];
                ld.global.v2.u32 {%bands, %apart}, [%at+24];
                ld.global.u64 %nextBand, [%at+32];
                mov.u32 %thread, %tid.x;
                setp.ge.u32 %isOut, %thread, %columns;
                @%isOut ret;
                mad.wide.u32 %first, %thread, %stride, %first;
                mad.wide.u32 %destination, %thread, %apart, %destination;

            """);
        if (kind == ReductionKind.Sum)
        {
            WriteSum(text);
        }
        else
        {
            WriteExtremum(text, kind);
        }

        return text.Append("""
                st.global.f64 [%destination], %total;
                ret;
            }

            """).ToString();
    }

    /// <summary>No total is -0, since each started with 0, so that a band which there is not may be 0.</summary>
    private static void WriteSum(StringBuilder text)
    {
        for (var band = 0; band < MaxBands; band++)
        {
            text.Append(CultureInfo.InvariantCulture, $"""
                    mov.f64 {Band(band)}, 0d0000000000000000;
                    setp.gt.u32 %isThere, %bands, {band};
                    @%isThere ld.global.f64 {Band(band)}, [%first];
                    add.u64 %first, %first, %nextBand;

                """);
        }

        // As lanes exchange the columns of a block.
        foreach (var (distance, bands) in s_additions)
        {
            foreach (var band in bands)
            {
                text.Append(CultureInfo.InvariantCulture, $"    add.rn.f64 {Band(band)}, {Band(band)}, {Band(band + distance)};\n");
            }
        }

        text.Append(CultureInfo.InvariantCulture, $"    mov.f64 %total, {Band(0)};\n");
    }

    private static void WriteExtremum(StringBuilder text, ReductionKind kind)
    {
        text.Append(CultureInfo.InvariantCulture, $"""
                mov.f64 %total, {TreeText.Identity(kind)};
                mov.u32 %band, 0;
            EACH_BAND:
                ld.global.f64 %term, [%first];

            """);
        TreeText.WriteCombination(text, kind);
        text.Append("""
                add.u64 %first, %first, %nextBand;
                add.u32 %band, %band, 1;
                setp.lt.u32 %isThere, %band, %bands;
                @%isThere bra EACH_BAND;

            """);
    }

    private static string Band(int band) => string.Create(CultureInfo.InvariantCulture, $"%band{band}");
}
