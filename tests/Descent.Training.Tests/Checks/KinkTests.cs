namespace Descent.Training.Tests.Checks;

/// <summary>Where a loss has a kink, its slopes differ and no gradient is right: the check says so, and blames nothing.</summary>
public sealed class KinkTests
{
    private static readonly GradientCheck Check = new();

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(-1)]
    public void AbsoluteValueAtZero_IsAKink(double analytic)
    {
        var twice = Scalar(0.0, Math.Abs, _ => analytic);
        var single = Scalar(0f, Math.Abs, _ => analytic);

        AssertKink(twice, -1, 1);
        AssertKink(single, -1, 1);
        Assert.Equal(GradientCheckOutcome.Inconclusive, twice.Outcome);
        Assert.Contains("slopes -1 left, 1 right", twice.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("not between", twice.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void ReluAtZero_IsAKink_AmongSmoothTerms(double analytic)
    {
        var report = Scalar(0.0, w => Math.Max(0, w) + (Math.Exp(w) * 2.5), w => analytic + (Math.Exp(w) * 2.5));

        AssertKink(report, 2.5, 3.5);
    }

    [Fact]
    public void GradientOutsideTheSlopes_IsRemarked()
        => Assert.Contains("the gradient is not between them", Scalar(0.0, Math.Abs, _ => 5).ToString(), StringComparison.Ordinal);

    /// <summary>A ReLU network whose biases start at 0 and that sees an all-zero example.</summary>
    [Fact]
    public void KinkInOneCoordinate_LeavesTheOthersChecked()
    {
        double[] weights = [0.5, 0, -0.5, 0.25], gradients = new double[4];
        var optimizer = new Sgd();
        optimizer.Add("weights", weights, gradients);

        var report = Check.Run(optimizer, () =>
        {
            var loss = 0.0;
            for (var i = 0; i < 4; i++)
            {
                loss += Math.Max(0, weights[i]) * (i + 1);
                gradients[i] = weights[i] > 0 ? i + 1 : 0;
            }

            return loss;
        });

        Assert.True(report.Passed);
        Assert.Equal(1, Assert.Single(report.Coordinates, coordinate => coordinate.Verdict == GradientVerdict.Kink).Index);
        Assert.Equal(3, report.Count(GradientVerdict.Correct));
    }

    /// <summary>A step across a kink gives a wrong difference; a smaller one does not reach it.</summary>
    [Theory]
    [InlineData(0.9)]
    [InlineData(0.5)]
    [InlineData(1.0 / 3)]
    [InlineData(0.1)]
    [InlineData(0.02)]
    public void KinkBesideTheWeight_IsSteppedAround(double distanceInSteps)
    {
        const double StepSize = 1e-3;
        var check = new GradientCheck { StepSize = StepSize };
        var position = 0.5 - (distanceInSteps * StepSize);
        var right = Scalar(0.5, w => Math.Abs(w - position) + (w * w), w => Math.Sign(w - position) + (2 * w), check);
        var wrong = Scalar(0.5, w => Math.Abs(w - position) + (w * w), w => (-0.7 * Math.Sign(w - position)) + (2 * w), check);

        Assert.Equal(GradientVerdict.Correct, right.Coordinates[0].Verdict);
        Assert.Equal(StepSizeRegion.TruncationDominated, right.Coordinates[0].Region);
        Assert.InRange(right.Coordinates[0].StepSize, 0, distanceInSteps * StepSize);
        Assert.Equal(GradientVerdict.Wrong, wrong.Coordinates[0].Verdict);
    }

    /// <summary>However near the kink is, and whatever the noise, the check never calls a right gradient wrong.</summary>
    [Fact]
    public void KinkAtAnyDistance_NeverMakesARightGradientWrong()
    {
        for (var distance = 1e-9; distance < 1; distance *= 1.3)
        {
            var offset = distance;
            double Loss(double w) => Math.Abs(w + offset) + Math.Exp(w);
            double Gradient(double w) => Math.Sign(w + offset) + Math.Exp(w);

            Assert.DoesNotContain(Scalar(0.0, Loss, Gradient).Coordinates, coordinate => coordinate.Verdict >= GradientVerdict.Wrong);
            Assert.DoesNotContain(Scalar(0f, w => (float)Loss(w), Gradient).Coordinates, coordinate => coordinate.Verdict >= GradientVerdict.Wrong);
        }
    }

    /// <summary>Kinks that rounding nearly hides, as those of small weights in a loss of <see cref="float"/>.</summary>
    [Fact]
    public void FaintKinks_MakeNoRightGradientWrong()
    {
        for (var slope = 1e-5; slope < 1e-1; slope *= 1.7)
        {
            for (var distance = 1e-5; distance < 1e-2; distance *= 1.3)
            {
                var (factor, offset) = (slope, distance);
                var report = Scalar(0f, w => (float)(0.5 + (factor * Math.Max(0, w - offset))), _ => 0);
                Assert.DoesNotContain(report.Coordinates, coordinate => coordinate.Verdict >= GradientVerdict.Wrong);
            }
        }

        Assert.Equal(GradientVerdict.Wrong, Scalar(0f, w => (float)(0.5 + (1e-2 * Math.Max(0, w - 1e-3))), _ => 1e-1).Coordinates[0].Verdict);
    }

    /// <summary>Strong curvature pulls the slopes apart as well, but less and less with smaller steps.</summary>
    [Theory]
    [InlineData(1.0)]
    [InlineData(1e3)]
    [InlineData(1e6)]
    public void Curvature_IsNoKink(double curvature)
    {
        var right = Scalar(0.0, w => (curvature * w * w) + w, w => (2 * curvature * w) + 1);
        var wrong = Scalar(0.0, w => (curvature * w * w) + w, w => (2 * curvature * w) + 1.5);

        Assert.Equal(GradientVerdict.Correct, right.Coordinates[0].Verdict);
        Assert.Equal(GradientVerdict.Wrong, wrong.Coordinates[0].Verdict);
    }

    private static void AssertKink(GradientCheckReport report, double left, double right)
    {
        var coordinate = Assert.Single(report.Coordinates);
        Assert.Equal(GradientVerdict.Kink, coordinate.Verdict);
        Assert.Equal(left, coordinate.LeftDerivative, 1e-4);
        Assert.Equal(right, coordinate.RightDerivative, 1e-4);
    }

    private static GradientCheckReport Scalar(double weight, Func<double, double> loss, Func<double, double> gradient, GradientCheck? check = null)
    {
        double[] weights = [weight], gradients = [0];
        var optimizer = new Sgd();
        optimizer.Add("w", weights, gradients);
        return (check ?? Check).Run(optimizer, () =>
        {
            gradients[0] = gradient(weights[0]);
            return loss(weights[0]);
        });
    }

    private static GradientCheckReport Scalar(float weight, Func<double, double> loss, Func<double, double> gradient)
    {
        float[] weights = [weight], gradients = [0];
        var optimizer = new Sgd();
        optimizer.Add("w", weights, gradients);
        return Check.Run(optimizer, () =>
        {
            gradients[0] = (float)gradient(weights[0]);
            return loss(weights[0]);
        });
    }
}
