namespace Descent.Tests.Strictness;

/// <summary>Parts of chains whose names, or whose parameters' names, meet those of others: each keeps states and hyperparameters of its own.</summary>
public sealed class ChainNameTests
{
    [Theory]
    [InlineData("the second of a part whose name ends in a digit", "Half1, Half1", "Half1", "")]
    [InlineData("the second of a part, and a part with the name of a second", "Half, Half, Half2", "Half", "Half2")]
    public void PartsOfSimilarNames_KeepTheirStates(string why, string chain, string first, string second)
        => Check(why, chain, string.Concat(new[] { first, second }.Where(name => name.Length > 0).Select(name => $$"""
            public static class {{name}}
            {
                [Transform]
                public static double Apply(double update, [State] ref double m, [Hyperparameter(0.5)] double decay) => m = decay * m + update;
            }
            """)));

    [Theory]
    [InlineData("names that differ in case", "[State] ref double m, [Hyperparameter(0.5)] double decay", "[State] ref double M, [Hyperparameter(0.25)] double Decay", "m = decay * m", "M = Decay * M")]
    [InlineData("a state with the name of a hyperparameter", "[State] ref double Decay, [Hyperparameter(0.5)] double decay", "[State] ref double m", "Decay = decay * Decay", "m = m")]
    [InlineData("a state with the name of a member of states", "[State] ref double length, [Hyperparameter(0.5)] double decay", "[State] ref double stepCount", "length = decay * length", "stepCount = stepCount")]
    public void ParametersOfSimilarNames_KeepTheirValues(string why, string first, string second, string firstMean, string secondMean) => Check(why, "First, Second", $$"""
        public static class First
        {
            [Transform]
            public static double Apply(double update, {{first}}) => {{firstMean}} + update;
        }
        public static class Second
        {
            [Transform]
            public static double Apply(double update, {{second}}) => {{secondMean}} + update;
        }
        """);

    private static void Check(string why, string chain, string parts)
    {
        var types = string.Join(", ", chain.Split(", ").Select(name => $"typeof({name})"));
        var rule = Assert.Single(CompiledRule.FromSource([("Chained", $"[Optimizer, Chain({types})] public sealed partial class Chained;\n{parts}")]));

        Comparison.Run<double>(rule, [1, 2, 3], step => [step, 5, 6]);
        Assert.Equal(rule.Model.States.Count, rule.Model.States.Items.Select(state => state.PropertyName).Distinct().Count());
        Assert.True(rule.Model.States.Count == chain.Split(", ").Length, why);
    }
}
