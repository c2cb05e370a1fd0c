using System.Text.RegularExpressions;

namespace Descent.Package.Tests;

/// <summary>A page in Markdown, as its reader follows it: the blocks of code, with the headings they stand under.</summary>
/// <param name="Blocks">The blocks, in order.</param>
internal sealed partial record Readme(IReadOnlyList<Readme.Block> Blocks)
{
    /// <param name="Section">The heading it stands under.</param>
    /// <param name="Language">The language that it names.</param>
    /// <param name="File">The file that the paragraph before it begins with, such as <c>`Program.cs`</c>; otherwise empty.</param>
    /// <param name="Text">The code, with a line break at its end.</param>
    internal sealed record Block(string Section, string Language, string File, string Text);

    public static Readme Of(string text)
    {
        var blocks = new List<Block>();
        string section = "", file = "";
        foreach (Match part in Part().Matches(text.ReplaceLineEndings("\n")))
        {
            if (part.Groups["code"] is { Success: true } code)
            {
                blocks.Add(new(section, part.Groups["language"].Value, file, code.Value));
                file = "";
            }
            else if (part.Groups["heading"] is { Success: true } heading)
            {
                section = heading.Value;
            }
            else
            {
                file = part.Groups["file"].Value;
            }
        }

        return new(blocks);
    }

    public IEnumerable<Block> Section(string heading) => Blocks.Where(block => block.Section == heading);

    /// <summary>The links of a page to places that are not public addresses.</summary>
    /// <param name="text">The page.</param>
    /// <returns>What the links say, relative to the page.</returns>
    public static IEnumerable<string> Links(string text)
        => Link().Matches(text).Select(match => match.Groups[1].Value).Where(target => !target.Contains("://", StringComparison.Ordinal)).Distinct();

    /// <summary>A block of code, a heading, or a paragraph.</summary>
    [GeneratedRegex("^```(?<language>\\w*)\n(?<code>.*?)^```$|^#+ (?<heading>.+?)$|^(`(?<file>[^`\n]+\\.\\w+)`)?[^\n]+(\n[^\n#`][^\n]*)*", RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.ExplicitCapture)]
    private static partial Regex Part();

    [GeneratedRegex("\\]\\(([^)\\s#]+)\\)")]
    private static partial Regex Link();
}
