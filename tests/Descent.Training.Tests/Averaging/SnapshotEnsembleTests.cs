namespace Descent.Training.Tests.Averaging;

public sealed class SnapshotEnsembleTests : IDisposable
{
    private readonly double[] _weights = [0, 0];
    private readonly Sgd _optimizer = new();

    public SnapshotEnsembleTests() => _optimizer.Add("weights", _weights);

    public void Dispose() => _optimizer.Dispose();

    [Fact]
    public void Update_CopiesAtTheEndOfEveryCycle()
    {
        var ensemble = Train(new SnapshotEnsemble(_optimizer, cycleLength: 3), steps: 10);
        Assert.Equal(10, ensemble.Steps);
        Assert.Equal([3, 6, 9], ensemble.Snapshots.Select(snapshot => snapshot.Values<double>("weights")[0]));
    }

    [Fact]
    public void Update_AtCapacity_KeepsTheLatest_AndAllocatesNothing()
    {
        var ensemble = Train(new SnapshotEnsemble(_optimizer, cycleLength: 2, capacity: 2), steps: 9);
        Assert.Equal([6, 8], ensemble.Snapshots.Select(snapshot => snapshot.Values<double>("weights")[0]));

        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.True(ensemble.Update());
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal([8, 9], ensemble.Snapshots.Select(snapshot => snapshot.Values<double>("weights")[0]));
    }

    [Fact]
    public void AveragePredictions_IsTheMeanOfWhatEachSnapshotPredicts()
    {
        var ensemble = Train(new SnapshotEnsemble(_optimizer, cycleLength: 3), steps: 10);
        var mean = new float[2];
        ensemble.AveragePredictions<float>(mean, predictions => (predictions[0], predictions[1]) = ((float)(_weights[0] * _weights[0]), 1));
        Assert.Equal((9 + 36 + 81) / 3f, mean[0], 1e-5f);
        Assert.Equal(1, mean[1]);
        Assert.Equal([10, -10], _weights);
    }

    [Fact]
    public void AveragePredictions_WhereAModelThrows_LeavesWeightsAndDestination()
    {
        var ensemble = Train(new SnapshotEnsemble(_optimizer, cycleLength: 3), steps: 10);
        var mean = new double[] { 5 };
        var calls = 0;
        Assert.Throws<FormatException>(() => ensemble.AveragePredictions<double>(mean, _ =>
        {
            if (++calls == 2)
            {
                throw new FormatException();
            }
        }));
        Assert.Equal([5], mean);
        Assert.Equal([10, -10], _weights);
        Assert.All(ensemble.Snapshots, snapshot => Assert.False(snapshot.IsSwappedIn));
    }

    [Fact]
    public void AverageWeights_IsTheMeanOfTheSnapshots()
    {
        var ensemble = Train(new SnapshotEnsemble(_optimizer, cycleLength: 3), steps: 10);
        using (ensemble.AverageWeights().SwapIn())
        {
            Assert.Equal([6, -6], _weights);
        }

        Assert.Equal([10, -10], _weights);
    }

    [Fact]
    public void BadUse_Throws()
    {
        Assert.Equal("optimizer", Assert.Throws<ArgumentNullException>(() => new SnapshotEnsemble(null!, 1)).ParamName);
        Assert.Equal("cycleLength", Assert.Throws<ArgumentOutOfRangeException>(() => new SnapshotEnsemble(_optimizer, 0)).ParamName);
        Assert.Equal("capacity", Assert.Throws<ArgumentOutOfRangeException>(() => new SnapshotEnsemble(_optimizer, 1, 0)).ParamName);
        var ensemble = new SnapshotEnsemble(_optimizer, 5);
        Assert.Equal("Steps", Assert.Throws<ArgumentOutOfRangeException>(() => ensemble.Steps = -1).ParamName);
        Assert.Contains("5 steps", Assert.Throws<InvalidOperationException>(ensemble.AverageWeights).Message, StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(() => ensemble.AveragePredictions<double>(new double[1], _ => { }));
        Assert.Equal("predict", Assert.Throws<ArgumentNullException>(() => ensemble.AveragePredictions<double>(new double[1], null!)).ParamName);
    }

    [Fact]
    public void Mean_OfNoneOrOfStrangers_Throws()
    {
        using var other = new Sgd();
        other.Add("weights", new double[2]);
        Assert.Equal("snapshots", Assert.Throws<ArgumentException>(() => WeightSnapshot.Mean()).ParamName);
        Assert.Equal(
            "snapshots",
            Assert.Throws<ArgumentException>(() => WeightSnapshot.Mean(new WeightSnapshot(_optimizer), new WeightSnapshot(other))).ParamName);
        var snapshot = new WeightSnapshot(_optimizer);
        using (snapshot.SwapIn())
        {
            Assert.Throws<InvalidOperationException>(() => WeightSnapshot.Mean(snapshot));
        }
    }

    private SnapshotEnsemble Train(SnapshotEnsemble ensemble, int steps)
    {
        for (var step = 1; step <= steps; step++)
        {
            (_weights[0], _weights[1]) = (step, -step);
            ensemble.Update();
        }

        return ensemble;
    }
}
