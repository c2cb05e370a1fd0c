using System.Collections.Immutable;
using Descent.Generator.Analyzers;
using Descent.Generator.Analyzers.Use;
using Descent.Generator.Tests.Harness;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Descent.Generator.Tests.Mistakes;

/// <summary>Mistakes that people have made, most of them in libraries that many use, each retold as a rule: what finds it, or that nothing does.</summary>
public sealed class MistakesTests
{
    /// <summary>What every mistake is analyzed with.</summary>
    private static readonly ImmutableArray<DiagnosticAnalyzer> s_analyzers = [new RuleAnalyzer(), new UseAnalyzer()];

    public static TheoryData<string> Names => [.. Mistake.All.Select(mistake => mistake.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Mistake_IsFoundOrSaidNotToBe(string name)
    {
        var mistake = Mistake.All.Single(candidate => candidate.Name == name);
        var found = await Analyze(mistake.Source);

        if (mistake.Expected.Length > 0)
        {
            Assert.Contains(mistake.Expected, found.Select(diagnostic => diagnostic.Id));
        }
        else
        {
            Assert.DoesNotContain(found, diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning);
        }
    }

    [Fact]
    public void Corpus_IsLargeAndMostlyReal()
    {
        Assert.InRange(Mistake.All.Count, 90, int.MaxValue);
        Assert.InRange(Mistake.All.Count(mistake => mistake.IsReal), 60, int.MaxValue);
    }

    /// <summary>What is found in a file, with every diagnostic switched on.</summary>
    private static async Task<IReadOnlyList<Diagnostic>> Analyze(string source)
    {
        var compilation = GeneratorHarness.Compile(source);
        var enabled = Descriptors.All.Where(descriptor => !descriptor.IsEnabledByDefault).Select(descriptor => KeyValuePair.Create(descriptor.Id, ReportDiagnostic.Info));
        var (complete, _) = GeneratorHarness.Generate(compilation.WithOptions(compilation.Options.WithSpecificDiagnosticOptions(enabled)));
        var found = await complete.WithAnalyzers(s_analyzers).GetAnalyzerDiagnosticsAsync();
        Assert.DoesNotContain(found, diagnostic => diagnostic.Id == "AD0001");
        Assert.DoesNotContain(complete.GetDiagnostics(), diagnostic => diagnostic.Severity == DiagnosticSeverity.Error && !found.Any(problem => problem.Severity == DiagnosticSeverity.Error));
        return found;
    }
}
