namespace Descent.Cuda.Tests.Machine;

/// <summary>Arithmetic of whole numbers, and of bits.</summary>
internal static class PtxIntegers
{
    public static Act Compile(PtxEntry entry, string[] words, IReadOnlyList<string> operands)
    {
        var type = words[^1];
        var mask = PtxType.Mask(type);
        return words[..^1] switch
        {
            ["add"] => PtxInstructions.Binary(entry, type, type, operands, (x, y) => (x + y) & mask),
            ["sub"] => PtxInstructions.Binary(entry, type, type, operands, (x, y) => (x - y) & mask),
            ["mul", "lo"] => PtxInstructions.Binary(entry, type, type, operands, (x, y) => (x * y) & mask),
            ["mul", "wide"] when type == "u32" => PtxInstructions.Binary(entry, "u64", type, operands, (x, y) => x * y),
            ["mad", "lo"] => PtxInstructions.Ternary(entry, type, type, type, operands, (x, y, z) => ((x * y) + z) & mask),
            ["mad", "wide"] when type == "u32" => PtxInstructions.Ternary(entry, "u64", type, "u64", operands, (x, y, z) => (x * y) + z),
            ["div"] when type == "u32" => PtxInstructions.Binary(entry, type, type, operands, (x, y) => y == 0 ? throw new PtxException("a division by zero gives anything.") : x / y),
            ["max"] when type[0] == 'u' => PtxInstructions.Binary(entry, type, type, operands, Math.Max),
            ["min"] when type[0] == 'u' => PtxInstructions.Binary(entry, type, type, operands, Math.Min),
            ["cvt", "u64"] when type == "u32" => PtxInstructions.Unary(entry, "u64", type, operands, x => x),
            ["cvt", "u16"] when type == "u32" => PtxInstructions.Unary(entry, "u16", type, operands, x => x & ushort.MaxValue),
            ["cvt", "u32"] when type == "u64" => PtxInstructions.Unary(entry, "u32", type, operands, x => x & uint.MaxValue),
            _ => throw new PtxException("there is no such instruction."),
        };
    }

    public static Act Logical(PtxEntry entry, string name, string type, IReadOnlyList<string> operands)
    {
        if (type != "pred" && type[0] != 'b' && name is not ("shr" or "shl"))
        {
            throw new PtxException($"there is no {name}.{type}.");
        }

        var mask = type == "pred" ? 1 : PtxType.Mask(type);
        var bits = 8 * PtxType.Size(type);
        return name switch
        {
            "and" => PtxInstructions.Binary(entry, type, type, operands, (x, y) => x & y),
            "or" => PtxInstructions.Binary(entry, type, type, operands, (x, y) => x | y),
            "xor" => PtxInstructions.Binary(entry, type, type, operands, (x, y) => x ^ y),
            "not" => PtxInstructions.Unary(entry, type, type, operands, x => ~x & mask),
            "shl" when type[0] == 'b' => Shift((x, count) => count >= bits ? 0 : (x << count) & mask),
            "shr" when type[0] is 'b' or 'u' => Shift((x, count) => count >= bits ? 0 : x >> count),
            _ => throw new PtxException($"there is no {name}.{type}."),
        };

        Act Shift(Func<ulong, int, ulong> shift)
        {
            PtxInstructions.Require(operands, 3);
            var (register, x, count) = (entry.Register(operands[0], type), entry.Operand(operands[1], type), entry.Operand(operands[2], "u32"));
            return thread => thread.Registers[register] = shift(x(thread), (int)Math.Min(count(thread), 64));
        }
    }
}
