using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Descent.CompilerServices;
using static Descent.Cuda.Kernels.LoopText;

namespace Descent.Cuda.Kernels;

/// <summary>
/// A loop over each weight in which a thread takes four weights at once, with accesses of 128 bits, of 64 to values of 16, or of 32 to codes; it is the same text, of which each register that a weight has of its own is there four
/// times. The loop itself takes what is left, and all where some memory is not aligned for it. Loops that call functions, or round by chance, stay as they are.
/// </summary>
/// <param name="Text">The text of the loop, which comes before that over each weight.</param>
/// <param name="Registers">The registers that are there four times.</param>
internal sealed partial record WideText(string Text, IReadOnlyList<string> Registers)
{
    /// <summary>A longer loop would need more registers than threads have.</summary>
    private const int MaxLines = 160;

    private const int Weights = 4;

    /// <summary>The loop over four weights; <see langword="null"/> where there is none.</summary>
    /// <param name="loop">The loop over each weight.</param>
    /// <param name="elements">How memory is stored.</param>
    /// <param name="ofDoubles">Whether the arithmetic is in <see cref="double"/>.</param>
    /// <param name="coded">The same in one pass, where it stores codes.</param>
    public static WideText? Of(LoopText loop, IReadOnlyList<DeviceElement> elements, bool ofDoubles, CodedText? coded)
    {
        var accesses = loop.Body.Select(AccessText.Of).OfType<AccessText>();
        if (loop.Body.Count > MaxLines || loop.Body.Any(line => line.TrimStart().StartsWith("call ", StringComparison.Ordinal))
            || !accesses.All(access => IsWide(elements[access.Memory], ofDoubles) || (elements[access.Memory].IsInBlocks && (access.Operation == "load" || coded is not null))))
        {
            return null;
        }

        string[] registers = [.. loop.Body.Select(line => Result().Match(line)).Where(result => result.Success).Select(result => result.Groups["register"].Value).Distinct()];
        string[] firsts = [.. First().Matches(loop.Addresses).Select(first => first.Groups["first"].Value)];
        var text = new StringBuilder("    // Four weights at once, where all memory is aligned for it; then what is left.\n");
        text.Append(Line($"mov.u64 %wide$bits, {firsts[0]}"));
        foreach (var first in firsts.Skip(1))
        {
            text.Append(Line($"or.b64 %wide$bits, %wide$bits, {first}"));
        }

        text.Append(Line("and.b64 %wide$bits, %wide$bits, 15")).Append(Line("setp.ne.u64 %wide$isNot, %wide$bits, 0"));
        text.Append(coded is null
            ? Line($"shr.u32 %wide$end, {loop.Count}, 2")
            : Line($"div.u32 %wide$end, {loop.Count}, {Number(Weights * CodedText.Threads)}") + Line($"mul.lo.u32 %wide$end, %wide$end, {Number(CodedText.Threads)}"));
        text.Append(Line("selp.u32 %wide$end, 0, %wide$end, %wide$isNot")).Append(Line("mov.T %wide$zero, 0d0000000000000000")).Append("EACH_FOUR:\n");
        text.Append(Line($"setp.ge.u32 {loop.IsDone}, {loop.Index}, %wide$end")).Append(Line($"@{loop.IsDone} bra REST")).Append(coded?.Clear());
        text.Append(Line($"shl.b32 {loop.Place}, {loop.Index}, 2")).Append(Line($"add.u32 {loop.Place}, {loop.Start}, {loop.Place}")).Append(loop.Addresses);
        foreach (var line in loop.Body)
        {
            text.Append(AccessText.Of(line) is { } access
                ? coded?.IsCoded(access) == true ? string.Concat(Each(access.Value, registers).Select(value => CodedText.Measure(access, value))) : Access(access, elements[access.Memory], ofDoubles, registers)
                : line.TrimStart().StartsWith("//", StringComparison.Ordinal) ? line + "\n"
                : string.Concat(Each(line, registers).Select(one => one + "\n")));
        }

        if (coded is not null)
        {
            text.Append(coded.Exchange(CodedText.Warps / Weights));
            foreach (var access in coded.Stored)
            {
                text.Append(Instructions("", StorageText.StoreCodes(elements[access.Memory], ofDoubles, $"[{access.At}]", CodedText.Largest(access), Each(access.Value, registers))));
            }

            text.Append(coded.SetScales(CodedText.Threads / Weights, "SCALED")).Append("SCALED:\n");
        }

        text.Append(Line($"add.u32 {loop.Index}, {loop.Index}, {loop.Threads}")).Append(Line("bra EACH_FOUR")).Append("REST:\n");
        text.Append(Line("shl.b32 %wide$end, %wide$end, 2")).Append(Line($"mov.u32 {loop.Index}, %tid.x")).Append(Line($"add.u32 {loop.Index}, {loop.Index}, %wide$end"));
        return new(text.ToString(), registers);
    }

    /// <summary>The declarations of the further registers, each of the type of the one that it stands beside.</summary>
    /// <param name="entry">The entry, which declares that.</param>
    public string Declarations(string entry)
    {
        var types = Declaration().Matches(entry).SelectMany(declaration => Register().Matches(declaration.Groups["names"].Value).Select(name => (Name: name.Value, Type: declaration.Groups["type"].Value)))
            .ToDictionary(item => item.Name, item => item.Type);
        return Line(".reg .u64 %wide$bits") + Line(".reg .u32 %wide$end") + Line(".reg .pred %wide$isNot") + Line(".reg .T %wide$zero, %wide$number")
            + string.Concat(Registers.Select(register => Line($".reg {types[register]} {string.Join(", ", Each(register, Registers).Skip(1))}")));
    }

    /// <summary>The accesses of four weights: of 128 bits, or 64 where they have 16 bits each, 32 where they are codes.</summary>
    private static string Access(AccessText access, DeviceElement element, bool ofDoubles, IReadOnlyList<string> registers)
    {
        var (at, value, width) = (access.At, access.Value, StorageText.Width(element.Type));
        if (element.IsInBlocks)
        {
            return Instructions(access.Guard, StorageText.LoadCodes(element, ofDoubles, $"[{at}]", Each(value, registers)));
        }

        if (width < sizeof(float))
        {
            return Instructions(access.Guard, StorageText.OfMany(access.Operation, element.Type, ofDoubles, $"[{at}]", Each(value, registers)));
        }

        var text = new StringBuilder();
        var (atOnce, type) = ofDoubles ? (2, "v2.f64") : (4, "v4.f32");
        if (access.Operation == "store" && !value.StartsWith('%'))
        {
            text.Append(Line($"mov.T %wide$number, {value}"));
            value = "%wide$number";
        }

        for (var weight = 0; weight < Weights; weight += atOnce)
        {
            var values = $"{{{string.Join(", ", Enumerable.Range(weight, atOnce).Select(one => access.Operation == "clear" ? "%wide$zero" : Of(value, one, registers)))}}}";
            var place = $"[{at}+{Number(weight * width)}]";
            text.Append(Line(access.Guard + (access.Operation == "load" ? $"ld.global.{type} {values}, {place}" : $"st.global.{type} {place}, {values}")));
        }

        return text.ToString();
    }

    /// <summary>Instructions under a condition: a scope has none of its own; what is within has.</summary>
    private static string Instructions(string guard, IEnumerable<string> lines)
        => string.Concat(lines.Select(line => line is "{" or "}" ? $"    {line}\n" : Line((line.StartsWith(".reg", StringComparison.Ordinal) ? "" : guard) + line)));

    /// <summary>Whether four values are one access, or two.</summary>
    private static bool IsWide(DeviceElement element, bool ofDoubles)
        => element.Precision == WeightPrecision.Nearest && !element.IsInBlocks
            && (StorageText.Width(element.Type) < sizeof(float) || element.Type == (ofDoubles ? typeof(double) : typeof(float)));

    /// <summary>A text for each of the four weights.</summary>
    private static string[] Each(string text, IReadOnlyList<string> registers) => [.. Enumerable.Range(0, Weights).Select(weight => Of(text, weight, registers))];

    /// <summary>A text for one of the four weights: what each has of its own has its number.</summary>
    private static string Of(string text, int weight, IReadOnlyList<string> registers)
        => weight == 0 ? text : Register().Replace(text, register => registers.Contains(register.Value) ? $"{register.Value}$of{Number(weight)}" : register.Value);

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    [GeneratedRegex(@"WIDTH\d+, (?<first>%\w+);")]
    private static partial Regex First();

    /// <summary>An instruction that leaves something in a register.</summary>
    [GeneratedRegex(@"^\s*(?:@!?%\w+ )?(?!store|clear|st\.|bra|//)[\w.]+ (?<register>%\w+), ")]
    private static partial Regex Result();

    [GeneratedRegex(@"\.reg (?<type>\.\w+)(?<names>[^;]*);")]
    private static partial Regex Declaration();

    [GeneratedRegex(@"%\w+")]
    private static partial Regex Register();
}
