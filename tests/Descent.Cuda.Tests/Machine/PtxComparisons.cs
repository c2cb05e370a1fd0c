namespace Descent.Cuda.Tests.Machine;

/// <summary>Comparisons: ordered ones of numbers are false where one is NaN, those with a u at their end true.</summary>
internal static class PtxComparisons
{
    public static Func<ulong, ulong, ulong> Of(string comparison, string type)
    {
        Func<ulong, ulong, bool> holds = type switch
        {
            "f32" => (x, y) => Holds(comparison, BitConverter.UInt32BitsToSingle((uint)x), BitConverter.UInt32BitsToSingle((uint)y)),
            "f64" => (x, y) => Holds(comparison, BitConverter.UInt64BitsToDouble(x), BitConverter.UInt64BitsToDouble(y)),
            "s32" => (x, y) => HoldsOfIntegers(comparison, ((int)x).CompareTo((int)y)),
            "s64" => (x, y) => HoldsOfIntegers(comparison, ((long)x).CompareTo((long)y)),
            "u32" or "b32" => (x, y) => HoldsOfIntegers(comparison, ((uint)x).CompareTo((uint)y)),
            "u64" or "b64" => (x, y) => HoldsOfIntegers(comparison, x.CompareTo(y)),
            _ => throw new PtxException($"there is no comparison of .{type}."),
        };
        _ = holds(0, 0);
        return (x, y) => holds(x, y) ? 1UL : 0;
    }

    /// <summary>A comparison that is combined with another condition.</summary>
    public static Act Combined(PtxEntry entry, string comparison, string combination, string type, IReadOnlyList<string> operands)
    {
        PtxInstructions.Require(operands, 4);
        var (register, x, y, other) = (entry.Register(operands[0], "pred"), entry.Operand(operands[1], type), entry.Operand(operands[2], type), entry.Operand(operands[3], "pred"));
        var compare = Of(comparison, type);
        Func<ulong, ulong, ulong> combine = combination switch
        {
            "and" => (a, b) => a & b,
            "or" => (a, b) => a | b,
            "xor" => (a, b) => a ^ b,
            _ => throw new PtxException($"'{combination}' combines no conditions."),
        };
        return thread => thread.Registers[register] = combine(compare(x(thread), y(thread)), other(thread));
    }

    private static bool Holds(string comparison, double x, double y)
    {
        var isNaN = double.IsNaN(x) || double.IsNaN(y);
        return comparison switch
        {
            "eq" => x == y,
            "ne" => !isNaN && x != y,
            "lt" => x < y,
            "le" => x <= y,
            "gt" => x > y,
            "ge" => x >= y,
            "equ" => isNaN || x == y,
            "neu" => isNaN || x != y,
            "ltu" => isNaN || x < y,
            "leu" => isNaN || x <= y,
            "gtu" => isNaN || x > y,
            "geu" => isNaN || x >= y,
            "num" => !isNaN,
            "nan" => isNaN,
            _ => throw new PtxException($"'{comparison}' compares no numbers."),
        };
    }

    private static bool HoldsOfIntegers(string comparison, int order) => comparison switch
    {
        "eq" => order == 0,
        "ne" => order != 0,
        "lt" or "lo" => order < 0,
        "le" or "ls" => order <= 0,
        "gt" or "hi" => order > 0,
        "ge" or "hs" => order >= 0,
        _ => throw new PtxException($"'{comparison}' compares no whole numbers."),
    };
}
