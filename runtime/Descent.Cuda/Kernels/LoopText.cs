using System.Globalization;
using System.Text.RegularExpressions;
using Descent.CompilerServices;

namespace Descent.Cuda.Kernels;

/// <summary>A loop over each weight in the text of a rule, in which each thread takes every so-many-th.</summary>
/// <param name="Text">The whole loop.</param>
/// <param name="Index">The register of the number of a thread's weight, from where the piece begins.</param>
/// <param name="Threads">That of how many threads there are.</param>
/// <param name="IsDone">That of the condition that ends the loop.</param>
/// <param name="Place">That of the weight's place in the tensor.</param>
/// <param name="Start">That of where the piece begins.</param>
/// <param name="Count">That of how many weights it has.</param>
/// <param name="Addresses">The instructions that compute addresses.</param>
/// <param name="Body">All others, line by line.</param>
internal sealed partial record LoopText(string Text, string Index, string Threads, string IsDone, string Place, string Start, string Count, string Addresses, IReadOnlyList<string> Body)
{
    /// <summary>The text of a rule in which loops over each weight are written for how memory is stored: four weights at once, and codes in one pass.</summary>
    /// <param name="text">The text of a rule, before loads and stores are replaced.</param>
    /// <param name="elements">How memory is stored.</param>
    /// <param name="ofDoubles">Whether the arithmetic is in <see cref="double"/>.</param>
    public static string Of(string text, IReadOnlyList<DeviceElement> elements, bool ofDoubles) => Entry().Replace(text, entry =>
    {
        if (In(entry.Value) is not { } loop)
        {
            return entry.Value;
        }

        var coded = CodedText.Of(loop, elements);
        var wide = WideText.Of(loop, elements, ofDoubles, coded);
        var declarations = wide?.Declarations(entry.Value) + coded?.Declarations();
        var loops = (coded is null ? "" : CodedText.Start()) + wide?.Text + (coded?.Loop() ?? loop.Text);
        return entry.Groups["head"].Value + declarations + entry.Groups["rest"].Value.Replace(loop.Text, loops, StringComparison.Ordinal);
    });

    /// <summary>The memories of codes that an entry stores in two passes.</summary>
    /// <param name="text">The text of the rule.</param>
    /// <param name="name">The entry.</param>
    /// <param name="elements">How memory is stored.</param>
    public static int[] FindStoredInTwoPasses(string text, string name, IReadOnlyList<DeviceElement> elements)
    {
        var entry = Entry().Matches(text).First(entry => entry.Value.StartsWith($".visible .entry {name}(", StringComparison.Ordinal)).Value;
        return In(entry) is { } loop && CodedText.Of(loop, elements) is not null
            ? []
            : [.. entry.Split('\n').Select(AccessText.Of).OfType<AccessText>().Where(access => access.Operation == "store" && elements[access.Memory].IsInBlocks).Select(access => access.Memory).Distinct()];
    }

    /// <summary>An instruction, as a line of the text.</summary>
    public static string Line(string instruction) => $"    {instruction};\n";

    private static LoopText? In(string entry) => Loop().Match(entry) is { Success: true } loop
        ? new(
            loop.Value, loop.Groups["index"].Value, loop.Groups["threads"].Value, loop.Groups["isDone"].Value, loop.Groups["place"].Value, loop.Groups["start"].Value, loop.Groups["count"].Value,
            loop.Groups["addresses"].Value, loop.Groups["body"].Value.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        : null;

    /// <summary>The entries of a text.</summary>
    [GeneratedRegex(@"(?<head>\.visible \.entry [^\n]*\n\{\n)(?<rest>.*?\n\})", RegexOptions.Singleline)]
    public static partial Regex Entry();

    [GeneratedRegex(@"(?<=    mov\.u32 (?<index>%\w+), %tid\.x;\n    mov\.u32 (?<threads>%\w+), %ntid\.x;\n)EACH_WEIGHT:\n    setp\.ge\.u32 (?<isDone>%\w+), \k<index>, (?<count>%\w+);\n    @\k<isDone> bra END;\n    add\.u32 (?<place>%\w+), (?<start>%\w+), \k<index>;\n(?<addresses>(?:    mad\.wide\.u32 %\w+, \k<place>, WIDTH\d+, %\w+;\n)+)(?<body>.*?)    add\.u32 \k<index>, \k<index>, \k<threads>;\n    bra EACH_WEIGHT;\n", RegexOptions.Singleline)]
    private static partial Regex Loop();
}

/// <summary>An instruction of a rule's text that reads or writes a memory.</summary>
/// <param name="Guard">Its condition, with what stands around it.</param>
/// <param name="Operation"><c>load</c>, <c>store</c> or <c>clear</c>.</param>
/// <param name="Memory">The number of the memory.</param>
/// <param name="At">The register of the address.</param>
/// <param name="Value">The register that is loaded or stored, or a number; nothing for a clear.</param>
internal sealed partial record AccessText(string Guard, string Operation, int Memory, string At, string Value)
{
    /// <summary>That of a line; <see langword="null"/> if it is none.</summary>
    public static AccessText? Of(string line) => Access().Match(line) is { Success: true } access
        ? new(access.Groups["guard"].Value, access.Groups["operation"].Value, int.Parse(access.Groups["memory"].Value, CultureInfo.InvariantCulture), access.Groups["at"].Value, access.Groups["value"].Value)
        : null;

    [GeneratedRegex(@"^\s*(?<guard>@!?%\w+ )?(?<operation>load|store|clear)\.(?<memory>\d+) (?:(?<value>%\w+), )?\[(?<at>%\w+)\](?:, (?<value>[%\w]+))?;$")]
    private static partial Regex Access();
}
