namespace Descent.Cuda.Kernels;

/// <summary>Counts the weights that a storage of 16 bits rounds back to what they were.</summary>
internal static class LostText
{
    /// <summary>The name of the entry.</summary>
    public const string Entry = "CountLost";

    /// <summary>How many threads a block has.</summary>
    public const int Threads = 256;

    /// <summary>The module for weights that are stored so, to the nearest.</summary>
    public static string Of(Type type) => PtxText.Of(
        $$"""
        // Of each chunk the number of the weights that are stored as they were before, though they were moved. The table has the length of a chunk, and behind it the numbers.
        .visible .entry {{Entry}}(.param .u64 stored, .param .u64 before, .param .u64 unrounded, .param .u64 table, .param .u32 length)
        {
            .reg .u64 %stored, %before, %unrounded, %table, %at;
            .reg .u32 %length, %range, %block, %threads, %thread, %place;
            .reg .b32 %bits, %bitsBefore;
            .reg .T %value, %old, %new;
            .reg .pred %isNone, %isSame, %isMoved;
            ld.param.u64 %stored, [stored];
            cvta.to.global.u64 %stored, %stored;
            ld.param.u64 %before, [before];
            cvta.to.global.u64 %before, %before;
            ld.param.u64 %unrounded, [unrounded];
            cvta.to.global.u64 %unrounded, %unrounded;
            ld.param.u64 %table, [table];
            cvta.to.global.u64 %table, %table;
            ld.param.u32 %length, [length];
            ld.global.u32 %range, [%table];
            mov.u32 %block, %ctaid.x;
            mov.u32 %threads, %ntid.x;
            mov.u32 %thread, %tid.x;
            mad.lo.u32 %place, %block, %threads, %thread;
            setp.ge.u32 %isNone, %place, %length;
            @%isNone bra END;
            mad.wide.u32 %at, %place, WIDTH0, %stored;
            load.0 %value, [%at];
            mad.wide.u32 %at, %place, WIDTH, %before;
            ld.global.T %old, [%at];
            mad.wide.u32 %at, %place, WIDTH, %unrounded;
            ld.global.T %new, [%at];
            mov.b32 %bits, %value;
            mov.b32 %bitsBefore, %old;
            setp.eq.u32 %isSame, %bits, %bitsBefore;
            // False where the new one is not a number.
            setp.ne.T %isMoved, %old, %new;
            and.pred %isSame, %isSame, %isMoved;
            div.u32 %place, %place, %range;
            mad.wide.u32 %at, %place, 4, %table;
            @%isSame red.global.add.u32 [%at+8], 1;
        END:
            ret;
        }

        """,
        [type],
        ofDoubles: false);
}
