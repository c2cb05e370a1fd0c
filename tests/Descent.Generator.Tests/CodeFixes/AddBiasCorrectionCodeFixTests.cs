using Descent.CodeFixes;
using Descent.Generator.Analyzers;
using Descent.Generator.Tests.Harness;
using Microsoft.CodeAnalysis.CodeFixes;

namespace Descent.Generator.Tests.CodeFixes;

/// <summary>"Add the bias correction": the corrected average is declared before its first use and used instead.</summary>
public sealed class AddBiasCorrectionCodeFixTests
{
    private const string Moments = "        m = Beta1 * m + (1 - Beta1) * g;\n        v = Beta2 * v + (1 - Beta2) * g * g;\n";
    private const string CorrectedFirst = "        var mHat = m / (1 - Math.Pow(Beta1, t));\n";
    private const string Corrected = CorrectedFirst + "        var vHat = v / (1 - Math.Pow(Beta2, t));\n";

    private static readonly CodeFixHarness s_harness = new(new RuleAnalyzer(), new AddBiasCorrectionCodeFix());

    [Theory]
    [InlineData(Moments, Moments + Corrected)]
    [InlineData("        m += (1 - Beta1) * (g - m);\n        v -= (1 - Beta2) * (v - g * g);\n", "        m += (1 - Beta1) * (g - m);\n        v -= (1 - Beta2) * (v - g * g);\n" + Corrected)]
    [InlineData("        m = (m * Beta1 + (1 - Beta1) * g);\n        v = (1 - Beta2) * g * g + Beta2 * v;\n", "        m = (m * Beta1 + (1 - Beta1) * g);\n        v = (1 - Beta2) * g * g + Beta2 * v;\n" + Corrected)]
    public async Task FixAll_CorrectsBothMoments(string before, string after) => Assert.Equal(
        Rule(after + "        w -= Rate * mHat / (Math.Sqrt(vHat) + 1e-8); // why\n", "ref double v, [Step] int t"),
        await FixAll(Rule(before + "        w -= Rate * m / (Math.Sqrt(v) + 1e-8); // why\n")));

    [Fact]
    public async Task StepNumber_OfTheMethod_IsUsed() => Assert.Equal(
        Rule(Moments + Corrected.Replace(", t)", ", n)", StringComparison.Ordinal) + "        w -= Rate * mHat / (Math.Sqrt(vHat) + n);\n", "ref double v, [Step] int n"),
        await FixAll(Rule(Moments + "        w -= Rate * m / (Math.Sqrt(v) + n);\n", "ref double v, [Step] int n")));

    [Fact]
    public async Task StepNumber_OfANameThatIsTaken_HasAnother() => Assert.Equal(
        Rule("        var t = 2 * g;\n" + Moments + Corrected.Replace(", t)", ", step)", StringComparison.Ordinal) + "        w -= Rate * mHat * t / Math.Sqrt(vHat);\n", "ref double v, [Step] int step"),
        await FixAll(Rule("        var t = 2 * g;\n" + Moments + "        w -= Rate * m * t / Math.Sqrt(v);\n")));

    /// <summary>The one average that is left, in a condition and on a line with others.</summary>
    [Fact]
    public async Task Average_IsCorrectedWhereverItIsUsed() => Assert.Equal(
        Rule(Moments + "        var vHat = v / (1 - Math.Pow(Beta2, t)); g = g; var mHat = m / (1 - Math.Pow(Beta1, t)); if (g > 0) { w -= mHat / Math.Sqrt(vHat); } else { w -= Rate * mHat; }\n", "ref double v, [Step] int t"),
        Assert.Single(await s_harness.FixFirst(Rule(
            Moments + "        var vHat = v / (1 - Math.Pow(Beta2, t)); g = g; if (g > 0) { w -= m / Math.Sqrt(vHat); } else { w -= Rate * m; }\n", "ref double v, [Step] int t"))));

    [Theory]
    [InlineData("        m = Beta1 * m + (1 - Beta1) * g; v = Beta2 * v + (1 - Beta2) * g * g; var mHat = m; w -= Rate * mHat / Math.Sqrt(v);\n")]
    [InlineData("        var x = m = Beta1 * m + (1 - Beta1) * g; v = Beta2 * v + (1 - Beta2) * g * g; w -= Rate * x / Math.Sqrt(v);\n")]
    [InlineData("        { m = Beta1 * m + (1 - Beta1) * g; } v = Beta2 * v + (1 - Beta2) * g * g; w -= Rate * m / Math.Sqrt(v);\n")]
    [InlineData("        m = Beta1 * m + (1 - Beta1) * g; v = Beta2 * v + (1 - Beta2) * g * g; w -= Rate * m / Math.Sqrt(v); m = m;\n")]
    public async Task Average_ThatIsUsedInAnotherWay_HasNoFix(string statements) => Assert.Equal(0, await s_harness.CountFixes(Rule(statements)));

    private static async Task<string> FixAll(string source) => Assert.Single(await s_harness.FixAll(FixAllScope.Document, nameof(AddBiasCorrectionCodeFix), source));

    private static string Rule(string statements, string last = "ref double v")
        => "using System;\nusing Descent;\n[Optimizer]\npublic sealed partial class Rule\n{\n    [Hyperparameter(1e-3)] public partial double Rate { get; set; }\n"
            + "    [Hyperparameter(0.9)] public partial double Beta1 { get; set; }\n    [Hyperparameter(0.999)] public partial double Beta2 { get; set; }\n\n"
            + $"    [Update]\n    private void Update(ref double w, double g, [State] ref double m, [State] {last})\n    {{\n{statements}    }}\n}}\n";
}
