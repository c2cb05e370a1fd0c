namespace Descent.Cuda.Tests.Machine;

/// <summary>The fundamental types of PTX: how many bits, and what they may be put into.</summary>
internal static class PtxType
{
    /// <summary>How many bytes a value has.</summary>
    public static int Size(string type) => type switch
    {
        "pred" or "u8" or "s8" or "b8" => 1,
        "u16" or "s16" or "b16" or "f16" => 2,
        "u32" or "s32" or "b32" or "f32" => 4,
        "u64" or "s64" or "b64" or "f64" => 8,
        _ => throw new PtxException($"'.{type}' is no type."),
    };

    /// <summary>The bits of a type that fits into a register.</summary>
    public static ulong Mask(string type) => Size(type) == 8 ? ulong.MaxValue : (1UL << (8 * Size(type))) - 1;

    /// <summary>
    /// Whether an instruction of one type takes a register of another: the same, bits of the same size, and whole numbers with or without sign of the same size.
    /// </summary>
    public static bool Takes(string instruction, string register)
    {
        if (instruction == register)
        {
            return true;
        }

        var (kind, other) = (instruction[0], register[0]);
        return instruction != "pred" && register != "pred" && Size(instruction) == Size(register)
            && (kind == 'b' || other == 'b' || (kind is 'u' or 's' && other is 'u' or 's'));
    }
}

/// <summary>What the machine throws of a text or a thread that is in error.</summary>
internal sealed class PtxException(string message) : Exception(message);
