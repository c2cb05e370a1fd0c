namespace Descent.Training.Tests;

/// <summary>A number that no array has room for is out of range, by its name, and no lack of memory.</summary>
public class LargestLengthsTests
{
    [Fact]
    public void LengthThatNoArrayHas_IsOutOfRange()
    {
        const int many = int.MaxValue;
        Assert.Throws<ArgumentOutOfRangeException>("count", () => new MiniBatches(many, 1, 0));
        Assert.Throws<ArgumentOutOfRangeException>("count", () => new MiniBatchRanges(many, 1, 0));
        Assert.Throws<ArgumentOutOfRangeException>("length", () => new PredictionAverage<float>(many));
        Assert.Throws<ArgumentOutOfRangeException>("dimension", () => Lanczos.FindExtremes(many, (vector, product) => vector.CopyTo(product)));
        using var optimizer = new Sgd();
        optimizer.Add("w", new float[1]);
        using var monitor = new TrainingMonitor(optimizer);
        Assert.Throws<ArgumentOutOfRangeException>("units", () => monitor.WatchUnits("layer", many));
        Assert.Equal(1, new MiniBatchRanges(many, many, 0).BatchesPerEpoch);
    }
}
