using Descent.Chains;

namespace Descent.Tests.Storage;

/// <summary>Goes a part of the way back every second step, and is evaluated at an average.</summary>
[Optimizer]
[Chain(typeof(ScaleByLearningRate), typeof(Lookahead), typeof(AverageWeights))]
internal sealed partial class PulledAndAveraged;

/// <summary>Is evaluated at the average of all steps.</summary>
[Optimizer]
[Chain(typeof(ScaleByLearningRate), typeof(AverageAllWeights))]
internal sealed partial class WhollyAveraged;

/// <summary>What is a weight, or holds the weights while others are evaluated, stays native whatever the states are kept in.</summary>
public sealed class ChainStorageTests
{
    [Theory]
    [InlineData(StateStorage.BFloat16)]
    [InlineData(StateStorage.Half)]
    [InlineData(StateStorage.Blocks8)]
    public void Parts_KeepTheirWeightsNative(StateStorage storage)
    {
        foreach (var optimizer in (RuleOptimizer[])[new PulledAndAveraged { Interval = 2 }, new WhollyAveraged()])
        {
            using var stored = optimizer;
            (stored.Storage.States, stored.Storage.SmallestInBlocks) = (storage, 1);
            float[] weights = [.. Enumerable.Range(0, 600).Select(index => MathF.Sin(index + 1))];
            stored.Add("w", weights, (float[])weights.Clone());
            for (var step = 0; step < 3; step++)
            {
                stored.Step();
            }

            Assert.All(stored.Parameters[0].States, state => Assert.Equal(StateStorage.Native, state.Storage));
            var trained = (float[])weights.Clone();
            stored.Evaluate();
            Assert.NotEqual(trained, weights);
            stored.Train();
            Assert.Equal(trained, weights);
        }
    }
}
