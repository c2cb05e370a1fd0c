namespace Descent.Tests.Strictness;

/// <summary>A choice between one value is that value: it is known in the step, and computed in double, in a rule as in a part of a chain.</summary>
public sealed class ChoiceTests
{
    [Theory]
    [InlineData("Math.Pow(weight < A ? A : A, B)")]
    [InlineData("Math.Pow(gradient < 0 ? 0.3 : 0.3, B)")]
    [InlineData("Math.Pow(weight switch { > 1 => A, < 0 => A, _ => A }, gradient > weight ? B : B)")]
    [InlineData("Math.Pow(Either(weight, A, A), B)")]
    [InlineData("Math.Pow(Either(weight, 0.3, 0.6 / 2), Either(gradient, B, B))")]
    public void BetweenOneValue_DependsOnNoWeight(string value)
    {
        const string Helper = "private static double Either(double w, double x, double y) => w < 0.5 ? x : y;";
        var rules = CompiledRule.FromSource(
        [
            ("Chosen", $$"""
                [Optimizer]
                public sealed partial class Chosen
                {
                    [Hyperparameter(0.3)] public partial double A { get; set; }
                    [Hyperparameter(2.5)] public partial double B { get; set; }
                    {{Helper}}
                    [Update]
                    private void Update(ref double weight, double gradient) => weight -= {{value}};
                }
                """),
            ("ChosenInChain", $$"""
                [Optimizer, Chain(typeof(ChosenPart))]
                public sealed partial class ChosenInChain;
                public static class ChosenPart
                {
                    {{Helper}}
                    [Transform]
                    public static double Apply(double update, double weight, double gradient, [Hyperparameter(0.3)] double A, [Hyperparameter(2.5)] double B) => {{value}};
                }
                """),
        ]);

        Assert.Equal(2, rules.Count);
        foreach (var rule in rules)
        {
            var weights = new float[9];
            using var optimizer = rule.Create();
            optimizer.Add("weights", weights, [-1, 0, 1, 2, 3, 4, 5, 6, 7]);
            optimizer.Step();
            Assert.All(weights, weight => Assert.Equal(-(float)Math.Pow(0.3, 2.5), weight));
        }
    }
}
