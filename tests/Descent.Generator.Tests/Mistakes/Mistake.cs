using System.Text.RegularExpressions;
using Descent.Generator.Tests.Harness;

namespace Descent.Generator.Tests.Mistakes;

/// <summary>One faulty rule of the corpus: a file that tells its story in comments, and then makes the mistake.</summary>
/// <param name="Name">Its file's name.</param>
/// <param name="Source">The rule, story included.</param>
/// <param name="IsReal">Whether it says which library had it.</param>
/// <param name="Expected">The diagnostic that finds it; empty if none can.</param>
internal sealed partial record Mistake(string Name, string Source, bool IsReal, string Expected)
{
    /// <summary>Every file of the corpus, in order.</summary>
    public static IReadOnlyList<Mistake> All { get; } =
    [
        .. Corpus.Files("Mistakes").Select(file => Read(Path.GetFileNameWithoutExtension(file), File.ReadAllText(file))),
    ];

    private static Mistake Read(string name, string source)
    {
        var verdict = Verdict().Matches(source);
        Assert.True(verdict.Count == 1, $"{name} must say once what finds it, as '// Expected: DSC0201' or '// Not caught: why'.");
        return new(name, source, Origin().IsMatch(source), verdict[0].Groups["id"].Value);
    }

    [GeneratedRegex(@"^// (Expected: (?<id>DSC\d{4})|Not caught: \S.*)\r?$", RegexOptions.Multiline)]
    private static partial Regex Verdict();

    [GeneratedRegex(@"^// Seen in: \S.*$", RegexOptions.Multiline)]
    private static partial Regex Origin();
}
