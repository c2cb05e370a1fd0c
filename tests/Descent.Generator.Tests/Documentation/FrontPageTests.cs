using System.Text;
using System.Text.RegularExpressions;
using Descent.Generator.Tests.Harness;

namespace Descent.Generator.Tests.Documentation;

/// <summary>What the README shows of the compiler is what the compiler writes, and it stays a page that one reads.</summary>
public sealed partial class FrontPageTests
{
    private const int MostBytes = 10_000;

    private static readonly string s_page = Repository.Read("README.md").ReplaceLineEndings("\n");

    [Fact]
    public void Page_IsShort() => Assert.InRange(Encoding.UTF8.GetByteCount(s_page), 1, MostBytes);

    /// <summary>Line after line in this order, but for what <c>…</c> stands for.</summary>
    [Fact]
    public void Excerpt_IsOfTheGeneratedFile()
    {
        var blocks = Code().Matches(s_page).Select(match => match.Groups[1].Value).ToList();
        var rule = blocks.First(block => block.Contains("[Update]", StringComparison.Ordinal));
        var excerpt = blocks.Single(block => block.Contains("compiled by Descent", StringComparison.Ordinal));
        var (_, files) = GeneratorHarness.Generate(rule);
        var generated = files.Values.Single(file => file.Contains("compiled by Descent", StringComparison.Ordinal)).Split('\n').Select(line => line.Trim()).ToList();

        var place = 0;
        var isExact = false;
        foreach (var line in excerpt.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0))
        {
            if (line == "…")
            {
                isExact = false;
                continue;
            }

            var found = generated.IndexOf(line, place);
            Assert.True(found >= 0, $"The generated file does not have '{line}' there.");
            Assert.True(!isExact || generated[place..found].All(between => between.Length == 0), $"The page leaves out what stands before '{line}', without saying so.");
            (place, isExact) = (found + 1, true);
        }
    }

    [GeneratedRegex("```csharp\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Code();
}
