namespace Descent.Training.Tests.Initialization;

public sealed class WeightInitializerTests
{
    private const int Outputs = 300, Inputs = 500, Draws = Outputs * Inputs;

    /// <summary>σ and kurtosis of the weights of a dense layer of 500 inputs and 300 outputs, by the papers' formulas.</summary>
    public static TheoryData<string, WeightInitializer, double, double> Initializers { get; } = new()
    {
        { "Xavier normal", WeightInitializer.XavierNormal(), Math.Sqrt(2.0 / 800), 3 },
        { "Xavier normal, gain 5/3", WeightInitializer.XavierNormal(5.0 / 3), 5.0 / 3 * Math.Sqrt(2.0 / 800), 3 },
        { "Xavier uniform", WeightInitializer.XavierUniform(), Math.Sqrt(6.0 / 800) / Math.Sqrt(3), 1.8 },
        { "He normal", WeightInitializer.HeNormal(), Math.Sqrt(2.0 / 500), 3 },
        { "He normal, outputs", WeightInitializer.HeNormal(FanMode.Output), Math.Sqrt(2.0 / 300), 3 },
        { "He normal, leaky", WeightInitializer.HeNormal(negativeSlope: 0.5), Math.Sqrt(2.0 / 1.25 / 500), 3 },
        { "He uniform", WeightInitializer.HeUniform(), Math.Sqrt(6.0 / 500) / Math.Sqrt(3), 1.8 },
    };

    [Theory]
    [MemberData(nameof(Initializers))]
    public void Fill_HasTheMomentsOfThePaper(string name, WeightInitializer initializer, double deviation, double kurtosis)
    {
        ArgumentNullException.ThrowIfNull(initializer);
        Assert.Equal(deviation, initializer.StandardDeviation(new Fan(Inputs, Outputs)), 1e-15);
        var weights = new double[Draws];
        initializer.Fill(weights, [Outputs, Inputs], new RandomSource(1, name));

        // Five standard errors each: of the mean σ/√n, of the deviation at most σ/√(2n), of the kurtosis at most √(24/n), those of
        // the normal distribution; one seed in a million would fail.
        var mean = weights.Average();
        var variance = weights.Average(weight => (weight - mean) * (weight - mean));
        Assert.Equal(0, mean, 5 * deviation / Math.Sqrt(Draws));
        Assert.Equal(deviation, Math.Sqrt(variance), 5 * deviation / Math.Sqrt(2 * Draws));
        Assert.Equal(kurtosis, weights.Average(weight => Math.Pow(weight - mean, 4)) / (variance * variance), 5 * Math.Sqrt(24.0 / Draws));
        if (initializer.IsUniform)
        {
            // The rarest gap at an end of n uniform numbers: below 20 σ√3 / n but once in e⁻¹⁰.
            var bound = Math.Sqrt(3) * deviation;
            Assert.InRange(weights.Max(Math.Abs), bound * (1 - (20.0 / Draws)), bound);
        }
    }

    [Fact]
    public void Fill_OfFloats_IsThatOfDoublesRounded()
    {
        var (single, twice) = (new float[12], new double[12]);
        WeightInitializer.HeNormal().Fill(single, [3, 4], new RandomSource(9));
        WeightInitializer.HeNormal().Fill(twice, [3, 4], new RandomSource(9));
        Assert.Equal(twice.Select(weight => (float)weight), single);
    }

    [Fact]
    public void Fill_ReproducesKnownNumbers()
    {
        // Uniform in ±√(6 / (2 + 1)) times the numbers 2u − 1 of a second implementation of the generator.
        double[] expected = [-0.270889500760205, 0.9588587369966712];
        var weights = new double[2];
        WeightInitializer.XavierUniform().Fill(weights, [1, 2], new RandomSource(42, "layer1.weight"));
        Assert.Equal(expected[0] * Math.Sqrt(2), weights[0], 1e-15);
        Assert.Equal(expected[1] * Math.Sqrt(2), weights[1], 1e-15);
    }

    [Theory]
    [InlineData(new[] { 10, 20 }, WeightLayout.OutputsFirst, 20, 10)]
    [InlineData(new[] { 10, 20 }, WeightLayout.OutputsLast, 10, 20)]
    [InlineData(new[] { 16, 3, 5, 5 }, WeightLayout.OutputsFirst, 75, 400)]
    [InlineData(new[] { 5, 5, 3, 16 }, WeightLayout.OutputsLast, 75, 400)]
    public void Fan_IsThatOfPyTorchAndKeras(int[] shape, WeightLayout layout, int input, int output)
        => Assert.Equal(new Fan(input, output), Fan.Of(Array.ConvertAll(shape, size => (nint)size), layout));

    [Fact]
    public void Fill_OfAnOptimizer_DrawsItsLayers_AndLeavesBiasesAndFrozenOnes()
    {
        var first = Draw(withExtra: false);
        var second = Draw(withExtra: true);
        Assert.Equal(first.Single, second.Single);
        Assert.Equal(first.Twice, second.Twice);
        Assert.NotEqual(first.Twice[..6].Select(weight => (float)weight), first.Single[..6]);
        var alone = new double[6];
        WeightInitializer.HeNormal().Fill(alone, [2, 3], new RandomSource(8, "layer2.weight"));
        Assert.Equal(alone, first.Twice);

        static (float[] Single, double[] Twice) Draw(bool withExtra)
        {
            var (single, twice, bias, frozen) = (new float[8], new double[6], new double[] { 7, 7 }, new float[4]);
            using var optimizer = new Sgd();
            if (withExtra)
            {
                optimizer.Add("layer0.weight", new float[6], shape: [3, 2]);
            }

            optimizer.Add("layer1.weight", single, shape: [4, 2]);
            optimizer.Add("layer1.bias", bias);
            optimizer.Add("frozen", frozen, shape: [2, 2]).IsFrozen = true;
            optimizer.Add("layer2.weight", twice, shape: [2, 3]);
            Assert.Equal(withExtra ? 3 : 2, WeightInitializer.HeNormal().Fill(optimizer, seed: 8));
            Assert.Equal([7, 7], bias);
            Assert.Equal(new float[4], frozen);
            return (single, twice);
        }
    }

    [Fact]
    public void Fill_AllocatesNothing()
    {
        var weights = new float[600];
        nint[] shape = [20, 30];
        var random = new RandomSource(1);
        var initializer = WeightInitializer.XavierNormal();
        initializer.Fill(weights, shape, random);
        var before = GC.GetAllocatedBytesForCurrentThread();
        initializer.Fill(weights, shape, random);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void BadArguments_NameThemselves_AndChangeNothing()
    {
        Rejects<ArgumentOutOfRangeException>("gain", "at least 1E-100", () => WeightInitializer.XavierNormal(0));
        Rejects<ArgumentOutOfRangeException>("gain", "finite", () => WeightInitializer.XavierUniform(double.PositiveInfinity));
        Rejects<ArgumentOutOfRangeException>("gain", "at most 1E+100", () => WeightInitializer.XavierUniform(1e200));
        Rejects<ArgumentOutOfRangeException>("gain", "at least 1E-100", () => WeightInitializer.XavierNormal(1e-200));
        Rejects<ArgumentOutOfRangeException>("negativeSlope", "at most 1", () => WeightInitializer.HeNormal(negativeSlope: 2));
        Rejects<ArgumentOutOfRangeException>("mode", "Input, Output, Average", () => WeightInitializer.HeUniform((FanMode)7));
        Rejects<ArgumentOutOfRangeException>("layout", "OutputsFirst, OutputsLast", () => Fan.Of([2, 2], (WeightLayout)7));
        Rejects<ArgumentException>("shape", "[5] has 1 dimensions", () => Fan.Of([5]));
        Rejects<ArgumentOutOfRangeException>("shape", "[0, 5] must be at least 1", () => Fan.Of([0, 5]));
        Rejects<ArgumentException>("shape", "more than 2147483647", () => Fan.Of([1 << 16, 1 << 16, 1 << 30, 1 << 30]));
        Rejects<ArgumentException>("shape", "more than 2147483647", () => Fan.Of([4, (nint)1 << 62]));
        Rejects<ArgumentOutOfRangeException>("fan", "'1'", () => WeightInitializer.HeNormal().StandardDeviation(default));

        var weights = new double[6];
        var he = WeightInitializer.HeNormal();
        Rejects<ArgumentException>("shape", "[2, 2] does not hold the 6", () => he.Fill(weights, [2, 2], new RandomSource(1)));
        Rejects<ArgumentNullException>("random", "null", () => he.Fill(weights, [2, 3], null!));
        Rejects<ArgumentNullException>("optimizer", "null", () => he.Fill(null!, 1));
        Assert.Throws<NotSupportedException>(() => he.Fill(new Half[6], [2, 3], new RandomSource(1)));

        using var optimizer = new Sgd();
        optimizer.Add("good", weights, shape: [2, 3]);
        optimizer.Add("empty", Array.Empty<double>(), shape: [0, 3]);
        Rejects<ArgumentOutOfRangeException>("shape", "at least 1", () => he.Fill(optimizer, 1));
        Assert.Equal(new double[6], weights);
    }

    private static void Rejects<TException>(string name, string range, Action action)
        where TException : ArgumentException
    {
        var error = Assert.Throws<TException>(action);
        Assert.Equal(name, error.ParamName);
        Assert.Contains(range, error.Message, StringComparison.Ordinal);
    }
}
