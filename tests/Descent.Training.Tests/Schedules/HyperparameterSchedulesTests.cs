namespace Descent.Training.Tests.Schedules;

/// <summary>Schedules on an optimizer: which value a step uses, resuming, and what does not count as a step.</summary>
public sealed class HyperparameterSchedulesTests
{
    private static readonly OneCycleSchedule OneCycle = new(maximum: 0.1, steps: 60);

    /// <summary>With a gradient of 1, each weight of SGD moves by the learning rate of its step.</summary>
    [Fact]
    public void Step_UsesTheValueOfItsPosition()
    {
        double[] weights = [0];
        var optimizer = new Sgd();
        optimizer.Add("weights", weights, [1.0]);
        var training = optimizer.Schedule((o, value) => o.LearningRate = value, Schedule.From(s => s + 1));

        List<double> seen = [];
        for (var s = 0; s < 4; s++)
        {
            Assert.Equal(new StepResult { Updated = 1 }, training.Optimizer.Step());
            seen.Add(weights[0]);
        }

        Assert.Equal([-1, -3, -6, -10], seen);
        Assert.Equal(4, training.Position);
        Assert.Same(optimizer, training.Optimizer);
    }

    [Fact]
    public void SeveralHyperparameters_FollowTheirOwnSchedules()
    {
        var training = Train(new VelocityMomentum());

        training.Apply(step: 17);
        Assert.Equal((OneCycle.At(17), OneCycle.MomentumSchedule().At(17)), (training.Optimizer.LearningRate, training.Optimizer.Momentum));
        training.Apply(step: 3);
        Assert.Equal((OneCycle.At(3), OneCycle.MomentumSchedule().At(3)), (training.Optimizer.LearningRate, training.Optimizer.Momentum));
        Assert.Equal(3, training.Position);
    }

    [Fact]
    public void NothingIsSet_BeforeTheFirstStep()
    {
        var optimizer = new VelocityMomentum { LearningRate = 7 };
        Train(optimizer);

        Assert.Equal(7, optimizer.LearningRate);
    }

    /// <summary>Interrupted after any step and resumed in new objects, training ends with the same bits.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(17)]
    [InlineData(18)]
    [InlineData(59)]
    public void Resuming_IsExact(int interruption)
    {
        double[] expected = [1, -2, 3], weights = [.. expected];
        var (whole, _) = Begin(expected);
        Run(whole, expected, 60);

        var (first, saved) = Begin(weights);
        Run(first, weights, interruption);
        var (second, restored) = Begin(weights);
        saved.State.Velocity.CopyTo(restored.State.Velocity);
        restored.State.StepCount = saved.StepCount;
        second.Position = first.Position;
        Run(second, weights, 60 - interruption);

        Assert.Equal(expected, weights);
        Assert.Equal(60, second.Position);

        static (HyperparameterSchedules<VelocityMomentum>, Parameter<VelocityMomentumState>) Begin(double[] weights)
        {
            var optimizer = new VelocityMomentum();
            var parameter = optimizer.Add("weights", weights, new double[weights.Length]);
            return (Train(optimizer), parameter);
        }

        static void Run(HyperparameterSchedules<VelocityMomentum> training, double[] weights, int steps)
        {
            var parameter = (Parameter)training.Optimizer["weights"];
            for (var i = 0; i < steps; i++)
            {
                parameter.BindGradients(weights.Select((weight, index) => weight * (index + 0.5)).ToArray());
                training.Optimizer.Step();
            }
        }
    }

    /// <summary>A step that updates nothing is skipped: the schedule waits, as the parameter's own step count does.</summary>
    [Fact]
    public void SkippedStep_DoesNotAdvanceTheSchedule()
    {
        double[] weights = [0];
        var optimizer = new Sgd();
        var parameter = optimizer.Add("weights", weights, [1.0]);
        var training = optimizer.Schedule((o, value) => o.LearningRate = value, Schedule.From(s => s + 1));
        training.Optimizer.Step();

        parameter.UnbindGradients();
        Assert.Equal(0, training.Optimizer.Step().Updated);
        Assert.Equal((1, 1), (training.Position, parameter.StepCount));
        parameter.BindGradients(new double[] { 1 });
        parameter.IsFrozen = true;
        Assert.Equal(0, training.Optimizer.Step().Updated);
        Assert.Equal((1, 1), (training.Position, parameter.StepCount));
        parameter.IsFrozen = false;
        training.Optimizer.Step();

        Assert.Equal(-3, weights[0]);
        Assert.Equal((2, 2), (training.Position, parameter.StepCount));
    }

    /// <summary>An update of some of the parameters is a step of the optimizer.</summary>
    [Fact]
    public void PartialStep_AdvancesTheSchedule()
    {
        var optimizer = new Sgd();
        optimizer.Add("updated", new double[1], [1.0]);
        var frozen = optimizer.Add("frozen", new double[1], [1.0]);
        frozen.IsFrozen = true;
        var training = optimizer.Schedule((o, value) => o.LearningRate = value, OneCycle);

        training.Optimizer.Step();

        Assert.Equal((1, 0), (training.Position, frozen.StepCount));
    }

    /// <summary>Who wants the schedule to follow the data counts a skipped step by hand.</summary>
    [Fact]
    public void Advance_CountsASkippedStep()
    {
        var training = Train(new VelocityMomentum());

        training.Advance();
        training.Apply();

        Assert.Equal(1, training.Position);
        Assert.Equal(OneCycle.At(1), training.Optimizer.LearningRate);
    }

    /// <summary>The look-ahead uses the momentum of the step it belongs to, not that of the step before.</summary>
    [Fact]
    public void BeforeGradient_UsesTheValuesOfTheComingStep()
    {
        double[] scheduled = [1], byHand = [1];
        var optimizer = new NesterovLookAhead();
        optimizer.Add("weights", scheduled, [0.5]);
        var training = optimizer
            .Schedule((o, value) => o.LearningRate = value, OneCycle)
            .And((o, value) => o.Momentum = value, OneCycle.MomentumSchedule());
        var other = new NesterovLookAhead();
        other.Add("weights", byHand, [0.5]);

        for (var s = 0; s < 5; s++)
        {
            training.Optimizer.BeforeGradient();
            training.Optimizer.Step();
            (other.LearningRate, other.Momentum) = (OneCycle.At(s), OneCycle.MomentumSchedule().At(s));
            other.BeforeGradient();
            other.Step();
            Assert.Equal(byHand, scheduled);
        }
    }

    [Fact]
    public void Values_ThatAreNotFinite_ChangeNothing()
    {
        var optimizer = new VelocityMomentum { LearningRate = 7 };
        var training = optimizer
            .Schedule((o, value) => o.LearningRate = value, new ConstantSchedule(1))
            .And((o, value) => o.Momentum = value, Schedule.From(s => s == 5 ? double.PositiveInfinity : 0.5));

        var exception = Assert.Throws<InvalidOperationException>(() => training.Apply(5));

        Assert.Equal("Schedule.From(…) gives Infinity at step 5; a hyperparameter must be finite.", exception.Message);
        Assert.Equal((7, 0), (optimizer.LearningRate, training.Position));
    }

    [Fact]
    public void Values_OutsideTheHyperparametersRange_LeaveTheWeights()
    {
        double[] weights = [1];
        var optimizer = new VelocityMomentum();
        optimizer.Add("weights", weights, [1.0]);
        var training = optimizer.Schedule((o, value) => o.Momentum = value, new ConstantSchedule(1));

        Assert.Throws<ArgumentOutOfRangeException>("Momentum", () => training.Optimizer.Step());

        Assert.Equal(1, weights[0]);
        Assert.Equal(0, training.Position);
    }

    [Fact]
    public void Position_OutOfRange()
    {
        var training = Train(new VelocityMomentum());
        training.Position = 4;

        Assert.Equal(-1, Assert.Throws<ArgumentOutOfRangeException>("Position", () => training.Position = -1).ActualValue);
        Assert.Throws<ArgumentOutOfRangeException>("step", () => training.Apply(-1));
        Assert.Equal(4, training.Position);

        training.Position = int.MaxValue;
        Assert.Throws<InvalidOperationException>(training.Advance);
        Assert.Throws<InvalidOperationException>(() => training.Optimizer.Step());
        Assert.Equal(int.MaxValue, training.Position);
    }

    [Fact]
    public void Step_AllocatesNothing()
    {
        var optimizer = new VelocityMomentum();
        optimizer.Add("weights", new float[100], new float[100]);
        var training = Train(optimizer);
        training.Optimizer.Step();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 50; i++)
        {
            training.Optimizer.Step();
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static HyperparameterSchedules<VelocityMomentum> Train(VelocityMomentum optimizer) => optimizer
        .Schedule((o, value) => o.LearningRate = value, OneCycle)
        .And((o, value) => o.Momentum = value, OneCycle.MomentumSchedule());
}
