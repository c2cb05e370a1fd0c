namespace Descent.Training.Tests.Scaling;

public sealed class LossScalerTests
{
    [Fact]
    public void Scale_FallsWhereGradientsOverflow_AndRisesAfterGoodSteps()
    {
        // The published schedule, step by step: half after an overflow, twice after so many good steps in a row.
        using var sgd = new Sgd { LearningRate = 1 };
        using var scaler = new LossScaler(sgd, scale: 1024) { GrowthInterval = 3 };
        var gradients = new Half[1];
        var parameter = sgd.Add("weights", new float[1]);
        parameter.BindGradients(gradients);
        (bool Overflows, double ScaleAfter)[] steps =
            [(false, 1024), (true, 512), (false, 512), (false, 512), (false, 1024), (false, 1024), (true, 512), (true, 256), (false, 256)];
        foreach (var (overflows, scaleAfter) in steps)
        {
            gradients[0] = overflows ? Half.PositiveInfinity : (Half)(0.25 * scaler.Scale);
            Assert.Equal(overflows, sgd.Step().IsSkipped);
            Assert.Equal(scaleAfter, scaler.Scale);
            Assert.Equal(1 / scaleAfter, sgd.Options.GradientScale);
        }

        // Six steps of a quarter, whatever the scale was.
        Assert.Equal(-1.5, parameter.Weights[0]);
        Assert.Equal((3, 1), (scaler.SkippedSteps, scaler.GoodSteps));
    }

    [Fact]
    public void Gradients_TooSmallForHalf_SurviveScaled()
    {
        Assert.Equal(0, After(scale: 1));
        Assert.Equal(-1e-8, After(scale: 65536), 1e-11);

        static double After(double scale)
        {
            using var sgd = new Sgd { LearningRate = 1 };
            using var scaler = new LossScaler(sgd, scale);
            var parameter = sgd.Add("weights", new float[1]);
            parameter.BindGradients(new Half[] { (Half)(1e-8 * scaler.Scale) });
            sgd.Step();
            return parameter.Weights[0];
        }
    }

    [Fact]
    public void WrongNumbers_AreRefused()
    {
        using var sgd = new Sgd();
        Assert.Throws<ArgumentOutOfRangeException>(() => new LossScaler(sgd, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new LossScaler(sgd, double.PositiveInfinity));
        using var scaler = new LossScaler(sgd);
        Assert.Throws<ArgumentOutOfRangeException>(() => scaler.GrowthFactor = 1);
        Assert.Throws<ArgumentOutOfRangeException>(() => scaler.BackoffFactor = 1);
        Assert.Throws<ArgumentOutOfRangeException>(() => scaler.GrowthInterval = 0);
        scaler.Dispose();
        Assert.Equal(1, sgd.Options.GradientScale);
    }

    /// <summary>A scaler that has let go of the optimizer leaves the next one's division alone.</summary>
    [Fact]
    public void AScalerThatIsDisposed_LeavesTheNextAlone()
    {
        using var sgd = new Sgd();
        var first = new LossScaler(sgd, 1024);
        first.Dispose();
        using var second = new LossScaler(sgd, 8);

        first.Dispose();
        first.Scale = 2;

        Assert.Equal(0.125, sgd.Options.GradientScale);
    }

    [Fact]
    public void Scale_WithoutReciprocal_IsRefused_AndNothingHasChanged()
    {
        using var sgd = new Sgd();
        var refusal = Assert.Throws<ArgumentOutOfRangeException>(() => new LossScaler(sgd, 1e-320));
        Assert.Equal((nameof(LossScaler.Scale), 1e-320), (refusal.ParamName, refusal.ActualValue));
        Assert.Equal((1, NonFiniteGradients.LetThrough), (sgd.Options.GradientScale, sgd.Options.NonFiniteGradients));
        using var scaler = new LossScaler(sgd, 8);
        Assert.Throws<ArgumentOutOfRangeException>(() => scaler.Scale = 1e-320);
        Assert.Equal((8, 0.125), (scaler.Scale, sgd.Options.GradientScale));
    }

    /// <summary>Gradients of a loss that was multiplied are divided at every step, and so a training that goes on from a checkpoint does what one does that was not stopped.</summary>
    [Fact]
    public void OptionsThatAreSetByHand_HoldNoStep_ResumedOrNot()
    {
        using var sgd = new Sgd { LearningRate = 1 };
        using var scaler = new LossScaler(sgd, 8);
        var weights = new float[1];
        sgd.Add("weights", weights, [8f]);
        sgd.Options.GradientScale = 1 / 64.0;
        var (saved, options) = (new MemoryStream(), new CheckpointOptions());
        options.Parts.Add("scaler", scaler);
        sgd.Save(saved, options);

        sgd.Step();
        Assert.Equal(-1, weights[0]);
        saved.Position = 0;
        sgd.Load(saved, options);
        sgd.Step();
        Assert.Equal(-1, weights[0]);
    }

    [Fact]
    public void CheckpointOfATrainingWithoutIt_IsGoneOnFrom()
    {
        var saved = new MemoryStream();
        using (var plain = new Sgd { LearningRate = 1 })
        {
            plain.Add("weights", new float[1], [0f]);
            plain.Save(saved);
        }

        using var sgd = new Sgd { LearningRate = 1 };
        using var scaler = new LossScaler(sgd, 8);
        float[] weights = [0], gradients = [8];
        sgd.Add("weights", weights, gradients);
        saved.Position = 0;
        sgd.Load(saved);
        sgd.Step();
        Assert.Equal(-1, weights[0]);
        gradients[0] = float.PositiveInfinity;
        Assert.True(sgd.Step().IsSkipped);
        Assert.Equal((-1, 4), (weights[0], scaler.Scale));
    }

    [Fact]
    public void Step_ThatUpdatesNothing_IsNoGoodOne()
    {
        using var sgd = new Sgd();
        using var scaler = new LossScaler(sgd, 8) { GrowthInterval = 1 };
        sgd.Add("weights", new float[1], [1f]).IsFrozen = true;
        sgd.Step();
        Assert.Equal((8, 0), (scaler.Scale, scaler.GoodSteps));
    }

    [Fact]
    public void NarrowWeights_AreAveragedWatchedAndDrawn()
    {
        using var sgd = new Sgd { LearningRate = 1 };
        var weights = new BFloat16[64];
        var parameter = sgd.Add("layer.weight", weights, shape: [8, 8]);
        Assert.Equal(1, WeightInitializer.HeNormal().Fill(sgd, seed: 1));
        Assert.Contains(weights, weight => weight != (BFloat16)0f);
        var before = parameter.Weights.ToArray<float>();
        var average = new StochasticWeightAverage(sgd);
        average.Update();
        parameter.BindGradients(Enumerable.Repeat(1f, 64).ToArray());
        sgd.Step();
        average.Update();
        var after = parameter.Weights.ToArray<float>();
        using (average.SwapIn())
        {
            Assert.Equal(before.Zip(after, (first, second) => (float)(BFloat16)((first + second) / 2)), parameter.Weights.ToArray<float>());
        }

        Assert.Equal(after, parameter.Weights.ToArray<float>());
    }
}
