using Descent.Chains;

namespace Descent.Tests.Strictness.Chance;

/// <summary>Noise twice: the random values of a chain are numbered over all its parts.</summary>
[Chain(typeof(AddGradientNoise), typeof(AddGradientNoise), typeof(ScaleByLearningRate))]
[Optimizer]
internal sealed partial class TwiceNoisy;

/// <summary>Chance in the parts of a chain.</summary>
public sealed class ChanceChainTests
{
    [Fact]
    public void AddsNoiseThatFallsWithTheSteps()
    {
        const ulong Seed = 77;
        using var optimizer = new TwiceNoisy
        {
            LearningRate = 0.5, AddGradientNoiseNoiseVariance = 0.3, AddGradientNoise2NoiseVariance = 0.01, AddGradientNoise2NoiseDecay = 1, Options = { Seed = Seed },
        };
        double[] weights = [1, 2, 3], gradients = [4, 5, 6];
        optimizer.Add("w", weights, gradients);
        var expected = (double[])weights.Clone();
        for (var t = 1; t <= 4; t++)
        {
            optimizer.Step();
            for (var index = 0; index < 3; index++)
            {
                expected[index] -= 0.5 * (gradients[index]
                    + (Math.Sqrt(0.3 / Math.Pow(t, 0.55)) * Noise(t, index, 0))
                    + (Math.Sqrt(0.01 / t) * Noise(t, index, 1)));
            }

            // Of ten operations, each rounded once.
            Assert.Equal(expected, weights, (one, other) => Math.Abs(one - other) < 1e-14 * Math.Abs(other));
        }

        static double Noise(int t, int index, int use) => SecondChance.Of<double>(Distribution.Normal, Seed, "w", t, index, use);
    }
}
