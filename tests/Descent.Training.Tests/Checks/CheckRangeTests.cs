namespace Descent.Training.Tests.Checks;

/// <summary>Checks of losses of every size, and of what is not finite.</summary>
public sealed class CheckRangeTests
{
    public static TheoryData<double> Sizes => [1e-300, 1e-200, 1, 1e200, 1e300];

    /// <summary>A gradient is right or wrong whatever the unit of the loss is.</summary>
    [Theory]
    [MemberData(nameof(Sizes))]
    public void AGradientCheck_DoesNotDependOnTheUnitOfTheLoss(double size)
    {
        var right = Check(size, wrongBy: 0);
        Assert.True(right.Passed, right.ToString());
        Assert.Equal(5, right.GradientNorm / size, 1e-14);

        // 1e-3 is a hundred tolerances.
        var wrong = Check(size, wrongBy: 1e-3);
        Assert.Equal(GradientCheckOutcome.WrongGradient, wrong.Outcome);
        Assert.Equal(2, wrong.Count(GradientVerdict.Wrong));
    }

    /// <summary>One that is NaN or infinite is found among many, although few are drawn; and it does not hide that others are wrong.</summary>
    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.NegativeInfinity)]
    public void AGradientThatIsNotFinite_IsFoundWhereverItIs(double bad)
    {
        double[] weights = new double[5000], gradients = new double[5000];
        var optimizer = new Sgd();
        optimizer.Add("x", weights, gradients);

        var report = new GradientCheck { CoordinatesPerParameter = 3 }.Run(optimizer, () =>
        {
            // Σ w, whose gradients are 1.
            Array.Fill(gradients, 1.5);
            gradients[4321] = bad;
            return weights.Sum();
        });

        Assert.Equal(GradientCheckOutcome.WrongGradient, report.Outcome);
        Assert.Equal((1, 3), (report.Count(GradientVerdict.NotFinite), report.Count(GradientVerdict.Wrong)));
        Assert.Equal("x[4321]", report.Coordinates[0].Location);
    }

    [Fact]
    public void RelativeError_OfTheLargestNumbers_IsAtMostTwo()
    {
        Assert.Equal(2, GradientCheck.RelativeError(double.MaxValue, double.MinValue));
        Assert.Equal(1.5, GradientCheck.RelativeError(double.MaxValue, double.MinValue / 2), 1e-15);
        Assert.Equal(double.NaN, GradientCheck.RelativeError(double.PositiveInfinity, 1));
        Assert.Equal(2, GradientCheck.RelativeError(double.Epsilon, -double.Epsilon));
    }

    /// <summary>The warning compares norms, which are finite where their squares are not.</summary>
    [Fact]
    public void ATermThatDrownsAnother_IsNamed_AtAnySize()
    {
        double[] weights = [1], gradients = [0];
        var optimizer = new Sgd();
        optimizer.Add("x", weights, gradients);

        var report = new GradientCheck().RunTerms(optimizer, [new("large", () => Linear(1e250)), new("small", () => Linear(1e-250))]);

        Assert.True(report.Passed, report.ToString());
        Assert.Contains("'large' (norm 1.00e+250) drowns that of 'small' (norm 1.00e-250)", report.Warning, StringComparison.Ordinal);

        double Linear(double slope)
        {
            gradients[0] = slope;
            return slope * weights[0];
        }
    }

    /// <summary>An optimizer that skips the step is not one without gradients.</summary>
    [Fact]
    public void AnOverfitCheckWhoseStepsAreSkipped_SaysWhy()
    {
        double[] weights = [1, 1], gradients = [1, double.NaN];
        var optimizer = new Sgd();
        optimizer.Options.NonFiniteGradients = NonFiniteGradients.SkipStep;
        optimizer.Add("x", weights, gradients);

        var refusal = Assert.Throws<InvalidOperationException>(() => new OverfitCheck().Run(optimizer, () => 1));

        Assert.Contains("x[1] is not finite", refusal.Message, StringComparison.Ordinal);
    }

    /// <summary>s (x² + y²) / 2 at (3, 4), with gradients that are too large by a share.</summary>
    private static GradientCheckReport Check(double size, double wrongBy)
    {
        double[] weights = [3, 4], gradients = new double[2];
        var optimizer = new Sgd();
        optimizer.Add("x", weights, gradients);
        return new GradientCheck().Run(optimizer, () =>
        {
            (gradients[0], gradients[1]) = (size * weights[0] * (1 + wrongBy), size * weights[1] * (1 + wrongBy));
            return size * ((weights[0] * weights[0]) + (weights[1] * weights[1])) / 2;
        });
    }
}
