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
        var title = Descriptors.Of(id).Title.ToString(System.Globalization.CultureInfo.InvariantCulture);

        Assert.StartsWith($"# {id}: {title}\n", Repository.Read("generator", "docs", id + ".md").ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.Contains($"{id} | Descent.Structure | Error | {title}", Repository.Read("generator", "Descent.Generator", "AnalyzerReleases.Unshipped.md"), StringComparison.Ordinal);
        Assert.Contains(
            Directory.GetFiles(Path.Combine(Repository.Root, "tests", "Descent.Generator.Tests", "Diagnostics"), "*.cs"),
            file => File.ReadAllText(file).Contains("{|" + id + ":", StringComparison.Ordinal));
    }

    [Fact]
    public void Pages_AreOnlyOfDiagnosticsThatExist() => Assert.Equal(
        Descriptors.All.Select(descriptor => descriptor.Id).Order(StringComparer.Ordinal),
        Directory.GetFiles(Path.Combine(Repository.Root, "generator", "docs"), "DSC*.md").Select(file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal));
}
