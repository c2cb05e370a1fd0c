using System.Globalization;

namespace Descent.Cuda.Tests.Machine;

/// <summary>Runs an instruction in a thread.</summary>
internal delegate void Act(PtxThread thread);

/// <summary>Reads an operand of a thread.</summary>
internal delegate ulong Read(PtxThread thread);

/// <summary>An entry that is ready to run, and how its operands are found.</summary>
internal sealed class PtxEntry
{
    private const int RegistersOfBlock = 65536;
    private const int RegistersOfThread = 256;

    private readonly PtxEntryText _text;
    private readonly Dictionary<string, int> _numbers = [];
    private readonly Act[] _code;
    private readonly IReadOnlyDictionary<string, PtxEntry> _functions;
    private readonly IReadOnlyDictionary<string, ulong> _variables;

    private PtxEntry(PtxEntryText text, IReadOnlyDictionary<string, PtxEntry> functions, IReadOnlyDictionary<string, ulong> variables)
    {
        (_text, _functions, _variables) = (text, functions, variables);
        foreach (var register in text.Registers.Keys)
        {
            _numbers.Add(register, _numbers.Count);
        }

        _code = [.. text.Statements.Select(statement =>
        {
            try
            {
                PtxRules.Check(statement);
                return Guarded(statement, PtxInstructions.Compile(this, statement));
            }
            catch (PtxException exception)
            {
                throw new PtxException($"{text.Name}: '{statement}': {exception.Message}");
            }
        })];
    }

    public string Name => _text.Name;

    public int Registers => _numbers.Count;

    public int SharedBytes => _text.SharedBytes;

    public IReadOnlyList<(string Name, string Type)> Parameters => _text.Parameters;

    /// <summary>How many threads a block has at most: as many as there are registers for if each has all it can have, unless the entry says that there are more.</summary>
    public int MaxThreads => _text.MaxThreads ?? RegistersOfBlock / RegistersOfThread;

    /// <summary>The register that a function returns.</summary>
    public string? Result => _text.Result;

    /// <summary>The entries of a module, which call the functions that stand before them.</summary>
    /// <param name="text">The module.</param>
    /// <param name="memory">Where its variables lie.</param>
    public static PtxEntry[] Load(string text, GlobalMemory memory)
    {
        var functions = new Dictionary<string, PtxEntry>();
        List<PtxEntry> entries = [];
        var module = PtxParser.Parse(text);
        var variables = module.Variables.ToDictionary(variable => variable.Name, variable => memory.AllocateVariable(
            variable.Align, [.. variable.Values.SelectMany(value => BitConverter.GetBytes(Number(value, variable.Type)).Take(PtxType.Size(variable.Type)))]));
        foreach (var one in module.Entries)
        {
            var entry = new PtxEntry(one, functions, variables);
            if (one.Result is null)
            {
                entries.Add(entry);
            }
            else
            {
                functions.Add(one.Name, entry);
            }
        }

        return [.. entries];
    }

    /// <summary>A function of the module that stands before.</summary>
    public PtxEntry Function(string name) => _functions.TryGetValue(name, out var function) ? function : throw new PtxException($"'{name}' is no function that stands before.");

    /// <summary>Runs a thread until it stops.</summary>
    public void Run(PtxThread thread)
    {
        thread.Pause = Pause.None;
        while (thread.Pause == Pause.None)
        {
            if (thread.Next >= _code.Length)
            {
                throw new PtxException($"{Name}: a thread runs out of the entry.");
            }

            _code[thread.Next++](thread);
        }
    }

    /// <summary>Where a parameter lies.</summary>
    public (int Offset, string Type) Parameter(string name)
    {
        var offset = 0;
        foreach (var parameter in _text.Parameters)
        {
            var size = PtxType.Size(parameter.Type);
            offset = (offset + size - 1) / size * size;
            if (parameter.Name == name)
            {
                return (offset, parameter.Type);
            }

            offset += size;
        }

        throw new PtxException($"'{name}' is no parameter.");
    }

    /// <summary>The instruction at a label.</summary>
    public int Label(string name) => _text.Labels.TryGetValue(name, out var place) ? place : throw new PtxException($"'{name}' is no label.");

    /// <summary>The type of a register.</summary>
    public string TypeOf(string register) => _text.Registers[register];

    /// <summary>The number of a register that takes values of a type; a wider one where a load extends it.</summary>
    public int Register(string name, string type, bool mayBeWider = false)
    {
        if (!_numbers.TryGetValue(name, out var number))
        {
            throw new PtxException($"'{name}' is no register.");
        }

        var declared = _text.Registers[name];
        return PtxType.Takes(type, declared) || (mayBeWider && type[0] != 'f' && type != "pred" && declared[0] != 'f' && PtxType.Size(declared) > PtxType.Size(type))
            ? number
            : throw new PtxException($"'{name}' is of .{declared}, not of .{type}.");
    }

    /// <summary>What reads an operand.</summary>
    public Read Operand(string operand, string type)
    {
        if (operand.StartsWith('%') && !_numbers.ContainsKey(operand) && type is "u32" or "b32" or "s32")
        {
            return thread => thread.Special(operand);
        }

        if (operand.StartsWith('%'))
        {
            var number = Register(operand, type);
            return thread => thread.Registers[number];
        }

        if (_text.Shared.TryGetValue(operand, out var address))
        {
            return type[0] == 'f' || PtxType.Size(type) < 4 ? throw new PtxException($"an address is no .{type}.") : _ => (ulong)address;
        }

        if (_variables.TryGetValue(operand, out var variable))
        {
            return type is "u64" or "b64" ? _ => variable : throw new PtxException($"an address is no .{type}.");
        }

        var value = Number(operand, type);
        return _ => value;
    }

    /// <summary>What reads an address: a register or a variable, and a number that is added.</summary>
    public Read Address(string operand)
    {
        if (!operand.StartsWith('[') || !operand.EndsWith(']'))
        {
            throw new PtxException($"'{operand}' is no address.");
        }

        var parts = operand[1..^1].Split('+', StringSplitOptions.TrimEntries);
        var offset = parts.Length == 2 ? Number(parts[1], "u64") : 0;
        var first = Operand(parts[0], _text.Shared.ContainsKey(parts[0]) ? "u32" : IsOfShared(parts[0]) ? "u32" : "u64");
        return thread => first(thread) + offset;
    }

    private bool IsOfShared(string register) => _text.Registers.TryGetValue(register, out var type) && PtxType.Size(type) == 4;

    private static ulong Number(string text, string type)
    {
        var culture = CultureInfo.InvariantCulture;
        if (text.StartsWith("0f", StringComparison.OrdinalIgnoreCase) && text.Length == 10)
        {
            return type is "f32" or "b32" ? uint.Parse(text[2..], NumberStyles.HexNumber, culture) : throw new PtxException($"{text} is no .{type}.");
        }

        if (text.StartsWith("0d", StringComparison.OrdinalIgnoreCase) && text.Length == 18)
        {
            return type is "f64" or "b64" ? ulong.Parse(text[2..], NumberStyles.HexNumber, culture) : throw new PtxException($"{text} is no .{type}.");
        }

        if (type[0] == 'f' || type == "pred")
        {
            throw new PtxException($"'{text}' is no .{type}.");
        }

        // Behind a 0 digits are to the base of eight.
        var isHexadecimal = text.StartsWith("0x", StringComparison.OrdinalIgnoreCase);
        var value = isHexadecimal ? (Int128)ulong.Parse(text[2..], NumberStyles.HexNumber, culture)
            : long.TryParse(text, NumberStyles.AllowLeadingSign, culture, out var number) && (text == "0" || text.TrimStart('-')[0] != '0') ? number
            : throw new PtxException($"'{text}' is nothing.");
        var mask = PtxType.Mask(type);
        return value <= mask && value >= -((Int128)mask / 2) - 1 ? (ulong)value & mask : throw new PtxException($"'{text}' is no .{type}.");
    }

    private Act Guarded(PtxStatement statement, Act act)
    {
        if (statement.Guard is not { } guard)
        {
            return act;
        }

        var (number, expected) = (Register(guard, "pred"), statement.IsNegated ? 0UL : 1UL);
        return thread =>
        {
            if (thread.Registers[number] == expected)
            {
                act(thread);
            }
        };
    }
}
