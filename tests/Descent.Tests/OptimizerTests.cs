namespace Descent.Tests;

/// <summary>What an optimizer does around the rule: adding, stepping, skipping, refusing.</summary>
public sealed class OptimizerTests
{
    [Fact]
    public void Step_MovesWeightsAgainstTheGradient()
    {
        float[] weights = [1, 2, 3];
        var optimizer = new Sgd { LearningRate = 0.5 };
        var parameter = optimizer.Add("weights", weights, [1f, -1f, 0f]);

        var result = optimizer.Step();

        Assert.Equal(new StepResult(Updated: 1, Frozen: 0, MissingGradients: 0), result);
        Assert.Equal([0.5f, 2.5f, 3f], weights);
        Assert.Equal(1, parameter.StepCount);
    }
}
