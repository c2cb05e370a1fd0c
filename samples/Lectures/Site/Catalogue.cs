using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Lectures.Site;

/// <summary>The page of all rules and of what stands around them, from the documentation of the library: the pages of the topics link into it.</summary>
internal static partial class Catalogue
{
    /// <summary>The name of its file.</summary>
    public const string File = "rules.html";

    /// <summary>What the page says, entry by entry: a heading, or a rule or type with its description.</summary>
    public static IReadOnlyList<Entry> Entries { get; } = [.. Rules("Rules.md"), .. Toolbox("Training.md")];

    /// <summary>A link to the entry of a rule or type.</summary>
    /// <exception cref="ArgumentException">There is none of this name.</exception>
    public static XElement Link(string name) => Entries.Any(entry => entry.Name == name)
        ? new("a", new XAttribute("href", $"{File}#{name}"), new XElement("code", name))
        : throw new ArgumentException($"The catalogue has no entry of the name '{name}'.", nameof(name));

    /// <summary>The elements of the page.</summary>
    public static object[] Content() => [.. Entries.Select(entry => entry.Name is { } name
        ? new XElement(
            "section",
            new XAttribute("class", "entry"),
            new XAttribute("id", name),
            new XElement("h3", new XElement("code", name)),
            entry.Paragraphs.Select((text, i) => new XElement("p", new XAttribute("class", i == 0 ? "introduction" : "note"), Inline(text))))
        : new XElement("h2", entry.Paragraphs[0]))];

    private static IEnumerable<Entry> Rules(string resource)
    {
        foreach (var line in Lines(resource))
        {
            if (line.StartsWith("## ", StringComparison.Ordinal))
            {
                yield return new(null, [line[3..]]);
            }
            else if (RuleRow().Match(line) is { Success: true } row)
            {
                yield return new(row.Groups["name"].Value, [row.Groups["what"].Value, $"{row.Groups["conventions"].Value} States: {row.Groups["states"].Value}."]);
            }
        }
    }

    /// <summary>The types in the table of what there is, each with the summary of its documentation.</summary>
    private static IEnumerable<Entry> Toolbox(string resource)
    {
        yield return new(null, ["Around the step, in the package Descent.Training"]);
        var documentation = XDocument.Load(Path.Combine(AppContext.BaseDirectory, "Descent.Training.xml"));
        var summaries = documentation.Descendants("member").ToLookup(
            member => member.Attribute("name")!.Value.Split('`')[0], member => Flat(member.Element("summary")));
        foreach (var line in Lines(resource).SkipWhile(line => line != "## What there is").Where(line => line.StartsWith("| ", StringComparison.Ordinal)))
        {
            foreach (Match type in Code().Matches(line))
            {
                if (summaries[$"T:Descent.Training.{type.Groups[1].Value}"].FirstOrDefault() is { } summary)
                {
                    yield return new(type.Groups[1].Value, [summary]);
                }
            }
        }
    }

    /// <summary>The text of a summary, in which names of types and members stand between backticks.</summary>
    private static string Flat(XElement? summary) => summary is null ? "" : Blanks().Replace(
        string.Concat(summary.Nodes().Select(node => node switch
        {
            XText text => text.Value,
            XElement { Name.LocalName: "see" } see => $"`{(see.Attribute("cref") ?? see.Attribute("langword"))?.Value.Split('(')[0].Split('.')[^1].Split('`')[0]}`",
            XElement element => $"`{element.Value}`",
            _ => "",
        })),
        " ").Trim();

    private static string[] Lines(string resource)
    {
        using var stream = typeof(Catalogue).Assembly.GetManifestResourceStream(resource)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().ReplaceLineEndings("\n").Split('\n');
    }

    /// <summary>A text of which what stands between backticks is code.</summary>
    private static IEnumerable<object> Inline(string text)
        => text.Split('`').Select((part, i) => i % 2 == 1 ? (object)new XElement("code", part) : part);

    [GeneratedRegex(@"^\| \[(?<name>\w+)\]\([^)]*\) \| (?<states>[^|]*) \| [^|]* \| [^|]* \| (?<what>[^|]*) \| (?<conventions>.*) \|$")]
    private static partial Regex RuleRow();

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Code();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();

    /// <summary>An entry of the page.</summary>
    /// <param name="Name">The rule or type; <see langword="null"/> for a heading.</param>
    /// <param name="Paragraphs">What is said of it.</param>
    internal sealed record Entry(string? Name, IReadOnlyList<string> Paragraphs);
}
