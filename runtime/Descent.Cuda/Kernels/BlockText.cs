using System.Globalization;
using Descent.CompilerServices;
using Descent.Cuda.Kernels.Functions;

namespace Descent.Cuda.Kernels;

/// <summary>
/// States of 8 bits: each block of 256 values has a scale, the largest magnitude. A loop over each weight stores them in one pass (<see cref="CodedText"/>). One that reduces, or walks over rows, or whose blocks are cut short,
/// runs twice: first it stores nothing and finds the magnitudes, then each value is coded by the scale that its block is about to have, while others of the block are still decoded by the one that it has. At last the scales
/// are taken over.
/// </summary>
internal static class BlockText
{
    /// <summary>The entry that takes the scales over.</summary>
    public const string Entry = "TakeScales";

    /// <summary>How many threads work on the scales of a state.</summary>
    public const int Threads = 256;

    private const string Decode = nameof(Decode), Encode = nameof(Encode), Signed = nameof(Signed), Unsigned = nameof(Unsigned);

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

    /// <summary>The text of a function by its name; <see langword="null"/> if it is none of these.</summary>
    public static string? Find(string function) => function switch
    {
        Decode + Signed => OfDecode(BlockCode.Signed),
        Decode + Unsigned => OfDecode(BlockCode.Unsigned),
        Encode + Signed => OfEncode(BlockCode.Signed),
        Encode + Unsigned => OfEncode(BlockCode.Unsigned),
        _ => null,
    };

    /// <summary>Reads the scale of a value.</summary>
    public static IEnumerable<string> LoadScale(DeviceElement element, string scale, string at) => [.. Block(element, at, 8), $"ld.global.f32 {scale}, [%scaleAt]"];

    /// <summary>The value of a code.</summary>
    public static IEnumerable<string> Decoded(DeviceElement element, bool ofDoubles, string value, string code, string scale) =>
    [
        ".reg .f32 %number", $"call (%number), {Decode}{NameOf(element)}, ({code})",
        .. ofDoubles ? new[] { $"mul.rn.f32 %number, %number, {scale}", $"cvt.f64.f32 {value}, %number" } : [$"mul.rn.f32 {value}, %number, {scale}"],
    ];

    /// <summary>Reads a value.</summary>
    public static IEnumerable<string> Load(DeviceElement element, bool ofDoubles, string value, string at) =>
    [
        ".reg .b32 %code", ".reg .f32 %scale", .. LoadScale(element, "%scale", at), $"ld.global.u8 %code, {at}", .. Decoded(element, ofDoubles, value, "%code", "%scale"),
    ];

    /// <summary>Takes the magnitude of <c>%single</c> into the largest that a thread has seen. Magnitudes are compared as whole numbers, of which NaN is the largest.</summary>
    public static IEnumerable<string> Measure(string largest)
        => [".reg .b32 %magnitude", "mov.b32 %magnitude, %single", "and.b32 %magnitude, %magnitude, 0x7fffffff", $"max.u32 {largest}, {largest}, %magnitude"];

    /// <summary>
    /// Takes the magnitude of <c>%single</c> into that of its block. A warp whose lanes are all there and in one block sends the largest of its own: either all lanes see that they are all there or none does.
    /// </summary>
    public static IEnumerable<string> MeasureBlock(DeviceElement element, string at) =>
    [
        .. Block(element, at, 16), ".reg .b32 %magnitude, %active, %other, %same", ".reg .u32 %lane", ".reg .pred %areAll, %areTogether, %isSent",
        "mov.b32 %magnitude, %single", "and.b32 %magnitude, %magnitude, 0x7fffffff",
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
        ".reg .b32 %code", ".reg .f32 %factor", ".reg .pred %isBad, %isNone",
        .. Factor(largest, "%factor", "%isBad", "%isNone"), .. Coded(element, "%code", "%factor", "%isBad", "%isNone"), $"st.global.u8 {at}, %code",
    ];

    /// <summary>By what the values of a block are multiplied. What is smaller than the smallest normal number has no reciprocal; where a value is not finite all codes are 0.</summary>
    public static IEnumerable<string> Factor(string largest, string factor, string isBad, string isNone) =>
    [
        $"setp.ge.u32 {isBad}, {largest}, 0x7f800000", $"setp.lt.u32 {isNone}, {largest}, 0x00800000", $"or.pred {isNone}, {isNone}, {isBad}",
        $"mov.b32 {factor}, {largest}", $"div.rn.f32 {factor}, 0f3F800000, {factor}",
    ];

    /// <summary>The code of <c>%single</c>.</summary>
    public static IEnumerable<string> Coded(DeviceElement element, string code, string factor, string isBad, string isNone) =>
    [
        ".reg .f32 %number", $"mul.rn.f32 %number, %single, {factor}", $"selp.f32 %number, 0f00000000, %number, {isNone}",
        $"call ({code}), {Encode}{NameOf(element)}, (%number)", $"selp.b32 {code}, 0, {code}, {isBad}",
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

    private static string NameOf(DeviceElement element) => element.Type == typeof(sbyte) ? Signed : Unsigned;

    /// <summary>The number of a code: within its power of two of places it is a line. At the ends what the line gives is not taken.</summary>
    private static string OfDecode(BlockCode code)
    {
        var (name, table) = (Decode + SignOf(code), Decode + SignOf(code) + "Lines");
        return Table(table, code.Slopes, code.Offsets) + Recording.Function(name, ".f32", [(".b32", "code")], recording =>
        {
            Lines(recording, ".reg .u32 %q, %other, %exponent", ".reg .u64 %lines, %line", ".reg .f32 %count, %slope, %offset", ".reg .b32 %bits", ".reg .pred %isBelow, %isZero");
            Lines(recording, code.IsSigned
                ? ["sub.u32 %q, %code, 127", "sub.u32 %other, 127, %code", "setp.lt.u32 %isBelow, %code, 127", "selp.u32 %q, %other, %q, %isBelow"]
                : ["add.u32 %q, %code, 1", "setp.eq.u32 %isBelow, %code, 255"]);
            Lines(recording, "cvt.rn.f32.u32 %count, %q", "mov.b32 %bits, %count", "shr.u32 %exponent, %bits, 23", "sub.u32 %exponent, %exponent, 127", "min.u32 %exponent, %exponent, 7",
                $"mov.u64 %lines, {table}", "mad.wide.u32 %line, %exponent, 8, %lines", "ld.global.v2.f32 {%slope, %offset}, [%line]", "fma.rn.f32 %result, %count, %slope, %offset");
            Lines(recording, code.IsSigned
                ? ["neg.f32 %count, %result", "selp.f32 %result, %count, %result, %isBelow", "setp.eq.u32 %isZero, %q, 0", "selp.f32 %result, 0f00000000, %result, %isZero"]
                : ["selp.f32 %result, 0f3F800000, %result, %isBelow"]);
        });
    }

    /// <summary>The code whose number is nearest, of two the lower: of each power of ten the codes are a line, and twice as many as of the one below.</summary>
    private static string OfEncode(BlockCode code)
    {
        var (name, lines, borders) = (Encode + SignOf(code), Encode + SignOf(code) + "Lines", Encode + SignOf(code) + "Borders");
        return Table(borders, code.Borders) + Table(lines, code.Factors, code.Addends) + Recording.Function(name, ".b32", [(".f32", "x")], recording =>
        {
            Lines(recording, ".reg .f32 %magnitude, %border, %factor, %addend", ".reg .u32 %decade, %limit, %binades, %q, %other", ".reg .u64 %table, %at", ".reg .b32 %bits", ".reg .pred %isBelow, %isNumber, %isBeyond");
            Lines(recording, code.IsSigned
                ? ["abs.f32 %magnitude, %x", "setp.lt.f32 %isBelow, %x, 0f00000000"]
                : ["setp.gt.f32 %isBelow, %x, 0f00000000", "selp.f32 %magnitude, %x, 0f00000000, %isBelow"]);
            Lines(recording, $"setp.gt.f32 %isNumber, %magnitude, {Number(code.Smallest)}", "mov.b32 %bits, %magnitude", "shr.u32 %binades, %bits, 23", "sub.u32 %binades, 127, %binades",
                $"mul.lo.u32 %binades, %binades, {BlockCode.DecadesOfBinades}", "shr.u32 %binades, %binades, 8", "min.u32 %binades, %binades, 6", "sub.u32 %decade, 6, %binades",
                $"mov.u64 %table, {borders}", "mad.wide.u32 %at, %decade, 4, %table", "ld.global.f32 %border, [%at]", "setp.gt.f32 %isBeyond, %magnitude, %border", "@%isBeyond add.u32 %decade, %decade, 1",
                $"mov.u64 %table, {lines}", "mad.wide.u32 %at, %decade, 8, %table", "ld.global.v2.f32 {%factor, %addend}, [%at]",
                $"mov.u32 %limit, {Recording.Text(code.Limits[0] + 1)}", "shl.b32 %limit, %limit, %decade", "sub.u32 %limit, %limit, 1",
                "fma.rn.f32 %magnitude, %magnitude, %factor, %addend", "cvt.rpi.f32.f32 %magnitude, %magnitude", "cvt.rzi.u32.f32 %q, %magnitude", "sub.u32 %q, %q, 1", "min.u32 %q, %q, %limit",
                $"selp.u32 %q, %q, {(code.IsSigned ? 0 : 1)}, %isNumber");
            Lines(recording, code.IsSigned
                ? ["min.u32 %other, %q, 127", "sub.u32 %other, 127, %other", "add.u32 %q, %q, 127", "selp.b32 %result, %other, %q, %isBelow"]
                : ["sub.u32 %result, %q, 1"]);
        });
    }

    /// <summary>Numbers of a module, by a place those of all columns: of whatever places the lanes of a warp ask for, they lie in one line of the cache.</summary>
    private static string Table(string name, params float[][] columns)
    {
        string[] numbers = [.. Enumerable.Range(0, columns[0].Length).SelectMany(place => columns.Select(column => Number(column[place])))];
        return $".global .align {Recording.Text(sizeof(float) * numbers.Length)} .f32 {name}[{Recording.Text(numbers.Length)}] = {{{string.Join(", ", numbers)}}};\n\n";
    }

    private static string SignOf(BlockCode code) => code.IsSigned ? Signed : Unsigned;

    private static void Lines(Recording recording, params string[] lines) => Array.ForEach(lines, recording.Line);

    private static string Number(float number) => string.Create(CultureInfo.InvariantCulture, $"0f{BitConverter.SingleToUInt32Bits(number):X8}");
}
