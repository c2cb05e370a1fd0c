namespace Descent.Training.Tests.Checks;

/// <summary>The choice of the step size, and what is said about one that was chosen badly.</summary>
public sealed class StepSizeTests
{
    [Theory]
    [InlineData(0.01, 6.0554544523933395e-6)]
    [InlineData(-0.5, 6.0554544523933395e-6)]
    [InlineData(-1000.0, 6.0554544523933395e-3)]
    public void StepSize_FollowsTheScaleOfTheWeight(double weight, double expected)
        => Assert.Equal(expected, Check(weight, Math.Atan, w => 1 / (1 + (w * w))).StepSize, expected * 1e-6);

    [Fact]
    public void StepSize_FollowsTheElementType()
    {
        float[] weights = [0.5f], gradients = [0];
        var optimizer = new Sgd();
        optimizer.Add("w", weights, gradients);

        var report = new GradientCheck().Run(optimizer, () =>
        {
            gradients[0] = MathF.Cos(weights[0]);
            return MathF.Sin(weights[0]);
        });

        Assert.True(report.Passed);
        Assert.Equal(4.9e-3, report.Coordinates[0].StepSize, 1e-4);
    }

    /// <summary>A loss that a model computes in float needs the step size of float, also for weights in double.</summary>
    [Fact]
    public void StepSize_FollowsTheNoiseOfTheLoss()
    {
        var coordinate = Check(0.5, w => (float)Math.Exp(w), Math.Exp, new GradientCheck { Tolerance = 1e-2 });

        Assert.InRange(coordinate.StepSize, 2e-3, 2e-2);
        Assert.Equal(GradientVerdict.Correct, coordinate.Verdict);
    }

    [Fact]
    public void TooSmallAStep_IsRoundingDominated_AndALargerOneIsSuggested()
    {
        var coordinate = Check(0.5, Math.Exp, w => 1.0002 * Math.Exp(w), new GradientCheck { StepSize = 1e-13 });

        Assert.Equal(StepSizeRegion.RoundingDominated, coordinate.Region);
        Assert.Equal(GradientVerdict.Inconclusive, coordinate.Verdict);
        Assert.NotNull(coordinate.SuggestedStepSize);
        Assert.Equal(GradientVerdict.Wrong, Check(0.5, Math.Exp, w => 1.0002 * Math.Exp(w), new GradientCheck { StepSize = coordinate.SuggestedStepSize }).Verdict);
    }

    /// <summary>A step that is lost when it is added to the weight tells nothing at all.</summary>
    [Fact]
    public void LostStep_IsRoundingDominated()
    {
        var coordinate = Check(1e6, w => w / 3, _ => 1.0 / 3, new GradientCheck { StepSize = 1e-13 });

        Assert.Equal(StepSizeRegion.RoundingDominated, coordinate.Region);
        Assert.False(coordinate.Verdict is GradientVerdict.Correct or GradientVerdict.Wrong);
    }

    [Fact]
    public void TooLargeAStep_IsTruncationDominated_AndTheBestOneIsSuggested()
    {
        var coordinate = Check(0.5, w => Math.Sin(5 * w), w => 5 * Math.Cos(5 * w), new GradientCheck { StepSize = 0.1 });

        Assert.Equal(StepSizeRegion.TruncationDominated, coordinate.Region);
        Assert.InRange(coordinate.SuggestedStepSize!.Value, 1e-6, 1e-5);
        var again = Check(0.5, w => Math.Sin(5 * w), w => 5 * Math.Cos(5 * w), new GradientCheck { StepSize = coordinate.SuggestedStepSize });
        Assert.Equal((StepSizeRegion.Adequate, GradientVerdict.Correct), (again.Region, again.Verdict));
        Assert.Null(again.SuggestedStepSize);
    }

    /// <summary>Too large a step is made smaller before anything is called wrong.</summary>
    [Theory]
    [InlineData(0.1)]
    [InlineData(0.01)]
    public void TruncationAlone_IsNeverAWrongGradient(double stepSize)
    {
        var check = new GradientCheck { StepSize = stepSize };

        Assert.NotEqual(GradientVerdict.Wrong, Check(0.3, w => Math.Exp(7 * w), w => 7 * Math.Exp(7 * w), check).Verdict);
        Assert.Equal(GradientVerdict.Wrong, Check(0.3, w => Math.Exp(7 * w), w => 7.1 * Math.Exp(7 * w), check).Verdict);
    }

    /// <summary>A gradient below what rounding of the loss lets through: 1e6 + 1e-7 w.</summary>
    [Fact]
    public void GradientBelowTheNoise_IsInconclusive()
    {
        var coordinate = Check(0.5, w => 1e6 + (1e-7 * w), _ => 3e-7);

        Assert.Equal((GradientVerdict.Inconclusive, StepSizeRegion.RoundingDominated), (coordinate.Verdict, coordinate.Region));
        Assert.Null(coordinate.SuggestedStepSize);
    }

    /// <summary>log w at w = 1e-6: the first step leaves the domain, a smaller one does not.</summary>
    [Fact]
    public void StepOutOfTheDomain_IsMadeSmaller()
    {
        var right = Check(1e-6, Math.Log, w => 1 / w);
        var wrong = Check(1e-6, Math.Log, w => 2 / w);
        var nowhere = Check(0.0, w => w == 0 ? 1 : double.NaN, _ => 1);

        Assert.NotEqual(GradientVerdict.Wrong, right.Verdict);
        Assert.Equal(GradientVerdict.Wrong, wrong.Verdict);
        Assert.Equal(GradientVerdict.NotFinite, nowhere.Verdict);
        Assert.Equal(StepSizeRegion.TruncationDominated, nowhere.Region);
    }

    [Fact]
    public void NoiseEstimate_FindsTheScatterOfADeterministicLoss()
    {
        var random = new Random(3);
        var sum = 0.0;
        for (var trial = 0; trial < 2000; trial++)
        {
            var values = new double[7];
            for (var i = 0; i < 7; i++)
            {
                // A parabola underneath, and noise of standard deviation 0.01/√12.
                values[i] = 5 + (3 * i) + (0.5 * i * i) + (0.01 * random.NextDouble());
            }

            sum += Math.Pow(LossNoise.Estimate(values), 2);
        }

        Assert.Equal(0.01 / Math.Sqrt(12), Math.Sqrt(sum / 2000), 0.0001);
    }

    private static CheckedCoordinate Check(double weight, Func<double, double> loss, Func<double, double> gradient, GradientCheck? check = null)
    {
        double[] weights = [weight], gradients = [0];
        var optimizer = new Sgd();
        optimizer.Add("w", weights, gradients);
        return (check ?? new GradientCheck()).Run(optimizer, () =>
        {
            gradients[0] = gradient(weights[0]);
            return loss(weights[0]);
        }).Coordinates[0];
    }
}
