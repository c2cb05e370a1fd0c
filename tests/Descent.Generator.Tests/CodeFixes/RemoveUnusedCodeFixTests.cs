using Descent.CodeFixes;
using Descent.Generator.Analyzers;
using Descent.Generator.Tests.Harness;
using Microsoft.CodeAnalysis.CodeFixes;

namespace Descent.Generator.Tests.CodeFixes;

/// <summary>"Remove what is not used": the declaration goes, and nothing else changes.</summary>
public sealed class RemoveUnusedCodeFixTests
{
    private static readonly CodeFixHarness s_harness = new(new RuleAnalyzer(), new RemoveUnusedCodeFix());

    [Theory]
    [InlineData("ref double w, double g, [Step] int t", "ref double w, double g")]
    [InlineData("[Step] int t, ref double w, double g", "ref double w, double g")]
    [InlineData("ref double w, /* a */ [State] ref double m, /* b */ double g", "ref double w, /* b */ double g")]
    [InlineData("ref double w,\n    double g,\n    [Input] double h", "ref double w,\n    double g")]
    public async Task Parameter_GoesWithItsComma(string before, string after) => Assert.Equal(
        Rule(after), Assert.Single(await s_harness.FixFirst(Rule(before))));

    [Theory]
    [InlineData("    /// <summary>Decay.</summary>\n    [Hyperparameter(0.1)] public partial double Decay { get; set; } // why\n\n", "")]
    [InlineData("    public const int A = 1;\n\n    [Hyperparameter(0.1)] public partial double Decay { get; set; }\n\n", "    public const int A = 1;\n\n")]
    public async Task Hyperparameter_GoesWithItsDocumentation(string before, string after) => Assert.Equal(
        Rule("ref double w, double g", after), Assert.Single(await s_harness.FixFirst(Rule("ref double w, double g", before))));

    [Fact]
    public async Task FixAll_RemovesEverything() => Assert.Equal(
        Rule("ref double w, double g"),
        Assert.Single(await s_harness.FixAll(
            FixAllScope.Document,
            nameof(RemoveUnusedCodeFix),
            Rule("ref double w, double g, [State] ref double m, [Step] int t", "    [Hyperparameter(0.1)] public partial double Decay { get; set; }\n\n"))));

    private static string Rule(string parameters, string members = "")
        => $"using Descent;\n[Optimizer]\npartial class Rule\n{{\n{members}    [Update]\n    void Update({parameters}) => w -= g;\n}}\n";
}
