using System.Collections.Immutable;
using Descent.Generator.Analyzers;
using Descent.Generator.Analyzers.Use;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using DiagnosticAnalyzer = Microsoft.CodeAnalysis.Diagnostics.DiagnosticAnalyzer;

namespace Descent.Generator.Tests.Harness;

/// <summary>Analyzes a file of a corpus as a project of its own, with every analyzer.</summary>
internal static class Corpus
{
    private static readonly ImmutableArray<DiagnosticAnalyzer> s_analyzers = [new RuleAnalyzer(), new UseAnalyzer()];

    /// <summary>The files of a corpus, in order.</summary>
    /// <param name="name">Its folder beside the tests.</param>
    public static IReadOnlyList<string> Files(string name)
        => [.. Directory.GetFiles(Path.Combine(Repository.Root, "tests", "Descent.Generator.Tests", name, "Rules"), "*.cs").Order(StringComparer.Ordinal)];

    /// <summary>What is found in a file, and its tree. An error of C# must be explained by one of ours.</summary>
    /// <param name="source">The file.</param>
    /// <param name="isAllOn">Whether what is off by default is switched on.</param>
    public static async Task<(IReadOnlyList<Diagnostic> Found, SyntaxTree Tree)> Analyze(string source, bool isAllOn)
    {
        var compilation = GeneratorHarness.Compile(source);
        var enabled = Descriptors.All.Where(descriptor => isAllOn && !descriptor.IsEnabledByDefault).Select(descriptor => KeyValuePair.Create(descriptor.Id, ReportDiagnostic.Info));
        var (complete, _) = GeneratorHarness.Generate(compilation.WithOptions(compilation.Options.WithSpecificDiagnosticOptions(enabled)));
        var found = await complete.WithAnalyzers(s_analyzers).GetAnalyzerDiagnosticsAsync();
        Assert.DoesNotContain(found, diagnostic => diagnostic.Id == "AD0001");
        Assert.DoesNotContain(complete.GetDiagnostics(), diagnostic => diagnostic.Severity == DiagnosticSeverity.Error && !found.Any(problem => problem.Severity == DiagnosticSeverity.Error));
        return (found, complete.SyntaxTrees[0]);
    }
}
