using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Descent.CompilerServices;
using Descent.Cuda.Kernels.Functions;

namespace Descent.Cuda.Kernels;

/// <summary>
/// Makes a module of the text that a rule was compiled to: <c>.T</c> becomes the type of the arithmetic, <c>.B</c> its bits, <c>WIDTH</c> its bytes, and a number in <c>double</c>
/// is rounded once; <c>load</c>, <c>store</c>, <c>clear</c> and <c>WIDTH</c> with the number of a memory become what its storage takes;
/// functions that are called come before. Comments and names are left alone.
/// </summary>
internal static partial class PtxText
{
    /// <summary>What a module begins with: the oldest machine whose instructions are used, so that every later one compiles it.</summary>
    public const string Head = ".version 7.0\n.target sm_70\n.address_size 64\n\n";

    /// <summary>What an entry says for which 512 threads are started: the compiler of the driver leaves registers for all, where one may otherwise have so many that no block starts.</summary>
    public const string Limit = ".maxntid 512, 1, 1";

    private const string Comment = "//";

    /// <summary>The module for weights, gradients and states that are stored so.</summary>
    /// <param name="text">The text.</param>
    /// <param name="elements">How they are stored.</param>
    /// <param name="measures">Whether nothing is stored but the largest magnitudes of blocks.</param>
    public static string Of(ReadOnlySpan<byte> text, IReadOnlyList<DeviceElement> elements, bool measures = false)
        => Of(Encoding.ASCII.GetString(text), elements, elements[0].Type == typeof(double), measures);

    /// <summary>The memories of codes that an entry stores in two passes.</summary>
    public static int[] FindStoredInTwoPasses(ReadOnlySpan<byte> text, string entry, IReadOnlyList<DeviceElement> elements) => LoopText.FindStoredInTwoPasses(Encoding.ASCII.GetString(text), entry, elements);

    /// <inheritdoc cref="Of(ReadOnlySpan{byte}, IReadOnlyList{DeviceElement}, bool)"/>
    public static string Of(string text, IReadOnlyList<DeviceElement> elements) => Of(text, elements, elements[0].Type == typeof(double));

    /// <summary>The same where the arithmetic does not follow from how weights are stored.</summary>
    public static string Of(string text, IReadOnlyList<DeviceElement> elements, bool ofDoubles, bool measures = false)
    {
        var module = new StringBuilder(Head, text.Length + Head.Length);
        foreach (var (line, index) in CodeTableText.Of(measures ? text : LoopText.Of(text, elements, ofDoubles), elements).Split('\n').Select((line, index) => (line, index)))
        {
            module.Append(index > 0 ? "\n" : "");
            if (Access().Match(line) is { Success: true } access)
            {
                var indent = access.Groups["indent"].Value;
                var (guard, element) = (access.Groups["guard"].Value, elements[Number(access.Groups["memory"].Value)]);
                var operands = access.Groups["operands"].Value.Split(',', StringSplitOptions.TrimEntries).Select(operand => Replace(operand, elements, ofDoubles)).ToArray();
                module.AppendJoin('\n', StorageText.Of(access.Groups["operation"].Value, element, ofDoubles, operands, measures).Select(instruction => indent + guard + Ended(instruction)));
                continue;
            }

            var code = line.IndexOf(Comment, StringComparison.Ordinal) is var comment && comment < 0 ? line : line[..comment];
            module.Append(Replace(code, elements, ofDoubles)).Append(line, code.Length, line.Length - code.Length);
        }

        foreach (var function in Call().Matches(module.ToString()).Select(call => call.Groups["name"].Value).Distinct())
        {
            module.Insert(Head.Length, FunctionText.Of(function, ofDoubles));
        }

        return module.ToString();
    }

    private static string Replace(string code, IReadOnlyList<DeviceElement> elements, bool ofDoubles)
    {
        var replaced = Word().Replace(code, word =>
            word.Groups["real"].Success ? ofDoubles ? ".f64" : ".f32"
            : word.Groups["bits"].Success ? ofDoubles ? ".b64" : ".b32"
            : word.Groups["width"].Success ? Width(word, elements, ofDoubles)
            : ofDoubles ? word.Value
            : string.Create(CultureInfo.InvariantCulture, $"0f{BitConverter.SingleToUInt32Bits((float)BitConverter.UInt64BitsToDouble(ulong.Parse(word.Groups["number"].Value, NumberStyles.HexNumber, CultureInfo.InvariantCulture))):X8}"));

        // A number in double is widened by nothing.
        return replaced.Replace("cvt.f64.f64 ", "mov.f64 ", StringComparison.Ordinal).Replace("cvt.rn.f64.f64 ", "mov.f64 ", StringComparison.Ordinal);
    }

    /// <summary>The bytes of a value of a memory, or of the arithmetic; behind a number and a star their product.</summary>
    private static string Width(Match word, IReadOnlyList<DeviceElement> elements, bool ofDoubles)
    {
        var width = word.Groups["memory"] is { Length: > 0 } memory ? StorageText.Width(elements[Number(memory.Value)].Type) : ofDoubles ? sizeof(double) : sizeof(float);
        var times = word.Groups["times"] is { Length: > 0 } factor ? Number(factor.Value) : 1;
        return (times * width).ToString(CultureInfo.InvariantCulture);
    }

    private static string Ended(string instruction) => instruction is "{" or "}" ? instruction : instruction + ";";

    private static int Number(string digits) => int.Parse(digits, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"\bcall \([^)]*\), (?<name>\w+),")]
    private static partial Regex Call();

    [GeneratedRegex(@"^(?<indent>\s*)(?<guard>@!?%\w+ )?(?<operation>load|store|clear|measure|code|scale)\.(?<memory>\d+) (?<operands>.*);$")]
    private static partial Regex Access();

    [GeneratedRegex(@"(?<real>\.T)(?![\w$%])|(?<bits>\.B)(?![\w$%])|(?<![\w$%])(?:(?<times>\d+)\*)?(?<width>WIDTH)(?<memory>\d*)(?![\w$%])|(?<![\w$%])0d(?<number>[0-9A-F]{16})")]
    private static partial Regex Word();
}
