using System.Text.RegularExpressions;

namespace Descent.Cuda.Tests.Machine;

/// <summary>An instruction as it is written.</summary>
/// <param name="Guard">The register of its condition, if it has one.</param>
/// <param name="IsNegated">Whether it runs where that does not hold.</param>
/// <param name="Name">Its name with all modifiers.</param>
/// <param name="Operands">Its operands.</param>
internal sealed record PtxStatement(string? Guard, bool IsNegated, string Name, IReadOnlyList<string> Operands)
{
    public override string ToString() => $"{(Guard is null ? "" : $"@{(IsNegated ? "!" : "")}{Guard} ")}{Name} {string.Join(", ", Operands)}";
}

/// <summary>A variable of the device as it is written.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Align">What its address is a multiple of.</param>
/// <param name="Type">The type of its values.</param>
/// <param name="Values">They.</param>
internal sealed record PtxVariableText(string Name, int Align, string Type, IReadOnlyList<string> Values);

/// <summary>A module as it is written.</summary>
/// <param name="Variables">Its variables.</param>
/// <param name="Entries">Its functions and entries.</param>
internal sealed record PtxModuleText(IReadOnlyList<PtxVariableText> Variables, IReadOnlyList<PtxEntryText> Entries);

/// <summary>An entry as it is written.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Parameters">The names and types of its parameters.</param>
/// <param name="Registers">The types of its registers.</param>
/// <param name="Shared">Where in the memory of a block its variables lie.</param>
/// <param name="SharedBytes">How much of that there is.</param>
/// <param name="Statements">Its instructions.</param>
/// <param name="Labels">The places to jump to.</param>
/// <param name="Result">The register that a function returns; <see langword="null"/> for an entry.</param>
/// <param name="MaxThreads">How many threads a block has at most, if it says so.</param>
internal sealed record PtxEntryText(
    string Name,
    IReadOnlyList<(string Name, string Type)> Parameters,
    IReadOnlyDictionary<string, string> Registers,
    IReadOnlyDictionary<string, int> Shared,
    int SharedBytes,
    IReadOnlyList<PtxStatement> Statements,
    IReadOnlyDictionary<string, int> Labels,
    string? Result,
    int? MaxThreads);

/// <summary>Reads the text of a module, as NVIDIA's description of PTX has it; what it does not know is an error.</summary>
internal static partial class PtxParser
{
    /// <summary>The variables and entries of a module.</summary>
    public static PtxModuleText Parse(string text)
    {
        if (text.Any(letter => letter > '~'))
        {
            throw new PtxException("A module has ASCII letters alone.");
        }

        var plain = Comments().Replace(text, " ");
        var head = Head().Match(plain);
        if (!head.Success)
        {
            throw new PtxException("A module begins with .version, .target and .address_size.");
        }

        var (variables, entries, position) = (new List<PtxVariableText>(), new List<PtxEntryText>(), head.Length);
        while (plain[position..].Trim().Length > 0)
        {
            if (Variable().Match(plain, position) is { Success: true } variable)
            {
                variables.Add(ParseVariable(variable));
                position += variable.Length;
            }
            else if (Entry().Match(plain, position) is { Success: true } entry)
            {
                int? maxThreads = entry.Groups["threads"].Success ? int.Parse(entry.Groups["threads"].Value) : null;
                entries.Add(ParseEntry(entry.Groups["name"].Value, entry.Groups["result"].Value, entry.Groups["parameters"].Value, entry.Groups["body"].Value) with { MaxThreads = maxThreads });
                position += entry.Length;
            }
            else
            {
                throw new PtxException($"'{plain[position..].Trim()}' is no entry.");
            }
        }

        return new(variables, entries);
    }

    private static PtxVariableText ParseVariable(Match variable)
    {
        string[] values = [.. variable.Groups["values"].Value.Split(',', StringSplitOptions.TrimEntries)];
        var (align, type, count) = (int.Parse(variable.Groups["align"].Value), variable.Groups["type"].Value, int.Parse(variable.Groups["count"].Value));
        return values.Length == count && align % PtxType.Size(type) == 0 && (align & (align - 1)) == 0
            ? new(variable.Groups["name"].Value, align, type, values)
            : throw new PtxException($"'{variable.Value.Trim()}' has {values.Length} values, or is not aligned.");
    }

    private static PtxEntryText ParseEntry(string name, string result, string parameters, string body)
    {
        var registers = new Dictionary<string, string>();
        List<(string Name, string Type)> typed = [.. parameters.Split(',', StringSplitOptions.TrimEntries).Select(parameter => Parameter().Match(parameter)).Select(match => (match.Groups[2].Value, match.Groups[1].Value))];
        var returned = result.Length > 0 ? Parameter().Match(result) : null;
        foreach (var (register, type) in returned is null ? [] : typed.Append((returned.Groups[2].Value, returned.Groups[1].Value)))
        {
            registers.Add(register, type);
        }

        var shared = new Dictionary<string, int>();
        var labels = new Dictionary<string, int>();
        var statements = new List<PtxStatement>();
        var (bytes, scopes) = (0, new PtxScopes());
        foreach (var part in body.Split(';'))
        {
            var statement = part.Trim();
            while (true)
            {
                if (Label().Match(statement) is { Success: true } label)
                {
                    labels.Add(scopes.IsOpen ? throw new PtxException($"'{label.Value}' stands between braces, where nobody else comes to it.") : label.Groups[1].Value, statements.Count);
                    statement = statement[label.Length..].Trim();
                }
                else if (statement.StartsWith('{') || statement.StartsWith('}'))
                {
                    scopes.Enter(opens: statement[0] == '{');
                    statement = statement[1..].Trim();
                }
                else
                {
                    break;
                }
            }

            if (statement.Length == 0)
            {
                continue;
            }

            if (Register().Match(statement) is { Success: true } register)
            {
                var type = register.Groups[1].Value;
                _ = PtxType.Size(type);
                foreach (var one in register.Groups[2].Value.Split(',', StringSplitOptions.TrimEntries).SelectMany(Counted))
                {
                    registers.Add(Identifier().IsMatch(one) ? scopes.Declare(PtxRules.CheckName(one), registers) : throw new PtxException($"'{one}' is no name of a register."), type);
                }
            }
            else if (SharedVariable().Match(statement) is { Success: true } variable)
            {
                var align = int.Parse(variable.Groups[1].Value);
                bytes = (bytes + align - 1) / align * align;
                shared.Add(variable.Groups[3].Value, bytes);
                bytes += PtxType.Size(variable.Groups[2].Value) * int.Parse(variable.Groups[4].Value);
                PtxRules.CheckShared(align, bytes);
            }
            else
            {
                statements.Add(ParseStatement(scopes.Resolve(statement)));
            }
        }

        return new(name, typed, registers, shared, bytes, statements, labels, returned?.Groups[2].Value, MaxThreads: null);
    }

    /// <summary>The names of so many registers.</summary>
    private static IEnumerable<string> Counted(string register)
        => Many().Match(register) is { Success: true } many ? Enumerable.Range(0, int.Parse(many.Groups[2].Value)).Select(number => $"{many.Groups[1].Value}{number}") : [register];

    private static PtxStatement ParseStatement(string statement)
    {
        var match = Statement().Match(statement);
        if (!match.Success)
        {
            throw new PtxException($"'{statement}' is no instruction.");
        }

        var guard = match.Groups["guard"].Success ? match.Groups["guard"].Value : null;
        return new(guard, match.Groups["not"].Length > 0, match.Groups["name"].Value, Split(match.Groups["operands"].Value));
    }

    /// <summary>Operands between commas that are in no braces.</summary>
    private static List<string> Split(string operands)
    {
        var (parts, depth, start) = (new List<string>(), 0, 0);
        for (var index = 0; index < operands.Length; index++)
        {
            depth += operands[index] switch { '{' or '[' or '(' => 1, '}' or ']' or ')' => -1, _ => 0 };
            if (operands[index] == ',' && depth == 0)
            {
                parts.Add(operands[start..index].Trim());
                start = index + 1;
            }
        }

        if (operands[start..].Trim() is { Length: > 0 } last)
        {
            parts.Add(last);
        }

        return parts;
    }

    [GeneratedRegex(@"//[^\n]*|/\*.*?\*/", RegexOptions.Singleline)]
    private static partial Regex Comments();

    [GeneratedRegex(@"^\s*\.version\s+\d+\.\d+\s+\.target\s+sm_\d+\s+\.address_size\s+64\b")]
    private static partial Regex Head();

    [GeneratedRegex(@"\G\s*\.global\s+\.align\s+(?<align>\d+)\s+\.(?<type>\w+)\s+(?<name>[A-Za-z][A-Za-z0-9_$]*)\[(?<count>\d+)\]\s*=\s*\{(?<values>[^}]*)\}\s*;")]
    private static partial Regex Variable();

    [GeneratedRegex(@"\G\s*(?:\.visible\s+\.entry|\.func\s*\((?<result>[^)]*)\))\s+(?<name>[A-Za-z][A-Za-z0-9_$]*)\s*\((?<parameters>[^)]*)\)\s*(?:\.maxntid\s+(?<threads>\d+),\s*1,\s*1\s*)?\{(?<body>(?>[^{}]+|\{(?<open>)|\}(?<-open>))*(?(open)(?!)))\}\s*")]
    private static partial Regex Entry();

    [GeneratedRegex(@"^([A-Za-z_$%][A-Za-z0-9_$]*)\s*:")]
    private static partial Regex Label();

    [GeneratedRegex(@"^\.reg\s+\.(\w+)\s+(.*)$", RegexOptions.Singleline)]
    private static partial Regex Register();

    [GeneratedRegex(@"^(%\w+)<(\d+)>$")]
    private static partial Regex Many();

    [GeneratedRegex(@"^\.shared\s+\.align\s+(\d+)\s+\.(\w+)\s+(\w+)\[(\d+)\]$")]
    private static partial Regex SharedVariable();

    [GeneratedRegex(@"^\.(?:param|reg)\s+\.(\w+)\s+(%?\w+)$")]
    private static partial Regex Parameter();

    [GeneratedRegex(@"^(?:[A-Za-z][A-Za-z0-9_$]*|[_$%][A-Za-z0-9_$]+)$")]
    private static partial Regex Identifier();

    [GeneratedRegex(@"^(?:@(?<not>!?)(?<guard>%[\w$]+)\s+)?(?<name>[a-z][a-z0-9_]*(?:\.[A-Za-z0-9_]+)*)(?:\s+(?<operands>.*))?$", RegexOptions.Singleline)]
    private static partial Regex Statement();
}
