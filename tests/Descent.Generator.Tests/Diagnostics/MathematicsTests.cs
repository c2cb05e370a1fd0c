using Descent.Generator.Analyzers;
using Descent.Generator.Tests.Harness;

namespace Descent.Generator.Tests.Diagnostics;

/// <summary>Formulas that are almost surely not the ones that were meant: found at their exact place, and silent on the right twin.</summary>
public sealed class MathematicsTests
{
    [Theory]
    [InlineData("v = {|DSC0201:Beta * v + (1 - Beta * g * g)|};", "Beta * g * g")]
    [InlineData("v = {|DSC0201:Beta * v + 1 - Beta * g|};", "Beta * g")]
    [InlineData("v = {|DSC0201:0.9 * v + (1 - 0.9 * g)|};", "0.9 * g")]
    [InlineData("v = {|DSC0201:Beta * v + (1 - Beta * g) * g|};", "Beta * g")]
    [InlineData("v = {|DSC0201:(1 - Beta * g) * g + Beta * v|};", "Beta * g")]
    [InlineData("v = {|DSC0201:1 - Beta * g + Beta * v|};", "Beta * g")]
    public async Task MovingAverageWhoseParenthesisSlipped(string statement, string slipped) => Assert.Equal(
        [$"The next value of 'v' holds 1 minus '{slipped}'; a moving average takes (1 - decay) times the new value"],
        await Check(statement));

    [Theory]
    [InlineData("v = Beta * v + (1 - Beta) * g * g;")]
    [InlineData("v = Beta * v + (1 - Beta * t) * g;")]
    [InlineData("w = Beta * g + (1 - Beta * g); v = Beta * v + g;")]
    [InlineData("v = Beta * v + (1 - 0.5 * g);")]
    public async Task OtherSums(string statement) => Assert.Empty(await Check(statement));

    private static Task<IReadOnlyList<string>> Check(string statement) => AnalyzerHarness.CheckIds(["DSC0201"], new RuleAnalyzer(), $$"""
        [Optimizer]
        public sealed partial class Rule
        {
            [Hyperparameter(0.9, Min = 0, Below = 1)] public partial double Beta { get; set; }

            [Update]
            private void Update(ref double w, double g, [State] ref double v, [Step] int t)
            {
                {{statement}}
                w -= Beta * g / (t + Math.Sqrt(Math.Abs(v)));
            }
        }
        """);
}
