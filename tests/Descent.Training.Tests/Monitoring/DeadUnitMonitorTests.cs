namespace Descent.Training.Tests.Monitoring;

[Collection("Meter")]
public sealed class DeadUnitMonitorTests
{
    /// <summary>A unit is dead if it was active in no example of any batch since the last report.</summary>
    [Fact]
    public void DeadUnits_AreThoseActiveForNoExample()
    {
        var units = new TrainingMonitor(new Sgd(), "dead").WatchUnits("hidden", 4);
        using var recorder = new Recorder("dead");

        units.Observe<float>([0, 1, 0, -0f, 0, 0, 0, 0]);
        units.Observe<double>([0, 0, -2, 0]);
        units.Publish();
        units.Publish();
        units.Observe<double>([0, 0, 0, double.NaN]);
        units.Publish();

        Assert.Equal(
            [
                "descent.training.dead_units 2 layer=hidden", "descent.training.dead_unit_fraction 0.5 layer=hidden",
                "descent.training.dead_units 3 layer=hidden", "descent.training.dead_unit_fraction 0.75 layer=hidden",
            ],
            recorder.Lines);
    }

    [Fact]
    public void WithoutExamples_NothingIsPublished()
    {
        var units = new TrainingMonitor(new Sgd(), "empty").WatchUnits("hidden", 4);
        units.Observe<float>([1, 1, 1, 1]);
        using var recorder = new Recorder("empty");

        units.Publish();
        units.Observe<float>([]);
        units.Publish();

        Assert.Empty(recorder.Lines);
    }

    [Theory]
    [InlineData(new double[] { 3, 4 }, new double[] { 3, 4.005 }, 1e-3)]
    [InlineData(new double[] { 3, 4 }, new double[] { 3, 4 }, 0)]
    [InlineData(new double[] { 0, 0 }, new double[] { 1, 0 }, double.NaN)]
    [InlineData(new double[0], new double[0], double.NaN)]
    public void UpdateRatio_IsThatOfTheNorms(double[] before, double[] after, double expected)
    {
        Assert.Equal(expected, UpdateRatio.Compute<double>(before, after), 1e-12);
        Assert.Equal(expected, UpdateRatio.Compute<float>(Array.ConvertAll(before, value => (float)value), Array.ConvertAll(after, value => (float)value)), 1e-6);
    }
}
