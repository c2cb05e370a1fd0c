using System.Collections.Immutable;
using Descent.Generator.Analyzers;
using Descent.Generator.Reading;
using Descent.Generator.Tests.Harness;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Descent.Generator.Tests.Snapshots;

/// <summary>Names of generated code meet those of the author, and give way; members that are marked obsolete or experimental give no warning there.</summary>
public sealed class NamesTests
{
    public static TheoryData<string> Legal => [.. LegalRules.WithNames.Select(rule => rule.Source), .. LegalRules.WithMarks];

    [Theory]
    [MemberData(nameof(Legal))]
    public async Task LegalRule_CompilesWithoutAWarning(string source)
    {
        var compilation = GeneratorHarness.Compile("[assembly: CLSCompliant(true)]\n" + source);
        compilation = compilation.WithOptions(compilation.Options.WithSpecificDiagnosticOptions([KeyValuePair.Create("CS8981", ReportDiagnostic.Suppress)]));
        var (complete, _) = GeneratorHarness.Generate(compilation);

        GeneratorHarness.AssertClean(complete);
        Assert.DoesNotContain(await complete.WithAnalyzers([new RuleAnalyzer()]).GetAnalyzerDiagnosticsAsync(), diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
    }

    /// <summary>C# warns of such a name at each part of the type: what the author has allowed in one file is in ours, too.</summary>
    [Fact]
    public void NameThatMayBecomeAKeyword_GivesNoWarningInTheGeneratedPart()
    {
        var (complete, _) = GeneratorHarness.Generate("public partial class outer { [Optimizer] public sealed partial class rule { [Update] void Update(ref double weight, double gradient) => weight -= gradient; } }");

        Assert.Equal(2, complete.GetDiagnostics().Count(diagnostic => diagnostic.Id == "CS8981"));
    }

    /// <summary>C# warns of a variable that is compared with itself, which is what a test for NaN is, and what is left of two values that are computed alike.</summary>
    [Theory]
    [InlineData("if (double.IsNaN(Rate)) { return; } weight -= Rate * gradient;", "double.IsNaN(")]
    [InlineData("var n = Reduce.Sum(gradient * gradient); if (!double.IsNaN(n)) { weight -= Rate * gradient; }", "!double.IsNaN(")]
    [InlineData("s = s is double.NaN ? 0 : s + 1; weight -= Rate * gradient / (1 + s);", "double.IsNaN(")]
    [InlineData("var r = Reduce.Sum(gradient, Per.Row); weight -= (double.IsNaN(r) ? 0 : Rate) * gradient;", "double.IsNaN(")]
    [InlineData("var a = Math.Pow(Rate, t); var b = Math.Pow(Rate, t); weight -= (a <= b ? Rate : a < b ? 2 : 3) * gradient;", "!double.IsNaN(")]
    [InlineData("int a = t + 1, b = t + 1; weight -= (a == b ? Rate : a < b ? 2 : 3) * gradient;", "a == +a")]
    [InlineData("bool a = Rate > 1, b = Rate > 1; weight -= (a == b ? Rate : 2) * gradient;", "a == !!a")]
    public void ComparisonWithItself_GivesNoWarning(string body, string text)
    {
        var (complete, files) = GeneratorHarness.Generate($$"""
            [Optimizer] public sealed partial class Rule
            {
                [Hyperparameter(0.1)] public partial double Rate { get; set; }
                [Update] void Update(ref double weight, double gradient, [State(Per = Per.Tensor)] ref double s, [Step] int t) { {{body}} }
            }
            """);

        GeneratorHarness.AssertClean(complete);
        Assert.Contains(text, Assert.Single(files).Value, StringComparison.Ordinal);
    }

    /// <summary>A copy of a built-in rule, in its namespace: C# warns where the author names it, and not in our part.</summary>
    [Theory]
    [InlineData("namespace Descent { [Optimizer] public sealed partial class Adam { [Update] void Update(ref double weight, double gradient, [State] ref double m) => weight -= m = 0.9 * m + gradient; } public static class User { public static object Make() => new Adam(); } }")]
    [InlineData("namespace Descent { public partial class AdamState { public partial class Inner { [Optimizer] public sealed partial class Rule { [Update] void Update(ref double weight, double gradient) => weight -= gradient; } public static object Make() => new AdamState.Inner(); } } }")]
    public void NameOfABuiltInRule_GivesNoWarningInTheGeneratedPart(string source)
    {
        var (complete, _) = GeneratorHarness.Generate(source);

        Assert.Equal(["CS0436"], complete.GetDiagnostics().Where(diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning).Where(diagnostic => diagnostic.Id != "CS1591").Select(diagnostic => diagnostic.Id));
    }

    /// <summary>What the generated part declares for users is what the reader keeps free.</summary>
    [Fact]
    public void DeclaredMembers_AreTheOnesThatAreKeptFree()
    {
        string[] sources = [.. Repository.BuiltInRules.Select(Repository.BuiltInRule), .. LegalRules.WithNames.Select(rule => rule.Source)];
        var (compilation, _) = GeneratorHarness.Generate(GeneratorHarness.Compile(sources));
        var optimizers = compilation.Assembly.GlobalNamespace.GetNamespaceMembers().SelectMany(space => space.GetTypeMembers())
            .Concat(compilation.Assembly.GlobalNamespace.GetTypeMembers())
            .Where(type => RuleAttributes.Has(type, RuleAttributes.Optimizer))
            .ToList();
        var known = optimizers.SelectMany(optimizer => optimizer.GetMembers()
                .Where(member => member.DeclaredAccessibility != Accessibility.Private && member is not IMethodSymbol { MethodKind: not MethodKind.Ordinary } && GeneratedMembers.IsGenerated(member, CancellationToken.None))
                .Select(member => member.Name))
            .ToImmutableSortedSet(StringComparer.Ordinal);

        Assert.InRange(optimizers.Count, 90, int.MaxValue);
        // A state of the optimizer is a property of it, which the reader looks at by itself.
        Assert.Empty(known.Except(GeneratedMembers.Declared).Except(optimizers.SelectMany(optimizer => States(optimizer, compilation))));
    }

    private static IEnumerable<string> States(INamedTypeSymbol optimizer, Compilation compilation)
        => RuleReader.Read(optimizer, compilation, CancellationToken.None).Model!.Hyperparameters.Select(hyperparameter => hyperparameter.Name)
            .Concat(RuleReader.Read(optimizer, compilation, CancellationToken.None).Model!.States.Select(state => state.PropertyName));
}
