using Descent.CodeFixes;
using Descent.Generator.Analyzers;
using Descent.Generator.Tests.Harness;
using Microsoft.CodeAnalysis.CodeFixes;

namespace Descent.Generator.Tests.CodeFixes;

/// <summary>"Add ε to the divisor": the formula, and the hyperparameter where the rule has none.</summary>
public sealed class AddEpsilonCodeFixTests
{
    private const string Epsilon = "\n    [Hyperparameter(1e-8, Min = 0)] public partial double Epsilon { get; set; }\n";

    private const string Head = "using Descent; [Optimizer] public sealed partial class Rule {\n";

    private static readonly CodeFixHarness s_harness = new(new RuleAnalyzer(), new AddEpsilonCodeFix());

    [Theory]
    [InlineData("w -= Rate * g / Math.Sqrt(v);", "w -= Rate * g / (Math.Sqrt(v) + Epsilon);")]
    [InlineData("w -= Rate * (g / /* a */ (v * v) /* b */);", "w -= Rate * (g / /* a */ (v * v + Epsilon) /* b */);")]
    [InlineData("w -= Rate * (g / (v > 1 ? v : v * v));", "w -= Rate * (g / ((v > 1 ? v : v * v) + Epsilon));")]
    [InlineData("var d = Math.Sqrt(v); w -= Rate * g / d;", "var d = Math.Sqrt(v); w -= Rate * g / (d + Epsilon);")]
    [InlineData("g /= Math.Sqrt(v); w -= Rate * g;", "g /= Math.Sqrt(v) + Epsilon; w -= Rate * g;")]
    public async Task Divisor_GetsTheEpsilonOfTheRule(string before, string after) => Assert.Equal(
        Rule(after, Epsilon), Assert.Single(await s_harness.FixFirst(Rule(before, Epsilon))));

    [Theory]
    [InlineData("    [Hyperparameter(0.1)] public partial double Rate { get; set; } // why\n", "    [Hyperparameter(1e-8, Min = 0)] public partial double Epsilon { get; set; }\n")]
    [InlineData("    [Hyperparameter(0.1)]\r\n    public partial double Rate { get; set; }\r\n", "\r\n    [Hyperparameter(1e-8, Min = 0)]\r\n    public partial double Epsilon { get; set; }\r\n")]
    [InlineData(
        "    /// <summary>Step size.</summary>\n    [Hyperparameter(0.1)]\n    public partial double Rate { get; set; }\n",
        "\n    /// <summary>Added to denominators, ε, at least 0.</summary>\n    [Hyperparameter(1e-8, Min = 0)]\n    public partial double Epsilon { get; set; }\n")]
    [InlineData("[Hyperparameter(0.1)] public partial double Rate { get; set; }", " [Hyperparameter(1e-8, Min = 0)] public partial double Epsilon { get; set; }")]
    public async Task Epsilon_IsDeclaredAsItsNeighbourIs(string rate, string epsilon)
    {
        const string Update = "[Update] void Update(ref double w, double g, [State] ref double v) { v += g * g; w -= Rate * g / v; } }";

        Assert.Equal(
            Head + rate + epsilon + Update.Replace("g / v", "g / (v + Epsilon)", StringComparison.Ordinal),
            Assert.Single(await s_harness.FixFirst(Head + rate + Update)));
    }

    [Fact]
    public async Task Epsilon_OfARuleWithoutHyperparameters_ComesLast() => Assert.Equal(
        Head + "[Update] void Update(ref double w, double g, [State] ref double v) { v += g * g; w -= g / (v + Epsilon); }\n\n    [Hyperparameter(1e-8, Min = 0)] public partial double Epsilon { get; set; }\n}\n",
        Assert.Single(await s_harness.FixFirst(Head + "[Update] void Update(ref double w, double g, [State] ref double v) { v += g * g; w -= g / v; }\n}\n")));

    /// <summary>Twice in the formula, once in the class.</summary>
    [Fact]
    public async Task FixAll_DeclaresOneHyperparameter() => Assert.Equal(
        Rule("g = g / (v + Epsilon) * (g / (Math.Sqrt(v) + Epsilon)); w -= Rate * g;", Epsilon),
        Assert.Single(await s_harness.FixAll(FixAllScope.Document, nameof(AddEpsilonCodeFix), Rule("g = g / v * (g / Math.Sqrt(v)); w -= Rate * g;", "\n"))));

    [Theory]
    [InlineData("w -= Rate * (g / (v - g * g));", "\n")]
    [InlineData("w -= Rate * (g / ((v - g * g)));", "\n")]
    [InlineData("w -= Rate * Ratio(g, v);", "\n    private static double Ratio(double x, double y) => x / y;\n")]
    [InlineData("w -= Rate * (g / v);", "\n    private int Epsilon() => 0;\n")]
    [InlineData("w -= Rate * v / (1 - Beta * Beta);", "\n    [Hyperparameter(0.9, Min = 0, Max = 1)] public partial double Beta { get; set; }\n")]
    [InlineData("w -= Rate * v / Beta;", "\n    [Hyperparameter(0.9, Min = 0)] public partial double Beta { get; set; }\n")]
    public async Task Divisor_ThatEpsilonDoesNotHelp_HasNoFix(string statements, string members) => Assert.Equal(
        0, await s_harness.CountFixes(Rule(statements, members)));

    private static string Rule(string statements, string members)
        => $"using System; using Descent;\n[Optimizer]\npublic sealed partial class Rule\n{{\n    [Hyperparameter(0.1, Min = 0)] public partial double Rate {{ get; set; }}{members}\n"
            + $"    [Update]\n    private void Update(ref double w, double g, [State] ref double v)\n    {{\n        v += g * g;\n        {statements}\n    }}\n}}\n";
}
