namespace Descent.Cuda.Tests.Machine;

/// <summary>
/// Arithmetic of <c>.f32</c> and <c>.f64</c>, subnormal numbers kept. Sums and products must say how they are rounded: without it the compiler of the driver may contract them.
/// What is not a number is the machine's own NaN in <c>.f32</c>, whose sign is not that of a processor's.
/// </summary>
internal static class PtxNumbers
{
    private const uint NaNOfFloat = 0x7fff_ffff;
    private const ushort NaNOfHalf = 0x7fff;

    public static Act Compile(PtxEntry entry, string[] words, IReadOnlyList<string> operands)
    {
        var type = words[^1];
        if (words[0] == "cvt")
        {
            return Convert(entry, words, operands);
        }

        var isFloat = type == "f32";
        return words[..^1] switch
        {
            ["add", "rn"] => Two(isFloat ? OfFloats((x, y) => x + y) : OfDoubles((x, y) => x + y)),
            ["sub", "rn"] => Two(isFloat ? OfFloats((x, y) => x - y) : OfDoubles((x, y) => x - y)),
            ["mul", "rn"] => Two(isFloat ? OfFloats((x, y) => x * y) : OfDoubles((x, y) => x * y)),
            ["div", "rn"] => Two(isFloat ? OfFloats((x, y) => x / y) : OfDoubles((x, y) => x / y)),
            ["min"] => Two(isFloat ? OfFloats(float.MinNumber) : OfDoubles(double.MinNumber)),
            ["max"] => Two(isFloat ? OfFloats(float.MaxNumber) : OfDoubles(double.MaxNumber)),
            ["copysign"] => Two(isFloat ? (x, y) => (x & 0x8000_0000) | (y & 0x7fff_ffff) : (x, y) => (x & 0x8000_0000_0000_0000) | (y & 0x7fff_ffff_ffff_ffff)),
            ["fma", "rn"] => PtxInstructions.Ternary(entry, type, type, type, operands, isFloat
                ? (x, y, z) => Bits(MathF.FusedMultiplyAdd(Float(x), Float(y), Float(z)))
                : (x, y, z) => Bits(Math.FusedMultiplyAdd(Double(x), Double(y), Double(z)))),
            ["sqrt", "rn"] => One(isFloat ? x => Bits(MathF.Sqrt(Float(x))) : x => Bits(Math.Sqrt(Double(x)))),
            ["abs"] => One(isFloat ? x => x & 0x7fff_ffff : x => x & 0x7fff_ffff_ffff_ffff),
            ["neg"] => One(isFloat ? x => x ^ 0x8000_0000 : x => x ^ 0x8000_0000_0000_0000),
            _ => throw new PtxException("there is no such instruction, or it does not say how it rounds."),
        };

        Act One(Func<ulong, ulong> compute) => PtxInstructions.Unary(entry, type, type, operands, compute);

        Act Two(Func<ulong, ulong, ulong> compute) => PtxInstructions.Binary(entry, type, type, operands, compute);
    }

    /// <summary>Conversions among numbers: to whole ones of the same type, and from one type to the other.</summary>
    private static Act Convert(PtxEntry entry, string[] words, IReadOnlyList<string> operands)
    {
        var (to, from) = (words[^2], words[^1]);
        Func<ulong, ulong> convert = words[1..] switch
        {
            ["f64", "f32"] => x => Bits((double)Float(x)),
            ["rn", "f32", "f64"] => x => Bits((float)Double(x)),
            ["rz", "f32", "f64"] => x => Bits(TowardsZero(Double(x))),
            ["f32", "f16"] => x => Bits((float)BitConverter.UInt16BitsToHalf((ushort)x)),
            ["rn", "f32", "u32"] => x => Bits((float)(uint)x),
            ["rzi", "u32", "f32"] => x => ToUnsigned(Float(x)),
            ["rpi", "u32", "f32"] => x => ToUnsigned(MathF.Ceiling(Float(x))),
            ["rn", "f16", "f32"] => x => float.IsNaN(Float(x)) ? NaNOfHalf : BitConverter.HalfToUInt16Bits((Half)Float(x)),
            [var mode, "f32", "f32"] => x => Bits((float)Whole(mode, Float(x))),
            [var mode, "f64", "f64"] => x => Bits(Whole(mode, Double(x))),
            _ => throw new PtxException("there is no such conversion."),
        };
        return PtxInstructions.Unary(entry, to, from, operands, convert);
    }

    private static float TowardsZero(double x)
    {
        var nearest = (float)x;
        return Math.Abs((double)nearest) > Math.Abs(x) ? BitConverter.Int32BitsToSingle(BitConverter.SingleToInt32Bits(nearest) - 1) : nearest;
    }

    /// <summary>What is below the range becomes 0, and what is above it the largest; NaN becomes 0.</summary>
    private static ulong ToUnsigned(float x) => float.IsNaN(x) || x <= 0 ? 0 : x >= 4294967296f ? uint.MaxValue : (uint)x;

    private static double Whole(string mode, double x) => mode switch
    {
        "rni" => Math.Round(x, MidpointRounding.ToEven),
        "rzi" => Math.Truncate(x),
        "rmi" => Math.Floor(x),
        "rpi" => Math.Ceiling(x),
        _ => throw new PtxException($"'{mode}' is no rounding to whole numbers."),
    };

    private static Func<ulong, ulong, ulong> OfFloats(Func<float, float, float> compute) => (x, y) => Bits(compute(Float(x), Float(y)));

    private static Func<ulong, ulong, ulong> OfDoubles(Func<double, double, double> compute) => (x, y) => Bits(compute(Double(x), Double(y)));

    private static float Float(ulong bits) => BitConverter.UInt32BitsToSingle((uint)bits);

    private static double Double(ulong bits) => BitConverter.UInt64BitsToDouble(bits);

    private static ulong Bits(float value) => float.IsNaN(value) ? NaNOfFloat : BitConverter.SingleToUInt32Bits(value);

    private static ulong Bits(double value) => BitConverter.DoubleToUInt64Bits(value);
}
