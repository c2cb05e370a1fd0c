namespace Descent.Training.Tests.Averaging;

public sealed class PredictionAverageTests
{
    [Fact]
    public void Mean_OfThree_IsTheirMean()
    {
        var average = new PredictionAverage<double>(2);
        average.Add([1, 10]);
        average.Add([2, 20]);
        average.Add([6, 60]);
        Assert.Equal(3, average.Count);
        Assert.Equal([3, 30], average.Mean.ToArray().Select(value => Math.Round(value, 14)));
    }

    [Fact]
    public void Mean_Weighted_CountsAModelAsOftenAsItWeighs()
    {
        var average = new PredictionAverage<float>(1);
        average.Add([2], weight: 3);
        average.Add([10], weight: 1);
        Assert.Equal([4f], average.Mean);
        Assert.Equal(4, average.TotalWeight);

        average.Clear();
        Assert.Equal((0, 0.0), (average.Count, average.TotalWeight));
        average.Add([7], weight: 0.1);
        Assert.Equal([7f], average.Mean);
    }

    [Fact]
    public void Add_AllocatesNothing()
    {
        var average = new PredictionAverage<float>(1001);
        var predictions = new float[1001];
        average.Add(predictions);
        var before = GC.GetAllocatedBytesForCurrentThread();
        average.Add(predictions);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void BadArguments_Throw_AndChangeNothing()
    {
        Assert.Equal("length", Assert.Throws<ArgumentOutOfRangeException>(() => new PredictionAverage<double>(-1)).ParamName);
        Assert.Throws<NotSupportedException>(() => new PredictionAverage<Half>(1));
        var average = new PredictionAverage<double>(2);
        Assert.Contains("3 predictions", Assert.Throws<ArgumentException>(() => average.Add([1, 2, 3])).Message, StringComparison.Ordinal);
        foreach (var weight in new[] { 0, -1, double.PositiveInfinity, double.NaN })
        {
            var error = Assert.Throws<ArgumentOutOfRangeException>(() => average.Add([1, 2], weight));
            Assert.Equal(("weight", weight), (error.ParamName, error.ActualValue));
        }

        Assert.Equal((0, 0.0), (average.Count, average.TotalWeight));
    }

    /// <summary>A sum of weights that is not finite would give every further model the weight 0.</summary>
    [Fact]
    public void Add_OfAWeightThatMakesTheSumInfinite_IsRefused()
    {
        var average = new PredictionAverage<double>(1);
        average.Add([1], 1e308);

        Assert.Throws<ArgumentOutOfRangeException>("weight", () => average.Add([3], 1e308));

        Assert.Equal((1, 1e308, 1.0), (average.Count, average.TotalWeight, average.Mean[0]));
        average.Add([3], 0.5e308);
        Assert.Equal(5 / 3.0, average.Mean[0], 1e-15);
    }
}
