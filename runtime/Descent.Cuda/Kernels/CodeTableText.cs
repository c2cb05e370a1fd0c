using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Descent.CompilerServices;
using static Descent.Cuda.Kernels.Functions.Recording;
using static Descent.Cuda.Kernels.LoopText;

namespace Descent.Cuda.Kernels;

/// <summary>
/// The tables by which values are coded in 8 bits (<see cref="BlockCode"/>, <see cref="BlockSteps"/>). A module has them as a variable; an entry that reads or writes codes copies them first to where
/// the threads of a block share them: a look-up by each of the steps then takes no longer than by one, since each lies in a bank of its own, and one by the codes little longer.
/// </summary>
internal static partial class CodeTableText
{
    /// <summary>Where the moves of <see cref="BlockSteps"/> begin, behind the 256 values of the codes.</summary>
    public const int MovesAt = 256 * sizeof(float);

    /// <summary>Where its lines begin, a factor and an addend each.</summary>
    public const int LinesAt = MovesAt + (Steps * sizeof(float));

    private const int Steps = 16, Words = (LinesAt / sizeof(float)) + (2 * Steps);

    /// <summary>The register that has the address of the tables.</summary>
    public static string Register(DeviceElement element) => $"%codes${NameOf(IsSigned(element))}";

    /// <summary>The text of a rule, of which entries that read or write codes copy the tables first.</summary>
    public static string Of(string text, IReadOnlyList<DeviceElement> elements)
    {
        if (!elements.Any(element => element.IsInBlocks))
        {
            return text;
        }

        var written = Entry().Replace(text, entry =>
        {
            bool[] signs = [.. Memory().Matches(entry.Value).Select(memory => elements[int.Parse(memory.Groups["memory"].Value, CultureInfo.InvariantCulture)]).Where(element => element.IsInBlocks).Select(IsSigned).Distinct().Order()];
            return signs.Length == 0 ? entry.Value : entry.Groups["head"].Value + Declarations(signs) + LeftOut().Replace(entry.Groups["rest"].Value, leftOut => leftOut.Value + Copy(signs), count: 1);
        });
        return string.Concat(elements.Where(element => element.IsInBlocks).Select(IsSigned).Distinct().Order().Select(Variable)) + written;
    }

    private static string Declarations(bool[] signs)
        => string.Concat(signs.Select(sign => Line($".shared .align 16 .b32 {NameOf(sign)}Codes[{Text(Words)}]"))) + Line($".reg .u32 %codes$index, %codes$threads, %codes$to, {string.Join(", ", signs.Select(sign => $"%codes${NameOf(sign)}"))}")
            + Line(".reg .u64 %codes$table, %codes$from") + Line(".reg .b32 %codes$word") + Line(".reg .pred %codes$isDone");

    private static string Copy(bool[] signs)
    {
        var text = new StringBuilder("\n    // The tables of the codes come to where the threads of a block share them.\n");
        foreach (var sign in signs)
        {
            text.Append(Line($"mov.u32 %codes${NameOf(sign)}, {NameOf(sign)}Codes"));
        }

        text.Append(Line("mov.u32 %codes$index, %tid.x")).Append(Line("mov.u32 %codes$threads, %ntid.x")).Append("EACH_CODE:\n");
        text.Append(Line($"setp.ge.u32 %codes$isDone, %codes$index, {Text(Words)}")).Append(Line("@%codes$isDone bra COPIED"));
        foreach (var sign in signs)
        {
            text.Append(Line($"mov.u64 %codes$table, {NameOf(sign)}CodesOfAll")).Append(Line("mad.wide.u32 %codes$from, %codes$index, 4, %codes$table")).Append(Line("ld.global.b32 %codes$word, [%codes$from]"));
            text.Append(Line($"mad.lo.u32 %codes$to, %codes$index, 4, %codes${NameOf(sign)}")).Append(Line("st.shared.b32 [%codes$to], %codes$word"));
        }

        return text.Append(Line("add.u32 %codes$index, %codes$index, %codes$threads")).Append(Line("bra EACH_CODE")).Append("COPIED:\n").Append(Line("bar.sync 0")).ToString();
    }

    /// <summary>The variable of a module.</summary>
    private static string Variable(bool isSigned)
    {
        var code = isSigned ? BlockCode.Signed : BlockCode.Unsigned;
        ref readonly var steps = ref code.Steps;
        var words = new List<uint>();
        for (var value = 0; value <= byte.MaxValue; value++)
        {
            words.Add(BitConverter.SingleToUInt32Bits(code.Decode((byte)value)));
        }

        for (var step = 0; step < Steps; step++)
        {
            words.Add((uint)steps.Moves[step]);
        }

        for (var step = 0; step < Steps; step++)
        {
            words.AddRange([BitConverter.SingleToUInt32Bits(steps.Factors[step]), BitConverter.SingleToUInt32Bits(steps.Addends[step])]);
        }

        var lines = words.Select(word => string.Create(CultureInfo.InvariantCulture, $"0x{word:x8}")).Chunk(16).Select(line => $"    {string.Join(", ", line)}");
        return $"// The values of the codes, then by steps what is added to the bits of a magnitude, and the line by which it is coded: a factor and an addend.\n.global .align 16 .b32 {NameOf(isSigned)}CodesOfAll[{Text(Words)}] =\n{{\n{string.Join(",\n", lines)}\n}};\n\n";
    }

    private static bool IsSigned(DeviceElement element) => element.Type == typeof(sbyte);

    private static string NameOf(bool isSigned) => isSigned ? "signed" : "unsigned";

    [GeneratedRegex(@"^\s*(?:@!?%\w+ )?(?:load|store|measure|code|scale)\.(?<memory>\d+) ", RegexOptions.Multiline)]
    private static partial Regex Memory();

    [GeneratedRegex(@"    @%\w+ bra LEFT_OUT;\n")]
    private static partial Regex LeftOut();
}
