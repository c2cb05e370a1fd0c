namespace Descent.Training.Tests.Monitoring;

/// <summary>What a monitor tells of the steps themselves: learning rates, norms of gradients, skipped steps, durations.</summary>
[Collection("Meter")]
public sealed class StepMetricsTests
{
    /// <summary>A rule of a group is told apart by its class; the learning rate is found by its role, whatever its author calls it.</summary>
    [Fact]
    public void LearningRates_AreThoseOfEachRule()
    {
        using var optimizer = new Schedules.OwnNames();
        using var first = new Sgd { LearningRate = 0.5 };
        using var second = new Sgd { LearningRate = 0.25 };
        using var without = new Rprop();
        using var group = new OptimizerGroup(optimizer, first, new OptimizerGroup(second, without));
        optimizer.Add("a", [1.0], [1.0]);
        first.Schedule(HyperparameterRole.LearningRate, Schedule.From(step => 0.125 * (step + 1)));
        using var monitor = new TrainingMonitor(group, "rates");
        using var recorder = new Recorder("rates", TrainingMetrics.LearningRate);

        group.Step();
        group.Step();

        Assert.Equal(
            [
                "descent.training.learning_rate 0.1 optimizer=OwnNames", "descent.training.learning_rate 0.125 optimizer=Sgd", "descent.training.learning_rate 0.25 optimizer=Sgd2",
                "descent.training.learning_rate 0.1 optimizer=OwnNames", "descent.training.learning_rate 0.25 optimizer=Sgd", "descent.training.learning_rate 0.25 optimizer=Sgd2",
            ],
            recorder.Lines);
    }

    [Fact]
    public void LearningRates_AreThoseOfAGroupThatGrew()
    {
        using var first = new Sgd { LearningRate = 0.5 };
        using var second = new Sgd { LearningRate = 0.25 };
        first.Add("a", [1.0], [1.0]);
        second.Add("b", [1.0], [1.0]);
        using var group = new OptimizerGroup(first);
        using var monitor = new TrainingMonitor(group, "grown");
        using var recorder = new Recorder("grown", TrainingMetrics.LearningRate);

        group.Step();
        group.AddOptimizer(second);
        group.Step();

        Assert.Equal(
            ["descent.training.learning_rate 0.5 optimizer=Sgd", "descent.training.learning_rate 0.5 optimizer=Sgd", "descent.training.learning_rate 0.25 optimizer=Sgd2"],
            recorder.Lines);
    }

    [Fact]
    public void GradientNorm_IsThatBeforeClipping_OfTheStepsThatTellIt()
    {
        using var optimizer = new Sgd();
        optimizer.Add("w", [1.0, 1.0], [3.0, -4.0]);
        using var monitor = new TrainingMonitor(optimizer, "norms");
        using var recorder = new Recorder("norms", TrainingMetrics.GradientNorm);

        optimizer.Step();
        Assert.Empty(recorder.Lines);
        optimizer.Options.MaximumGradientNorm = 1;
        optimizer.Step();
        optimizer.Options.MaximumGradientNorm = double.MaxValue;
        optimizer.Step();
        Assert.Equal(["descent.training.gradient_norm 5", "descent.training.gradient_norm 5"], recorder.Lines);
    }

    [Fact]
    public void SkippedSteps_AreCounted_AndAreNoSteps()
    {
        double[] gradients = [1];
        using var optimizer = new Sgd { Options = { NonFiniteGradients = NonFiniteGradients.SkipStep } };
        optimizer.Add("w", [1.0], gradients);
        using var monitor = new TrainingMonitor(optimizer, "bad");
        using var recorder = new Recorder("bad", TrainingMetrics.Steps, TrainingMetrics.SkippedSteps, TrainingMetrics.StepDuration);

        optimizer.Step();
        recorder.Lines.RemoveAll(line => line.Contains("duration", StringComparison.Ordinal));
        gradients[0] = double.NaN;
        optimizer.Step();
        Assert.Equal(["descent.training.steps 1", "descent.training.skipped_steps 1 parameter=w"], recorder.Lines);
    }

    /// <summary>A rule that looks ahead begins its step where it moves; another begins it after the gradients, even if the loop is written for both.</summary>
    [Fact]
    public void StepDuration_IsWhatPassesBetweenItsEvents()
    {
        var time = new Clock();
        using var sgd = new Sgd();
        using var ahead = new NesterovLookAhead();
        using var first = new TrainingMonitor(sgd, "durations") { TimeProvider = time };
        using var second = new TrainingMonitor(ahead, "durations") { TimeProvider = time };
        using var recorder = new Recorder("durations", TrainingMetrics.StepDuration);
        foreach (var optimizer in new Optimizer[] { sgd, ahead })
        {
            optimizer.Add("w", [1.0], [1.0]);
            optimizer.Stepping += (_, _) => time.Now += 250;
            optimizer.BeforeGradient();
            time.Now += 2000;
            optimizer.Step();
        }

        Assert.Equal(["descent.training.step.duration 0.25", "descent.training.step.duration 2.25"], recorder.Lines);
    }

    [Fact]
    public void AMonitorThatIsDisposed_TellsNothingMore()
    {
        using var optimizer = new Sgd { Options = { MaximumGradientNorm = 1 } };
        optimizer.Add("w", [1.0], [1.0]);
        var monitor = new TrainingMonitor(optimizer, "gone");
        using var recorder = new Recorder("gone");
        monitor.Dispose();

        optimizer.Step();
        Assert.Empty(recorder.Lines);
    }

    /// <summary>A clock in milliseconds that goes when it is told to.</summary>
    private sealed class Clock : TimeProvider
    {
        public long Now { get; set; }

        public override long TimestampFrequency => 1000;

        public override long GetTimestamp() => Now;
    }
}
