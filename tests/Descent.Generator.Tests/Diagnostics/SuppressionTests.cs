using Descent.Generator.Analyzers;
using Descent.Generator.Tests.Harness;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Descent.Generator.Tests.Diagnostics;

/// <summary>A warning that is meant can be turned off: at its line, in a project, and raised to an error.</summary>
public sealed class SuppressionTests
{
    private const string Rule = "[Optimizer] public sealed partial class Rule { [Update] void Update(ref double weight, double gradient, [State] ref double m) { m = gradient; weight -= gradient; } }";

    [Fact]
    public async Task Pragma_SuppressesOneDiagnostic()
    {
        await AnalyzerHarness.Check(new RuleAnalyzer(), Rule.Replace("double m)", "double {|DSC0103:m|})", StringComparison.Ordinal));
        await AnalyzerHarness.Check(new RuleAnalyzer(), "#pragma warning disable DSC0103\n" + Rule);
    }

    /// <summary>What <c>dotnet_diagnostic.DSC0103.severity</c> in an .editorconfig says arrives through the options of the syntax tree.</summary>
    [Theory]
    [InlineData(ReportDiagnostic.Suppress, null)]
    [InlineData(ReportDiagnostic.Error, DiagnosticSeverity.Error)]
    [InlineData(ReportDiagnostic.Info, DiagnosticSeverity.Info)]
    public async Task EditorConfig_SetsTheSeverity(ReportDiagnostic configured, DiagnosticSeverity? expected)
    {
        var (compilation, _) = GeneratorHarness.Generate(Rule);
        compilation = compilation.WithOptions(compilation.Options.WithSyntaxTreeOptionsProvider(new EditorConfig("DSC0103", configured)));

        var found = await compilation.WithAnalyzers([new RuleAnalyzer()]).GetAnalyzerDiagnosticsAsync();

        Assert.Equal(expected is { } severity ? [severity] : [], found.Select(diagnostic => diagnostic.Severity));
    }

    private sealed class EditorConfig(string id, ReportDiagnostic severity) : SyntaxTreeOptionsProvider
    {
        public override GeneratedKind IsGenerated(SyntaxTree tree, CancellationToken cancellationToken) => GeneratedKind.Unknown;

        public override bool TryGetDiagnosticValue(SyntaxTree tree, string diagnosticId, CancellationToken cancellationToken, out ReportDiagnostic severityOfTree)
        {
            severityOfTree = severity;
            return diagnosticId == id;
        }

        public override bool TryGetGlobalDiagnosticValue(string diagnosticId, CancellationToken cancellationToken, out ReportDiagnostic severityOfProject)
        {
            severityOfProject = ReportDiagnostic.Default;
            return false;
        }
    }
}
