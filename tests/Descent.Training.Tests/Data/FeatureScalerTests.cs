namespace Descent.Training.Tests.Data;

/// <summary>Features on a common scale: by hand, back again, and what cannot be scaled.</summary>
public sealed class FeatureScalerTests
{
    // Two features of four samples; their means are 3 and 30, their deviations √2 and √200.
    private static readonly double[] Samples = [1, 50, 3, 30, 3, 30, 5, 10];

    [Fact]
    public void Standardization_GivesMeanZeroAndDeviationOne()
    {
        var scaled = (double[])Samples.Clone();
        var scaler = StandardScaler.Fit<double>(Samples, features: 2);
        scaler.Transform<double>(scaled);

        Assert.Equal([3, 30], scaler.Offsets.ToArray());
        Assert.Equal(Math.Sqrt(2), scaler.Scales[0], 1e-15);
        Assert.Equal(Math.Sqrt(200), scaler.Scales[1], 1e-14);
        for (var feature = 0; feature < 2; feature++)
        {
            var column = scaled.Where((_, i) => i % 2 == feature).ToArray();
            Assert.Equal(0, column.Sum(), 1e-15);
            Assert.Equal(4, column.Sum(value => value * value), 1e-14);
        }
    }

    [Fact]
    public void MinMax_LiesBetweenTheBounds()
    {
        var scaled = (double[])Samples.Clone();
        MinMaxScaler.Fit<double>(Samples, features: 2).Transform<double>(scaled);
        Assert.Equal([0, 1, 0.5, 0.5, 0.5, 0.5, 1, 0], scaled);

        var wide = (double[])Samples.Clone();
        MinMaxScaler.Fit<double>(Samples, features: 2, low: -1, high: 3).Transform<double>(wide);
        Assert.Equal([-1, 3, 1, 1, 1, 1, 3, -1], wide);
    }

    /// <summary>Others are scaled by the training samples, and may lie outside.</summary>
    [Fact]
    public void OtherSamples_AreScaledByTheTrainingSamples()
    {
        float[] other = [9, -30];
        MinMaxScaler.Fit<double>(Samples, features: 2).Transform<float>(other);
        Assert.Equal([2f, -1f], other);
    }

    [Fact]
    public void Restore_UndoesTransform()
    {
        foreach (FeatureScaler scaler in new FeatureScaler[] { StandardScaler.Fit<double>(Samples, 2), MinMaxScaler.Fit<double>(Samples, 2, -2, 5) })
        {
            var values = (double[])Samples.Clone();
            scaler.Transform<double>(values);
            Assert.NotEqual(Samples, values);
            scaler.Restore<double>(values);
            Assert.All(values.Zip(Samples), pair => Assert.Equal(pair.Second, pair.First, 1e-13));
        }
    }

    /// <summary>A feature that is always the same would be divided by 0; it is only shifted.</summary>
    [Fact]
    public void AConstantFeature_IsOnlyShifted()
    {
        double[] same = [7, 1, 7, 2];
        var standard = StandardScaler.Fit<double>(same, features: 2);
        Assert.Equal((7, 1), (standard.Offsets[0], standard.Scales[0]));
        MinMaxScaler.Fit<double>(same, features: 2, low: -1, high: 1).Transform<double>(same);
        Assert.Equal([-1, -1, -1, 1], same);
    }

    /// <summary>Of numbers that a double rounds, the sum of several is rounded again: no deviation may come of that.</summary>
    [Fact]
    public void AConstantFeature_IsConstant_WhateverItsSumIsRoundedTo()
    {
        var random = new RandomSource(1);
        for (var count = 1; count <= 300; count++)
        {
            var constant = random.NextNormal();
            var scaler = StandardScaler.Fit<double>(Enumerable.Repeat(constant, count).ToArray(), features: 1);
            Assert.Equal((constant, 1), (scaler.Offsets[0], scaler.Scales[0]));
        }
    }

    /// <summary>The deviation is that of the differences: far from 0, and where squares would be 0 or infinite.</summary>
    [Theory]
    [InlineData(1e9, 9.5367431640625e-07)]
    [InlineData(0, 1e-200)]
    [InlineData(0, 1e200)]
    public void Standardization_OfAnyScale(double centre, double distance)
    {
        double[] samples = [.. Enumerable.Range(0, 100_001).Select(i => centre + (distance * ((i % 3) - 1)))];
        var scaler = StandardScaler.Fit<double>(samples, features: 1);
        Assert.Equal(0, (scaler.Offsets[0] - centre) / distance, 1e-4);
        Assert.Equal(Math.Sqrt(2.0 / 3), scaler.Scales[0] / distance, 1e-4);
    }

    /// <summary>The distance of the ends may be more than the largest number.</summary>
    [Fact]
    public void MinMax_OfTheLargestNumbers()
    {
        double[] far = [-double.MaxValue, 0, double.MaxValue];
        MinMaxScaler.Fit<double>(far, features: 1, low: 0, high: 4).Transform<double>(far);
        Assert.Equal([0, 2, 4], far);
    }

    [Fact]
    public void WhatCannotBeScaled_IsNamed()
    {
        Assert.Contains("0 samples", Assert.Throws<ArgumentException>(() => StandardScaler.Fit<double>([], 2)).Message, StringComparison.Ordinal);
        Assert.Contains("no multiple of 2", Assert.Throws<ArgumentException>(() => StandardScaler.Fit<double>([1, 2, 3], 2)).Message, StringComparison.Ordinal);
        Assert.Contains("Feature 1 of sample 0 is NaN", Assert.Throws<ArgumentException>(() => MinMaxScaler.Fit<double>([1, double.NaN], 2)).Message, StringComparison.Ordinal);
        Assert.Contains("Feature 0 is so large", Assert.Throws<ArgumentException>(() => StandardScaler.Fit<double>([1e308, -1e308], 1)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>("features", () => MinMaxScaler.Fit<double>([1], 0));
        Assert.Throws<ArgumentOutOfRangeException>("high", () => MinMaxScaler.Fit<double>([1], 1, low: 1, high: 1));
        Assert.Throws<ArgumentOutOfRangeException>("high", () => MinMaxScaler.Fit<double>([1, 2], 1, low: -1e308, high: 1e308));
        Assert.Contains("Feature 1 is so large", Assert.Throws<ArgumentException>("samples", () => MinMaxScaler.Fit<double>([1, 1, 2, 1e300], 2, high: 1e-10)).Message, StringComparison.Ordinal);
        Assert.Contains("Feature 0 is so large", Assert.Throws<ArgumentException>("samples", () => MinMaxScaler.Fit<double>([-1e308, 1e308], 1)).Message, StringComparison.Ordinal);
        var scaler = StandardScaler.Fit<double>(Samples, 2);
        Assert.Throws<ArgumentException>("samples", () => scaler.Transform<double>(new double[3]));
        Assert.Throws<ArgumentException>("samples", () => scaler.Restore<double>(new double[3]));
        Assert.Throws<NotSupportedException>(() => scaler.Transform<Half>(new Half[2]));
    }
}
