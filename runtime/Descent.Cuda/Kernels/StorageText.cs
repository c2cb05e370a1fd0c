using System.Globalization;
using System.Text.RegularExpressions;
using Descent.CompilerServices;
using Descent.Cuda.Kernels.Functions;

namespace Descent.Cuda.Kernels;

/// <summary>
/// What takes the place of <c>load</c>, <c>store</c> and <c>clear</c> in the text of a rule: the instructions for one storage. A value is decoded once to the type of the
/// arithmetic, and encoded once, with the one NaN that is stored on the processor. What is kept beside weights begins at <c>%beside</c>.
/// </summary>
internal static partial class StorageText
{
    /// <summary>How many bytes a value has.</summary>
    public static int Width(Type element) => element == typeof(byte) || element == typeof(sbyte) ? sizeof(byte) : element == typeof(double) ? sizeof(double) : element == typeof(float) ? sizeof(float) : sizeof(ushort);

    /// <summary>The instructions in place of one.</summary>
    /// <param name="operation">
    /// Its name: <c>load</c>, <c>store</c> or <c>clear</c>; of codes that are stored in one pass also <c>measure</c>, which takes a value's magnitude into the largest, <c>code</c>, which stores it by that, and <c>scale</c>.
    /// </param>
    /// <param name="element">How the value is stored.</param>
    /// <param name="ofDoubles">Whether the arithmetic is in <see cref="double"/>.</param>
    /// <param name="operands">Its operands: a register and an address, an address and a register or number, an address; the largest magnitude before a value, or at the end.</param>
    /// <param name="measures">Whether nothing is stored but the largest magnitudes of blocks.</param>
    public static IEnumerable<string> Of(string operation, DeviceElement element, bool ofDoubles, string[] operands, bool measures) => (operation, IsNative(element.Type)) switch
    {
        ("clear", _) when measures => [],
        ("load", _) when element.IsInBlocks => Scope(places => BlockText.Load(element, ofDoubles, places[0], places[1]), operands),
        ("measure", _) => Scope(places => [.. Single(element, ofDoubles, places[1]), .. BlockText.Measure(places[0])], operands),
        ("code", _) => Scope(places => [.. Single(element, ofDoubles, places[1]), .. BlockText.Code(element, places[0], places[2])], operands),
        ("scale", _) => Scope(places => BlockText.StoreScale(element, places[0], places[1]), operands),
        (not "load", _) when element.IsInBlocks => Scope(places => [.. Single(element, ofDoubles, places[1]), .. measures ? BlockText.MeasureBlock(element, places[0]) : BlockText.Store(element, places[0])], operands),
        (not "load", _) when measures => [],
        ("clear", _) => [$"st.global.b{Bits(element.Type)} {operands[0]}, 0"],
        ("load", true) => [$"ld.global.f{Bits(element.Type)} {operands[0]}, {operands[1]}"],
        ("load", false) => Scope(places => Load(element, ofDoubles, places[0], places[1]), operands),
        (_, true) => [$"st.global.f{Bits(element.Type)} {operands[0]}, {operands[1]}"],
        _ => Scope(places => [.. Single(element, ofDoubles, places[1]), .. Store(element, places[0])], operands),
    };

    /// <summary>The instructions that load values of 16 bits that lie one after the other, or store or clear them, in one access.</summary>
    /// <param name="operation">Its name.</param>
    /// <param name="element">How the values are stored, to the nearest.</param>
    /// <param name="ofDoubles">Whether the arithmetic is in <see cref="double"/>.</param>
    /// <param name="at">The address, in brackets.</param>
    /// <param name="values">The registers, or numbers that are stored; as many as they are for a clear.</param>
    public static IEnumerable<string> OfMany(string operation, Type element, bool ofDoubles, string at, string[] values)
    {
        var (register, type) = element == typeof(Half) ? (".b16", "b16") : (".b32", "u16");
        string[] bits = [.. values.Select((_, index) => string.Create(CultureInfo.InvariantCulture, $"%bits${index}"))];
        var all = $"{{{string.Join(", ", bits)}}}";
        var access = string.Create(CultureInfo.InvariantCulture, $"global.v{values.Length}.{type}");
        return operation switch
        {
            "load" =>
            [
                "{", $".reg {register} {string.Join(", ", bits)}", $"ld.{access} {all}, {at}",
                .. values.SelectMany((value, index) => Scope(
                    places => ofDoubles
                        ? [".reg .f32 %single", .. Decode(element, "%single", places[1]), $"cvt.f64.f32 {places[0]}, %single"]
                        : Decode(element, places[0], places[1]),
                    value,
                    bits[index])),
                "}",
            ],
            "store" =>
            [
                "{", $".reg {register} {string.Join(", ", bits)}",
                .. values.SelectMany((value, index) => Scope(
                    places => [.. Single(element, ofDoubles, places[0]), .. Encode(element, "%single", "%bits"), $"mov{(element == typeof(Half) ? ".b16" : ".b32")} {places[1]}, %bits"],
                    value,
                    bits[index])),
                $"st.{access} {at}, {all}", "}",
            ],
            _ => ["{", $".reg {register} {string.Join(", ", bits)}", .. bits.Select(one => $"mov{register} {one}, 0"), $"st.{access} {at}, {all}", "}"],
        };
    }

    /// <summary>The same of four values in codes, which lie in one block.</summary>
    public static IEnumerable<string> LoadCodes(DeviceElement element, bool ofDoubles, string at, string[] values) =>
    [
        "{", ".reg .b32 %codes$0", ".reg .f32 %scale$0", .. Scope(places => BlockText.LoadScale(element, places[0], places[1]), "%scale$0", at), $"ld.global.b32 %codes$0, {at}",
        .. values.SelectMany((value, index) => Scope(
            places =>
            [
                ".reg .b32 %code", string.Create(CultureInfo.InvariantCulture, $"{(index == 0 ? "shl" : "shr")}.b32 %code, %codes$0, {Math.Abs((8 * index) - 2)}"), "and.b32 %code, %code, 1020",
                .. BlockText.Decoded(element, ofDoubles, places[0], "%code", "%scale$0"),
            ],
            value)),
        "}",
    ];

    /// <summary>The instructions that store four values by the largest magnitude of their block.</summary>
    public static IEnumerable<string> StoreCodes(DeviceElement element, bool ofDoubles, string at, string largest, string[] values) =>
    [
        "{", ".reg .u32 %codes$0", ".reg .f32 %factor$0", ".reg .pred %isBad$0", .. Scope(places => BlockText.Factor(places[0], places[1], places[2]), largest, "%factor$0", "%isBad$0"), "mov.u32 %codes$0, 0",
        .. values.Reverse().SelectMany(value => Scope(
            places => [".reg .u32 %code", .. Single(element, ofDoubles, places[0]), .. BlockText.Coded(element, "%code", "%factor$0"), "mad.lo.u32 %codes$0, %codes$0, 256, %code"],
            value)),
        "selp.b32 %codes$0, 0, %codes$0, %isBad$0", $"st.global.b32 {at}, %codes$0", "}",
    ];

    private static IEnumerable<string> Load(DeviceElement element, bool ofDoubles, string value, string at) => element.Precision switch
    {
        WeightPrecision.Master => [.. Beside(sizeof(float)), $"ld.global.f32 {value}, [%besideAt]"],
        WeightPrecision.SplitMaster =>
        [
            .. Beside(sizeof(short)), ".reg .b32 %bits, %rest", $"ld.global.u16 %bits, {at}", "ld.global.s16 %rest, [%besideAt]",
            "shl.b32 %bits, %bits, 16", "add.u32 %bits, %bits, %rest", $"mov.b32 {value}, %bits",
        ],

        // Where nothing lacks, a weight of -0 stays what it is.
        WeightPrecision.Compensated =>
        [
            .. Beside(Width(element.Type)), ".reg .f32 %rest", ".reg .pred %lacks", .. Read(element.Type, value, "%bits", at), .. Read(element.Type, "%rest", "%restBits", "[%besideAt]"),
            "setp.neu.f32 %lacks, %rest, 0f00000000", $"@%lacks add.rn.f32 {value}, {value}, %rest",
        ],
        _ when ofDoubles => [".reg .f32 %single", .. Read(element.Type, "%single", "%bits", at), $"cvt.f64.f32 {value}, %single"],
        _ => Read(element.Type, value, "%bits", at),
    };

    /// <summary>The value as <c>%single</c>, from which it is rounded.</summary>
    private static string[] Single(DeviceElement element, bool ofDoubles, string value) => (ofDoubles, element.IsRandom) switch
    {
        (false, _) => [".reg .f32 %single", $"mov.f32 %single, {value}"],
        (true, true) => [".reg .f32 %single", $"cvt.rn.f32.f64 %single, {value}"],

        // Towards zero, and to the odd neighbour where something is lost: then what follows rounds as from the double itself.
        _ when element.IsInBlocks => [".reg .f32 %single", $"cvt.rn.f32.f64 %single, {value}"],
        _ =>
        [
            ".reg .f32 %single", ".reg .f64 %whole, %kept", ".reg .b32 %odd", ".reg .pred %isInexact",
            $"mov.f64 %whole, {value}", "cvt.rz.f32.f64 %single, %whole", "cvt.f64.f32 %kept, %single", "setp.ne.f64 %isInexact, %whole, %kept",
            "mov.b32 %odd, %single", "@%isInexact or.b32 %odd, %odd, 1", "mov.b32 %single, %odd",
        ],
    };

    private static IEnumerable<string> Store(DeviceElement element, string at) => element.Precision switch
    {
        WeightPrecision.Stochastic => [.. Draw(element.Use), .. element.Type == typeof(Half) ? EncodeHalfByChance() : EncodeByChance(), Write(element.Type, "%bits", at)],
        WeightPrecision.Master => [.. Beside(sizeof(float)), .. Encode(element.Type, "%single", "%bits"), Write(element.Type, "%bits", at), "st.global.f32 [%besideAt], %single"],

        // The upper half is the nearest, of two the one farther from 0; the lower half says which value it was.
        WeightPrecision.SplitMaster =>
        [
            .. Beside(sizeof(short)), ".reg .b32 %bits", ".reg .pred %isNaN", "mov.b32 %bits, %single", "setp.nan.f32 %isNaN, %single, %single", "@%isNaN mov.b32 %bits, 0x7fc00000",
            "st.global.u16 [%besideAt], %bits", "add.u32 %bits, %bits, 0x8000", "shr.u32 %bits, %bits, 16", Write(element.Type, "%bits", at),
        ],

        // What is infinite lacks nothing.
        WeightPrecision.Compensated =>
        [
            .. Beside(Width(element.Type)), .. Encode(element.Type, "%single", "%bits"), Write(element.Type, "%bits", at),
            ".reg .f32 %stored, %nothing, %rest", ".reg .pred %isFinite", .. Decode(element.Type, "%stored", "%bits"),
            "sub.rn.f32 %nothing, %stored, %stored", "setp.eq.f32 %isFinite, %nothing, 0f00000000", "sub.rn.f32 %rest, %single, %stored", "selp.f32 %rest, %rest, 0f00000000, %isFinite",
            .. Encode(element.Type, "%rest", "%restBits"), Write(element.Type, "%restBits", "[%besideAt]"),
        ],
        _ => [.. Encode(element.Type, "%single", "%bits"), Write(element.Type, "%bits", at)],
    };

    /// <summary>Where what is kept beside the weight lies.</summary>
    private static string[] Beside(int width) => [".reg .u64 %besideAt", string.Create(CultureInfo.InvariantCulture, $"mad.wide.u32 %besideAt, %place, {width}, %beside")];

    private static string[] Read(Type element, string value, string bits, string at) => element == typeof(Half)
        ? [$".reg .b16 {bits}", $"ld.global.b16 {bits}, {at}", .. Decode(element, value, bits)]
        : [$".reg .b32 {bits}", $"ld.global.u16 {bits}, {at}", .. Decode(element, value, bits)];

    private static string[] Decode(Type element, string value, string bits) => element == typeof(Half)
        ? [$"cvt.f32.f16 {value}, {bits}"]
        : [$".reg .b32 {bits}Above", $"shl.b32 {bits}Above, {bits}, 16", $"mov.b32 {value}, {bits}Above"];

    private static string Write(Type element, string bits, string at) => element == typeof(Half) ? $"st.global.b16 {at}, {bits}" : $"st.global.u16 {at}, {bits}";

    /// <summary>To the nearest, of two to the even one.</summary>
    private static string[] Encode(Type element, string single, string bits) => element == typeof(Half)
        ?
        [
            $".reg .b16 {bits}", $".reg .pred {bits}IsNaN", $"setp.nan.f32 {bits}IsNaN, {single}, {single}", $"cvt.rn.f16.f32 {bits}, {single}", $"@{bits}IsNaN mov.b16 {bits}, 0x7e00",
        ]
        :
        [
            $".reg .b32 {bits}, {bits}Last", $".reg .pred {bits}IsNaN", $"setp.nan.f32 {bits}IsNaN, {single}, {single}", $"mov.b32 {bits}, {single}",
            $"shr.u32 {bits}Last, {bits}, 16", $"and.b32 {bits}Last, {bits}Last, 1", $"add.u32 {bits}, {bits}, 0x7fff", $"add.u32 {bits}, {bits}, {bits}Last", $"shr.u32 {bits}, {bits}, 16",
            $"@{bits}IsNaN mov.b32 {bits}, 0xffc0",
        ];

    private static string[] Draw(int use)
        => [".reg .b32 %random", string.Create(CultureInfo.InvariantCulture, $"call (%random), {ChanceText.Word}, (%key, %step, %place, {use})")];

    /// <summary>One of the two numbers around a value: the bits that are cut off are a share of its last place.</summary>
    private static string[] EncodeByChance() =>
    [
        ".reg .b32 %bits, %magnitude", ".reg .pred %isNaN, %isSpecial",
        "mov.b32 %bits, %single", "setp.nan.f32 %isNaN, %single, %single", "and.b32 %magnitude, %bits, 0x7fffffff", "setp.ge.u32 %isSpecial, %magnitude, 0x7f800000",
        "shr.u32 %random, %random, 16", "selp.b32 %random, 0, %random, %isSpecial", "add.u32 %bits, %bits, %random", "shr.u32 %bits, %bits, 16", "@%isNaN mov.b32 %bits, 0xffc0",
    ];

    /// <summary>Normal numbers likewise; smaller ones in units of their last place; from 2^16 on to the nearest.</summary>
    private static string[] EncodeHalfByChance() =>
    [
        ".reg .b32 %all, %magnitude, %sign, %normal, %small, %more", ".reg .f32 %units, %floor, %part, %share", ".reg .pred %isLarge, %isSmall, %isMore", ".reg .b16 %nearest",
        .. Encode(typeof(Half), "%single", "%bits"), "mov.b16 %nearest, %bits",
        "mov.b32 %all, %single", "and.b32 %magnitude, %all, 0x7fffffff", "xor.b32 %sign, %all, %magnitude", "shr.u32 %sign, %sign, 16",
        "setp.ge.u32 %isLarge, %magnitude, 0x47800000", "setp.lt.u32 %isSmall, %magnitude, 0x38800000",
        "sub.u32 %normal, %magnitude, 0x38000000", "shr.u32 %more, %random, 19", "add.u32 %normal, %normal, %more", "shr.u32 %normal, %normal, 13",
        "mov.b32 %units, %magnitude", "mul.rn.f32 %units, %units, 0f4B800000", "cvt.rzi.f32.f32 %floor, %units", "sub.rn.f32 %part, %units, %floor",
        "shr.u32 %more, %random, 8", "cvt.rn.f32.u32 %share, %more", "mul.rn.f32 %share, %share, 0f33800000", "setp.lt.f32 %isMore, %share, %part",
        "selp.u32 %more, 1, 0, %isMore", "cvt.rzi.u32.f32 %small, %floor", "add.u32 %small, %small, %more",
        "selp.b32 %normal, %small, %normal, %isSmall", "or.b32 %normal, %normal, %sign", "cvt.u16.u32 %bits, %normal", "selp.b16 %bits, %nearest, %bits, %isLarge",
    ];

    /// <summary>
    /// Instructions with registers of their own, which are declared first. Their names end in <c>$</c>, as none that an author gives: the operands, put in at last, keep theirs.
    /// </summary>
    /// <param name="write">Gives the instructions over places of the operands.</param>
    /// <param name="operands">What comes to these places.</param>
    private static IEnumerable<string> Scope(Func<string[], IEnumerable<string>> write, params string[] operands)
    {
        string[] lines = [.. write([.. operands.Select((operand, index) => operand.StartsWith('[') ? $"[{Place(index)}]" : Place(index))])];
        string[] declarations = [.. lines.Where(IsDeclaration)];
        var own = declarations.SelectMany(line => Register().Matches(line)).Select(register => register.Value).ToHashSet();
        return ["{", .. declarations.Select(Finished), .. lines.Where(line => !IsDeclaration(line)).Select(Finished), "}"];

        string Finished(string line)
        {
            line = Register().Replace(line, register => own.Contains(register.Value) ? register.Value + "$" : register.Value);
            return operands.Index().Aggregate(line, (text, operand) => text.Replace(Place(operand.Index), operand.Item.Trim('[', ']'), StringComparison.Ordinal));
        }
    }

    private static bool IsDeclaration(string line) => line.StartsWith(".reg", StringComparison.Ordinal);

    private static string Place(int operand) => string.Create(CultureInfo.InvariantCulture, $"#{operand}");

    private static bool IsNative(Type element) => element == typeof(float) || element == typeof(double);

    private static string Bits(Type element) => (8 * Width(element)).ToString(CultureInfo.InvariantCulture);

    [GeneratedRegex(@"%[\w$]+")]
    private static partial Regex Register();
}
