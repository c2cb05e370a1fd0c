namespace Descent.Training.Tests.Schedules;

/// <summary>The schedule that keeps state: resuming it, and metrics that are no ordinary numbers.</summary>
public sealed class ReduceOnPlateauTests
{
    public static TheoryData<string> Recorded => ScheduleOracleTests.Plateaus;

    [Theory]
    [MemberData(nameof(Recorded))]
    public void Resumes_ExactlyFromEveryState(string id)
    {
        var entry = ScheduleOracles.Entry(id);
        var metrics = entry.Numbers("metrics");
        var uninterrupted = ScheduleOracles.Plateau(entry);
        var resumed = ScheduleOracles.Plateau(entry);
        foreach (var metric in metrics)
        {
            var fresh = ScheduleOracles.Plateau(entry);
            fresh.State = resumed.State;
            resumed = fresh;
            Assert.Equal(uninterrupted.Report(metric), resumed.Report(metric));
            Assert.Equal(uninterrupted.State, resumed.State);
        }
    }

    [Fact]
    public void Reduces_AtTheReportAfterThePatience()
    {
        var plateau = new ReduceOnPlateau(0.8, factor: 0.5, patience: 2, cooldown: 1, minimum: 0.3);

        Assert.Equal([0.8, 0.8, 0.8, 0.4, 0.4, 0.4, 0.4, 0.3, 0.3], Enumerable.Repeat(1.0, 9).Select(plateau.Report));
    }

    [Fact]
    public void Improvement_MustExceedTheThreshold()
    {
        var relative = new ReduceOnPlateau(1, factor: 0.5, patience: 0, threshold: 0.25);
        Assert.Equal([1, 0.5, 0.5], new[] { 4, 3.0, 2.9 }.Select(relative.Report));
        var absolute = new ReduceOnPlateau(1, factor: 0.5, patience: 0, threshold: 1, thresholdKind: PlateauThreshold.Absolute);
        Assert.Equal([1, 0.5, 0.5], new[] { 4, 3.0, 2.9 }.Select(absolute.Report));
    }

    /// <summary>A negative metric that stays the same has not improved, whichever way is better.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void NegativeMetrics_AreJudgedByTheirMagnitude(bool maximize)
    {
        var plateau = new ReduceOnPlateau(1, factor: 0.5, patience: 0, threshold: 0.01) { Maximize = maximize };

        Assert.Equal([1, 0.5, 1 / 4.0], new[] { -2.0, -2.0, -2.0 }.Select(plateau.Report));
        Assert.Equal(1 / 4.0, plateau.Report(maximize ? -1.9 : -2.1));
    }

    /// <summary>What PyTorch compares: an accuracy of 0.92 is 0.91 + 0.01, and 0.92 − 0.91 a little more than 0.01.</summary>
    [Theory]
    [InlineData(PlateauThreshold.Absolute, true, 0.01, 0.91, 0.92)]
    [InlineData(PlateauThreshold.Absolute, false, 0.1, 2, 1.9)]
    [InlineData(PlateauThreshold.Relative, true, 0.1, 0.3, 0.33)]
    [InlineData(PlateauThreshold.Relative, false, 0.05, 0.6, 0.57)]
    public void ByTheThresholdItself_IsNoImprovement(PlateauThreshold kind, bool maximize, double threshold, double first, double second)
    {
        var plateau = new ReduceOnPlateau(1, factor: 0.5, patience: 0, threshold: threshold, thresholdKind: kind) { Maximize = maximize };
        Assert.Equal((1, 0.5), (plateau.Report(first), plateau.Report(second)));
    }

    /// <summary>A loss that has become NaN is no improvement, and neither is an infinite one at first.</summary>
    [Fact]
    public void MetricsThatAreNotFinite()
    {
        var plateau = new ReduceOnPlateau(1, factor: 0.5, patience: 1);

        Assert.Equal([1, 0.5], new[] { double.NaN, double.PositiveInfinity }.Select(plateau.Report));
        Assert.Null(plateau.State.Best);
        Assert.Equal(0.5, plateau.Report(3));
        Assert.Equal(3, plateau.State.Best);
        Assert.Equal([0.5, 0.25], new[] { double.NaN, double.NaN }.Select(plateau.Report));
        Assert.Equal(3, plateau.State.Best);
    }

    [Fact]
    public void State_ThatCannotBe_IsRefusedAndChangesNothing()
    {
        var plateau = new ReduceOnPlateau(1, patience: 3, cooldown: 2, minimum: 0.1);
        plateau.Report(5);
        var before = plateau.State;

        foreach (var (name, wrong) in new[]
        {
            (nameof(PlateauState.Value), before with { Value = 0.05 }),
            (nameof(PlateauState.BadReports), before with { BadReports = 4 }),
            (nameof(PlateauState.CooldownLeft), before with { CooldownLeft = -1 }),
            (nameof(PlateauState.Best), before with { Best = double.NegativeInfinity }),
            (nameof(PlateauState.Best), before with { Best = double.NaN }),
        })
        {
            Assert.Throws<ArgumentOutOfRangeException>(name, () => plateau.State = wrong);
            Assert.Equal(before, plateau.State);
        }
    }

    /// <summary>One metric of −∞, or of +∞ where more is better, would be the best for ever, and nothing after it an improvement.</summary>
    [Theory]
    [InlineData(false, double.NegativeInfinity, 1)]
    [InlineData(false, double.PositiveInfinity, 1)]
    [InlineData(false, double.NaN, 1)]
    [InlineData(true, double.PositiveInfinity, -1)]
    [InlineData(true, double.NegativeInfinity, -1)]
    [InlineData(true, double.NaN, -1)]
    public void AMetricThatIsNotFinite_IsNeverTheBest(bool maximize, double metric, double sign)
    {
        foreach (var first in new[] { true, false })
        {
            var plateau = new ReduceOnPlateau(1, factor: 0.5, patience: 1) { Maximize = maximize };
            _ = first ? 1 : plateau.Report(4 * sign);
            Assert.Equal(1, plateau.Report(metric));
            Assert.Equal(1, plateau.Report(3 * sign));
            Assert.Equal(3 * sign, plateau.State.Best);
            Assert.Equal([1, 0.5], new[] { metric, metric }.Select(plateau.Report));
            Assert.Equal(3 * sign, plateau.State.Best);
        }
    }

    /// <summary>PyTorch's <c>eps</c>: a change of at most so much is not made, but the patience and the cooldown go on as if it were.</summary>
    [Fact]
    public void AReductionOfAtMostEpsilon_IsNotMade()
    {
        var plateau = new ReduceOnPlateau(1, factor: 0.5, patience: 0, cooldown: 1, epsilon: 0.25);

        Assert.Equal([1, 0.5, 0.5, 0.5], new[] { 1.0, 1, 1, 1 }.Select(plateau.Report));
        Assert.Equal(new PlateauState { Value = 0.5, Best = 1, CooldownLeft = 1 }, plateau.State);

        // Unless said it is 1e-8, as there: from 1e-8 the value falls no further; with 0 it does.
        Assert.Equal(1e-8, Reduced(new(1e-8, patience: 0)));
        Assert.Equal(1e-9, Reduced(new(1e-8, patience: 0, epsilon: 0)), 1e-24);
        Assert.Equal("epsilon", Assert.Throws<ArgumentOutOfRangeException>(() => new ReduceOnPlateau(1, epsilon: -1)).ParamName);

        static double Reduced(ReduceOnPlateau plateau)
        {
            plateau.Report(1);
            return plateau.Report(1);
        }
    }
}
