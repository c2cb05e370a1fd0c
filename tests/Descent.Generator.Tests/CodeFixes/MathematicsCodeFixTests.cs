using Descent.CodeFixes;
using Descent.Generator.Analyzers;
using Descent.Generator.Tests.Harness;
using Microsoft.CodeAnalysis.CodeFixes;

namespace Descent.Generator.Tests.CodeFixes;

/// <summary>The fixes of formulas that are not the ones that were meant.</summary>
public sealed class MathematicsCodeFixTests
{
    [Theory]
    [InlineData("v = Beta * v + (1 - Beta * g * g);", "v = Beta * v + (1 - Beta) * g * g;")]
    [InlineData("v = Beta * v + 1 - Beta * g;", "v = Beta * v + (1 - Beta) * g;")]
    [InlineData("v = Beta * v + (1 - Beta * g) * g;", "v = Beta * v + (1 - Beta) * g * g;")]
    [InlineData("v = 0.9 * v /* a */ + ( 1 - 0.9 /* b */ * (g * g) /* c */ ); // d", "v = 0.9 * v /* a */ + ( 1 - 0.9) /* b */ * (g * g) /* c */ ; // d")]
    [InlineData("v = Beta * v\n    + 1 - Beta * g;", "v = Beta * v\n    + (1 - Beta) * g;")]
    public async Task SlippedParenthesis_IsPutBack(string before, string after) => Assert.Equal(
        Rule(after + Step), Assert.Single(await Fixing(new SlippedParenthesisCodeFix()).FixFirst(Rule(before + Step))));

    [Theory]
    [InlineData("v = Beta * v + 1 - (Beta * g);")]
    [InlineData("var s = 1 - Beta * g; v = Beta * v + s;")]
    public async Task SlippedParenthesis_ThatIsElsewhere_HasNoFix(string statements) => Assert.Equal(
        0, await Fixing(new SlippedParenthesisCodeFix()).CountFixes(Rule(statements + Step)));

    [Fact]
    public async Task FixAll_PutsEveryParenthesisBack() => Assert.Equal(
        Rule("v = Beta * v + (1 - Beta) * g; u = Beta * u + (1 - Beta) * g;" + Step),
        Assert.Single(await Fixing(new SlippedParenthesisCodeFix()).FixAll(
            FixAllScope.Document, nameof(SlippedParenthesisCodeFix), Rule("v = Beta * v + 1 - Beta * g; u = Beta * u + (1 - Beta * g);" + Step))));

    [Theory]
    [InlineData("Math.Sqrt(v - g * g)", "Math.Sqrt(Math.Max(0, v - g * g))")]
    [InlineData("System.Math.Sqrt( v /* a */ )", "System.Math.Sqrt( System.Math.Max(0, v) /* a */ )")]
    [InlineData("Sqrt(d: v)", "Sqrt(d: Max(0, v))")]
    [InlineData("Math.Sqrt(v) * (1 + Math.Sqrt(u))", "Math.Sqrt(Math.Max(0, v)) * (1 + Math.Sqrt(Math.Max(0, u)))")]
    public async Task SquareRoot_IsGuarded(string before, string after) => Assert.Equal(
        Rule(Roots(after)), Assert.Single(await Fixing(new GuardSquareRootCodeFix()).FixAll(FixAllScope.Document, nameof(GuardSquareRootCodeFix), Rule(Roots(before)))));

    [Fact]
    public async Task Logarithm_HasNoFix() => Assert.Equal(0, await Fixing(new GuardSquareRootCodeFix()).CountFixes(Rule(Roots("Math.Log(v)"))));

    private const string Step = " w -= Beta * v * u;";

    private static string Roots(string root) => $"v += g; u -= v; w -= Beta * ({root});";

    private static CodeFixHarness Fixing(CodeFixProvider fix) => new(new RuleAnalyzer(), fix);

    private static string Rule(string statements) => $$"""
        using System;
        using static System.Math;
        using Descent;

        [Optimizer]
        public sealed partial class Rule
        {
            [Hyperparameter(0.9, Min = 0, Below = 1)] public partial double Beta { get; set; }

            [Update]
            private void Update(ref double w, double g, [State] ref double v, [State] ref double u)
            {
                {{statements}}
            }
        }
        """;
}
