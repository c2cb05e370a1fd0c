using System.Text;
using Descent.CompilerServices;

namespace Descent.Cuda.Kernels;

/// <summary>
/// The upper part of the tree of all reductions, over totals in <c>double</c>: a block of threads has a tensor, or the optimizer, and takes 8,192 terms after the other; the totals of these, of
/// which there are at most 32, are a block of terms again. One total is left as it is; of totals of one term each, as those of short rows are, each thread has one.
/// </summary>
internal static class TreeText
{
    /// <summary>How many threads a block has: a warp for each block of 512 terms.</summary>
    public const int Threads = 512;

    /// <summary>How many bytes a task has: the address of the first term and where the total goes, how many bytes the next term lies further and how many there are; of totals of one term each how many there are, and how many bytes the next goes further.</summary>
    public const int BytesOfTask = 32;

    /// <summary>The registers of a tree, and what it shares among the threads.</summary>
    public static readonly string Declarations = $"""
            .reg .u32 %block, %thread, %lane, %warp, %count, %firstOfWarp, %start, %index, %end, %groups, %group, %place, %low, %high;
            .reg .f64 %total, %term, %sum, %same;
            .reg .b64 %bits, %otherBits;
            .reg .pred %isDone, %isOther, %isFirst, %areEqual, %isNaN, %isOne, %hasMore;
            .shared .align 8 .b64 blocks[{Warps}];
            .shared .align 8 .b64 totals[32];

        """;

    /// <summary>Writes which thread it is.</summary>
    public const string Thread = """
            mov.u32 %thread, %tid.x;
            and.b32 %lane, %thread, 31;
            shr.u32 %warp, %thread, 5;
            mul.lo.u32 %firstOfWarp, %warp, 512;

        """;

    private const int Warps = 16;

    /// <summary>The distances at which lanes exchange, in the order in which the columns of a block are added.</summary>
    private static readonly int[] s_distances = [8, 16, 4, 1, 2];

    /// <summary>The name of the entry for a kind.</summary>
    public static string EntryOf(ReductionKind kind) => kind switch { ReductionKind.Sum => "Sum", ReductionKind.Max => "Max", _ => "Min" };

    /// <summary>The module, with an entry for each kind.</summary>
    public static string Module() => PtxText.Head + string.Join('\n', Enum.GetValues<ReductionKind>().Select(EntryTextOf));

    /// <summary>Writes a tree over <c>%count</c> terms, whose total all threads of the block have in <c>%total</c>.</summary>
    /// <param name="text">What takes the text.</param>
    /// <param name="kind">What is done with the terms.</param>
    /// <param name="name">What the labels end in.</param>
    /// <param name="term">Instructions that leave the term of the number <c>%index</c> in <c>%term</c>.</param>
    public static void Write(StringBuilder text, ReductionKind kind, string name, string term)
    {
        text.Append($$"""
                mov.u32 %start, 0;
                mov.u32 %group, totals;

                // A warp has a block, a lane every 32nd term of it.
            EACH_GROUP{{name}}:
                add.u32 %index, %firstOfWarp, %start;
                add.u32 %end, %index, 512;
                min.u32 %end, %end, %count;
                add.u32 %index, %index, %lane;
                mov.f64 %total, {{Identity(kind)}};
            EACH_TERM{{name}}:
                setp.ge.u32 %isDone, %index, %end;
                @%isDone bra COLUMNS{{name}};

            """).Append(term);
        Combine();
        text.Append($"""
                add.u32 %index, %index, 32;
                bra EACH_TERM{name};
            COLUMNS{name}:

            """);
        Exchange();
        text.Append($$"""
                setp.ne.u32 %isOther, %lane, 0;
                mov.u32 %place, blocks;
                mad.lo.u32 %place, %warp, 8, %place;
                @!%isOther st.shared.f64 [%place], %total;
                bar.sync 0;

                // The first thread adds the blocks, one after the other.
                setp.ne.u32 %isOther, %thread, 0;
                @%isOther bra NEXT_GROUP{{name}};
                mov.f64 %total, {{Identity(kind)}};

            """);
        for (var warp = 0; warp < Warps; warp++)
        {
            Add($"ld.shared.f64 %term, [blocks+{8 * warp}]");
            Combine();
        }

        text.Append($$"""
                st.shared.f64 [%group], %total;
            NEXT_GROUP{{name}}:
                bar.sync 0;
                add.u32 %group, %group, 8;
                add.u32 %start, %start, {{Warps * 512}};
                setp.lt.u32 %hasMore, %start, %count;
                @%hasMore bra EACH_GROUP{{name}};
                setp.le.u32 %isOne, %count, {{Warps * 512}};
                @%isOne bra ONE_GROUP{{name}};

                // What is left is one block: a lane has a total.
                shr.u32 %groups, %start, 13;
                setp.lt.u32 %hasMore, %lane, %groups;
                mov.u32 %place, totals;
                mad.lo.u32 %place, %lane, 8, %place;
                mov.f64 %term, {{Identity(kind)}};
                @%hasMore ld.shared.f64 %term, [%place];
                mov.f64 %total, {{Identity(kind)}};

            """);
        Combine();
        Exchange();
        Add("mov.f64 %term, %total");
        Add($"mov.f64 %total, {Identity(kind)}");
        Combine();
        text.Append($"""
                bra TOTAL{name};
            ONE_GROUP{name}:
                ld.shared.f64 %total, [totals];
            TOTAL{name}:

            """);

        void Add(string instruction) => text.Append("    ").Append(instruction).Append(";\n");

        void Exchange()
        {
            foreach (var distance in s_distances)
            {
                Add("mov.b64 {%low, %high}, %total");
                Add($"shfl.sync.bfly.b32 %low, %low, {distance}, 31, 0xffffffff");
                Add($"shfl.sync.bfly.b32 %high, %high, {distance}, 31, 0xffffffff");
                Add("mov.b64 %term, {%low, %high}");
                Combine();
            }
        }

        void Combine() => WriteCombination(text, kind);
    }

    /// <summary>Writes that <c>%term</c> is taken into <c>%total</c>.</summary>
    public static void WriteCombination(StringBuilder text, ReductionKind kind)
    {
        if (kind == ReductionKind.Sum)
        {
            Add("add.rn.f64 %total, %total, %term");
            return;
        }

        // NaN where one is NaN; of zeros the one that is less, or more, by its sign.
        var isMax = kind == ReductionKind.Max;
        Add($"setp.{(isMax ? "gt" : "lt")}.f64 %isFirst, %total, %term");
        Add("setp.eq.f64 %areEqual, %total, %term");
        Add("setp.nan.f64 %isNaN, %total, %term");
        Add("mov.b64 %bits, %total");
        Add("mov.b64 %otherBits, %term");
        Add($"{(isMax ? "and" : "or")}.b64 %bits, %bits, %otherBits");
        Add("mov.b64 %same, %bits");
        Add("add.rn.f64 %sum, %total, %term");
        Add("selp.f64 %total, %total, %term, %isFirst");
        Add("selp.f64 %total, %same, %total, %areEqual");
        Add("selp.f64 %total, %sum, %total, %isNaN");

        void Add(string instruction) => text.Append("    ").Append(instruction).Append(";\n");
    }

    private static string EntryTextOf(ReductionKind kind)
    {
        var text = new StringBuilder($$"""
            // The rest of the tree of totals.
            .visible .entry {{EntryOf(kind)}}(.param .u64 tasks, .param .u64 unused, .param .u64 unusedToo, .param .u64 unusedAsWell, .param .u32 nothing) {{PtxText.Limit}}
            {
                .reg .u64 %tasks, %at, %first, %destination;
                .reg .u32 %stride, %alone, %apart;
            {{Declarations}}    ld.param.u64 %tasks, [tasks];
                cvta.to.global.u64 %tasks, %tasks;
                mov.u32 %block, %ctaid.x;
                mad.wide.u32 %at, %block, {{BytesOfTask}}, %tasks;
                ld.global.u64 %first, [%at];
                cvta.to.global.u64 %first, %first;
                ld.global.u64 %destination, [%at+8];
                cvta.to.global.u64 %destination, %destination;
                ld.global.v2.u32 {%stride, %count}, [%at+16];
                ld.global.v2.u32 {%alone, %apart}, [%at+24];
            {{Thread}}    setp.eq.u32 %isOne, %count, 1;
                @%isOne bra ALONE;
            """);
        Write(text, kind, "", """
                mul.wide.u32 %at, %index, %stride;
                add.u64 %at, %first, %at;
                ld.global.f64 %term, [%at];

            """);
        text.Append("""
                setp.ne.u32 %isOther, %thread, 0;
                @!%isOther st.global.f64 [%destination], %total;
                ret;

                // A thread has a total of one term.
            ALONE:
                max.u32 %alone, %alone, 1;
                setp.ge.u32 %isOther, %thread, %alone;
                @%isOther ret;
                mul.wide.u32 %at, %thread, %stride;
                add.u64 %at, %first, %at;
                ld.global.f64 %total, [%at];
                mul.wide.u32 %at, %thread, %apart;
                add.u64 %at, %destination, %at;
                st.global.f64 [%at], %total;
                ret;
            }

            """);
        return text.ToString();
    }

    /// <summary>The total of no terms.</summary>
    public static string Identity(ReductionKind kind) => kind switch
    {
        ReductionKind.Max => "0dFFF0000000000000",
        ReductionKind.Min => "0d7FF0000000000000",
        _ => "0d0000000000000000",
    };
}
