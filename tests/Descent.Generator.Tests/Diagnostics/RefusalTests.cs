using Descent.Generator.Analyzers;
using Descent.Generator.Tests.Harness;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Descent.Generator.Tests.Diagnostics;

/// <summary>
/// A rule that is refused leaves no declaration in error, which would keep <c>csc</c> from the analyzers, and nothing wrong in the generated
/// file. Its diagnostic is there once: from the analyzer, or from the generator where nothing can be added.
/// </summary>
public sealed class RefusalTests
{
    public static TheoryData<string> Open => [.. RefusedRules.Open];

    public static TheoryData<string> Closed => [.. RefusedRules.Closed];

    [Theory]
    [MemberData(nameof(Open))]
    public async Task RefusedRule_LetsTheAnalyzersSpeak(string marked)
    {
        var (source, _) = AnalyzerHarness.Unmark(marked);
        var (compilation, files) = GeneratorHarness.Generate(source);

        await AnalyzerHarness.CheckCategory("Descent.Structure", new RuleAnalyzer(), marked);
        Assert.NotEmpty(files);
        Assert.Empty(GeneratorHarness.Run(GeneratorHarness.Compile(source)).Diagnostics);
        Assert.DoesNotContain(compilation.GetDeclarationDiagnostics(), diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
        Assert.DoesNotContain(compilation.GetDiagnostics(), diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning && IsGenerated(diagnostic));
        Assert.DoesNotContain(compilation.GetDiagnostics(), diagnostic => diagnostic.Id is "CS0108" or "CS0169");
    }

    [Theory]
    [MemberData(nameof(Closed))]
    public async Task ClosedRule_IsReportedByTheGenerator(string marked)
    {
        var (source, marks) = AnalyzerHarness.Unmark(marked);
        var (compilation, files) = GeneratorHarness.Generate(source);
        var reported = Assert.Single(GeneratorHarness.Run(GeneratorHarness.Compile(source)).Diagnostics);

        await AnalyzerHarness.CheckCategory("Descent.Structure", new RuleAnalyzer(), marked);
        Assert.Empty(files);
        Assert.Equal(marks[0].Id, reported.Id);
        Assert.True(reported.Location.IsInSource);
        Assert.DoesNotContain(await compilation.WithAnalyzers([new RuleAnalyzer()]).GetAnalyzerDiagnosticsAsync(), diagnostic => diagnostic.Id == reported.Id);
    }

    /// <summary>A place that moves is found again, in the tree of the moment.</summary>
    [Fact]
    public void ClosedRule_MovesWithItsSource()
    {
        var (source, _) = AnalyzerHarness.Unmark(RefusedRules.Closed[0]);
        var compilation = GeneratorHarness.Compile(source);
        var driver = GeneratorHarness.CreateDriver().RunGenerators(compilation);
        var edited = compilation.ReplaceSyntaxTree(compilation.SyntaxTrees[0], GeneratorHarness.Compile("// Above.\n" + source).SyntaxTrees[0]);

        var location = Assert.Single(driver.RunGenerators(edited).GetRunResult().Diagnostics).Location;

        Assert.Same(edited.SyntaxTrees[0], location.SourceTree);
        Assert.Equal("Refused", edited.SyntaxTrees[0].GetText().ToString(location.SourceSpan));
    }

    /// <summary>A class whose name is still to be typed gets nothing, and C# says that the name is missing.</summary>
    [Theory]
    [InlineData("[Optimizer] public sealed partial class { [Update] private void Update(ref double weight, double gradient) => weight -= gradient; }")]
    [InlineData("public partial class { [Optimizer] public sealed partial class Rule { [Update] private void Update(ref double weight, double gradient) => weight -= gradient; } }")]
    [InlineData("namespace { [Optimizer] public sealed partial class Rule { [Update] private void Update(ref double weight, double gradient) => weight -= gradient; } }")]
    public void ClassWithoutAName_GetsNothing(string source)
    {
        var result = GeneratorHarness.Run(GeneratorHarness.Compile(source));

        Assert.Empty(result.GeneratedSources);
        Assert.Empty(result.Diagnostics);
    }

    /// <summary>A parameter whose name is still to be typed is C#'s to name, and makes no error in the generated file.</summary>
    [Theory]
    [InlineData("ref double weight, double gradient, [State] ref double")]
    [InlineData("ref double weight, double gradient, [State(Per = Per.Optimizer)] ref double")]
    [InlineData("ref double weight, double gradient, [Input] double")]
    [InlineData("ref double weight, double")]
    [InlineData("ref double weight, doubl gradient")]
    public async Task ParameterWithoutAName_IsLeftToCSharp(string parameters)
    {
        var source = $"[Optimizer] public sealed partial class Rule {{ [Update] private void Update({parameters}) => weight -= 1; }}";
        var (compilation, _) = GeneratorHarness.Generate(source);

        await AnalyzerHarness.CheckCategory("Descent.Structure", new RuleAnalyzer(), source);
        Assert.DoesNotContain(compilation.GetDiagnostics(), diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning && IsGenerated(diagnostic));
    }

    /// <summary>A member that is still being typed makes no error in the generated file, which would be the first to be seen.</summary>
    [Theory]
    [InlineData("[Hyperparameter(0.1)] public partial double Rate { }")]
    [InlineData("[Hyperparameter(0.1)] public partial double Rate { g }")]
    [InlineData("[Hyperparameter(0.1)] public partial double Rate")]
    [InlineData("private partial void Change(ref double weight, double gradient, [State] ref double);")]
    [InlineData("private partial void Change(ref double weight, double gradient, [State] re")]
    public void UnfinishedMember_IsLeftToCSharp(string member)
    {
        var update = member.Contains("Change", StringComparison.Ordinal) ? "[Update] " : "[Update] private void Update(ref double weight, double gradient) => weight -= gradient; ";
        var (compilation, _) = GeneratorHarness.Generate($"[Optimizer] public sealed partial class Rule {{ {update}{member} }}");

        Assert.Contains(compilation.GetDiagnostics(), diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
        Assert.DoesNotContain(compilation.GetDiagnostics(), diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning && IsGenerated(diagnostic));
    }

    /// <summary>What is generated is C# 13: of a project of an older version there is one error, and none in a file that nobody wrote.</summary>
    [Theory]
    [InlineData(LanguageVersion.CSharp12, "12.0")]
    [InlineData(LanguageVersion.CSharp7_3, "7.3")]
    public void OlderVersionOfCSharp_IsReportedByTheGenerator(LanguageVersion version, string text)
    {
        const string Source = "using Descent; [Optimizer] public sealed partial class Rule { [Update] private void Update(ref double weight, double gradient) { weight -= gradient; } }";
        var tree = CSharpSyntaxTree.ParseText(Source, GeneratorHarness.ParseOptions.WithLanguageVersion(version));

        var result = GeneratorHarness.Run(GeneratorHarness.Compile().RemoveAllSyntaxTrees().AddSyntaxTrees(tree));

        Assert.Empty(result.GeneratedSources);
        Assert.Equal($"'Rule' cannot be an optimizer: it takes C# 13, and LangVersion says {text}", Assert.Single(result.Diagnostics).GetMessage(System.Globalization.CultureInfo.InvariantCulture));
    }

    /// <summary>Generated code names the runtime from the global namespace, where another alias does not put it.</summary>
    [Theory]
    [InlineData("Other", false)]
    [InlineData("Other,global", true)]
    public void RuntimeBehindAnAlias_IsReportedByTheGenerator(string aliases, bool isGlobal)
    {
        const string Source = "extern alias Other; [Other::Descent.Optimizer] public sealed partial class Rule { [Other::Descent.Update] private void Update(ref double weight, double gradient) { weight -= gradient; } }";
        var compilation = GeneratorHarness.Compile().AddSyntaxTrees(CSharpSyntaxTree.ParseText(Source, GeneratorHarness.ParseOptions));
        var runtime = compilation.References.Single(reference => Path.GetFileName(reference.Display) == "Descent.dll");
        compilation = compilation.ReplaceReference(runtime, runtime.WithAliases(aliases.Split(',')));

        var result = GeneratorHarness.Run(compilation);

        Assert.Equal(isGlobal ? 1 : 0, result.GeneratedSources.Length);
        Assert.Equal(
            isGlobal ? [] : ["'Rule' cannot be an optimizer: the reference to Descent has an alias, and 'global' is none of its aliases"],
            result.Diagnostics.Select(diagnostic => diagnostic.GetMessage(System.Globalization.CultureInfo.InvariantCulture)));
    }

    private static bool IsGenerated(Diagnostic diagnostic) => diagnostic.Location.SourceTree?.FilePath.EndsWith(".g.cs", StringComparison.Ordinal) == true;
}
