namespace Descent.Generator.Tests.Snapshots;

/// <content>Rules that are composed of parts.</content>
public sealed partial class WholeRulesTests
{
    /// <summary>The parts are of another assembly: their bodies come from its attributes.</summary>
    [Fact]
    public void Chains_OfPartsOfTheLibrary() => Verify("""
        [Optimizer]
        [Chain(typeof(Descent.Chains.ClipByGlobalNorm), typeof(Descent.Chains.ScaleByAdam), typeof(Descent.Chains.AddDecayedWeights), typeof(Descent.Chains.ScaleByLearningRate), typeof(Descent.Chains.AverageWeights))]
        public sealed partial class Rule;
        """);

    /// <summary>Where two parts have a state or hyperparameter of one name, it is qualified.</summary>
    [Fact]
    public void Chains_OfOwnParts_QualifyWhatClashes() => Verify("""
        public static class Smooth
        {
            [Transform]
            public static double Apply(double update, double gradient, [State] ref double m, [Hyperparameter(0.9, Min = 0, Below = 1)] double decay)
            {
                m = decay * m + (1 - decay) * gradient;
                return update - m;
            }
        }

        public static class Track
        {
            [AfterStep]
            internal static void Apply(ref double weight, double gradient, [State(From = nameof(weight))] ref double m, [Step] int t, [Hyperparameter(0.99)] double decay)
            {
                if (t > 3)
                {
                    m = decay * m + weight * gradient;
                }
            }
        }

        [Optimizer, Chain(typeof(Smooth), typeof(Track), typeof(Smooth))]
        public sealed partial class Rule;
        """);
}
