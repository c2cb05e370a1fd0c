using Descent;
using Descent.Testing;
using Xunit;

namespace RuleNamespace.Tests;

public sealed class Descent_Rule1Tests
{
    private static readonly RuleBattery Battery = new(() => new Descent_Rule1()) { NotANumber = NotANumberOutcome.WeightBecomesNotANumber };

    public static TheoryData<string> Checks => [.. Battery.Checks];

    /// <summary>The loop gives the bits of the method, allocates nothing, finds a minimum: a test for each.</summary>
    [Theory, MemberData(nameof(Checks))]
    public void Passes(string check) => Battery.Run(check);

    /// <summary>By hand, with gradient 1: the velocity is 1, then ½ + 1, and the weight goes from 2 down by ¼ of each.</summary>
    [Fact]
    public void TwoSteps_AreThoseOfTheFormula()
    {
        double[] weights = [2], gradients = [1];
        using var optimizer = new Descent_Rule1 { LearningRate = 0.25, Momentum = 0.5 };
        optimizer.Add("weights", weights, gradients);

        optimizer.Step();
        optimizer.Step();

        Assert.Equal([2 - 0.25 * 1 - 0.25 * 1.5], weights);
    }
}
