using System.Globalization;
using Descent.Generator.Analyzers;
using Descent.Generator.Tests.Harness;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Descent.Generator.Tests.Diagnostics;

/// <summary>The rules of the library say nothing: neither a warning nor an information, but for the ones listed.</summary>
public sealed class CatalogueTests
{
    /// <summary>What is known and meant, and why.</summary>
    private static readonly Dictionary<string, string[]> s_meant = new()
    {
    };

    public static TheoryData<string> Rules => [.. Repository.BuiltInRules];

    [Theory]
    [MemberData(nameof(Rules))]
    public async Task Rule_IsClean(string rule)
    {
        var (compilation, _) = GeneratorHarness.Generate(Repository.BuiltInRule(rule));

        var found = await compilation.WithAnalyzers([new RuleAnalyzer()]).GetAnalyzerDiagnosticsAsync();

        Assert.Equal(
            s_meant.GetValueOrDefault(rule, []),
            found.Select(diagnostic => $"{diagnostic.Id} {diagnostic.GetMessage(CultureInfo.InvariantCulture)}").Order(StringComparer.Ordinal));
    }
}
