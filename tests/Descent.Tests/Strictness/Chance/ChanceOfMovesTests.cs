using Descent.Testing;

namespace Descent.Tests.Strictness.Chance;

#pragma warning disable DSC0103 // States are written for tests to read.
/// <summary>Leaves what its two methods draw where a test finds it.</summary>
[Optimizer]
internal sealed partial class MovedByChance
{
    [BeforeGradient]
    private static void Move(ref double weight, [Random] double alone, [State] ref double ofMove, [Random(Distribution.Normal)] double shared) => (weight, ofMove) = (shared, alone);

    [Update]
    private static void Update(ref double weight, double gradient, [Random] double own, [Random(Distribution.Normal)] double shared, [State] ref double ofUpdate)
        => (weight, ofUpdate) = (own, shared + 0 * gradient);
}

/// <summary>Gradients at points that are drawn around the weights, from which the update comes back: only the move draws.</summary>
[Optimizer]
internal sealed partial class SmoothedDescent
{
    [Hyperparameter(0.1, Min = 0)] public partial double LearningRate { get; set; }

    [BeforeGradient]
    private static void Move(ref double weight, [Random] double noise, [State] ref double centre)
    {
        centre = weight;
        weight += 1e-3 * (noise - 0.5);
    }

    [Update]
    private void Update(ref double weight, double gradient, [State] double centre) => weight = centre - LearningRate * gradient;
}

/// <summary>A method that moves weights before their gradients are taken draws as the update does, and under one name the same.</summary>
public sealed class ChanceOfMovesTests
{
    private const ulong Seed = 99;

    /// <summary>What the move draws under a name of the update's has that one's number, and what it alone draws the next.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(70_001)]
    public void DrawsUnderTheNumbersOfTheUpdate(int length)
    {
        using var optimizer = new MovedByChance { Options = { Seed = Seed } };
        Assert.Equal(["own", "shared", "alone"], optimizer.Schema.Draws);
        var (weights, gradients) = (new double[length], new double[length]);
        var parameter = optimizer.Add("layer", weights, gradients);
        for (var step = 1; step <= 3; step++)
        {
            optimizer.BeforeGradient();
            optimizer.BeforeGradient();
            Check(weights, Distribution.Normal, 1);
            Check(parameter.State.OfMove.ToArray<double>(), Distribution.Uniform, 2);
            gradients[0] = double.NaN;
            optimizer.Options.NonFiniteGradients = NonFiniteGradients.SkipStep;
            Assert.True(optimizer.Step().IsSkipped);
            gradients[0] = 0;
            optimizer.Step();
            Check(weights, Distribution.Uniform, 0);
            Check(parameter.State.OfUpdate.ToArray<double>(), Distribution.Normal, 1);

            void Check(double[] actual, Distribution distribution, int use)
            {
                foreach (var index in Enumerable.Range(0, length).Where(index => index < 40 || index % 997 == 0))
                {
                    Assert.Equal(SecondChance.Of<double>(distribution, Seed, "layer", step, index, use), actual[index]);
                }
            }
        }
    }

    [Fact]
    public void SpansDrawTheSame()
    {
        using var optimizer = new MovedByChance { Options = { Seed = Seed } };
        double[] weights = [1, 2, 3];
        var state = optimizer.CreateState<double>(weights);
        state.ChanceName = "layer";
        optimizer.BeforeGradient(weights, state);
        Assert.Equal(SecondChance.Of<double>(Distribution.Normal, Seed, "layer", 1, 2, 1), weights[2]);
        optimizer.Update(weights, new double[3], state);
        Assert.Equal(SecondChance.Of<double>(Distribution.Uniform, Seed, "layer", 1, 2, 0), weights[2]);
    }

    [Fact]
    public void RuleWhoseMoveAloneDraws_PassesTheBattery()
        => new RuleBattery(() => new SmoothedDescent()) { NotANumber = NotANumberOutcome.WeightBecomesNotANumber }.Run();

    /// <summary>Weights come back but for rounding, not to the bit: so a learning rate of 0 does not leave them as they are.</summary>
    [Fact]
    public void RuleThatSamplesWeights_PassesTheBattery()
        => new RuleBattery(() => new SampledNewton()) { ZeroLearningRateLeavesWeights = false, NotANumber = NotANumberOutcome.WeightBecomesNotANumber }.Run();
}
