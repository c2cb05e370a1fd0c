using System.Diagnostics.Metrics;

namespace Descent.Training.Tests.Monitoring;

/// <summary>What listeners receive. Instruments belong to the process, so these tests do not run at the same time.</summary>
[Collection("Meter")]
public sealed class TrainingMonitorTests
{
    [Fact]
    public void Instruments_HaveTheDocumentedNamesAndUnits()
    {
        _ = new TrainingMonitor(new Sgd());
        using var recorder = new Recorder("names");

        Assert.Equal(
            [
                ("descent.training.accuracy", "1"), ("descent.training.dead_unit_fraction", "1"), ("descent.training.dead_units", "{unit}"),
                ("descent.training.gradient_norm", "1"), ("descent.training.learning_rate", "1"), ("descent.training.loss", "1"),
                ("descent.training.skipped_steps", "{step}"), ("descent.training.step.duration", "s"), ("descent.training.steps", "{step}"),
                ("descent.training.update_ratio", "1"),
            ],
            recorder.Published.Select(pair => (pair.Key, pair.Value)));
    }

    [Fact]
    public void LossAndAccuracy_ArePublishedWithTheirDataset()
    {
        var monitor = new TrainingMonitor(new Sgd(), "losses");
        using var recorder = new Recorder("losses");

        monitor.RecordLoss(2.5);
        monitor.RecordLoss(double.NaN, "validation");
        monitor.RecordAccuracy(0.75, "test");
        new TrainingMonitor(new Sgd(), "another").RecordLoss(1);

        Assert.Equal(
            ["descent.training.loss 2.5 dataset=training", "descent.training.loss NaN dataset=validation", "descent.training.accuracy 0.75 dataset=test"],
            recorder.Lines);
    }

    /// <summary>Plain gradient descent: the update is η g, so the ratio is η ‖g‖/‖w‖.</summary>
    [Fact]
    public void Step_PublishesTheUpdateRatioOfUpdatedParameters()
    {
        var optimizer = new Sgd { LearningRate = 0.5 };
        optimizer.Add("single", new float[] { 3, 4 }, [0.5f, 0]);
        optimizer.Add("twice", new double[] { 0, 2 }, [0.25, 0]);
        optimizer.Add("frozen", new double[] { 1 }, [1.0]).IsFrozen = true;
        optimizer.Add("missing", new double[] { 1 });
        optimizer.Add("zero", new double[] { 0 }, [1.0]);
        var monitor = new TrainingMonitor(optimizer, "ratios");
        using var recorder = new Recorder("ratios", TrainingMetrics.Steps, TrainingMetrics.UpdateRatio);

        Assert.Equal(new StepResult { Updated = 3, Frozen = 1, MissingGradients = 1 }, optimizer.Step());
        Assert.Equal(
            ["descent.training.steps 1", "descent.training.update_ratio 0.05 parameter=single", "descent.training.update_ratio 0.0625 parameter=twice"],
            recorder.Lines);
        recorder.Lines.Clear();

        optimizer.Add("late", new double[] { 4 }, [1.0]);
        optimizer.Step();
        Assert.Equal(0.125, recorder.Value("parameter=late"));
        Assert.Equal(1, recorder.Value("parameter=zero"));
        Assert.Equal(5, recorder.Lines.Count);
    }

    /// <summary>Parameters may be removed, added and resized between steps: what is measured is what there is.</summary>
    [Fact]
    public void UpdateRatios_AreThoseOfTheParametersThereAre()
    {
        using var optimizer = new Sgd { LearningRate = 0.5 };
        optimizer.Add("gone", [1.0], [0.5]);
        optimizer.Add("stays", [4.0], [1.0]);
        optimizer.Add("grows", [2.0], [1.0]);
        using var monitor = new TrainingMonitor(optimizer, "changes");
        using var recorder = new Recorder("changes", TrainingMetrics.UpdateRatio);

        optimizer.Step();
        Assert.Equal(["0.25 parameter=gone", "0.125 parameter=stays", "0.25 parameter=grows"], Ratios());

        optimizer.Remove("gone");
        optimizer.Resize("grows", [2.0, 0], [1.0, 0]);
        optimizer.Parameters[0].Weights[0] = 4;
        optimizer.Step();
        Assert.Equal(["0.125 parameter=stays", "0.25 parameter=grows"], Ratios());

        optimizer.Remove("grows");
        optimizer.Parameters[0].Weights[0] = 4;
        optimizer.Step();
        Assert.Equal(["0.125 parameter=stays"], Ratios());

        optimizer.Add("new", [8.0], [1.0]);
        optimizer.Parameters[0].Weights[0] = 4;
        optimizer.Step();
        Assert.Equal(["0.125 parameter=stays", "0.0625 parameter=new"], Ratios());

        string[] Ratios()
        {
            string[] ratios = [.. recorder.Lines.Select(line => line[(TrainingMetrics.UpdateRatio.Length + 1)..])];
            recorder.Lines.Clear();
            return ratios;
        }
    }

    /// <summary>After a step that came to nothing, weights are often set back to better ones, which is no update.</summary>
    [Theory]
    [InlineData(NonFiniteGradients.SkipStep)]
    [InlineData(NonFiniteGradients.Throw)]
    public void WeightsThatAreSetAfterAStepThatDidNothing_AreNoUpdate(NonFiniteGradients policy)
    {
        double[] weights = [1], gradients = [double.NaN];
        using var optimizer = new Sgd { LearningRate = 0.5, Options = { NonFiniteGradients = policy } };
        optimizer.Add("w", weights, gradients);
        using var monitor = new TrainingMonitor(optimizer, "back");
        using var recorder = new Recorder("back", TrainingMetrics.UpdateRatio);

        _ = Record.Exception(() => optimizer.Step());
        (weights[0], gradients[0]) = (4, 1);
        optimizer.Step();

        Assert.Equal(["descent.training.update_ratio 0.125 parameter=w"], recorder.Lines);
    }

    /// <summary>A step that was skipped leaves the weights at the look-ahead; the next one goes on from there.</summary>
    [Fact]
    public void LookAheadOfASkippedStep_BelongsToTheNextUpdate()
    {
        double[] weights = [1], gradients = [1];
        using var optimizer = new NesterovLookAhead { LearningRate = 0.5, Momentum = 0.5, Options = { NonFiniteGradients = NonFiniteGradients.SkipStep } };
        optimizer.Add("w", weights, gradients);
        using var monitor = new TrainingMonitor(optimizer, "again");
        using var recorder = new Recorder("again", TrainingMetrics.UpdateRatio);

        foreach (var gradient in (double[])[1, double.NaN, 1])
        {
            optimizer.BeforeGradient();
            gradients[0] = gradient;
            optimizer.Step();
        }

        Assert.Equal(["descent.training.update_ratio 0.5 parameter=w", "descent.training.update_ratio 1.5 parameter=w"], recorder.Lines);
    }

    [Fact]
    public void UpdateRatioInterval_LeavesStepsOut()
    {
        var optimizer = new Sgd();
        optimizer.Add("w", new double[] { 1 }, [1.0]);
        var monitor = new TrainingMonitor(optimizer, "interval") { UpdateRatioInterval = 3 };
        using var recorder = new Recorder("interval", TrainingMetrics.UpdateRatio);

        for (var step = 0; step < 7; step++)
        {
            optimizer.Step();
        }

        Assert.Equal(3, recorder.Lines.Count);
    }

    /// <summary>The way to the look-ahead point is a part of the update: w goes from 0.5 to 0.25 − 0.5 in the second step.</summary>
    [Fact]
    public void LookAhead_BelongsToTheUpdate()
    {
        double[] weights = [1];
        var optimizer = new NesterovLookAhead { LearningRate = 0.5, Momentum = 0.5 };
        optimizer.Add("w", weights, [1.0]);
        var monitor = new TrainingMonitor(optimizer, "ahead");
        using var recorder = new Recorder("ahead", TrainingMetrics.UpdateRatio);

        for (var step = 0; step < 2; step++)
        {
            optimizer.BeforeGradient();
            optimizer.BeforeGradient();
            optimizer.Step();
        }

        Assert.Equal([-0.25], weights);
        Assert.Equal(["descent.training.update_ratio 0.5 parameter=w", "descent.training.update_ratio 1.5 parameter=w"], recorder.Lines);
    }

    [Fact]
    public void Step_GivesTheWeightsOfTheOptimizer()
    {
        double[] watched = [1, 2, 3], alone = [1, 2, 3];
        Adam first = new(), second = new();
        first.Add("w", watched, [1.0, -1, 2]);
        second.Add("w", alone, [1.0, -1, 2]);
        var monitor = new TrainingMonitor(first, "same");
        using var recorder = new Recorder("same");

        for (var step = 0; step < 5; step++)
        {
            first.Step();
            second.Step();
        }

        Assert.Equal(alone, watched);
    }

    [Fact]
    public void NothingIsAllocated_WhenNobodyListens_NorInTheLongRunWhenSomebodyDoes()
    {
        var optimizer = new Adam();
        optimizer.Add("single", new float[1000], new float[1000]);
        var first = optimizer.Add("twice", new double[1000], new double[1000]);
        first.Weights.Span<double>().Fill(1);
        var monitor = new TrainingMonitor(optimizer, "allocation");
        var units = monitor.WatchUnits("hidden", 10);
        var activations = new float[100];

        // The first steps plan the work.
        Allocated();
        Assert.Equal(0, Allocated());
        Assert.False(units.IsEnabled);

        var received = 0;
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, listener) => listener.EnableMeasurementEvents(instrument),
        };
        listener.SetMeasurementEventCallback<double>((_, _, _, _) => received++);
        listener.Start();
        Assert.True(Allocated() >= 12000);
        Assert.Equal(0, Allocated());
        Assert.True(received > 0);

        long Allocated()
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var step = 0; step < 10; step++)
            {
                monitor.RecordLoss(1);
                monitor.RecordAccuracy(0.5, "validation");
                optimizer.BeforeGradient();
                optimizer.Step();
                units.Observe<float>(activations);
                units.Publish();
            }

            return GC.GetAllocatedBytesForCurrentThread() - before;
        }
    }

    [Fact]
    public void MeterFactory_MakesTheMeter()
    {
        using var factory = new Factory();
        var monitor = new TrainingMonitor(new Sgd(), "factory", factory);
        using var recorder = new Recorder("factory");

        monitor.RecordLoss(1);

        Assert.Equal(("Descent.Training", typeof(TrainingMonitor).Assembly.GetName().Version!.ToString(3)), (factory.Meter?.Name, factory.Meter?.Version));
        Assert.Single(recorder.Lines);
    }

    [Fact]
    public void BadArguments_NameThemselves_AndPublishNothing()
    {
        var monitor = new TrainingMonitor(new Sgd(), "bad");
        using var recorder = new Recorder("bad");

        Assert.Throws<ArgumentNullException>("optimizer", () => new TrainingMonitor(null!));
        Assert.Throws<ArgumentException>("run", () => new TrainingMonitor(new Sgd(), " "));
        Assert.Throws<ArgumentOutOfRangeException>("UpdateRatioInterval", () => new TrainingMonitor(new Sgd()) { UpdateRatioInterval = 0 });
        Assert.Throws<ArgumentException>("dataset", () => monitor.RecordLoss(1, ""));
        Assert.Throws<ArgumentException>("dataset", () => monitor.RecordAccuracy(1, ""));
        Assert.Contains(
            "accuracy must be finite, at least 0 and at most 1", Assert.Throws<ArgumentOutOfRangeException>(() => monitor.RecordAccuracy(97)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>("accuracy", () => monitor.RecordAccuracy(double.NaN));
        Assert.Throws<ArgumentException>("layer", () => monitor.WatchUnits("", 1));
        Assert.Throws<ArgumentOutOfRangeException>("units", () => monitor.WatchUnits("hidden", 0));
        Assert.Throws<ArgumentException>("activations", () => monitor.WatchUnits("hidden", 3).Observe<float>(new float[4]));
        Assert.Throws<NotSupportedException>(() => monitor.WatchUnits("hidden", 3).Observe<Half>(new Half[3]));
        Assert.Throws<ArgumentException>("after", () => UpdateRatio.Compute<float>([1], [1, 2]));
        Assert.Throws<NotSupportedException>(() => UpdateRatio.Compute<Half>([], []));
        Assert.Empty(recorder.Lines);
    }

    private sealed class Factory : IMeterFactory
    {
        public Meter? Meter { get; private set; }

        public Meter Create(MeterOptions options) => Meter = new(options);

        public void Dispose() => Meter?.Dispose();
    }

    /// <summary>A ratio of numbers whose squares are out of range.</summary>
    [Theory]
    [InlineData(1e200)]
    [InlineData(1e-200)]
    [InlineData(1e300)]
    [InlineData(1e-300)]
    public void UpdateRatio_OfWeightsOfAnySize(double size)
    {
        Assert.Equal(0.5, UpdateRatio.Compute<double>([3 * size, 4 * size], [3 * size, 6.5 * size]), 1e-14);
        Assert.Equal(double.NaN, UpdateRatio.Compute<double>([0], [size]));
    }

    /// <summary>A step that was skipped is none, and weights that are not finite any more are not kept from who watches.</summary>
    [Fact]
    public void Step_ThatIsSkipped_IsNotPublished_AndOneThatDivergesIs()
    {
        double[] gradients = [double.NaN];
        var optimizer = new Sgd();
        optimizer.Options.NonFiniteGradients = NonFiniteGradients.SkipStep;
        optimizer.Add("x", new double[] { 1 }, gradients);
        var monitor = new TrainingMonitor(optimizer, "skipped");
        using var recorder = new Recorder("skipped", TrainingMetrics.Steps, TrainingMetrics.UpdateRatio);

        Assert.True(optimizer.Step().IsSkipped);
        Assert.Empty(recorder.Lines);

        optimizer.Options.NonFiniteGradients = NonFiniteGradients.LetThrough;
        optimizer.Step();
        optimizer.Step();
        Assert.Equal(
            [
                "descent.training.steps 1", "descent.training.update_ratio NaN parameter=x",
                "descent.training.steps 1", "descent.training.update_ratio NaN parameter=x",
            ],
            recorder.Lines);
    }
}
