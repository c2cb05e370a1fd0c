using Descent.Generator.Analyzers;
using Descent.Generator.Tests.Harness;

namespace Descent.Generator.Tests.Diagnostics;

/// <summary>Learning rates that multiply a step twice, and weight decay inside the moments: found at their exact place, and silent on the right twin.</summary>
public sealed class LearningRateTests
{
    [Theory]
    [InlineData("var step = LearningRate * g; w -= {|DSC0206:LearningRate * step|};", "step")]
    [InlineData("w -= {|DSC0206:LearningRate * LearningRate * g|};", "g")]
    [InlineData("m = 0.9 * m + LearningRate * g; w -= {|DSC0206:LearningRate * m|};", "m")]
    [InlineData("m = 0.9 * m + LearningRate * g; w -= {|DSC0206:LearningRate * (g * LearningRate + 0.9 * m)|};", "g * LearningRate + 0.9 * m")]
    [InlineData("w -= {|DSC0206:LearningRate * m|}; m = 0.9 * m + 0.1 * (LearningRate * g);", "m")]
    [InlineData("m = 0.9 * m + g; if (t > 5) { w -= {|DSC0206:LearningRate * (LearningRate * m)|}; } else { w -= LearningRate * m; }", "LearningRate * m")]
    [InlineData("w *= 1 - LearningRate * WeightDecay; w -= {|DSC0206:LearningRate * (LearningRate * g)|};", "LearningRate * g")]
    [InlineData("v = v + g * g; var step = LearningRate / Math.Sqrt(v); w -= {|DSC0206:LearningRate * step|} * g;", "step")]
    public async Task LearningRateTwice(string statements, string has) => Assert.Equal(
        [$"The step holds 'LearningRate' twice: '{has}' has it already"],
        await Check(statements));

    [Theory]
    [InlineData("m = 0.9 * m + LearningRate * g; w -= m;")]
    [InlineData("m = 0.9 * m + g; w -= LearningRate * m;")]
    [InlineData("m = 0.9 * m - LearningRate * g; w += 0.9 * m - LearningRate * g;")]
    [InlineData("w = w * (1 - LearningRate * WeightDecay) - LearningRate * g;")]
    [InlineData("w -= LearningRate * (g + LearningRate * WeightDecay * w);")]
    [InlineData("if (Inside) { m = 0.9 * m + LearningRate * g; w -= m; } else { m = 0.9 * m + g; w -= LearningRate * m; }")]
    [InlineData("m = 0.9 * m + LearningRate * g; w -= LearningRate * Math.Sign(m);")]
    [InlineData("m = 0.9 * m + LearningRate * g; w -= LearningRate * (m > 0 ? 1 : m < 0 ? -1 : m);")]
    [InlineData("m = 0.9 * m + LearningRate * g; w -= LearningRate * m / Math.Sqrt(Reduce.Sum(m * m));")]
    [InlineData("m = 0.9 * m + LearningRate * g; v = 0.9 * v + m * m; w -= LearningRate * m / Math.Sqrt(v);")]
    [InlineData("w -= LearningRate * g - LearningRate * LearningRate * g * g / 2;")]
    [InlineData("w -= LearningRate * g / (1 + LearningRate * t);")]
    [InlineData("w -= Math.Sqrt(LearningRate) * Math.Sqrt(LearningRate) * g;")]
    public async Task LearningRateOnce(string statements) => await Check(statements);

    [Theory]
    [InlineData("{|DSC0207:g += WeightDecay * w|};")]
    [InlineData("if (WeightDecay != 0) { {|DSC0207:g += WeightDecay * w|}; }")]
    [InlineData("var wanted = 0.0; if (t > 1) { wanted = {|DSC0207:g + w * WeightDecay|}; } else { wanted = g; } g = wanted;")]
    [InlineData("g = {|DSC0207:Math.FusedMultiplyAdd(WeightDecay, w, g)|};")]
    public async Task DecayThroughTheMoments(string decay) => Assert.Equal(
        ["'WeightDecay' flows into 'm' and into 'v', by whose root 'm' is divided: weights with large gradients decay less"],
        await Check(decay + "m = 0.9 * m + 0.1 * g; v = 0.999 * v + 0.001 * g * g; w -= LearningRate * m / (Math.Sqrt(v) + 1e-8);"));

    [Theory]
    [InlineData("m = 0.9 * m + 0.1 * g; v = 0.999 * v + 0.001 * g * g; w -= LearningRate * (m / (Math.Sqrt(v) + 1e-8) + WeightDecay * w);")]
    [InlineData("g += WeightDecay * w; m = 0.9 * m + g; w -= LearningRate * m;")]
    [InlineData("if (Inside) { g += WeightDecay * w; } else { w *= 1 - LearningRate * WeightDecay; } m = 0.9 * m + 0.1 * g; v = 0.999 * v + 0.001 * g * g; w -= LearningRate * m / (Math.Sqrt(v) + 1e-8);")]
    [InlineData("v = 0.999 * v + 0.001 * g * g; g += WeightDecay * w; m = 0.9 * m + 0.1 * g; w -= LearningRate * m / (Math.Sqrt(v) + 1e-8);")]
    [InlineData("g += WeightDecay * w; v = 0.999 * v + 0.001 * g * g; w -= LearningRate * g / (Math.Sqrt(v) + 1e-8);")]
    public async Task DecayOutsideTheMoments(string statements) => await Check(statements);

    private static Task<IReadOnlyList<string>> Check(string statements) => AnalyzerHarness.CheckIds(["DSC0206", "DSC0207"], new RuleAnalyzer(), $$"""
        [Optimizer]
        public sealed partial class Rule
        {
            [Hyperparameter(1e-3, Min = 0)] public partial double LearningRate { get; set; }
            [Hyperparameter(1e-2, Min = 0)] public partial double WeightDecay { get; set; }
            [Hyperparameter(false)] public partial bool Inside { get; set; }

            [Update]
            private void Update(ref double w, double g, [State] ref double m, [State] ref double v, [Step] int t)
            {
                {{statements}}
            }
        }
        """);
}
