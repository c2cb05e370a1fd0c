namespace Descent.Training.Tests.Monitoring;

/// <summary>When a training stops, what counts as better, and going on from a saved state.</summary>
public sealed class EarlyStoppingTests
{
    [Fact]
    public void Stops_AtTheReportAfterThePatience()
    {
        var stopping = new EarlyStopping(patience: 2);
        Assert.Equal([false, false, false, false, true, true], new[] { 3.0, 1, 2, 2, 2, 2 }.Select(stopping.Report));
        Assert.Equal((1.0, 2, 6), (stopping.Best, stopping.BestReport, stopping.Reports));
    }

    [Fact]
    public void IsBest_OnlyAtTheBestReport()
    {
        var stopping = new EarlyStopping(patience: 0);
        Assert.False(stopping.IsBest);
        Assert.Equal(
            [(false, true), (true, false), (false, true), (true, false)],
            new[] { 2.0, 2, 1, 1.5 }.Select(metric => (stopping.Report(metric), stopping.IsBest)));
    }

    [Fact]
    public void Maximize_TurnsTheOrder()
    {
        var stopping = new EarlyStopping(patience: 1) { Maximize = true };
        Assert.Equal([false, false, false, true], new[] { 0.5, 0.9, 0.9, 0.8 }.Select(stopping.Report));
        Assert.Equal(0.9, stopping.Best);
    }

    [Fact]
    public void Improvement_MustExceedTheThreshold()
    {
        var stopping = new EarlyStopping(patience: 5, threshold: 0.5);
        Assert.Equal([true, false, true], new[] { 4, 3.5, 3.4 }.Select(metric =>
        {
            stopping.Report(metric);
            return stopping.IsBest;
        }));
    }

    /// <summary>0.92 − 0.91 is a little more than 0.01, which nobody means: 0.91 + 0.01 is 0.92.</summary>
    [Theory]
    [InlineData(true, 0.91, 0.92)]
    [InlineData(false, 2, 1.9)]
    public void ByTheThresholdItself_IsNoImprovement(bool maximize, double first, double second)
    {
        var stopping = new EarlyStopping(patience: 5, threshold: maximize ? 0.01 : 0.1) { Maximize = maximize };
        stopping.Report(first);
        stopping.Report(second);
        Assert.Equal((first, 1), (stopping.Best, stopping.BestReport));
    }

    [Fact]
    public void MetricsThatAreNotFinite_AreNoImprovement()
    {
        var stopping = new EarlyStopping(patience: 1);
        Assert.False(stopping.Report(double.NaN));
        Assert.Null(stopping.Best);
        Assert.True(stopping.Report(double.NegativeInfinity));
        Assert.False(stopping.Report(1));
        Assert.Equal(3, stopping.BestReport);
    }

    [Fact]
    public void Resumes_ExactlyFromEveryState()
    {
        double[] metrics = [5, 4, 4.5, 3, double.NaN, 3.5, 3.2, 3.1, 2, 9, 9, 9, 9];
        var (whole, resumed) = (new EarlyStopping(patience: 3), new EarlyStopping(patience: 3));
        foreach (var metric in metrics)
        {
            resumed = new EarlyStopping(patience: 3) { State = resumed.State };
            Assert.Equal(whole.Report(metric), resumed.Report(metric));
            Assert.Equal(whole.State, resumed.State);
        }

        Assert.True(whole.IsStopped);
    }

    [Fact]
    public void WhatIsOutOfRange_IsNamed()
    {
        Assert.Throws<ArgumentOutOfRangeException>("patience", () => new EarlyStopping(-1));
        Assert.Throws<ArgumentOutOfRangeException>("threshold", () => new EarlyStopping(1, double.NaN));
        var stopping = new EarlyStopping(1);
        Assert.Throws<ArgumentOutOfRangeException>("Best", () => stopping.State = new() { Best = double.NaN, BestReport = 1, Reports = 1 });
        Assert.Throws<ArgumentOutOfRangeException>("BestReport", () => stopping.State = new() { Best = 1, BestReport = 2, Reports = 1 });
        Assert.Throws<ArgumentOutOfRangeException>("BestReport", () => stopping.State = new() { BestReport = 1, Reports = 1 });
        Assert.Throws<ArgumentOutOfRangeException>("Reports", () => stopping.State = new() { Reports = -1 });
        Assert.Equal(default, stopping.State);
    }
}
