using Descent.CodeFixes;
using Descent.Generator.Analyzers;
using Descent.Generator.Tests.Harness;
using Microsoft.CodeAnalysis.CodeFixes;

namespace Descent.Generator.Tests.CodeFixes;

/// <summary>"Put the factors of all weights in front": what is the same for all weights is multiplied once.</summary>
public sealed class GatherFactorsCodeFixTests
{
    private static readonly CodeFixHarness s_harness = new(new RuleAnalyzer(), new GatherFactorsCodeFix());

    [Theory]
    [InlineData("w -= Rate * v * Beta;", "w -= Rate * Beta * v;")]
    [InlineData("w -= v * Rate * Beta / 2;", "w -= Rate * Beta * v / 2;")]
    [InlineData("w -= Beta * (Rate * v);", "w -= Beta * Rate * v;")]
    [InlineData("w -= (v * (1 - Rate)) * Math.Pow(Beta, t);", "w -= (1 - Rate) * Math.Pow(Beta, t) * v;")]
    [InlineData("w -= v / 3 * Rate * Beta;", "w -= Rate * Beta * (v / 3);")]
    [InlineData("w -= Rate * Beta * v * t;", "w -= Rate * Beta * t * v;")]
    [InlineData("var c = 1 - Beta; w -= Rate * v * c;", "var c = 1 - Beta; w -= Rate * c * v;")]
    [InlineData("var c = Beta; c += g; w -= c * Rate * Beta * v;", "var c = Beta; c += g; w -= Rate * Beta * c * v;")]
    [InlineData("w -= Rate /* a */ * v // b\n    * Beta; // c", "w -= Rate /* a */ * Beta // b\n    * v; // c")]
    public async Task Factors_ComeFirst(string before, string after) => Assert.Equal(
        Rule(after), Assert.Single(await s_harness.FixFirst(Rule(before))));

    /// <summary>Two findings in the first product, one in the second.</summary>
    [Fact]
    public async Task FixAll_GathersEveryProduct() => Assert.Equal(
        Rule("w -= Rate * Beta * t * v; w -= Rate * 3 * g;"),
        Assert.Single(await s_harness.FixAll(FixAllScope.Document, nameof(GatherFactorsCodeFix), Rule("w -= Rate * v * Beta * t; w -= Rate * g * 3;"))));

    [Theory]
    [InlineData("var step = Rate * v; w -= Beta * step;")]
    [InlineData("var x = v; x *= Rate; w -= x * Beta;")]
    [InlineData("w -= Rate * v * Reduce.Sum(v);")]
    public async Task Factors_InSeveralPlaces_HaveNoFix(string statements) => Assert.Equal(0, await s_harness.CountFixes(Rule(statements)));

    private static string Rule(string statements) => $$"""
        using System;
        using Descent;

        [Optimizer]
        public sealed partial class Rule
        {
            [Hyperparameter(0.01, Min = 0)] public partial double Rate { get; set; }
            [Hyperparameter(0.9, Min = 0, Below = 1)] public partial double Beta { get; set; }

            [Update]
            private void Update(ref double w, double g, [State] ref double v, [Step] int t)
            {
                v = Beta * v + g;
                {{statements}}
            }
        }
        """;
}
