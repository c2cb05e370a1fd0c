using Descent.CompilerServices;
using Descent.Cuda.Kernels.Functions;

namespace Descent.Cuda.Kernels;

/// <summary>
/// States of 8 bits: each block of 256 values has a scale, the largest magnitude. A loop over each weight stores them in one pass (<see cref="CodedText"/>). One that reduces or walks over rows
/// runs twice: first it stores nothing and finds the magnitudes, then each value is coded by the scale that its block is about to have, while others of the block are still decoded by the one that it has. At last the scales
/// are taken over.
/// </summary>
internal static class BlockText
{
    /// <summary>The entry that takes the scales over.</summary>
    public const string Entry = "TakeScales";

    /// <summary>How many threads work on the scales of a state.</summary>
    public const int Threads = 256;

    /// <summary>Where what is known of the memory begins, before its codes.</summary>
    private static readonly string[] s_head = [".reg .u64 %from, %head, %table, %scaleAt", ".reg .u32 %block", "cvt.u64.u32 %from, %place", "sub.u64 %head, $at, %from", "sub.u64 %head, %head, 64"];

    /// <summary>Which block a place is in. Where ranges of the tensor are no whole blocks, blocks begin anew with each.</summary>
    private static readonly string[] s_whole = ["shr.u32 %block, %place, 8"], s_cut =
    [
        ".reg .u32 %range, %blocks, %rest", "ld.global.u32 %range, [%head]", "ld.global.u32 %blocks, [%head+4]",
        "div.u32 %block, %place, %range", "mul.lo.u32 %rest, %block, %range", "sub.u32 %rest, %place, %rest", "shr.u32 %rest, %rest, 8", "mad.lo.u32 %block, %block, %blocks, %rest",
    ];

    /// <summary>The address of the block's value in a table of the memory, in the type of the table.</summary>
    private static readonly string[] s_address = ["ld.global.u64 %table, [%head+$table]", "mad.wide.u32 %scaleAt, %block, 4, %table"];

    /// <summary>The scale that a largest magnitude becomes: NaN where a value is not finite, 0 where all are too small.</summary>
    private static readonly string[] s_scale =
    [
        "setp.ge.u32 %isBad, $largest, 0x7f800000", "setp.lt.u32 %isNone, $largest, 0x00800000", "selp.b32 %scale, 0xffc00000, $largest, %isBad", "selp.b32 %scale, 0, %scale, %isNone",
    ];

    /// <summary>The magnitude of a value. Magnitudes are compared as whole numbers, of which NaN is the largest.</summary>
    private static readonly string[] s_magnitude = ["mov.b32 %magnitude, %single", "and.b32 %magnitude, %magnitude, 0x7fffffff"];

    /// <summary>Reads the scale of a value.</summary>
    public static IEnumerable<string> LoadScale(DeviceElement element, string scale, string at) => [.. Block(element, at, 8), $"ld.global.f32 {scale}, [%scaleAt]"];

    /// <summary>The value of a code, by where it lies in the table.</summary>
    public static IEnumerable<string> Decoded(DeviceElement element, bool ofDoubles, string value, string place, string scale) =>
    [
        ".reg .f32 %number", $"add.u32 {place}, {place}, {CodeTableText.Register(element)}", $"ld.shared.f32 %number, [{place}]",
        .. ofDoubles ? new[] { $"mul.rn.f32 %number, %number, {scale}", $"cvt.f64.f32 {value}, %number" } : [$"mul.rn.f32 {value}, %number, {scale}"],
    ];

    /// <summary>Reads a value.</summary>
    public static IEnumerable<string> Load(DeviceElement element, bool ofDoubles, string value, string at) =>
    [
        ".reg .u32 %code", ".reg .f32 %scale", .. LoadScale(element, "%scale", at), $"ld.global.u8 %code, {at}", "mul.lo.u32 %code, %code, 4", .. Decoded(element, ofDoubles, value, "%code", "%scale"),
    ];

    /// <summary>Takes the magnitude of <c>%single</c> into the largest that a thread has seen.</summary>
    public static IEnumerable<string> Measure(string largest)
        => [".reg .b32 %magnitude", .. s_magnitude, $"max.u32 {largest}, {largest}, %magnitude"];

    /// <summary>
    /// Takes the magnitude of <c>%single</c> into that of its block. A warp whose lanes are all there and in one block sends the largest of its own: either all lanes see that they are all there or none does.
    /// </summary>
    public static IEnumerable<string> MeasureBlock(DeviceElement element, string at) =>
    [
        .. Block(element, at, 16), ".reg .b32 %magnitude, %active, %other, %same", ".reg .u32 %lane", ".reg .pred %areAll, %areTogether, %isSent",
        .. s_magnitude,
        "activemask.b32 %active", "setp.eq.b32 %areAll, %active, 0xffffffff", "setp.ne.b32 %areTogether, %active, %active",
        "@%areAll match.all.sync.b32 %same|%areTogether, %block, 0xffffffff",
        .. Enumerable.Range(0, 5).SelectMany(round => (string[])
        [
            $"@%areTogether shfl.sync.bfly.b32 %other, %magnitude, {Recording.Text(16 >> round)}, 31, 0xffffffff", "@%areTogether max.u32 %magnitude, %magnitude, %other",
        ]),
        "mov.u32 %lane, %laneid", "setp.eq.u32 %isSent, %lane, 0", "@!%areTogether setp.eq.b32 %isSent, %active, %active", "@%isSent red.global.max.u32 [%scaleAt], %magnitude",
    ];

    /// <summary>Stores <c>%single</c> by the magnitude that was found before.</summary>
    public static IEnumerable<string> Store(DeviceElement element, string at)
        => [.. Block(element, at, 16), ".reg .b32 %found", "ld.global.u32 %found, [%scaleAt]", .. Code(element, at, "%found")];

    /// <summary>Stores <c>%single</c> by the largest magnitude of its block.</summary>
    public static IEnumerable<string> Code(DeviceElement element, string at, string largest) =>
    [
        ".reg .u32 %code", ".reg .f32 %factor", ".reg .pred %isBad", .. Factor(largest, "%factor", "%isBad"), .. Coded(element, "%code", "%factor"),
        "selp.b32 %code, 0, %code, %isBad", $"st.global.u8 {at}, %code",
    ];

    /// <summary>By what the values of a block are multiplied, and whether one is not finite: then all codes are 0. What is smaller than the smallest normal number has no reciprocal.</summary>
    public static IEnumerable<string> Factor(string largest, string factor, string isBad) =>
    [
        ".reg .pred %isNone", $"setp.ge.u32 {isBad}, {largest}, 0x7f800000", $"setp.lt.u32 %isNone, {largest}, 0x00800000",
        $"mov.b32 {factor}, {largest}", $"div.rn.f32 {factor}, 0f3F800000, {factor}", $"selp.f32 {factor}, 0f00000000, {factor}, %isNone",
    ];

    /// <summary>The code of <c>%single</c>: a step by the exponent of the magnitude, or the next beyond its border, has the line on which the place after its own lies, and where that ends (<see cref="BlockSteps"/>).</summary>
    public static IEnumerable<string> Coded(DeviceElement element, string code, string factor) =>
    [
        ".reg .f32 %number, %slope, %offset, %last", ".reg .u32 %bits, %stepAt, %move, %below, %above", ".reg .pred %isBelow",
        $"mul.rn.f32 %number, %single, {factor}", .. IsSigned(element) ? ["setp.lt.f32 %isBelow, %number, 0f00000000", "abs.f32 %number, %number"] : Array.Empty<string>(),
        $"max.f32 %number, %number, 0f{BitConverter.SingleToUInt32Bits(BlockSteps.Smallest):X8}", "mov.b32 %bits, %number",
        .. StepAt(2), $"add.u32 %stepAt, %stepAt, {CodeTableText.Register(element)}", $"ld.shared.u32 %move, [%stepAt+{Recording.Text(CodeTableText.MovesAt)}]", "add.u32 %bits, %bits, %move",
        .. StepAt(3), $"add.u32 %stepAt, %stepAt, {CodeTableText.Register(element)}", $"ld.shared.v2.f32 {{%slope, %offset}}, [%stepAt+{Recording.Text(CodeTableText.LinesAt)}]",
        "fma.rn.f32 %number, %number, %slope, %offset", $"mul.rn.f32 %last, %offset, 0f{BitConverter.SingleToUInt32Bits(BlockSteps.LimitOfAddend):X8}", "min.f32 %number, %number, %last",
        $"cvt.rpi.u32.f32 {code}, %number",
        .. IsSigned(element)
            ? [$"min.u32 %below, {code}, 128", "sub.u32 %below, 128, %below", $"add.u32 %above, {code}, 126", $"selp.u32 {code}, %below, %above, %isBelow"]
            : new[] { $"sub.u32 {code}, {code}, 2" },
    ];

    /// <summary>Stores the scale of a block, whose largest magnitude is known.</summary>
    public static IEnumerable<string> StoreScale(DeviceElement element, string at, string largest) =>
    [
        .. Block(element, at, 8), ".reg .b32 %scale", ".reg .pred %isBad, %isNone",
        .. s_scale.Select(line => line.Replace("$largest", largest, StringComparison.Ordinal)), "st.global.u32 [%scaleAt], %scale",
    ];

    /// <summary>The module of the entry that takes scales over: a block of threads has a state, whose codes begin where a table says.</summary>
    public static string Module() => PtxText.Head + $$"""
        // The magnitudes that were found become the scales, and are 0 again; of values that are not finite the scale is NaN, of values that are too small it is 0.
        .visible .entry {{Entry}}(.param .u64 table, .param .u64 unused, .param .u64 unusedToo, .param .u64 unusedAsWell, .param .u32 count, .param .u64 ofStep)
        {
            .reg .u64 %table, %head, %scales, %found, %at, %ofStep;
            .reg .u32 %state, %index, %threads, %blocks, %leavesOut;
            .reg .b32 %largest, %scale;
            .reg .pred %isDone, %isBad, %isNone, %isLeftOut;
            ld.param.u64 %ofStep, [ofStep];
            cvta.to.global.u64 %ofStep, %ofStep;
            ld.global.u32 %leavesOut, [%ofStep];
            setp.ne.u32 %isLeftOut, %leavesOut, 0;
            @%isLeftOut bra END;
            ld.param.u64 %table, [table];
            cvta.to.global.u64 %table, %table;
            mov.u32 %state, %ctaid.x;
            mad.wide.u32 %table, %state, 8, %table;
            ld.global.u64 %head, [%table];
            cvta.to.global.u64 %head, %head;
            sub.u64 %head, %head, 64;
            ld.global.u64 %scales, [%head+8];
            ld.global.u64 %found, [%head+16];
            ld.global.u32 %blocks, [%head+24];
            mov.u32 %index, %tid.x;
            mov.u32 %threads, %ntid.x;
        EACH_BLOCK:
            setp.ge.u32 %isDone, %index, %blocks;
            @%isDone bra END;
            mad.wide.u32 %at, %index, 4, %found;
            ld.global.u32 %largest, [%at];
            st.global.u32 [%at], 0;
            {{string.Join("\n    ", s_scale.Select(line => line.Replace("$largest", "%largest", StringComparison.Ordinal) + ";"))}}
            mad.wide.u32 %at, %index, 4, %scales;
            st.global.u32 [%at], %scale;
            add.u32 %index, %index, %threads;
            bra EACH_BLOCK;
        END:
            ret;
        }

        """;

    private static IEnumerable<string> Block(DeviceElement element, string at, int table) => ((string[])[.. s_head, .. element.IsCut ? s_cut : s_whole, .. s_address])
        .Select(line => line.Replace("$at", at.Trim('[', ']'), StringComparison.Ordinal).Replace("$table", Recording.Text(table), StringComparison.Ordinal));

    /// <summary>The step of a magnitude, as a place among values of so many bytes (as a power of two).</summary>
    private static string[] StepAt(int bytes) => [$"shr.u32 %stepAt, %bits, {Recording.Text(BlockSteps.PairBits - bytes)}", $"and.b32 %stepAt, %stepAt, {Recording.Text(15 << bytes)}"];

    private static bool IsSigned(DeviceElement element) => element.Type == typeof(sbyte);
}
