using Descent.Generator.Analyzers;
using Descent.Generator.Tests.Harness;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Descent.Generator.Tests.Diagnostics;

/// <summary>A warning that is meant can be turned off: at its line, in a project, and raised to an error. Why a rule is not compiled cannot.</summary>
public sealed class SuppressionTests
{
    private const string Rule = "[Optimizer] public sealed partial class Rule { [Update] void Update(ref double weight, double gradient, [State] ref double m) { m = gradient; weight -= gradient; } }";

    private const string Refused = "[Optimizer] public sealed partial class Rule { [Update] void Update(ref double weight, double gradient) { {|DSC0006:throw null!;|} } }";

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

    /// <summary>A refused rule is not compiled, and throws at its first step: whoever silenced why would not be told before.</summary>
    [Theory]
    [InlineData("#pragma warning disable DSC0006, DSC0004, DSC0005\n", "")]
    [InlineData("#pragma warning disable\n", "")]
    [InlineData("", "[System.Diagnostics.CodeAnalysis.SuppressMessage(\"Descent.Structure\", \"DSC0006\")] ")]
    [InlineData("[assembly: System.Diagnostics.CodeAnalysis.SuppressMessage(\"Descent.Structure\", \"DSC0006\")]\n", "")]
    public async Task RefusedRule_IsNotSilenced(string before, string on)
        => await AnalyzerHarness.Check(new RuleAnalyzer(), $"{before}{on}{Refused}");

    [Theory]
    [InlineData(ReportDiagnostic.Suppress)]
    [InlineData(ReportDiagnostic.Warn)]
    public async Task RefusedRule_IsNotSilencedByTheProject(ReportDiagnostic configured)
    {
        var (compilation, _) = GeneratorHarness.Generate(Refused.Replace("{|DSC0006:throw null!;|}", "throw null!;", StringComparison.Ordinal));
        var inFiles = compilation.WithOptions(compilation.Options.WithSyntaxTreeOptionsProvider(new EditorConfig("DSC0006", configured)));
        var inProject = compilation.WithOptions(compilation.Options.WithSpecificDiagnosticOptions([KeyValuePair.Create("DSC0006", configured)]));
        foreach (var silenced in new[] { inFiles, inProject })
        {
            var found = Assert.Single(await silenced.WithAnalyzers([new RuleAnalyzer()]).GetAnalyzerDiagnosticsAsync());
            Assert.Equal(("DSC0006", DiagnosticSeverity.Error), (found.Id, found.Severity));
        }
    }

    /// <summary>Every error that leaves a rule, a helper or a part of a chain uncompiled is such a one.</summary>
    [Fact]
    public void EveryErrorOfTheStructure_CannotBeConfigured()
        => Assert.All(
            Descriptors.OfRules.Where(descriptor => descriptor.DefaultSeverity == DiagnosticSeverity.Error),
            descriptor => Assert.Contains(WellKnownDiagnosticTags.NotConfigurable, descriptor.CustomTags));

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
