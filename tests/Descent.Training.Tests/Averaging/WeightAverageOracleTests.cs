namespace Descent.Training.Tests.Averaging;

public sealed class WeightAverageOracleTests
{
    /// <summary>
    /// Rates and values rounded to float, 2⁻²⁴ each time, over ten updates with three operations each: below 2e-6 of the largest weight.
    /// </summary>
    private const double SingleTolerance = 2e-6;

    [Theory]
    [InlineData("average.mean")]
    [InlineData("average.ema")]
    public void Average_AfterEveryUpdate_IsThatOfPyTorch(string recorded)
    {
        var (averages, tolerance) = RecordedAverages.Entry(recorded);
        var length = averages[0].Length;
        var (twice, single) = (new double[length], new float[length]);
        using var optimizer = new Sgd();
        optimizer.Add("twice", twice);
        optimizer.Add("single", single);
        WeightAverage average = recorded == "average.mean"
            ? new StochasticWeightAverage(optimizer)
            : new ExponentialWeightAverage(optimizer, decay: 0.9);

        for (var update = 0; update < averages.Length; update++)
        {
            for (var i = 0; i < length; i++)
            {
                twice[i] = RecordedAverages.Weights[update][i];
                single[i] = (float)twice[i];
            }

            Assert.True(average.Update());

            var scales = RecordedAverages.Scales(update + 1);
            for (var i = 0; i < length; i++)
            {
                Assert.Equal(averages[update][i], average.Values<double>("twice")[i], tolerance * scales[i]);
                Assert.Equal(averages[update][i], average.Values<float>("single")[i], SingleTolerance * scales[i]);
            }
        }
    }

    [Theory]
    [InlineData(0.9)]
    [InlineData(0.999)]
    public void ExponentialAverage_FromZero_FollowsTheLecturesFormula(double decay)
    {
        var weights = new double[RecordedAverages.Weights[0].Length];
        using var optimizer = new Sgd();
        optimizer.Add("weights", weights);
        var zero = new ExponentialWeightAverage(optimizer, decay, AverageStart.Zero);
        var corrected = new ExponentialWeightAverage(optimizer, decay, AverageStart.ZeroCorrected);
        var numbers = Enumerable.Repeat(new ExponentiallyWeightedAverage(decay), weights.Length).ToArray();

        for (var update = 0; update < RecordedAverages.Weights.Length; update++)
        {
            RecordedAverages.Weights[update].CopyTo(weights, 0);
            zero.Update();
            corrected.Update();
            var scales = RecordedAverages.Scales(update + 1);
            for (var i = 0; i < weights.Length; i++)
            {
                numbers[i].Add(weights[i]);
                Assert.Equal(numbers[i].Value, zero.Values<double>("weights")[i], 1e-13 * scales[i]);
                Assert.Equal(numbers[i].CorrectedValue, corrected.Values<double>("weights")[i], 1e-12 * scales[i]);
            }
        }
    }
}
