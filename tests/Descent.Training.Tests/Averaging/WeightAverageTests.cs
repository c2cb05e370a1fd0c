namespace Descent.Training.Tests.Averaging;

public sealed class WeightAverageTests
{
    public static TheoryData<string, Func<Optimizer, WeightAverage>> ThatKeepConstants { get; } = new()
    {
        { "mean", optimizer => new StochasticWeightAverage(optimizer) },
        { "first weights", optimizer => new ExponentialWeightAverage(optimizer, 0.97) },
        { "zero, corrected", optimizer => new ExponentialWeightAverage(optimizer, 0.97, AverageStart.ZeroCorrected) },
    };

    [Theory]
    [MemberData(nameof(ThatKeepConstants))]
    public void Average_OfWeightsThatStay_IsTheWeights(string average, Func<Optimizer, WeightAverage> make)
    {
        Assert.NotEmpty(average);
        ArgumentNullException.ThrowIfNull(make);
        for (var length = 0; length < 40; length++)
        {
            var random = new Random(length);
            float[] single = [.. Enumerable.Range(0, length).Select(_ => random.NextSingle() - 0.5f)];
            double[] twice = [.. Enumerable.Range(0, length).Select(_ => random.NextDouble() * 1e6)];
            using var optimizer = new Sgd();
            optimizer.Add("single", single).IsFrozen = true;
            optimizer.Add("twice", twice);
            var kept = make(optimizer);
            for (var step = 0; step < 50; step++)
            {
                kept.Update();
                Assert.Equal(single, kept.Values<float>("single"));
                Assert.Equal(twice, kept.Values<double>("twice"));
            }
        }
    }

    [Fact]
    public void Average_InVectorsAndTail_DoesTheSameOperations()
    {
        float[] weights = [.. Enumerable.Range(0, 41).Select(i => MathF.Sin(i))];
        using var optimizer = new Sgd();
        optimizer.Add("weights", weights);
        var average = new ExponentialWeightAverage(optimizer, 0.9);
        average.Update();
        var expected = weights.ToArray();
        for (var step = 0; step < 20; step++)
        {
            for (var i = 0; i < weights.Length; i++)
            {
                weights[i] = MathF.Cos((i * 7) + step);
                expected[i] += (weights[i] - expected[i]) * (float)(1 - 0.9);
            }

            average.Update();
            Assert.Equal(expected, average.Values<float>("weights"));
        }
    }

    [Fact]
    public void StochasticAverage_OfTwo_IsTheirMean()
    {
        double[] weights = [1, -2, 10];
        using var optimizer = new Sgd();
        optimizer.Add("weights", weights);
        var average = new StochasticWeightAverage(optimizer);
        average.Update();
        (weights[0], weights[1], weights[2]) = (3, 6, 11);
        average.Update();
        Assert.Equal([2, 2, 10.5], average.Values<double>("weights"));
    }

    [Fact]
    public void StochasticAverage_TakesTheStepsItWasToldTo()
    {
        double[] weights = [0];
        using var optimizer = new Sgd();
        optimizer.Add("weights", weights);
        var average = new StochasticWeightAverage(optimizer, firstStep: 3, period: 4);
        List<int> taken = [];
        for (var step = 1; step <= 14; step++)
        {
            weights[0] = step;
            if (average.Update())
            {
                taken.Add(step);
            }
        }

        Assert.Equal([3, 7, 11], taken);
        Assert.Equal((14, 3), (average.Steps, average.Count));
        Assert.Equal(7, average.Values<double>("weights")[0], 1e-15);
    }

    [Fact]
    public void ExponentialAverage_WithChangingDecay_KeepsAConstant_AndCountsItsWeight()
    {
        double[] weights = [0.1, -7];
        using var optimizer = new Sgd();
        optimizer.Add("weights", weights);
        var average = new ExponentialWeightAverage(optimizer, 0, AverageStart.ZeroCorrected);
        for (var step = 1; step <= 100; step++)
        {
            average.Decay = Math.Min(0.99, (1.0 + step) / (10 + step));
            average.Update();
            Assert.Equal(weights, average.Values<double>("weights"));
            Assert.InRange(average.TotalWeight, 0, 1);
        }
    }

    [Fact]
    public void ResumedAverage_GoesOnAsIfNothingHadHappened()
    {
        double[] weights = [0, 0];
        using var optimizer = new Sgd();
        optimizer.Add("weights", weights);
        WeightAverage[] straight = [Exponential(), Stochastic()];
        WeightAverage[] resumed = [Exponential(), Stochastic()];
        for (var step = 0; step < 20; step++)
        {
            (weights[0], weights[1]) = (Math.Sin(step), step * step);
            if (step == 11)
            {
                ((ExponentialWeightAverage)resumed[0]).TotalWeight = ((ExponentialWeightAverage)straight[0]).TotalWeight;
                for (var i = 0; i < 2; i++)
                {
                    resumed[i].Steps = straight[i].Steps;
                    straight[i].Values<double>("weights").CopyTo(resumed[i].Values<double>("weights"));
                }
            }

            Array.ForEach(straight, average => average.Update());
            if (step >= 11)
            {
                Array.ForEach(resumed, average => average.Update());
            }
        }

        for (var i = 0; i < 2; i++)
        {
            Assert.Equal(straight[i].Values<double>("weights"), resumed[i].Values<double>("weights"));
        }

        ExponentialWeightAverage Exponential() => new(optimizer, 0.9, AverageStart.ZeroCorrected);
        StochasticWeightAverage Stochastic() => new(optimizer, 2, 3);
    }

    [Fact]
    public void Update_AllocatesNothing()
    {
        using var optimizer = new Sgd();
        optimizer.Add("single", new float[1003], new float[1003]);
        optimizer.Add("twice", new double[77], new double[77]);
        WeightAverage[] averages =
        [
            new ExponentialWeightAverage(optimizer),
            new ExponentialWeightAverage(optimizer, 0.9, AverageStart.ZeroCorrected),
            new StochasticWeightAverage(optimizer),
        ];
        Round();
        var before = GC.GetAllocatedBytesForCurrentThread();
        Round();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void Round()
        {
            for (var step = 0; step < 10; step++)
            {
                optimizer.Step();
                foreach (var average in averages)
                {
                    average.Update();
                }
            }
        }
    }

    [Fact]
    public void Update_WhereWeightsAreNotTheModels_ThrowsAndChangesNothing()
    {
        double[] weights = [1, 2];
        using var optimizer = new NesterovLookAhead();
        optimizer.Add("weights", weights, [0.5, 0.5]);
        var average = new StochasticWeightAverage(optimizer);
        optimizer.BeforeGradient();
        Assert.Contains("BeforeGradient", Assert.Throws<InvalidOperationException>(() => average.Update()).Message, StringComparison.Ordinal);
        Assert.Equal(0, average.Steps);

        optimizer.Step();
        Assert.True(average.Update());
        optimizer.Add("late", new float[3]);
        Assert.Contains("2 parameters, but had 1", Assert.Throws<InvalidOperationException>(() => average.Update()).Message, StringComparison.Ordinal);
        Assert.Equal((1, 1), (average.Steps, average.Count));
    }

    [Fact]
    public void BadArguments_NameThemselvesTheirValueAndTheRange()
    {
        using var optimizer = new Sgd();
        Assert.Equal("optimizer", Assert.Throws<ArgumentNullException>(() => new ExponentialWeightAverage(null!)).ParamName);
        Assert.Equal("optimizer", Assert.Throws<ArgumentNullException>(() => new StochasticWeightAverage(null!)).ParamName);
        Rejects("decay", 1.0, "less than 1", () => _ = new ExponentialWeightAverage(optimizer, 1));
        Rejects("start", (AverageStart)9, "FirstWeights, ZeroCorrected, Zero", () => _ = new ExponentialWeightAverage(optimizer, 0.9, (AverageStart)9));
        Rejects("firstStep", 0L, "'1'", () => _ = new StochasticWeightAverage(optimizer, 0));
        Rejects("period", -1L, "'1'", () => _ = new StochasticWeightAverage(optimizer, 1, -1));
        var average = new ExponentialWeightAverage(optimizer);
        Rejects("Decay", -0.5, "at least 0", () => average.Decay = -0.5);
        Rejects("TotalWeight", 1.5, "at most 1", () => average.TotalWeight = 1.5);
        Rejects("Steps", -1L, "non-negative", () => average.Steps = -1);
        Assert.Equal((0.999, 0.0, 0L), (average.Decay, average.TotalWeight, average.Steps));
    }

    private static void Rejects(string name, object value, string range, Action action)
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>(action);
        Assert.Equal((name, value), (error.ParamName, error.ActualValue));
        Assert.Contains(range, error.Message, StringComparison.Ordinal);
    }
}
