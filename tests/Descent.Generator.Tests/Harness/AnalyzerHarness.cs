using System.Text.RegularExpressions;
using Descent.Generator.Analyzers;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;
using DiagnosticAnalyzer = Microsoft.CodeAnalysis.Diagnostics.DiagnosticAnalyzer;

namespace Descent.Generator.Tests.Harness;

/// <summary>
/// Source with the marks of Roslyn's analyzer testing package, such as <c>{|DSC0006:goto|}</c>, is generated, analyzed, and must give
/// exactly the marked diagnostics.
/// </summary>
internal static partial class AnalyzerHarness
{
    /// <summary>Analyzes marked source and checks that there is a diagnostic for each mark and none besides.</summary>
    /// <param name="analyzer">The analyzer.</param>
    /// <param name="marked">The source with its marks.</param>
    /// <param name="references">References besides the usual ones.</param>
    /// <returns>The messages, in the order of the marks.</returns>
    public static Task<IReadOnlyList<string>> Check(DiagnosticAnalyzer analyzer, string marked, params MetadataReference[] references)
        => CheckCategory(null, analyzer, marked, references);

    /// <summary>As <see cref="Check"/>, beside a file that is no source.</summary>
    public static Task<IReadOnlyList<string>> CheckWith(DiagnosticAnalyzer analyzer, string marked, (string Name, string Text) file)
    {
        var (source, expected) = Unmark(marked);
        return CheckOnly(GeneratorHarness.Compile(source), source, expected, analyzer, _ => true, new([new AdditionalSource(file.Name, file.Text)]));
    }

    /// <summary>As <see cref="Check"/>, looking only at the diagnostics of one category, such as <c>Descent.Dataflow</c>.</summary>
    public static Task<IReadOnlyList<string>> CheckCategory(string? category, DiagnosticAnalyzer analyzer, string marked, params MetadataReference[] references)
    {
        var (source, expected) = Unmark(marked);
        return CheckOnly(GeneratorHarness.Compile(source).AddReferences(references), source, expected, analyzer, diagnostic => category is null || diagnostic.Descriptor.Category == category);
    }

    /// <summary>As <see cref="Check"/>, looking only at some diagnostics, which are switched on.</summary>
    public static Task<IReadOnlyList<string>> CheckIds(IReadOnlyList<string> ids, DiagnosticAnalyzer analyzer, string marked)
    {
        var (source, expected) = Unmark(marked);
        var compilation = GeneratorHarness.Compile(source);
        var enabled = Descriptors.All.Where(descriptor => ids.Contains(descriptor.Id) && !descriptor.IsEnabledByDefault).Select(descriptor => KeyValuePair.Create(descriptor.Id, ReportDiagnostic.Info));
        return CheckOnly(compilation.WithOptions(compilation.Options.WithSpecificDiagnosticOptions(enabled)), source, expected, analyzer, diagnostic => ids.Contains(diagnostic.Id));
    }

    private static async Task<IReadOnlyList<string>> CheckOnly(
        CSharpCompilation unfinished, string source, List<(string Id, TextSpan Span)> expected, DiagnosticAnalyzer analyzer, Func<Diagnostic, bool> isMeant, AnalyzerOptions? options = null)
    {
        var result = GeneratorHarness.Run(unfinished);
        var compilation = unfinished.AddSyntaxTrees(result.GeneratedSources.Select(generated => generated.SyntaxTree));
        var found = (await compilation.WithAnalyzers([analyzer], options).GetAnalyzerDiagnosticsAsync()).AddRange(result.Diagnostics);
        var ordered = found
            .Where(isMeant)
            .OrderBy(diagnostic => diagnostic.Location.SourceSpan.Start)
            .ThenBy(diagnostic => diagnostic.Id, StringComparer.Ordinal)
            .ToList();
        var offset = compilation.SyntaxTrees[0].Length - source.Length;

        Assert.DoesNotContain(found, diagnostic => diagnostic.Id == "AD0001");
        Assert.Equal(
            expected.Select(mark => $"{mark.Id} at {Describe(source, mark.Span)}"),
            ordered.Select(diagnostic => $"{diagnostic.Id} at {Describe(source, new TextSpan(diagnostic.Location.SourceSpan.Start - offset, diagnostic.Location.SourceSpan.Length))}"));
        return [.. ordered.Select(diagnostic => diagnostic.GetMessage(System.Globalization.CultureInfo.InvariantCulture))];
    }

    private static string Describe(string source, TextSpan span) => $"{span.Start}: '{source.Substring(span.Start, span.Length)}'";

    /// <summary>Takes the marks out of source.</summary>
    public static (string Source, List<(string Id, TextSpan Span)> Marks) Unmark(string marked)
    {
        var marks = new List<(string, TextSpan)>();
        while (Mark().Match(marked) is { Success: true } match)
        {
            var text = match.Groups["text"].Value;
            marks.Add((match.Groups["id"].Value, new TextSpan(match.Index, text.Length)));
            marked = marked[..match.Index] + text + marked[(match.Index + match.Length)..];
        }

        return (marked, marks);
    }

    [GeneratedRegex(@"\{\|(?<id>DSC\d{4}):(?<text>.*?)\|\}", RegexOptions.Singleline)]
    private static partial Regex Mark();
}
