using System.Text.RegularExpressions;
using Descent.Generator.Analyzers;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Descent.Tests.Strictness.ReaderFuzzing;

/// <summary>Checks what the user is told about rules that were refused: something, where it belongs, and for a reason that is documented.</summary>
internal static partial class RefusalCheck
{
    private const string TwoElements = "passing two elements by reference of which it is only known in the step whether they are one";

    /// <summary>What is wrong with the refusals.</summary>
    /// <param name="complete">The compilation of all rules with what was generated.</param>
    /// <param name="reported">What the generator reported.</param>
    /// <param name="refused">The rules that did not become loops.</param>
    public static IEnumerable<(string Name, FailureKind Kind, string Problem)> Run(Compilation complete, IEnumerable<Diagnostic> reported, IReadOnlyList<(SourceRule Rule, SyntaxTree Tree)> refused)
    {
        if (refused.Count == 0)
        {
            return [];
        }

        var names = refused.Select(item => item.Rule.Name).ToHashSet();
        var others = complete.SyntaxTrees.Where(tree => tree.FilePath != OwnOperations.Path && !names.Contains(Path.GetFileName(tree.FilePath).Split('.')[0]));
        var errors = complete.RemoveSyntaxTrees(others).WithAnalyzers([CompilerUnderTest.Current.Analyzer, new InlineableAnalyzer()]).GetAnalyzerDiagnosticsAsync().GetAwaiter().GetResult()
            .Concat(reported)
            .Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error || diagnostic.Id == "AD0001")
            .ToLookup(diagnostic => diagnostic.Location.SourceTree?.FilePath ?? "");
        var thrown = string.Concat(errors[""].Select(error => $", but {error.GetMessage(null)}{error.Descriptor.Description}"));
        return refused.Select(item => (item.Rule.Name, Check(item.Rule, item.Tree.ToString(), [.. errors[item.Rule.Name]], thrown))).Where(item => item.Item2 is not null)
            .Select(item => (item.Name, item.Item2!.Value.Kind, item.Item2.Value.Problem));
    }

    private static (FailureKind Kind, string Problem)? Check(SourceRule rule, string text, IReadOnlyList<Diagnostic> errors, string thrown)
    {
        if (errors.Count == 0)
        {
            return (FailureKind.Silent, "nothing was compiled, and nothing said" + thrown);
        }

        if (!rule.Refused)
        {
            return errors.FirstOrDefault(error => !Documented().IsMatch(error.GetMessage(null))) is { } undocumented ? (FailureKind.Refused, Describe(undocumented, text)) : null;
        }

        var (start, end) = (text.IndexOf(SourceRule.MarkStart, StringComparison.Ordinal), text.IndexOf(SourceRule.MarkEnd, StringComparison.Ordinal));
        // Where a name of the rule is taken, its body is not read; where the reader refuses something else, what is refused later is not looked for.
        return errors.Any(error => (error.Location.SourceSpan.Start < end && error.Location.SourceSpan.End > start) || error.Id == "DSC0008" || error.GetMessage(null).Contains(TwoElements, StringComparison.Ordinal))
            ? null
            : (FailureKind.Silent, $"nothing was said where it should be, but {Describe(errors[0], text)}");
    }

    private static string Describe(Diagnostic error, string text) => $"{error.Id} at '{text.Substring(error.Location.SourceSpan.Start, error.Location.SourceSpan.Length)}': {error.GetMessage(null)}";

    /// <summary>The reasons for which a rule of otherwise accepted constructs may be refused, as the pages of the diagnostics have them.</summary>
    [GeneratedRegex("an int that differs from weight to weight|" + TwoElements + "|, which throws .*, under the condition .*, which differs from (weight|row|column|tensor) to (weight|row|column|tensor)|which the compiler generates for", RegexOptions.Singleline)]
    private static partial Regex Documented();
}
