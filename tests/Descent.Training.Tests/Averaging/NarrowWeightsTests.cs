namespace Descent.Training.Tests.Averaging;

public sealed class NarrowWeightsTests
{
    public static TheoryData<WeightPrecision> Precisions => [.. Enum.GetValues<WeightPrecision>()];

    [Theory, MemberData(nameof(Precisions))]
    public void SwapIn_LeavesNoTraceInTheTraining(WeightPrecision precision)
    {
        Assert.Equal(Train(evaluates: false), Train(evaluates: true));

        BFloat16[] Train(bool evaluates)
        {
            using var sgd = Create(precision, out var weights);
            var average = new ExponentialWeightAverage(sgd, 0.5);
            average.Attach();
            for (var step = 0; step < 30; step++)
            {
                sgd.Step();
                if (evaluates)
                {
                    average.SwapIn().Dispose();
                }
            }

            return weights;
        }
    }

    [Theory, MemberData(nameof(Precisions))]
    public void SwapIn_LeavesNoTraceInTheAverage(WeightPrecision precision)
    {
        Assert.Equal(Train(evaluates: false), Train(evaluates: true));

        float[] Train(bool evaluates)
        {
            using var sgd = Create(precision, out _);
            var average = new ExponentialWeightAverage(sgd, 0.99);
            average.Attach();
            for (var step = 0; step < 30; step++)
            {
                sgd.Step();
                if (evaluates)
                {
                    average.SwapIn().Dispose();
                }
            }

            return [.. average.Values<float>("weights")];
        }
    }

    [Fact]
    public void WhatIsWrittenMeanwhile_StaysInTheSnapshot()
    {
        using var sgd = Create(WeightPrecision.Nearest, out var weights);
        var (trained, snapshot) = (weights.ToArray(), new WeightSnapshot(sgd));
        var values = Enumerable.Range(0, 100).Select(number => 1 + (number / 1024f)).ToArray();
        values.CopyTo(snapshot.Values<float>("weights"));
        using (snapshot.SwapIn())
        {
            (weights[3], weights[4]) = ((BFloat16)8f, BFloat16.NaN);
        }

        (values[3], values[4]) = (8, float.NaN);
        Assert.Equal(trained, weights);
        Assert.Equal(values, snapshot.Values<float>("weights").ToArray());
        Assert.Throws<ArgumentException>("name", () => snapshot.Values<double>("weights").Length);
    }

    [Theory, MemberData(nameof(Precisions))]
    public void Restore_IsWhereTheNextStepBegins(WeightPrecision precision)
    {
        using var sgd = Create(precision, out var weights);
        sgd.Step();
        var best = new WeightSnapshot(sgd);
        var kept = weights.ToArray();
        Step(sgd, 30);
        Assert.NotEqual(kept, weights);
        best.Restore();
        Assert.Equal(kept, weights);
        AssertBeginsAt(kept, sgd, weights, precision);
    }

    [Theory, MemberData(nameof(Precisions))]
    public void CopyToWeights_IsWhereTheNextStepBegins(WeightPrecision precision)
    {
        using var sgd = Create(precision, out var weights);
        var average = new StochasticWeightAverage(sgd);
        average.Attach();
        Step(sgd, 30);
        average.CopyToWeights();
        average.Detach();
        AssertBeginsAt([.. weights], sgd, weights, precision);
    }

    [Fact]
    public void Update_AllocatesNothing()
    {
        using var sgd = Create(WeightPrecision.Nearest, out _);
        var average = new ExponentialWeightAverage(sgd);
        average.Update();
        average.Update();
        var before = GC.GetAllocatedBytesForCurrentThread();
        average.Update();
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    /// <summary>The next steps are those of an optimizer that was given the weights.</summary>
    private static void AssertBeginsAt(BFloat16[] start, Sgd sgd, BFloat16[] weights, WeightPrecision precision)
    {
        Step(sgd, 5);
        using var other = Create(precision, out var expected, start);
        Step(other, 5);
        Assert.Equal(expected, weights);
    }

    private static void Step(Sgd sgd, int steps)
    {
        for (var step = 0; step < steps; step++)
        {
            // Chance is that of the step, which is another one in the two.
            sgd["weights"].State.StepCount = step;
            sgd.Step();
        }
    }

    private static Sgd Create(WeightPrecision precision, out BFloat16[] weights, BFloat16[]? start = null)
    {
        var sgd = new Sgd { LearningRate = 1e-3, Storage = { Weights = precision } };
        weights = start is null ? [.. Enumerable.Range(1, 100).Select(number => (BFloat16)(number / 64f))] : [.. start];
        sgd.Add("weights", weights).BindGradients(Enumerable.Range(1, 100).Select(number => number % 7 / 2f).ToArray());
        return sgd;
    }
}
