using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Descent.CompilerServices;

namespace Descent.Cuda.Kernels;

/// <summary>
/// Gives loops over each weight a loop before them in which a thread takes four weights at once, with accesses of 128 bits, or of 64 to values of 16; it is the same text, of which each register that a weight has of its own is there four
/// times. The loop itself takes what is left, and all where some memory is not aligned for it. Loops that call functions, and those over memory that is coded, stay as they are.
/// </summary>
internal static partial class WideText
{
    /// <summary>A longer loop would need more registers than threads have.</summary>
    private const int MaxLines = 160;

    private const int Weights = 4;

    /// <summary>The text with such loops.</summary>
    /// <param name="text">The text of a rule, before loads and stores are replaced.</param>
    /// <param name="elements">How memory is stored.</param>
    /// <param name="ofDoubles">Whether the arithmetic is in <see cref="double"/>.</param>
    public static string Of(string text, IReadOnlyList<DeviceElement> elements, bool ofDoubles)
        => Entry().Replace(text, entry => Loop().Match(entry.Value) is { Success: true } loop && Write(loop, elements, ofDoubles) is { } wide
            ? entry.Groups["head"].Value + Declarations(entry.Value, wide.Registers) + entry.Groups["rest"].Value.Replace(loop.Value, wide.Text + loop.Value, StringComparison.Ordinal)
            : entry.Value);

    /// <summary>The loop over four weights, and the registers that are there four times; <see langword="null"/> where there is none.</summary>
    private static (string Text, IReadOnlyList<string> Registers)? Write(Match loop, IReadOnlyList<DeviceElement> elements, bool ofDoubles)
    {
        var lines = loop.Groups["body"].Value.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var accesses = lines.Select(line => Access().Match(line)).Where(access => access.Success).ToList();
        if (lines.Length > MaxLines || lines.Any(line => line.TrimStart().StartsWith("call ", StringComparison.Ordinal))
            || !accesses.TrueForAll(access => IsWide(elements[int.Parse(access.Groups["memory"].Value, CultureInfo.InvariantCulture)], ofDoubles)))
        {
            return null;
        }

        var registers = lines.Select(line => Result().Match(line)).Where(result => result.Success).Select(result => result.Groups["register"].Value).Distinct().ToList();
        var (index, threads, start) = (loop.Groups["index"].Value, loop.Groups["threads"].Value, loop.Groups["start"].Value);
        var (isDone, place) = (loop.Groups["isDone"].Value, loop.Groups["place"].Value);
        var firsts = First().Matches(loop.Groups["addresses"].Value).Select(first => first.Groups["first"].Value).ToList();
        var text = new StringBuilder("    // Four weights at once, where all memory is aligned for it; then what is left.\n");
        Add($"mov.u64 %wide$bits, {firsts[0]}");
        foreach (var first in firsts.Skip(1))
        {
            Add($"or.b64 %wide$bits, %wide$bits, {first}");
        }

        Add("and.b64 %wide$bits, %wide$bits, 15");
        Add("setp.ne.u64 %wide$isNot, %wide$bits, 0");
        Add($"shr.u32 %wide$end, {loop.Groups["count"].Value}, 2");
        Add("selp.u32 %wide$end, 0, %wide$end, %wide$isNot");
        Add("mov.T %wide$zero, 0d0000000000000000");
        text.Append("EACH_FOUR:\n");
        Add($"setp.ge.u32 {isDone}, {index}, %wide$end");
        Add($"@{isDone} bra REST");
        Add($"shl.b32 {place}, {index}, 2");
        Add($"add.u32 {place}, {start}, {place}");
        text.Append(loop.Groups["addresses"].Value);
        foreach (var line in lines)
        {
            text.Append(Access().Match(line) is { Success: true } access
                ? Accesses(access, elements[int.Parse(access.Groups["memory"].Value, CultureInfo.InvariantCulture)], ofDoubles, registers)
                : line.TrimStart().StartsWith("//", StringComparison.Ordinal) ? line + "\n"
                : string.Concat(Enumerable.Range(0, Weights).Select(weight => Of(line, weight, registers) + "\n")));
        }

        Add($"add.u32 {index}, {index}, {threads}");
        Add("bra EACH_FOUR");
        text.Append("REST:\n");
        Add("shl.b32 %wide$end, %wide$end, 2");
        Add($"mov.u32 {index}, %tid.x");
        Add($"add.u32 {index}, {index}, %wide$end");
        return (text.ToString(), registers);

        void Add(string instruction) => text.Append("    ").Append(instruction).Append(";\n");
    }

    /// <summary>The accesses of four weights: of 128 bits, or 64 where they have 16 bits each.</summary>
    private static string Accesses(Match access, DeviceElement element, bool ofDoubles, IReadOnlyList<string> registers)
    {
        var (guard, operation) = (access.Groups["guard"].Value, access.Groups["operation"].Value);
        var (at, value, width) = (access.Groups["at"].Value, access.Groups["value"].Value, StorageText.Width(element.Type));
        var text = new StringBuilder();
        if (width < sizeof(float))
        {
            foreach (var line in StorageText.OfMany(operation, element.Type, ofDoubles, $"[{at}]", [.. Enumerable.Range(0, Weights).Select(weight => Of(value, weight, registers))]))
            {
                // A scope has no condition of its own; what is within has.
                text.Append("    ").Append(line is "{" or "}" || line.StartsWith(".reg", StringComparison.Ordinal) ? "" : guard).Append(line).Append(line is "{" or "}" ? "\n" : ";\n");
            }

            return text.ToString();
        }

        var (atOnce, type) = ofDoubles ? (2, "v2.f64") : (4, "v4.f32");
        if (operation == "store" && !value.StartsWith('%'))
        {
            text.Append("    mov.T %wide$number, ").Append(value).Append(";\n");
            value = "%wide$number";
        }

        for (var weight = 0; weight < Weights; weight += atOnce)
        {
            var values = $"{{{string.Join(", ", Enumerable.Range(weight, atOnce).Select(one => operation == "clear" ? "%wide$zero" : Of(value, one, registers)))}}}";
            var place = string.Create(CultureInfo.InvariantCulture, $"[{at}+{weight * width}]");
            text.Append("    ").Append(guard).Append(operation == "load" ? $"ld.global.{type} {values}, {place}" : $"st.global.{type} {place}, {values}").Append(";\n");
        }

        return text.ToString();
    }

    /// <summary>Whether four values are one access, or two.</summary>
    private static bool IsWide(DeviceElement element, bool ofDoubles)
        => element.Precision == WeightPrecision.Nearest && !element.IsInBlocks
            && (StorageText.Width(element.Type) < sizeof(float) || element.Type == (ofDoubles ? typeof(double) : typeof(float)));

    /// <summary>A text for one of the four weights: what each has of its own has its number.</summary>
    private static string Of(string text, int weight, IReadOnlyList<string> registers)
        => weight == 0 ? text : Register().Replace(text, register => registers.Contains(register.Value) ? string.Create(CultureInfo.InvariantCulture, $"{register.Value}$of{weight}") : register.Value);

    /// <summary>The declarations of the further registers, each of the type of the one that it stands beside.</summary>
    private static string Declarations(string entry, IReadOnlyList<string> registers)
    {
        var types = Declaration().Matches(entry).SelectMany(declaration => Register().Matches(declaration.Groups["names"].Value).Select(name => (Name: name.Value, Type: declaration.Groups["type"].Value)))
            .ToDictionary(item => item.Name, item => item.Type);
        var text = new StringBuilder("    .reg .u64 %wide$bits;\n    .reg .u32 %wide$end;\n    .reg .pred %wide$isNot;\n    .reg .T %wide$zero, %wide$number;\n");
        foreach (var register in registers)
        {
            text.Append("    .reg ").Append(types[register]).Append(' ').AppendJoin(", ", Enumerable.Range(1, Weights - 1).Select(weight => Of(register, weight, registers))).Append(";\n");
        }

        return text.ToString();
    }

    [GeneratedRegex(@"(?<head>\.visible \.entry [^\n]*\n\{\n)(?<rest>.*?\n\})", RegexOptions.Singleline)]
    private static partial Regex Entry();

    /// <summary>The loop in which each thread takes every so-many-th weight.</summary>
    [GeneratedRegex(@"(?<=    mov\.u32 (?<index>%\w+), %tid\.x;\n    mov\.u32 (?<threads>%\w+), %ntid\.x;\n)EACH_WEIGHT:\n    setp\.ge\.u32 (?<isDone>%\w+), \k<index>, (?<count>%\w+);\n    @\k<isDone> bra END;\n    add\.u32 (?<place>%\w+), (?<start>%\w+), \k<index>;\n(?<addresses>(?:    mad\.wide\.u32 %\w+, \k<place>, WIDTH\d+, %\w+;\n)+)(?<body>.*?)    add\.u32 \k<index>, \k<index>, \k<threads>;\n    bra EACH_WEIGHT;\n", RegexOptions.Singleline)]
    private static partial Regex Loop();

    [GeneratedRegex(@"WIDTH\d+, (?<first>%\w+);")]
    private static partial Regex First();

    [GeneratedRegex(@"^\s*(?<guard>@!?%\w+ )?(?<operation>load|store|clear)\.(?<memory>\d+) (?:(?<value>%\w+), )?\[(?<at>%\w+)\](?:, (?<value>[%\w]+))?;$")]
    private static partial Regex Access();

    /// <summary>An instruction that leaves something in a register.</summary>
    [GeneratedRegex(@"^\s*(?:@!?%\w+ )?(?!store|clear|st\.|bra|//)[\w.]+ (?<register>%\w+), ")]
    private static partial Regex Result();

    [GeneratedRegex(@"\.reg (?<type>\.\w+)(?<names>[^;]*);")]
    private static partial Regex Declaration();

    [GeneratedRegex(@"%\w+")]
    private static partial Regex Register();
}
