namespace Descent.Training.Tests.SecondOrder;

/// <summary>Weights of 16 bits are named and refused before anything is evaluated; gradients of 16 bits are read.</summary>
public sealed class NarrowWeightsTests
{
    [Fact]
    public void WeightsOf16Bits_AreRefused_ByTheirNames()
    {
        using var sgd = new Sgd();
        sgd.Add("wide", new float[2], new float[2]);
        sgd.Add("narrow", new BFloat16[2], new BFloat16[2]);
        Action[] makers =
        [
            () => _ = new Lbfgs(sgd), () => _ = new Newton(sgd), () => new GradientCheck().Run(sgd, () => throw new FormatException()),
        ];
        Assert.All(makers, make => Assert.Contains("'narrow' has weights of BFloat16", Assert.Throws<ArgumentException>(make).Message, StringComparison.Ordinal));
        sgd["narrow"].IsFrozen = true;
        _ = new Lbfgs(sgd);
    }

    [Fact]
    public void GradientsOf16Bits_AreRead()
    {
        using var sgd = new Sgd();
        float[] weights = [1, -2];
        var gradients = new Half[2];
        sgd.Add("weights", weights).BindGradients(gradients);
        Assert.Equal(GradientCheckOutcome.Passed, new GradientCheck().Run(sgd, Evaluate).Outcome);
        new Lbfgs(sgd).Step(Evaluate);
        Assert.Equal([0, 0], weights.Select(weight => Math.Round(weight, 3)));

        double Evaluate()
        {
            (gradients[0], gradients[1]) = ((Half)weights[0], (Half)(2 * weights[1]));
            return (weights[0] * (double)weights[0] / 2) + (weights[1] * (double)weights[1]);
        }
    }

    [Fact]
    public void ParameterThatWasResized_IsNotTakenForTheOneBefore()
    {
        using var sgd = new Sgd();
        var before = new float[2];
        sgd.Add("weights", before, new float[2]);
        var lbfgs = new Lbfgs(sgd);
        sgd.Resize<float>("weights", new float[3], new float[3]);
        Assert.Contains("'weights' was added or resized", Assert.Throws<InvalidOperationException>(() => lbfgs.Step(() => 1)).Message, StringComparison.Ordinal);
    }
}
