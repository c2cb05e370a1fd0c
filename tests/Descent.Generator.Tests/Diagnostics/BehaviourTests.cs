using Descent.Generator.Analyzers;
using Descent.Generator.Tests.Harness;

namespace Descent.Generator.Tests.Diagnostics;

/// <summary>What a rule does when it is run on made-up gradients: where it goes, and how its steps scale.</summary>
public sealed class BehaviourTests
{
    [Theory]
    [InlineData("{|DSC0215:w += Rate * g|}; v += g;", "A step moves 'w' up the gradient: from 0, with gradient 1, to 0.01")]
    [InlineData("v = Beta * v - Rate * g; {|DSC0215:w -= v|};", "A step moves 'w' up the gradient: from 0, with gradient 1, to 0.01")]
    public async Task StepUp(string statements, string message) => Assert.Equal([message], await Check(statements));

    [Theory]
    [InlineData("w -= Rate * g; v += g;")]
    [InlineData("v = Beta * v - Rate * g; w += v;")]
    [InlineData("w += (Beta > 0.95 ? Rate : -Rate) * g; v += g;")]
    public async Task StepDown(string statements) => Assert.Empty(await Check(statements));

    [Fact]
    public async Task Scale_IsSaidToWhoAsks()
    {
        var rule = Rule("v += g * g; w -= Rate * g / (Math.Sqrt(v) + 1e-8);");
        Assert.Equal(
            ["The update of 'Rule' has degree 0 in the gradient and 0 in the weight"],
            await AnalyzerHarness.CheckIds(["DSC0216"], new RuleAnalyzer(), rule.Replace("double w,", "double {|DSC0216:w|},", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("w = {|DSC0218:1.1 * w + Rate * v|}; v = Beta * v - g;", "On a flat parabola with its minimum at 1, the rule takes 'w' from 0 to ")]
    [InlineData("v = 3 * v + g; {|DSC0218:w -= Rate * v|};", "On a flat parabola with its minimum at 1, the rule takes 'w' from 0 to ")]
    public async Task Divergence(string statements, string message) => Assert.StartsWith(message, Assert.Single(await Check(statements)), StringComparison.Ordinal);

    [Theory]
    [InlineData("v = Beta * v + 1 - g; {|DSC0219:w -= Rate * v|};", "Opposite gradients do not move 'w' to opposite places: from 0, the gradients 1 lead to 0, and their opposites to -0.02")]
    [InlineData("v = Beta * v + g * g; {|DSC0219:w -= Rate * v|};", "Opposite gradients do not move 'w' to opposite places: from 0, the gradients 1 lead to -0.01, and their opposites to -0.01")]
    public async Task Asymmetry(string statements, string message) => Assert.Equal([message], await Check(statements));

    [Theory]
    [InlineData("v += g * g; {|DSC0220:w -= Rate * g / (v + 1e-8)|};", "-1")]
    [InlineData("v += g * g; {|DSC0220:w -= Rate * g * Math.Sqrt(v)|};", "2")]
    [InlineData("v += g * g; w *= 1 - 0.01 * Decay; {|DSC0220:w -= Rate * g / (v + 1e-8)|};", "-1")]
    public async Task UnusualDegree(string statements, string degree)
        => Assert.Equal([$"The update of 'w' has degree {degree} in the gradient; that of a descent lies between 0, its sign, and 1, the gradient itself"], await Check(statements));

    [Theory]
    [InlineData("v = Beta * v + g; {|DSC0227:w -= Rate * v + Beta * Rate * w|};", "Without any gradient and any weight decay, 'w' moves from 1 to 0.991 in the first step")]
    [InlineData("w -= Rate * g; {|DSC0227:if (t % 6 == 0) { v += 0.5 * (w - v); w = v; }|}", "Without any gradient and any weight decay, 'w' moves from 1 to 0.5 in step 6")]
    [InlineData("v = 0.5 * v + 0.5 * w - Rate * g; w = {|DSC0227:t == 1 ? v : w - Rate * g|};", "Without any gradient and any weight decay, 'w' moves from 1 to 0.5 in the first step")]
    public async Task Drift(string statements, string message) => Assert.Equal([message], await Check(statements));

    [Fact]
    public async Task LearningRateEffect() => Assert.Equal(
        ["With 'LearningRate' twice as large, the first step from 0 goes to -0.98 instead of -0.99"],
        await AnalyzerHarness.CheckCategory("Descent.Mathematics", new RuleAnalyzer(), Rule("v = Beta * v + g; w -= (1 - LearningRate) * v;")
            .Replace("double Rate ", "double {|DSC0228:LearningRate|} ", StringComparison.Ordinal)));

    [Fact]
    public async Task StillState() => Assert.Equal(
        ["The state 'v' is 0 at first and after every step, whatever the gradients and the hyperparameters are"],
        await AnalyzerHarness.CheckIds(["DSC0110"], new RuleAnalyzer(), Rule("v = {|DSC0110:Beta * v|}; w -= Rate * (g + v);")));

    [Theory]
    [InlineData("if (Beta > 0.95) { v = Beta * v + g; g = v; } w -= Rate * g;")]
    [InlineData("v = Beta * v + Reduce.Sum(g) - 4 * g; w -= Rate * (g + v);")]
    public async Task StateThatSleeps(string statements) => Assert.Empty(await AnalyzerHarness.CheckIds(["DSC0110"], new RuleAnalyzer(), Rule(statements)));

    [Theory]
    [InlineData("v += g; w -= Rate * v; w *= 1 - 1e-3 * Rate;")]
    [InlineData("v += g; w = Math.Max(w - Rate * v, 0);")]
    [InlineData("v += g; w -= Rate * v; w /= Math.Max(Math.Sqrt(Reduce.Sum(w * w)), 1e-9);")]
    [InlineData("v += g; w -= Rate * v; w -= Reduce.Mean(w, Per.Row); w /= Math.Sqrt(Reduce.Sum(w * w, Per.Row)) + 1e-8;")]
    public async Task ConstantsBoundsAndProjections(string statements) => Assert.Empty(await Check(statements));

    [Theory]
    [InlineData("w -= Rate * (g + noise); v += g;")]
    [InlineData("w += noise * Math.Sqrt(Rate) - Rate * g; v += g;")]
    public async Task RandomInput(string statements) => Assert.Empty(await AnalyzerHarness.CheckCategory(
        "Descent.Mathematics", new RuleAnalyzer(), Rule(statements).Replace("double g,", "double g, [Input] double noise,", StringComparison.Ordinal)));

    [Fact]
    public async Task Asymmetry_BesideARandomInput() => Assert.Single(await AnalyzerHarness.CheckIds(
        ["DSC0219"], new RuleAnalyzer(), Rule("v += g; {|DSC0219:w -= Rate * (g * g + noise)|};").Replace("double g,", "double g, [Input] double noise,", StringComparison.Ordinal)));

    [Theory]
    [InlineData("v = Beta * v + g; w -= Rate * v;")]
    [InlineData("v += g * g; w -= Rate * g / (Math.Sqrt(v) + 1e-8);")]
    [InlineData("v = Math.Max(v, Math.Abs(g)); w -= Rate * g / (v + 1e-8);")]
    [InlineData("v = Beta * v + g; w -= g > 0 == v > 0 ? Rate * v : 0;")]
    public async Task Descent(string statements) => Assert.Empty(await Check(statements));

    [Theory]
    [InlineData("v += g; w *= 1 + Rate * WeightDecay; w -= Rate * v;", "'WeightDecay' makes weights grow: at 0.1, without a gradient, a weight of 1 becomes 1.001")]
    [InlineData("g -= WeightDecay * w; v += g; w -= Rate * v;", "'WeightDecay' makes weights grow: at 0.1, without a gradient, a weight of 1 becomes 1.001")]
    public async Task GrowingWeights(string statements, string message) => Assert.Equal([message], await Decay("{|DSC0217:WeightDecay|}", statements));

    [Theory]
    [InlineData("Lambda")]
    [InlineData("Gewichtsabnahme")]
    public async Task GrowingWeights_UnderAnyName(string name) => Assert.Single(await Decay($"{{|DSC0217:{name}|}}", $"v += g; w *= 1 + Rate * {name}; w -= Rate * v;"));

    [Theory]
    [InlineData("Wd", "w -= Rate * (v + Wd * w);")]
    [InlineData("L1", "w -= Rate * v; w = Math.CopySign(Math.Max(Math.Abs(w) - Rate * L1, 0), w);")]
    [InlineData("Ridge", "w = (w - Rate * v) / (1 + Rate * Ridge);")]
    public async Task ShrinkingWeights_UnderAnyName(string name, string statements) => Assert.Empty(await Decay(name, "v += g;" + statements));

    [Theory]
    [InlineData("v += g; w *= 1 - Rate * WeightDecay; w -= Rate * v;")]
    [InlineData("g += WeightDecay * w; v += g; w -= Rate * v;")]
    public async Task ShrinkingWeights(string statements) => Assert.Empty(await Decay("WeightDecay", statements));

    private static Task<IReadOnlyList<string>> Decay(string name, string statements) => AnalyzerHarness.CheckCategory(
        "Descent.Mathematics",
        new RuleAnalyzer(),
        Rule(statements).Replace("[Hyperparameter(0.9", $"[Hyperparameter(0, Min = 0)] public partial double {name} {{ get; set; }}\n[Hyperparameter(0.9", StringComparison.Ordinal));

    private static Task<IReadOnlyList<string>> Check(string statements) => AnalyzerHarness.CheckCategory("Descent.Mathematics", new RuleAnalyzer(), Rule(statements));

    private static string Rule(string statements) => $$"""
        [Optimizer]
        public sealed partial class Rule
        {
            [Hyperparameter(0.01, Min = 0)] public partial double Rate { get; set; }
            [Hyperparameter(0.9, Min = 0, Below = 1)] public partial double Beta { get; set; }
            [Hyperparameter(0.05, Min = 0)] public partial double Decay { get; set; }
    
            [Update]
            private void Update(ref double w, double g, [State] ref double v, [Step] int t)
            {
                {{statements}}
            }
        }
        """;
}
