namespace Descent.Training.Tests;

/// <summary>Schedules, averages and monitors attach to one step side by side, of an optimizer or of a group.</summary>
public sealed class AttachmentTests
{
    [Fact]
    public void SchedulesAveragesAndMonitors_CanBeCombined()
    {
        using var sgd = new Sgd();
        using var adam = new Adam();
        using var group = new OptimizerGroup(sgd, adam);
        double[] first = [1], second = [2];
        sgd.Add("first", first, [1.0]);
        adam.Add("second", second, [1.0]);
        using var falling = sgd.Schedule((optimizer, rate) => optimizer.LearningRate = rate, Schedule.From(step => 1.0 / (1 << step)));
        using var constant = adam.Schedule((optimizer, rate) => optimizer.LearningRate = rate, new ConstantSchedule(0));
        using var monitor = new TrainingMonitor(group, "combined");
        var average = new StochasticWeightAverage(group);
        average.Attach();
        average.Attach();

        group.Step();
        group.Step();

        Assert.Equal((1 - 1.5, 2), (first[0], second[0]));
        Assert.Equal((2, 2), (falling.Position, constant.Position));
        Assert.Equal(((0 - 0.5) / 2, 2), (average.Values<double>("first")[0], average.Count));
    }

    [Fact]
    public void SkippedStep_CountsNowhere()
    {
        using var sgd = new Sgd { Options = { NonFiniteGradients = NonFiniteGradients.SkipStep } };
        double[] gradients = [double.NaN];
        sgd.Add("w", [1.0], gradients);
        using var schedule = sgd.Schedule((optimizer, rate) => optimizer.LearningRate = rate, new ConstantSchedule(0.5));
        var average = new ExponentialWeightAverage(sgd);
        average.Attach();

        Assert.True(sgd.Step().IsSkipped);
        Assert.Equal((0, 0), (schedule.Position, average.Steps));

        gradients[0] = 1;
        sgd.Step();
        Assert.Equal((1, 1), (schedule.Position, average.Steps));
    }

    /// <summary>The step is done, whatever whoever listens makes of it: whoever counts it must not miss it.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Step_IsCounted_AlsoAfterAHandlerThatThrows(bool ofGroup)
    {
        using var sgd = new Sgd();
        sgd.Add("w", [1.0], [1.0]);
        using var group = new OptimizerGroup(sgd);
        Optimizer stepped = ofGroup ? group : sgd;
        sgd.Stepped += (_, _) => throw new TimeoutException("the first");
        sgd.Stepped += (_, _) => throw new NotSupportedException("the second");
        using var schedule = stepped.Schedule(HyperparameterRole.LearningRate, new ConstantSchedule(0.5));
        using var scaler = new LossScaler(stepped);
        var average = new StochasticWeightAverage(stepped);
        average.Attach();

        Assert.Equal("the first", Assert.Throws<TimeoutException>(() => stepped.Step()).Message);

        Assert.Equal((1, 1, 1, 1), (sgd.Parameters[0].StepCount, schedule.Position, scaler.GoodSteps, average.Count));
    }

    [Fact]
    public void WhatIsDetached_FollowsNoMore()
    {
        using var sgd = new Sgd();
        sgd.Add("w", [1.0], [1.0]);
        var schedule = sgd.Schedule((optimizer, rate) => optimizer.LearningRate = rate, new ConstantSchedule(0.5));
        var (average, ensemble) = (new ExponentialWeightAverage(sgd), new SnapshotEnsemble(sgd, cycleLength: 1));
        average.Attach();
        ensemble.Attach();
        sgd.Step();
        Assert.Equal((1, 1, 1), (schedule.Position, average.Steps, ensemble.Steps));

        schedule.Dispose();
        average.Detach();
        ensemble.Detach();
        sgd.LearningRate = 0.25;
        sgd.Step();

        Assert.Equal((1, 1, 1), (schedule.Position, average.Steps, ensemble.Steps));
        Assert.Equal(0.25, sgd.LearningRate);
    }
}
