using System.Buffers.Binary;

namespace Descent.Cuda.Tests.Machine;

/// <summary>What each instruction does, by NVIDIA's description. An unknown one, or a modifier that is not known of it, is an error.</summary>
internal static class PtxInstructions
{
    public static Act Compile(PtxEntry entry, PtxStatement statement)
    {
        var (words, operands) = (statement.Name.Split('.'), statement.Operands);
        return words switch
        {
            ["ret" or "exit"] => thread => thread.Pause = Pause.Done,
            ["call"] => Call(entry, operands),
            ["bra"] or ["bra", "uni"] => Branch(entry.Label(operands[0])),
            ["bar", "sync"] when operands[0] == "0" => thread => thread.Pause = Pause.Barrier,
            ["ld", "param", var type] => LoadParameter(entry, type, operands),
            ["ld", "global", "v2" or "v4", var type] => LoadVector(entry, type, operands),
            ["ld", "global", var type] => LoadGlobal(entry, type, operands),
            ["red", "global", "max", "u32"] => Reduce(entry, operands, Math.Max),
            ["red", "global", "add", "u32"] => Reduce(entry, operands, (x, y) => (uint)(x + y)),
            ["ld", "shared", var type] => LoadShared(entry, type, operands),
            ["ld", "shared", "v2", var type] => LoadSharedPair(entry, type, operands),
            ["st", "global", "v2" or "v4", var type] => StoreVector(entry, type, operands),
            ["st", "global", var type] => StoreGlobal(entry, type, operands),
            ["st", "shared", var type] => StoreShared(entry, type, operands),
            ["cvta", "to", "global", "u64"] => Unary(entry, "u64", "u64", operands, value => value),
            ["mov", "b64"] when operands[0].StartsWith('{') => Unpack(entry, operands),
            ["mov", "b64"] when operands[1].StartsWith('{') => Pack(entry, operands),
            ["mov", var type] => Unary(entry, type, type, operands, value => value),
            ["shfl", "sync", var mode, "b32"] => Shuffle(entry, mode, operands),
            ["activemask", "b32"] => ActiveMask(entry, operands),
            ["match", "all", "sync", "b32"] => MatchAll(entry, operands),
            ["setp", var comparison, var type] => Binary(entry, "pred", type, operands, PtxComparisons.Of(comparison, type)),
            ["setp", var comparison, var combination, var type] => PtxComparisons.Combined(entry, comparison, combination, type, operands),
            ["selp", var type] => Select(entry, type, operands),
            ["and" or "or" or "xor" or "not" or "cnot" or "shl" or "shr", var type] => PtxIntegers.Logical(entry, words[0], type, operands),
            [_, .., "f32" or "f64"] or ["cvt", "f32", "f16"] or ["cvt", "rn", "f32", "u32"] => PtxNumbers.Compile(entry, words, operands),
            _ => PtxIntegers.Compile(entry, words, operands),
        };
    }

    /// <summary>An instruction of one operand.</summary>
    public static Act Unary(PtxEntry entry, string result, string type, IReadOnlyList<string> operands, Func<ulong, ulong> compute)
    {
        Require(operands, 2);
        var (register, x) = (entry.Register(operands[0], result), entry.Operand(operands[1], type));
        return thread => thread.Registers[register] = compute(x(thread));
    }

    /// <summary>An instruction of two operands.</summary>
    public static Act Binary(PtxEntry entry, string result, string type, IReadOnlyList<string> operands, Func<ulong, ulong, ulong> compute)
    {
        Require(operands, 3);
        var (register, x, y) = (entry.Register(operands[0], result), entry.Operand(operands[1], type), entry.Operand(operands[2], type));
        return thread => thread.Registers[register] = compute(x(thread), y(thread));
    }

    /// <summary>An instruction of three operands.</summary>
    public static Act Ternary(PtxEntry entry, string result, string type, string last, IReadOnlyList<string> operands, Func<ulong, ulong, ulong, ulong> compute)
    {
        Require(operands, 4);
        var (register, x, y, z) = (entry.Register(operands[0], result), entry.Operand(operands[1], type), entry.Operand(operands[2], type), entry.Operand(operands[3], last));
        return thread => thread.Registers[register] = compute(x(thread), y(thread), z(thread));
    }

    public static void Require(IReadOnlyList<string> operands, int count)
    {
        if (operands.Count != count)
        {
            throw new PtxException($"it takes {count} operands.");
        }
    }

    /// <summary>Calls a function, which has registers of its own and waits for nobody.</summary>
    private static Act Call(PtxEntry entry, IReadOnlyList<string> operands)
    {
        Require(operands, 3);
        var function = entry.Function(operands[1]);
        var given = operands[2].Trim('(', ')').Split(',', StringSplitOptions.TrimEntries);
        if (given.Length != function.Parameters.Count)
        {
            throw new PtxException($"{function.Name} takes {function.Parameters.Count} values.");
        }

        var arguments = function.Parameters.Zip(given, (parameter, operand) => (Register: function.Register(parameter.Name, parameter.Type), Value: entry.Operand(operand, parameter.Type))).ToArray();
        var returned = function.Register(function.Result!, function.TypeOf(function.Result!));
        var register = entry.Register(operands[0].Trim('(', ')'), function.TypeOf(function.Result!));
        return thread =>
        {
            var callee = thread.Enter(function.Registers);
            foreach (var (parameter, value) in arguments)
            {
                callee.Registers[parameter] = value(thread);
            }

            function.Run(callee);
            thread.Registers[register] = callee.Pause == Pause.Done ? callee.Registers[returned] : throw new PtxException($"{function.Name} waits for other threads.");
        };
    }

    private static Act Branch(int place) => thread => thread.Next = place;

    private static Act LoadParameter(PtxEntry entry, string type, IReadOnlyList<string> operands)
    {
        var (offset, declared) = entry.Parameter(operands[1].Trim('[', ']'));
        if (PtxType.Size(declared) != PtxType.Size(type))
        {
            throw new PtxException($"the parameter is of .{declared}.");
        }

        var register = entry.Register(operands[0], type);
        return thread => thread.Registers[register] = type[^2..] == "64"
            ? BinaryPrimitives.ReadUInt64LittleEndian(thread.Parameters.AsSpan(offset))
            : BinaryPrimitives.ReadUInt32LittleEndian(thread.Parameters.AsSpan(offset));
    }

    private static Act LoadGlobal(PtxEntry entry, string type, IReadOnlyList<string> operands)
    {
        var (register, address, size) = (entry.Register(operands[0], type, mayBeWider: true), entry.Address(operands[1]), PtxType.Size(type));
        var mask = PtxType.Mask(entry.TypeOf(operands[0]));
        return thread => thread.Registers[register] = Extended(thread.Load(address(thread), size), type) & mask;
    }

    /// <summary>A whole number with a sign keeps it where the register is wider.</summary>
    private static ulong Extended(ulong value, string type) => type switch { "s16" => (ulong)(short)value, "s8" => (ulong)(sbyte)value, _ => value };

    private static Act LoadVector(PtxEntry entry, string type, IReadOnlyList<string> operands)
    {
        var registers = operands[0].Trim('{', '}').Split(',', StringSplitOptions.TrimEntries).Select(register => entry.Register(register, type, mayBeWider: true)).ToArray();
        var (address, size) = (entry.Address(operands[1]), PtxType.Size(type));
        return thread =>
        {
            var first = address(thread);
            if (first % (ulong)(size * registers.Length) != 0)
            {
                throw new PtxException($"0x{first:x} is not aligned for {registers.Length} values.");
            }

            for (var index = 0; index < registers.Length; index++)
            {
                thread.Registers[registers[index]] = thread.Load(first + (ulong)(size * index), size);
            }
        };
    }

    private static Act StoreVector(PtxEntry entry, string type, IReadOnlyList<string> operands)
    {
        var registers = operands[1].Trim('{', '}').Split(',', StringSplitOptions.TrimEntries).Select(register => entry.Register(register, type, mayBeWider: true)).ToArray();
        var (address, size) = (entry.Address(operands[0]), PtxType.Size(type));
        return thread =>
        {
            var first = address(thread);
            if (first % (ulong)(size * registers.Length) != 0)
            {
                throw new PtxException($"0x{first:x} is not aligned for {registers.Length} values.");
            }

            for (var index = 0; index < registers.Length; index++)
            {
                thread.Store(first + (ulong)(size * index), size, thread.Registers[registers[index]]);
            }
        };
    }

    private static Act StoreGlobal(PtxEntry entry, string type, IReadOnlyList<string> operands)
    {
        var (address, value, size) = (entry.Address(operands[0]), Stored(entry, operands[1], type), PtxType.Size(type));
        return thread => thread.Store(address(thread), size, value(thread));
    }

    /// <summary>Keeps the larger of a value and that in memory, as if at once.</summary>
    private static Act Reduce(PtxEntry entry, IReadOnlyList<string> operands, Func<ulong, ulong, ulong> combine)
    {
        Require(operands, 2);
        var (address, value) = (entry.Address(operands[0]), entry.Operand(operands[1], "u32"));
        return thread => thread.Reduce(address(thread), 4, combine, value(thread));
    }

    private static Act LoadShared(PtxEntry entry, string type, IReadOnlyList<string> operands)
    {
        var (register, address, size) = (entry.Register(operands[0], type, mayBeWider: true), entry.Address(operands[1]), PtxType.Size(type));
        return thread =>
        {
            Span<byte> whole = stackalloc byte[8];
            thread.ReadShared(Aligned(address(thread), size), size).CopyTo(whole);
            thread.Registers[register] = BinaryPrimitives.ReadUInt64LittleEndian(whole);
        };
    }

    /// <summary>Two values that follow one another, aligned together.</summary>
    private static Act LoadSharedPair(PtxEntry entry, string type, IReadOnlyList<string> operands)
    {
        int[] registers = [.. operands[0].Trim('{', '}').Split(',', StringSplitOptions.TrimEntries).Select(register => entry.Register(register, type))];
        var (address, size) = (entry.Address(operands[1]), PtxType.Size(type));
        return thread =>
        {
            var first = Aligned(address(thread), 2 * size);
            Span<byte> pair = stackalloc byte[16];
            thread.ReadShared(first, size).CopyTo(pair);
            thread.ReadShared(first + size, size).CopyTo(pair[8..]);
            thread.Registers[registers[0]] = BinaryPrimitives.ReadUInt64LittleEndian(pair);
            thread.Registers[registers[1]] = BinaryPrimitives.ReadUInt64LittleEndian(pair[8..]);
        };
    }

    private static Act StoreShared(PtxEntry entry, string type, IReadOnlyList<string> operands)
    {
        var (address, value, size) = (entry.Address(operands[0]), Stored(entry, operands[1], type), PtxType.Size(type));
        return thread =>
        {
            Span<byte> whole = stackalloc byte[8];
            BinaryPrimitives.WriteUInt64LittleEndian(whole, value(thread));
            whole[..size].CopyTo(thread.WriteShared(Aligned(address(thread), size), size));
        };
    }

    private static int Aligned(ulong address, int size) => address % (ulong)size == 0 ? (int)address : throw new PtxException($"0x{address:x} is not a multiple of {size}.");

    private static Read Stored(PtxEntry entry, string operand, string type)
    {
        if (!operand.StartsWith('%') || PtxType.Size(type) >= 4)
        {
            return entry.Operand(operand, type);
        }

        var (register, mask) = (entry.Register(operand, type, mayBeWider: true), PtxType.Mask(type));
        return thread => thread.Registers[register] & mask;
    }

    /// <summary>The halves of a value, the lower one first.</summary>
    private static Act Unpack(PtxEntry entry, IReadOnlyList<string> operands)
    {
        var halves = Halves(operands[0]).Select(half => entry.Register(half, "b32")).ToArray();
        var whole = entry.Operand(operands[1], "b64");
        return thread =>
        {
            var value = whole(thread);
            thread.Registers[halves[0]] = value & uint.MaxValue;
            thread.Registers[halves[1]] = value >> 32;
        };
    }

    private static Act Pack(PtxEntry entry, IReadOnlyList<string> operands)
    {
        var halves = Halves(operands[1]).Select(half => entry.Operand(half, "b32")).ToArray();
        var whole = entry.Register(operands[0], "b64");
        return thread => thread.Registers[whole] = halves[0](thread) | (halves[1](thread) << 32);
    }

    private static string[] Halves(string operand)
        => operand.Trim('{', '}').Split(',', StringSplitOptions.TrimEntries) is { Length: 2 } halves ? halves : throw new PtxException("a value has two halves.");

    private static Act Select(PtxEntry entry, string type, IReadOnlyList<string> operands)
        => type == "pred" ? throw new PtxException("there is no selp.pred.") : Ternary(entry, type, type, "pred", operands, (x, y, condition) => condition != 0 ? x : y);

    /// <summary>An exchange among lanes: all of the mask come to it, and the limits are those of the whole warp.</summary>
    private static Act Shuffle(PtxEntry entry, string mode, IReadOnlyList<string> operands)
    {
        Require(operands, 5);
        var (register, value, lane) = (entry.Register(operands[0], "b32"), entry.Operand(operands[1], "b32"), entry.Operand(operands[2], "b32"));
        var (clamp, mask) = (entry.Operand(operands[3], "b32"), entry.Operand(operands[4], "b32"));
        Func<int, int, int, int> source = mode switch
        {
            "bfly" => (own, distance, limit) => (own ^ distance) <= limit ? own ^ distance : own,
            "down" => (own, distance, limit) => own + distance <= limit ? own + distance : own,
            "up" => (own, distance, limit) => own - distance >= limit ? own - distance : own,
            "idx" => (_, distance, limit) => Math.Min(distance, limit),
            _ => throw new PtxException($"'{mode}' is no exchange."),
        };
        return thread => thread.Give(value(thread), Take, (uint)mask(thread));

        void Take(PtxThread thread, uint came, ReadOnlySpan<ulong> given)
        {
            var other = source(thread.Lane, (int)lane(thread), (int)clamp(thread));
            thread.Registers[register] = other is >= 0 and < PtxThread.WarpSize && (came & (1u << other)) != 0 ? given[other] : value(thread);
        }
    }

    /// <summary>Which lanes of the warp have come together.</summary>
    private static Act ActiveMask(PtxEntry entry, IReadOnlyList<string> operands)
    {
        Require(operands, 1);
        var register = entry.Register(operands[0], "b32");
        return thread => thread.Give(0, Take, mask: null);

        void Take(PtxThread thread, uint came, ReadOnlySpan<ulong> given) => thread.Registers[register] = came;
    }

    /// <summary>Whether all lanes of the mask have one value: then their mask, and otherwise 0.</summary>
    private static Act MatchAll(PtxEntry entry, IReadOnlyList<string> operands)
    {
        Require(operands, 3);
        var results = operands[0].Split('|');
        Require(results, 2);
        var (register, predicate) = (entry.Register(results[0], "b32"), entry.Register(results[1], "pred"));
        var (value, mask) = (entry.Operand(operands[1], "b32"), entry.Operand(operands[2], "b32"));
        return thread => thread.Give(value(thread), Take, (uint)mask(thread));

        void Take(PtxThread thread, uint came, ReadOnlySpan<ulong> given)
        {
            var isOne = true;
            for (var other = 0; other < given.Length; other++)
            {
                isOne &= (came & (1u << other)) == 0 || given[other] == value(thread);
            }

            (thread.Registers[register], thread.Registers[predicate]) = (isOne ? mask(thread) : 0, isOne ? 1UL : 0);
        }
    }
}
