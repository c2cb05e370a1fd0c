namespace Descent.Training.Tests.Averaging;

public sealed class ExponentiallyWeightedAverageTests
{
    [Fact]
    public void Add_ByHand_GivesTheLecturesNumbers()
    {
        var average = new ExponentiallyWeightedAverage(0.5);
        Assert.Equal(0, average.Value);
        Assert.True(double.IsNaN(average.CorrectedValue));

        average.Add(8);
        Assert.Equal((4, 8, 1), (average.Value, average.CorrectedValue, average.Count));

        average.Add(2);
        Assert.Equal((3, 4, 2), (average.Value, average.CorrectedValue, average.Count));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.9)]
    [InlineData(0.98)]
    [InlineData(0.999999)]
    public void CorrectedValue_OfAConstant_IsTheConstantFromTheFirstStep(double decay)
    {
        var average = new ExponentiallyWeightedAverage(decay);
        for (var step = 1; step <= 1000; step++)
        {
            average.Add(-3.7);
            // Numerator and denominator follow one recursion with at most two roundings of 2⁻⁵³ each a step.
            Assert.Equal(-3.7, average.CorrectedValue, 3.7 * 4 * step * Math.Pow(2, -53));
            Assert.Equal(-3.7 * (1 - Math.Pow(decay, step)), average.Value, 1e-12);
        }
    }

    [Fact]
    public void Copy_IsAnAverageOfItsOwn()
    {
        var average = new ExponentiallyWeightedAverage(0.9);
        average.Add(1);
        var copy = average;
        Assert.Equal(average, copy);
        copy.Add(5);
        Assert.NotEqual(average, copy);
        Assert.Equal(1, average.Count);
    }

    [Fact]
    public void Default_RepeatsTheLastNumber()
    {
        var average = default(ExponentiallyWeightedAverage);
        average.Add(3);
        average.Add(7);
        Assert.Equal((7, 7), (average.Value, average.CorrectedValue));
    }

    [Theory]
    [InlineData(-0.1)]
    [InlineData(1)]
    [InlineData(double.NaN)]
    public void Decay_OutOfRange_Throws(double decay)
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => new ExponentiallyWeightedAverage(decay));
        Assert.Equal(("decay", decay), (error.ParamName, error.ActualValue));
        Assert.Contains("at least 0 and less than 1", error.Message, StringComparison.Ordinal);
    }
}
