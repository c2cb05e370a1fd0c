namespace Descent.Training.Tests.Schedules;

/// <summary>Schedules that go by what a hyperparameter is, and not by what its author calls it.</summary>
public sealed class RoleTests
{
    [Fact]
    public void ARuleWithNamesOfItsOwn_IsScheduled()
    {
        double[] weights = [0];
        using var optimizer = new OwnNames();
        optimizer.Add("w", weights, [1.0]);
        var cycle = new OneCycleSchedule(maximum: 0.1, steps: 60);
        using var schedules = ((Optimizer)optimizer).Schedule(HyperparameterRole.LearningRate, cycle).And(HyperparameterRole.Momentum, cycle.MomentumSchedule());

        optimizer.Step();
        Assert.Equal((cycle.At(0), cycle.MomentumSchedule().At(0)), (optimizer.StepSize, optimizer.Inertia));
        optimizer.Step();
        Assert.Equal((cycle.At(1), cycle.MomentumSchedule().At(1)), (optimizer.StepSize, optimizer.Inertia));
        Assert.Equal(0.25, optimizer.LearningRate);
    }

    /// <summary>The momentum of Adam is its β₁, so that one schedule is for both rules; of a group, who has none is left alone.</summary>
    [Fact]
    public void AGroup_IsScheduledInAllItsRules()
    {
        using var adam = new Adam();
        using var momentum = new VelocityMomentum();
        using var sgd = new Sgd();
        using var group = new OptimizerGroup(adam, momentum, sgd);
        group.Schedule(HyperparameterRole.Momentum, new ConstantSchedule(0.5)).And(HyperparameterRole.LearningRate, new ConstantSchedule(0.25)).Apply();

        Assert.Equal((0.5, 0.5), (adam.Beta1, momentum.Momentum));
        Assert.Equal((0.25, 0.25, 0.25), (adam.LearningRate, momentum.LearningRate, sgd.LearningRate));
        Assert.Equal(0.999, adam.Beta2);
    }

    [Fact]
    public void Scale_KeepsTheProportionOfAGroup()
    {
        using var fast = new Sgd { LearningRate = 0.4 };
        using var slow = new AdamW { LearningRate = 0.1, WeightDecay = 0.5 };
        using var group = new OptimizerGroup(fast, slow);
        var schedules = group.Scale(HyperparameterRole.LearningRate, Schedule.From(step => 1.0 / (1 + step))).AndScale(HyperparameterRole.WeightDecay, new ConstantSchedule(0.5));

        schedules.Apply(3);
        Assert.Equal((0.1, 0.025, 0.25), (fast.LearningRate, slow.LearningRate, slow.WeightDecay));
        schedules.Apply(1);
        Assert.Equal((0.2, 0.05, 0.25), (fast.LearningRate, slow.LearningRate, slow.WeightDecay));
    }

    [Fact]
    public void WhatHasNoSuchRole_IsRefused_AndNotAttachedTo()
    {
        using var sgd = new Sgd();
        sgd.Add("w", [1.0], [1.0]);
        Assert.Contains("Sgd has no hyperparameter with the role Momentum", Assert.Throws<ArgumentException>(() => sgd.Schedule(HyperparameterRole.Momentum, new ConstantSchedule(0.5))).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => sgd.Scale(HyperparameterRole.None, new ConstantSchedule(0.5)));

        using var whole = new OwnNames();
        Assert.Throws<ArgumentException>(() => whole.Schedule(HyperparameterRole.Epsilon, new ConstantSchedule(0.5)));
    }

    [Fact]
    public void ASchedule_AllocatesNothing()
    {
        using var optimizer = new AdamW();
        optimizer.Add("w", new double[1], [1.0]);
        optimizer.Schedule(HyperparameterRole.LearningRate, new CosineDecay(0.1, 100)).AndScale(HyperparameterRole.WeightDecay, new ConstantSchedule(0.5));
        optimizer.Step();

        var before = GC.GetAllocatedBytesForCurrentThread();
        optimizer.Step();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }
}

/// <summary>A rule whose learning rate and momentum have other names, and a property that is called as if it were the learning rate.</summary>
[Optimizer]
internal sealed partial class OwnNames
{
    [Hyperparameter(0.1, Min = 0, Role = HyperparameterRole.LearningRate)]
    public partial double StepSize { get; set; }

    [Hyperparameter(0.9, Min = 0, Below = 1, Role = HyperparameterRole.Momentum)]
    public partial double Inertia { get; set; }

    [Hyperparameter(0.25, Min = 0, Role = HyperparameterRole.None)]
    public partial double LearningRate { get; set; }

    [Hyperparameter(1e-8, Min = 0)]
    public partial double Epsilon { get; private set; }

    [Update]
    private void Update(ref double weight, double gradient, [State] ref double velocity)
    {
        velocity = Inertia * velocity + gradient / (Math.Abs(gradient) + LearningRate + Epsilon);
        weight -= StepSize * velocity;
    }
}
