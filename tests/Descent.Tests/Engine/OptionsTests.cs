namespace Descent.Tests.Engine;

/// <summary>What a step does beside the rule: scaling, clipping, zeroing, statistics, and gradients that are not finite.</summary>
public sealed class OptionsTests
{
    [Fact]
    public void GradientScale_IsOneMultiplicationOfEachGradient()
    {
        var (weights, gradients) = Random(20_000);
        float[] expected = [.. weights], scaled = [.. gradients.Select(gradient => gradient * 0.125f)];
        using var plain = new Adam();
        plain.Add("weights", expected, scaled);
        plain.Step();
        using var optimizer = new Adam { Options = { GradientScale = 0.125 } };
        optimizer.Add("weights", weights, gradients);
        optimizer.Step();

        Assert.Equal(expected, weights);
    }

    /// <summary>The formula of PyTorch's <c>clip_grad_norm_</c>, over all parameters, in both types at once.</summary>
    [Theory]
    [InlineData(0.5)]
    [InlineData(1e6)]
    public void MaxGradientNorm_ClipsByTheNormOfAllGradients(double limit)
    {
        var (single, singleGradients) = Random(9000);
        double[] twice = [1, 2, 3], twiceGradients = [0.5, -2, 1e-3];
        float[] singleBefore = [.. single];
        double[] twiceBefore = [.. twice];
        using var optimizer = new Sgd { LearningRate = 1, Options = { MaxGradientNorm = limit, GradientScale = 2 } };
        optimizer.Add("single", single, singleGradients);
        optimizer.Add("twice", twice, twiceGradients);

        var result = optimizer.Step();

        var norm = 2 * Math.Sqrt(singleGradients.Sum(gradient => (double)gradient * gradient) + twiceGradients.Sum(gradient => gradient * gradient));

        // Two orders of adding 9,003 squares differ by at most 9,003 units in the last place.
        Assert.Equal(norm, result.GradientNorm!.Value, norm * 1e-12);
        var factor = 2 * Math.Min(1, limit / (result.GradientNorm.Value + 1e-6));
        Assert.Equal(singleBefore.Zip(singleGradients, (weight, gradient) => weight - (gradient * (float)factor)), single);
        Assert.Equal(twiceBefore.Zip(twiceGradients, (weight, gradient) => weight - (gradient * factor)), twice);
    }

    [Theory]
    [InlineData(nameof(Adam))]
    [InlineData(nameof(Lamb))]
    public void BadGradients_AreFound_AndTheStepLeavesEverythingAsItWas(string rule)
    {
        foreach (var bad in new[] { float.NaN, float.PositiveInfinity, float.NegativeInfinity })
        {
            using var optimizer = (Optimizer)Activator.CreateInstance(typeof(Adam).Assembly.GetType("Descent." + rule)!)!;
            var (weights, gradients) = Random(70_000);
            optimizer.Add("good", new double[] { 1, 2 }, [0.5, 1e200]);
            var parameter = optimizer.Add("bad", weights, gradients);
            optimizer.Step();
            float[] before = [.. weights];
            gradients[66_667] = bad;
            gradients[69_999] = bad;

            optimizer.Options.BadGradients = BadGradients.SkipStep;
            var result = optimizer.Step();
            Assert.True(result.IsSkipped);
            Assert.Equal((parameter, 66_667, 0), (result.BadParameter, result.BadIndex, result.Updated));
            optimizer.Options.BadGradients = BadGradients.Throw;
            var exception = Assert.Throws<BadGradientException>(() => optimizer.Step());
            Assert.Contains("Gradient 66667 of parameter 'bad'", exception.Message, StringComparison.Ordinal);
            Assert.Equal((parameter, 66_667), (exception.Parameter, exception.Index));
            Assert.Equal(before, weights);
            Assert.Equal(1, parameter.StepCount);

            gradients[66_667] = gradients[69_999] = 0;
            Assert.False(optimizer.Step().IsSkipped);
            Assert.Equal(2, parameter.StepCount);
        }
    }

    [Fact]
    public void ASkippedStep_ChangesNoBitOfWhatFollows()
    {
        var (weights, gradients) = Random(5000);
        float[] expected = [.. weights], expectedGradients = [.. gradients];
        using var plain = new Adam();
        plain.Add("weights", expected, expectedGradients);
        using var optimizer = new Adam { Options = { BadGradients = BadGradients.SkipStep } };
        optimizer.Add("weights", weights, gradients);
        for (var step = 0; step < 3; step++)
        {
            plain.Step();
            optimizer.Step();
            var kept = gradients[7];
            gradients[7] = float.NaN;
            Assert.True(optimizer.Step().IsSkipped);
            gradients[7] = kept;
        }

        Assert.Equal(expected, weights);
    }

    [Fact]
    public void BadGradients_AreLetThrough_Unless()
    {
        float[] weights = [1, 2];
        using var optimizer = new Sgd { LearningRate = 1 };
        optimizer.Add("weights", weights, [float.NaN, 1f]);
        Assert.Equal(1, optimizer.Step().Updated);
        Assert.Equal([float.NaN, 1f], weights);
    }

    [Theory]
    [InlineData(nameof(Adam))]
    [InlineData(nameof(Lamb))]
    public void ZeroGradients_ZeroesThemOnceUsed(string rule)
    {
        using var optimizer = (Optimizer)Activator.CreateInstance(typeof(Adam).Assembly.GetType("Descent." + rule)!)!;
        using var plain = (Optimizer)Activator.CreateInstance(typeof(Adam).Assembly.GetType("Descent." + rule)!)!;
        var (weights, gradients) = Random(20_000);
        float[] expected = [.. weights];
        plain.Add("weights", expected, (float[])[.. gradients]);
        optimizer.Add("weights", weights, gradients);
        optimizer.Options.ZeroGradients = true;
        plain.Step();
        optimizer.Step();

        Assert.Equal(expected, weights);
        Assert.All(gradients, gradient => Assert.Equal(0, gradient));
    }

    [Theory]
    [InlineData(nameof(Adam))]
    [InlineData(nameof(Lamb))]
    public void Statistics_AreThoseOfTheStep(string rule)
    {
        using var optimizer = (Optimizer)Activator.CreateInstance(typeof(Adam).Assembly.GetType("Descent." + rule)!)!;
        var (weights, gradients) = Random(20_000);
        float[] before = [.. weights];
        var parameter = optimizer.Add("weights", weights, gradients);
        optimizer.Options.CollectStatistics = true;
        optimizer.Step();

        var statistics = parameter.Statistics;
        var update = weights.Zip(before, (after, was) => after - was).ToArray();

        // Two orders of adding 20,000 squares in double.
        const double Tolerance = 20_000 * 1.2e-16;
        Assert.Equal(Norm(weights), statistics.WeightNorm, Norm(weights) * Tolerance);
        Assert.Equal(Norm(gradients), statistics.GradientNorm, Norm(gradients) * Tolerance);
        Assert.Equal(Norm(update), statistics.UpdateNorm, Norm(update) * Tolerance);
        Assert.Equal(statistics.UpdateNorm / statistics.WeightNorm, statistics.UpdateToWeightRatio);
        Assert.Equal(gradients.Max(Math.Abs), statistics.LargestGradient);
        Assert.Equal((1, 0L), (statistics.StepCount, statistics.BadGradients));
    }

    [Fact]
    public void AGroup_StepsAsOne_WithOneNorm()
    {
        var (first, firstGradients) = Random(50_000);
        var (second, secondGradients) = Random(60_000);
        float[] firstExpected = [.. first], secondExpected = [.. second];
        var norm = Math.Sqrt(Math.Pow(Norm(firstGradients), 2) + Math.Pow(Norm(secondGradients), 2));
        using var decayed = new AdamW { WeightDecay = 0.1 };
        using var plain = new Sgd { LearningRate = 0.5 };
        decayed.Add("first", first, firstGradients);
        plain.Add("second", second, secondGradients);
        var group = new OptimizerGroup(decayed, plain) { Options = { MaxGradientNorm = 1, MaxDegreeOfParallelism = 3 } };

        var result = group.Step();

        Assert.Equal(2, result.Updated);
        Assert.Equal(norm, result.GradientNorm!.Value, norm * 1e-11);
        var factor = Math.Min(1, 1 / (result.GradientNorm.Value + 1e-6));
        using var firstAlone = new AdamW { WeightDecay = 0.1, Options = { GradientScale = factor } };
        using var secondAlone = new Sgd { LearningRate = 0.5, Options = { GradientScale = factor } };
        firstAlone.Add("first", firstExpected, firstGradients);
        secondAlone.Add("second", secondExpected, secondGradients);
        firstAlone.Step();
        secondAlone.Step();
        Assert.Equal(firstExpected, first);
        Assert.Equal(secondExpected, second);
    }

    [Fact]
    public void AGroup_RefusesNone_AndTwice()
    {
        using var optimizer = new Sgd();
        Assert.Throws<ArgumentException>(() => new OptimizerGroup());
        Assert.Throws<ArgumentNullException>(() => new OptimizerGroup(optimizer, null!));
        Assert.Contains("twice", Assert.Throws<ArgumentException>(() => new OptimizerGroup(optimizer, optimizer)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Options_RefuseWhatIsOutOfRange()
    {
        var options = new OptimizerOptions();
        Assert.Equal("MaxDegreeOfParallelism", Assert.Throws<ArgumentOutOfRangeException>(() => options.MaxDegreeOfParallelism = 0).ParamName);
        Assert.Equal("GradientScale", Assert.Throws<ArgumentOutOfRangeException>(() => options.GradientScale = double.NaN).ParamName);
        Assert.Equal("GradientScale", Assert.Throws<ArgumentOutOfRangeException>(() => options.GradientScale = 0).ParamName);
        Assert.Equal("MaxGradientNorm", Assert.Throws<ArgumentOutOfRangeException>(() => options.MaxGradientNorm = double.NaN).ParamName);
        Assert.Equal("BadGradients", Assert.Throws<ArgumentOutOfRangeException>(() => options.BadGradients = (BadGradients)3).ParamName);
    }

    private static double Norm(float[] values) => Math.Sqrt(values.Sum(value => (double)value * value));

    private static (float[] Weights, float[] Gradients) Random(int length)
    {
        var random = new Random(length);
        return ([.. Enumerable.Range(0, length).Select(_ => (float)(random.NextDouble() - 0.5))], [.. Enumerable.Range(0, length).Select(_ => (float)(random.NextDouble() - 0.5))]);
    }
}
