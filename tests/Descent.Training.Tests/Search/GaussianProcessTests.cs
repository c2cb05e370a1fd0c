namespace Descent.Training.Tests.Search;

/// <summary>The parts of Bayesian search against numbers from elsewhere.</summary>
public sealed class GaussianProcessTests
{
    /// <summary>φ(z) + z Φ(z), computed with 50 digits.</summary>
    [Theory]
    [InlineData(0, 0.3989422804014327)]
    [InlineData(1, 1.0833154705876864)]
    [InlineData(-1, 0.0833154705876863)]
    [InlineData(-2.9, 0.0005416738486621437)]
    [InlineData(-3.1, 0.0002672490952230141)]
    [InlineData(-8, 7.550262411946499e-17)]
    [InlineData(4, 4.000007145258432)]
    public void Improvement_HasItsKnownValues(double z, double expected)
        => Assert.Equal(expected, ExpectedImprovement.Of(best: z, mean: 0, deviation: 1), Math.Abs(expected) * 1e-12);

    [Fact]
    public void Factor_SolvesAndKnowsItsDeterminant()
    {
        // L = [[2, 0, 0], [1, 3, 0], [−1, 2, 1]] and A = L Lᵀ.
        var factor = new CholeskyFactor(3);
        Assert.True(factor.TryAppend([4]));
        Assert.True(factor.TryAppend([2, 10]));
        Assert.False(factor.TryAppend([2, 10, 9]));
        Assert.True(factor.TryAppend([-2, 5, 6]));

        double[] x = [(4 * 1) + (2 * 2) + (-2 * 3), (2 * 1) + (10 * 2) + (5 * 3), (-2 * 1) + (5 * 2) + (6 * 3)];
        factor.SolveLower(x);
        factor.SolveUpper(x);

        Assert.Equal([1, 2, 3], x.Select(value => Math.Round(value, 12)));
        Assert.Equal(Math.Log(36), factor.LogDeterminant, 1e-14);
    }

    [Fact]
    public void Kernel_IsMaternsWithFiveHalves()
    {
        var kernel = new MaternKernel([0.5, 2], 0);
        // Distance 1 after scaling: (1 + √5 + 5/3) e^(−√5).
        Assert.Equal(0.5239941088318203, kernel.At([0, 0], [0.5, 0]), 1e-15);
        Assert.Equal(0.5239941088318203, kernel.At([1, 2], [1, 0]), 1e-15);
        Assert.Equal(1, kernel.At([1, 2], [1, 2]));
    }

    [Fact]
    public void Process_GoesThroughItsPoints_AndIsUnsureBetween()
    {
        double[][] points = [[0.0], [0.2], [0.4], [0.6], [0.8], [1.0]];
        double[] values = Observations.Standardize([.. points.Select(point => Math.Sin(6 * point[0]))]);
        var process = GaussianProcess.Fit(points, values, further: 1);

        for (var i = 0; i < points.Length; i++)
        {
            var (mean, deviation) = process.At(points[i]);
            Assert.Equal(values[i], mean, 0.01);
            Assert.InRange(deviation, 0, 0.05);
        }

        var before = process.At([0.5]);
        process.Believe([0.5]);
        var after = process.At([0.5]);
        Assert.Equal(before.Mean, after.Mean, 1e-3);
        Assert.True(after.Deviation < before.Deviation / 2);
    }

    [Fact]
    public void Observations_AreCutAndScaled()
    {
        var values = Observations.Standardize([1, 2, 3, 1e300, double.PositiveInfinity]);

        // Median 3 and best 1, so everything above 7 counts as 7.
        Assert.Equal(values[3], values[4]);
        Assert.Equal(4 / 1.0, (values[3] - values[2]) / (values[2] - values[1]), 1e-12);
        Assert.Equal(0, values.Sum(), 1e-12);
        Assert.Equal(5, values.Sum(value => value * value), 1e-12);
        Assert.Equal([0, 0], Observations.Standardize([3, 3]));
    }

    /// <summary>Losses as far apart as two doubles can be are told apart.</summary>
    [Fact]
    public void Observations_OfTheLargestNumbers_AreScaled()
    {
        double[] losses = [-1, 0.5, 1, double.PositiveInfinity];

        var values = Observations.Standardize([.. losses.Select(loss => loss * double.MaxValue)]);

        Assert.All(Observations.Standardize(losses).Zip(values), pair => Assert.Equal(pair.First, pair.Second, 1e-12));
        Assert.True(values[0] < values[1] && values[1] < values[2], string.Join(", ", values));
    }
}
