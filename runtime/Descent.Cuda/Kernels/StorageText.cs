using System.Globalization;

namespace Descent.Cuda.Kernels;

/// <summary>
/// What takes the place of <c>load</c>, <c>store</c> and <c>clear</c> in the text of a rule: the instructions for one storage. A value is decoded once to the type of the
/// arithmetic, and encoded once, to the nearest, of two to the even one, with the one NaN that is stored on the processor.
/// </summary>
internal static class StorageText
{
    /// <summary>How many bytes a value has.</summary>
    public static int Width(Type element) => element == typeof(double) ? sizeof(double) : element == typeof(float) ? sizeof(float) : sizeof(ushort);

    /// <summary>The instructions in place of one.</summary>
    /// <param name="operation">Its name: <c>load</c>, <c>store</c> or <c>clear</c>.</param>
    /// <param name="element">As what the value is stored.</param>
    /// <param name="ofDoubles">Whether the arithmetic is in <see cref="double"/>.</param>
    /// <param name="operands">Its operands: a register and an address, an address and a register or number, an address.</param>
    public static IEnumerable<string> Of(string operation, Type element, bool ofDoubles, string[] operands) => operation switch
    {
        "clear" => [$"st.global.b{Bits(element)} {operands[0]}, 0"],
        "load" => Load(element, ofDoubles, operands[0], operands[1]),
        _ => Store(element, ofDoubles, operands[0], operands[1]),
    };

    private static IEnumerable<string> Load(Type element, bool ofDoubles, string value, string at)
    {
        if (IsNative(element))
        {
            return [$"ld.global.f{Bits(element)} {value}, {at}"];
        }

        var (single, widen) = ofDoubles ? ("%single", ["cvt.f64.f32 " + value + ", %single"]) : (value, Array.Empty<string>());
        string[] decode = element == typeof(Half)
            ? [".reg .b16 %bits", $"ld.global.b16 %bits, {at}", $"cvt.f32.f16 {single}, %bits"]
            : [".reg .b32 %bits", $"ld.global.u16 %bits, {at}", "shl.b32 %bits, %bits, 16", $"mov.b32 {single}, %bits"];
        return Scope([.. ofDoubles ? [".reg .f32 %single"] : Array.Empty<string>(), .. decode, .. widen]);
    }

    private static IEnumerable<string> Store(Type element, bool ofDoubles, string at, string value)
    {
        if (IsNative(element))
        {
            return [$"st.global.f{Bits(element)} {at}, {value}"];
        }

        List<string> lines = [".reg .f32 %single", ".reg .pred %isNaN"];
        if (ofDoubles)
        {
            // Towards zero, and to the odd neighbour where something is lost: then what follows rounds as from the double itself.
            lines.AddRange([
                ".reg .f64 %whole, %kept", ".reg .b32 %odd", ".reg .pred %isInexact",
                $"mov.f64 %whole, {value}", "cvt.rz.f32.f64 %single, %whole", "cvt.f64.f32 %kept, %single", "setp.ne.f64 %isInexact, %whole, %kept",
                "mov.b32 %odd, %single", "@%isInexact or.b32 %odd, %odd, 1", "mov.b32 %single, %odd",
            ]);
        }
        else
        {
            lines.Add($"mov.f32 %single, {value}");
        }

        if (element == typeof(Half))
        {
            lines.AddRange([
                ".reg .b16 %bits", "setp.nan.f32 %isNaN, %single, %single", "cvt.rn.f16.f32 %bits, %single",
                "@%isNaN mov.b16 %bits, 0x7e00", $"st.global.b16 {at}, %bits",
            ]);
        }
        else
        {
            lines.AddRange([
                ".reg .b32 %bits, %last", "setp.nan.f32 %isNaN, %single, %single", "mov.b32 %bits, %single",
                "shr.u32 %last, %bits, 16", "and.b32 %last, %last, 1", "add.u32 %bits, %bits, 0x7fff", "add.u32 %bits, %bits, %last", "shr.u32 %bits, %bits, 16",
                "@%isNaN mov.b32 %bits, 0xffc0", $"st.global.u16 {at}, %bits",
            ]);
        }

        return Scope(lines);
    }

    /// <summary>Instructions with registers of their own, which are declared first.</summary>
    private static IEnumerable<string> Scope(IReadOnlyList<string> lines)
        => ["{", .. lines.Where(line => line.StartsWith(".reg", StringComparison.Ordinal)), .. lines.Where(line => !line.StartsWith(".reg", StringComparison.Ordinal)), "}"];

    private static bool IsNative(Type element) => element == typeof(float) || element == typeof(double);

    private static string Bits(Type element) => (8 * Width(element)).ToString(CultureInfo.InvariantCulture);
}
