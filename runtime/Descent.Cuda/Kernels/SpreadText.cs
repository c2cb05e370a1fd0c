using Descent.Engine;

namespace Descent.Cuda.Kernels;

/// <summary>
/// Writes gradients of some rows among zeros, where the loop that reads gradients finds them (<see cref="ScanText"/>): a block of threads has a chunk of the weights, of which only the blocks of 512 are written in which
/// gradients lie.
/// </summary>
internal static class SpreadText
{
    /// <summary>The name of the entry.</summary>
    public const string Entry = "Spread";

    /// <summary>The name of the entry that has chunks give nothing.</summary>
    public const string EntryOfTerms = "ClearTerms";

    /// <summary>How many threads a block has.</summary>
    public const int Threads = 256;

    /// <summary>The module for gradients that are stored so: their bits are copied.</summary>
    public static string Of(Type type)
    {
        var width = StorageText.Width(type);
        var bits = $"b{8 * width}";
        return PtxText.Head + $$"""
            // A chunk is the address of the tensor's gradients, where the numbers of its rows begin and where it is written, the places of its blocks, its first gradient and how many it has, the columns of a row and how
            // many blocks are written, and where it begins among the weights.
            .visible .entry {{Entry}}(.param .u64 chunks, .param .u64 rows, .param .u64 spread, .param .u64 unused, .param .u32 nothing)
            {
                .reg .u64 %chunks, %rows, %spread, %gradients, %rowsOfTensor, %written, %places, %at, %to, %placeOfBlock;
                .reg .u32 %chunk, %first, %count, %columns, %blocks, %start, %index, %threads, %room, %gradient, %row, %column, %place, %block;
                .reg .{{bits}} %bits;
                .reg .pred %isDone;
                ld.param.u64 %chunks, [chunks];
                cvta.to.global.u64 %chunks, %chunks;
                ld.param.u64 %rows, [rows];
                cvta.to.global.u64 %rows, %rows;
                ld.param.u64 %spread, [spread];
                cvta.to.global.u64 %spread, %spread;
                mov.u32 %chunk, %ctaid.x;
                mad.wide.u32 %at, %chunk, {{IKernelDevice.WordsOfSpread * sizeof(ulong)}}, %chunks;
                ld.global.u64 %gradients, [%at];
                cvta.to.global.u64 %gradients, %gradients;
                ld.global.u64 %rowsOfTensor, [%at+8];
                add.u64 %rows, %rows, %rowsOfTensor;
                ld.global.u64 %written, [%at+16];
                add.u64 %spread, %spread, %written;
                ld.global.u64 %places, [%at+24];
                ld.global.v2.u32 {%first, %count}, [%at+32];
                ld.global.v2.u32 {%columns, %blocks}, [%at+40];
                ld.global.u32 %start, [%at+48];
                mov.u32 %threads, %ntid.x;
                shl.b32 %room, %blocks, 9;
                mov.{{bits}} %bits, 0;
                mov.u32 %index, %tid.x;
            EACH_ZERO:
                setp.ge.u32 %isDone, %index, %room;
                @%isDone bra ZEROS;
                mad.wide.u32 %to, %index, {{width}}, %spread;
                st.global.{{bits}} [%to], %bits;
                add.u32 %index, %index, %threads;
                bra EACH_ZERO;
            ZEROS:
                bar.sync 0;
                mov.u32 %index, %tid.x;
            EACH_GRADIENT:
                setp.ge.u32 %isDone, %index, %count;
                @%isDone bra END;
                // Its row and column, then its place in the chunk, and that of its block among those that are written.
                add.u32 %gradient, %first, %index;
                div.u32 %row, %gradient, %columns;
                mul.lo.u32 %column, %row, %columns;
                sub.u32 %column, %gradient, %column;
                mad.wide.u32 %at, %row, 4, %rows;
                ld.global.u32 %row, [%at];
                mad.lo.u32 %place, %row, %columns, %column;
                sub.u32 %place, %place, %start;
                shr.u32 %block, %place, 9;
                and.b32 %place, %place, 511;
                shl.b32 %block, %block, 2;
                shr.u64 %placeOfBlock, %places, %block;
                cvt.u32.u64 %block, %placeOfBlock;
                and.b32 %block, %block, 15;
                mad.lo.u32 %place, %block, 512, %place;
                mad.wide.u32 %at, %gradient, {{width}}, %gradients;
                ld.global.{{bits}} %bits, [%at];
                mad.wide.u32 %to, %place, {{width}}, %spread;
                st.global.{{bits}} [%to], %bits;
                add.u32 %index, %index, %threads;
                bra EACH_GRADIENT;
            END:
                ret;
            }

            """;
    }

    /// <summary>The module that has chunks give nothing to the norm.</summary>
    public static string OfTerms() => PtxText.Head + $$"""
        // What a chunk of zeros gives to the norm of gradients.
        .visible .entry {{EntryOfTerms}}(.param .u64 terms, .param .u64 unused, .param .u64 unusedToo, .param .u64 unusedAsWell, .param .u32 count)
        {
            .reg .u64 %terms, %at;
            .reg .u32 %count, %block, %threads, %index, %thread;
            .reg .pred %isNone;
            ld.param.u64 %terms, [terms];
            cvta.to.global.u64 %terms, %terms;
            ld.param.u32 %count, [count];
            mov.u32 %block, %ctaid.x;
            mov.u32 %threads, %ntid.x;
            mov.u32 %thread, %tid.x;
            mad.lo.u32 %index, %block, %threads, %thread;
            setp.ge.u32 %isNone, %index, %count;
            @%isNone bra END;
            mad.wide.u32 %at, %index, {{NormText.BytesOfTerm}}, %terms;
            st.global.f64 [%at], {{NormText.Zero}};
            st.global.f64 [%at+8], {{NormText.Zero}};
            st.global.f64 [%at+16], {{NormText.Zero}};
        END:
            ret;
        }

        """;
}
