using System.Text.RegularExpressions;

namespace Descent.Samples.Tests;

/// <summary>The lines that the pages about samples show of them.</summary>
public sealed partial class ReadmeTests
{
    public static TheoryData<string> Samples => [.. Directory.GetDirectories(Path.Combine(Repository.Root, "samples")).Where(folder => File.Exists(Path.Combine(folder, "README.md"))).Select(folder => Path.GetFileName(folder)!)];

    [Theory, MemberData(nameof(Samples))]
    public void LinesThatAPageShows_AreInTheSample(string sample)
    {
        var sources = Directory.GetFiles(Path.Combine(Repository.Root, "samples", sample), "*.cs", SearchOption.AllDirectories).SelectMany(File.ReadAllLines).Select(line => line.Trim()).ToHashSet();
        var shown = CodeOfCSharp().Matches(Repository.Read("samples", sample, "README.md").ReplaceLineEndings("\n")).SelectMany(block => block.Groups[1].Value.Split('\n')).Select(line => line.Trim()).Where(line => line.Length > 0);
        Assert.All(shown, line => Assert.Contains(line, sources));
    }

    [GeneratedRegex("```csharp\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex CodeOfCSharp();
}
