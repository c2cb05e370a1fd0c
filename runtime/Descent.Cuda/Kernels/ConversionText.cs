using Descent.CompilerServices;

namespace Descent.Cuda.Kernels;

/// <summary>Decodes values from one storage and encodes them in another, each once and by itself, as a loop of a rule would: with what is kept beside weights, and by chance where that decides.</summary>
internal static class ConversionText
{
    /// <summary>The name of the entry.</summary>
    public const string Entry = "Convert";

    /// <summary>How many threads a block has.</summary>
    public const int Threads = 256;

    /// <summary>The module for values that lie so.</summary>
    public static string Of(DeviceElement from, DeviceElement to) => PtxText.Of(
        $$"""
        // Each value is decoded and encoded once. The table has the address of the key of chance, the number of the step, and the address of what is kept beside the values that are stored.
        .visible .entry {{Entry}}(.param .u64 source, .param .u64 destination, .param .u64 table, .param .u64 unused, .param .u32 length)
        {
            .reg .u64 %source, %destination, %table, %key, %beside, %at;
            .reg .u32 %length, %step, %block, %threads, %thread, %place;
            .reg .T %value;
            .reg .pred %isNone;
            ld.param.u64 %source, [source];
            cvta.to.global.u64 %source, %source;
            ld.param.u64 %destination, [destination];
            cvta.to.global.u64 %destination, %destination;
            ld.param.u64 %table, [table];
            cvta.to.global.u64 %table, %table;
            ld.param.u32 %length, [length];
            ld.global.u64 %key, [%table];
            ld.global.u32 %step, [%table+8];
            ld.global.u64 %beside, [%table+16];
            cvta.to.global.u64 %beside, %beside;
            mov.u32 %block, %ctaid.x;
            mov.u32 %threads, %ntid.x;
            mov.u32 %thread, %tid.x;
            mad.lo.u32 %place, %block, %threads, %thread;
            setp.ge.u32 %isNone, %place, %length;
            @%isNone bra END;
            mad.wide.u32 %at, %place, WIDTH0, %source;
            load.0 %value, [%at];
            mad.wide.u32 %at, %place, WIDTH1, %destination;
            store.1 [%at], %value;
        END:
            ret;
        }

        """,
        [from, to],
        ofDoubles: false);
}
