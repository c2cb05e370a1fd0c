using System.Globalization;
using Descent.Generator.Analyzers;

namespace Descent.Generator.Tests.Diagnostics;

/// <summary>Every diagnostic is documented and tracked, and nothing else is.</summary>
public sealed class DocumentationTests
{
    public static TheoryData<string> Ids => [.. Descriptors.All.Select(descriptor => descriptor.Id)];

    [Theory]
    [MemberData(nameof(Ids))]
    public void Diagnostic_HasAPageARowAndATest(string id)
    {
        var descriptor = Descriptors.Of(id);
        var title = descriptor.Title.ToString(CultureInfo.InvariantCulture);
        var page = Repository.Read("generator", "docs", id + ".md").ReplaceLineEndings("\n");
        var tests = string.Concat(Directory.GetFiles(Path.Combine(Repository.Root, "tests", "Descent.Generator.Tests", "Diagnostics"), "*.cs").Select(File.ReadAllText));

        Assert.StartsWith($"# {id}: {title}\n\n{descriptor.DefaultSeverity}. ", page, StringComparison.Ordinal);
        Assert.Contains($"{id} | {descriptor.Category} | {(descriptor.IsEnabledByDefault ? descriptor.DefaultSeverity : "Disabled")} | {title}", Repository.Read("generator", "Descent.Generator", "AnalyzerReleases.Unshipped.md"), StringComparison.Ordinal);
        Assert.Contains("{|" + id + ":", tests, StringComparison.Ordinal);
        Assert.Equal($"generator/docs/{id}.md", descriptor.HelpLinkUri);
    }

    [Fact]
    public void Pages_AreOnlyOfDiagnosticsThatExist() => Assert.Equal(
        Descriptors.All.Select(descriptor => descriptor.Id).Order(StringComparer.Ordinal),
        Directory.GetFiles(Path.Combine(Repository.Root, "generator", "docs"), "DSC*.md").Select(file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal));
}
