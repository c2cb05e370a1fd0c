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
    public void MaximumGradientNorm_ClipsByTheNormOfAllGradients(double limit)
    {
        var (single, singleGradients) = Random(9000);
        double[] twice = [1, 2, 3], twiceGradients = [0.5, -2, 1e-3];
        float[] singleBefore = [.. single];
        double[] twiceBefore = [.. twice];
        using var optimizer = new Sgd { LearningRate = 1, Options = { MaximumGradientNorm = limit, GradientScale = 2 } };
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

            optimizer.Options.NonFiniteGradients = NonFiniteGradients.SkipStep;
            var result = optimizer.Step();
            Assert.True(result.IsSkipped);
            Assert.Equal((parameter, 66_667, 0), (result.NonFiniteParameter, result.NonFiniteIndex, result.Updated));
            optimizer.Options.NonFiniteGradients = NonFiniteGradients.Throw;
            var exception = Assert.Throws<NonFiniteGradientException>(() => optimizer.Step());
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
        using var optimizer = new Adam { Options = { NonFiniteGradients = NonFiniteGradients.SkipStep } };
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
        optimizer.Options.ClearGradientsAfterStep = true;
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
        Assert.Null(parameter.Statistics);
        optimizer.Options.CollectStatistics = true;
        optimizer.Step();

        var statistics = parameter.Statistics!.Value;
        var update = weights.Zip(before, (after, was) => after - was).ToArray();

        // Two orders of adding 20,000 squares in double.
        const double Tolerance = 20_000 * 1.2e-16;
        Assert.Equal(Norm(weights), statistics.WeightNorm, Norm(weights) * Tolerance);
        Assert.Equal(Norm(gradients), statistics.GradientNorm, Norm(gradients) * Tolerance);
        Assert.Equal(Norm(update), statistics.UpdateNorm, Norm(update) * Tolerance);
        Assert.Equal(statistics.UpdateNorm / statistics.WeightNorm, statistics.UpdateToWeightRatio);
        Assert.Equal(gradients.Max(Math.Abs), statistics.MaximumGradient);
        Assert.Equal((1, 0L), (statistics.StepCount, statistics.NonFiniteGradients));
    }

    /// <summary>A skipped step zeroes gradients, so that the next ones do not add up on the bad one.</summary>
    [Fact]
    public void ASkippedStep_ZeroesGradients_SoThatTheNextOneCanBeTaken()
    {
        float[] weights = [1, 2], gradients = [0, 0], frozenGradients = [0, 0];
        using var optimizer = new Sgd { LearningRate = 1, Options = { NonFiniteGradients = NonFiniteGradients.SkipStep, ClearGradientsAfterStep = true } };
        var parameter = optimizer.Add("weights", weights, gradients);
        optimizer.Add("frozen", new float[2], frozenGradients).IsFrozen = true;
        foreach (var microBatch in new[] { float.NaN, 1, 2, float.PositiveInfinity, 4 })
        {
            gradients[0] += microBatch;
            frozenGradients[1] += 1;
            Assert.Equal(!float.IsFinite(microBatch), optimizer.Step().IsSkipped);
            Assert.Equal([0, 0, 0, 0], (float[])[.. gradients, .. frozenGradients]);
        }

        Assert.Equal([-6, 2], weights);
        Assert.Equal(3, parameter.StepCount);
    }

    [Fact]
    public void BadGradientsThatThrow_AreNotZeroed()
    {
        float[] gradients = [1, float.NaN];
        using var optimizer = new Sgd { Options = { NonFiniteGradients = NonFiniteGradients.Throw, ClearGradientsAfterStep = true } };
        optimizer.Add("weights", new float[2], gradients);
        Assert.Throws<NonFiniteGradientException>(() => optimizer.Step());
        Assert.Equal([1, float.NaN], gradients);
    }

    /// <summary>Maximizing is a step with the negated gradients, to the bit, whatever else happens to them.</summary>
    [Theory]
    [InlineData(nameof(Sgd))]
    [InlineData(nameof(AdamW))]
    [InlineData(nameof(Lamb))]
    [InlineData(nameof(Rprop))]
    public void Maximize_IsAStepWithTheNegatedGradients(string rule)
    {
        foreach (var configure in new Action<OptimizerOptions>[] { _ => { }, options => options.GradientScale = 0.3, options => options.MaximumGradientNorm = 0.5, options => options.CollectStatistics = true, options => options.ClearGradientsAfterStep = true })
        {
            var (weights, gradients) = Random(20_000);
            float[] expected = [.. weights], negated = [.. gradients.Select(gradient => -gradient)];
            var (steps, statistics) = (Run(weights, gradients, maximize: true), Run(expected, negated, maximize: false));
            Assert.Equal(expected, weights);
            Assert.Equal(statistics, steps);

            List<object?> Run(float[] weights, float[] gradients, bool maximize)
            {
                using var optimizer = (Optimizer)Activator.CreateInstance(typeof(Adam).Assembly.GetType("Descent." + rule)!)!;
                configure(optimizer.Options);
                optimizer.Options.Maximize = maximize;
                var parameter = optimizer.Add("weights", weights, gradients);
                return [optimizer.Step(), optimizer.Step(), parameter.Statistics];
            }
        }
    }

    [Fact]
    public void Maximize_FindsTheSameBadGradients()
    {
        using var optimizer = new Sgd { Options = { Maximize = true, NonFiniteGradients = NonFiniteGradients.SkipStep } };
        optimizer.Add("weights", new float[3], [1, float.NegativeInfinity, float.NaN]);
        Assert.Equal(1, optimizer.Step().NonFiniteIndex);
    }

    /// <summary>A group can descend with some parameters and climb with others, as saddle-point problems do.</summary>
    [Fact]
    public void Maximize_InAGroup_IsTheGroupsOrTheOptimizersOwn()
    {
        double[] descending = [0], climbing = [0];
        using var down = new Sgd { LearningRate = 1 };
        using var up = new Sgd { LearningRate = 1, Options = { Maximize = true } };
        down.Add("down", descending, [1.0]);
        up.Add("up", climbing, [1.0]);
        var group = new OptimizerGroup(down, up) { Options = { GradientScale = 2 } };
        group.Step();
        Assert.Equal([-2, 2], [descending[0], climbing[0]]);
        group.Options.Maximize = true;
        group.Step();
        Assert.Equal([0, 4], [descending[0], climbing[0]]);
    }

    [Fact]
    public void AStepWithoutParameters_SaysSo()
    {
        using var optimizer = new Sgd();
        Assert.Contains("no parameters", Assert.Throws<InvalidOperationException>(() => optimizer.Step()).Message, StringComparison.Ordinal);
        var group = new OptimizerGroup(optimizer, new Adam());
        Assert.Contains("no parameters", Assert.Throws<InvalidOperationException>(() => group.Step()).Message, StringComparison.Ordinal);
        optimizer.Add("weights", new float[1]);
        Assert.Equal(1, group.Step().MissingGradients);
    }

    [Fact]
    public void AParameter_PrintsWhatItIs()
    {
        using var optimizer = new Adam();
        var parameter = optimizer.Add("layer1.weight", new float[6], new float[6], shape: [2, 3]);
        optimizer.Step();
        Assert.Equal("layer1.weight: float[2, 3], step 1", parameter.ToString());
        parameter.IsFrozen = true;
        Assert.Equal("layer1.weight: float[2, 3], step 1, frozen", parameter.ToString());
        Assert.Equal("bias: double[3], step 0, no gradients", optimizer.Add("bias", new double[3]).ToString());
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
        var group = new OptimizerGroup(decayed, plain) { Options = { MaximumGradientNorm = 1, MaxDegreeOfParallelism = 3 } };

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
        Assert.Equal("MaximumGradientNorm", Assert.Throws<ArgumentOutOfRangeException>(() => options.MaximumGradientNorm = double.NaN).ParamName);
        Assert.Equal("NonFiniteGradients", Assert.Throws<ArgumentOutOfRangeException>(() => options.NonFiniteGradients = (NonFiniteGradients)3).ParamName);
    }

    private static double Norm(float[] values) => Math.Sqrt(values.Sum(value => (double)value * value));

    private static (float[] Weights, float[] Gradients) Random(int length)
    {
        var random = new Random(length);
        return ([.. Enumerable.Range(0, length).Select(_ => (float)(random.NextDouble() - 0.5))], [.. Enumerable.Range(0, length).Select(_ => (float)(random.NextDouble() - 0.5))]);
    }
}
