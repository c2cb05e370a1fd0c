namespace Descent.Training.Tests.Checks;

public sealed class OverfitCheckTests
{
    [Fact]
    public void ANetworkThatLearns_FallsBelowTheBound_AndReportsTheCurve()
    {
        var network = new TinyNetwork<float>();
        network.Bias1[0] = -0f;
        float[] before = [.. network.Weights1];
        network.Optimizer.LearningRate = 1;

        var report = new OverfitCheck { LossBound = 0.05, MaximumSteps = 5000 }.Run(network.Optimizer, network.LossAndGradients);

        Assert.True(report.Passed, report.ToString());
        Assert.Equal(network.Loss(), report.Curve[0]);
        Assert.Equal(report.Steps + 1, report.Curve.Count);
        Assert.True(report.FinalLoss < 0.05 && report.Curve[^2] >= 0.05);
        Assert.Equal(report.Steps, network.Optimizer.Parameters[0].StepCount);
        Assert.Equal(before, network.Weights1);
        Assert.True(float.IsNegative(network.Bias1[0]));
        var lines = report.ToString().ReplaceLineEndings("\n").Split('\n');
        Assert.InRange(lines.Length, 10, 13);
        Assert.Equal("  step  loss", lines[1]);
        Assert.EndsWith(report.FinalLoss.ToString("g4", System.Globalization.CultureInfo.InvariantCulture), lines[^1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(-1.0, 0.5, "did not fall")]
    [InlineData(1.0, 1e-5, "too slowly")]
    [InlineData(1.0, 1e300, "diverged")]
    public void ANetworkThatDoesNotLearn_IsFound(double gradientFactor, double learningRate, string words)
    {
        var network = new TinyNetwork<double>
        {
            Regularization = 0.01,
            Fault = network => Array.ForEach([network.Gradients1, network.Gradients2], gradients =>
            {
                for (var i = 0; i < gradients.Length; i++)
                {
                    gradients[i] *= gradientFactor;
                }
            }),
        };
        double[] before = [.. network.Weights2];
        network.Optimizer.LearningRate = learningRate;

        var report = new OverfitCheck { MaximumSteps = 30 }.Run(network.Optimizer, network.LossAndGradients);

        Assert.False(report.Passed);
        Assert.InRange(report.Steps, 1, 30);
        Assert.Contains(words, report.ToString(), StringComparison.Ordinal);
        Assert.Equal(before, network.Weights2);
    }

    /// <summary>A rule of two evaluations gets both, and the curve has the loss at the top of its climb.</summary>
    [Fact]
    public void TwoEvaluations_AreMade()
    {
        double[] weights = [1], gradients = [0];
        var optimizer = new Sam { LearningRate = 0.5, Momentum = 0, Radius = 0.25 };
        optimizer.Add("weights", weights, gradients);
        List<double> evaluated = [];
        var report = new OverfitCheck { LossBound = 1e-3, MaximumSteps = 3 }.Run(optimizer, () =>
        {
            evaluated.Add(weights[0]);
            gradients[0] = weights[0];
            return weights[0] * weights[0] / 2;
        });

        Assert.Equal(2 * report.Curve.Count, evaluated.Count);

        // 10⁻¹² is added to the norm of the gradient.
        Assert.Equal(1, evaluated[0]);
        Assert.Equal(1.25, evaluated[1], 1e-11);
        Assert.Equal(1 - 0.5 * 1.25, evaluated[2], 1e-11);
        Assert.Equal(1 - 0.5 * 1.25 + 0.25, evaluated[3], 1e-11);
    }

    [Fact]
    public void LookAhead_IsDone()
    {
        double[] weights = [1], gradients = [0];
        var optimizer = new NesterovLookAhead { LearningRate = 0.1 };
        optimizer.Add("w", weights, gradients);

        var report = new OverfitCheck { LossBound = 1e-6 }.Run(optimizer, () =>
        {
            gradients[0] = weights[0];
            return weights[0] * weights[0] / 2;
        });

        Assert.True(report.Passed);
        Assert.Equal([1.0], weights);
    }

    [Fact]
    public void Weights_HaveTheirBits_WhenAnEvaluationThrows()
    {
        var network = new TinyNetwork<double>();
        double[] before = [.. network.Weights1];
        var evaluations = 0;

        Assert.Throws<TimeoutException>(() => new OverfitCheck().Run(
            network.Optimizer, () => ++evaluations == 5 ? throw new TimeoutException() : network.LossAndGradients()));

        Assert.Equal(before, network.Weights1);
    }

    [Fact]
    public void BadArguments_NameThemselves()
    {
        var optimizer = new Sgd();
        optimizer.Add("w", new double[1]);

        Assert.Contains("MaximumSteps must be an integer and at least 1", Assert.Throws<ArgumentOutOfRangeException>(() => new OverfitCheck { MaximumSteps = 0 }).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>("LossBound", () => new OverfitCheck { LossBound = 0 });
        Assert.Throws<ArgumentNullException>("optimizer", () => new OverfitCheck().Run(null!, () => 0));
        Assert.Throws<ArgumentNullException>("lossAndGradients", () => new OverfitCheck().Run(optimizer, null!));
        Assert.Throws<ArgumentException>("optimizer", () => new OverfitCheck().Run(new Sgd(), () => 0));
        Assert.Throws<InvalidOperationException>(() => new OverfitCheck().Run(optimizer, () => 1));
    }
}
