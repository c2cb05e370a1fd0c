namespace Descent.Tests.Engine;

/// <summary>What was moved to the point of evaluation comes back, and nothing else does, whatever becomes of parameters meanwhile.</summary>
public sealed class EvaluationTests
{
    [Theory]
    [InlineData(nameof(ScheduleFreeSgd))]
    [InlineData(nameof(ScheduleFreeAdamW))]
    [InlineData(nameof(Asgd))]
    public void FrozenWhileEvaluating_ComesBack(string rule)
    {
        using var optimizer = Trained(rule, out var weights);
        var before = weights.ToArray();
        optimizer.Evaluate();
        Assert.NotEqual(before, weights);
        optimizer.Parameters[0].IsFrozen = true;
        optimizer.Train();
        Assert.Equal(before, weights, Comparison);
    }

    [Fact]
    public void FrozenBefore_IsLeftAlone_ThoughItIsFreeAfterwards()
    {
        using var optimizer = Trained(nameof(ScheduleFreeSgd), out var weights);
        var before = weights.ToArray();
        optimizer.Parameters[0].IsFrozen = true;
        optimizer.Evaluate();
        optimizer.Parameters[0].IsFrozen = false;
        optimizer.Train();
        Assert.Equal(before, weights);
    }

    /// <summary>A state may have been loaded that is not that of the weights.</summary>
    [Fact]
    public void AddedWhileEvaluating_IsLeftAlone()
    {
        using var optimizer = Trained(nameof(ScheduleFreeSgd), out _);
        optimizer.Evaluate();
        double[] weights = [5, 6];
        optimizer.Add("late", weights, new double[2]).States.First(state => state.Schema.Per == Per.Weight).CopyFrom<double>([7, 8]);
        optimizer.Train();
        Assert.Equal([5, 6], weights);
    }

    [Fact]
    public void Group_MovesNobodyTwice()
    {
        using RuleOptimizer first = Trained(nameof(ScheduleFreeSgd), out var weights), second = Trained(nameof(ScheduleFreeSgd), out var others, "others");
        using var group = new OptimizerGroup(first, second);
        var before = weights.ToArray();
        first.Evaluate();
        var evaluated = weights.ToArray();
        group.Evaluate();
        Assert.Equal(evaluated, weights);
        Assert.NotEqual(before, others);
        group.Train();
        Assert.Equal(before, weights, Comparison);
    }

    [Fact]
    public void OtherWeights_AreNotMovedBack()
    {
        using var optimizer = Trained(nameof(ScheduleFreeSgd), out var weights);
        optimizer.Evaluate();
        optimizer.Parameters[0].HoldsOtherWeights = true;
        var evaluated = weights.ToArray();
        Assert.Contains("weights", Assert.Throws<InvalidOperationException>(optimizer.Train).Message, StringComparison.Ordinal);
        Assert.Equal(evaluated, weights);
        optimizer.Parameters[0].HoldsOtherWeights = false;
        optimizer.Train();
        Assert.NotEqual(evaluated, weights);
    }

    /// <summary>Moving there and back rounds, less than 10⁻¹² of weights of about 1.</summary>
    private static bool Comparison(double x, double y) => Math.Abs(x - y) < 1e-12;

    private static RuleOptimizer Trained(string rule, out double[] weights, string name = "weights")
    {
        weights = [1, -2, 3];
        var gradients = new double[3];
        RuleOptimizer optimizer = rule switch { nameof(Asgd) => new Asgd { AveragingStart = 0 }, nameof(ScheduleFreeAdamW) => new ScheduleFreeAdamW(), _ => new ScheduleFreeSgd { LearningRate = 0.25 } };
        optimizer.Add(name, weights, gradients);
        for (var step = 0; step < 5; step++)
        {
            weights.CopyTo(gradients, 0);
            optimizer.Step();
        }

        return optimizer;
    }
}
