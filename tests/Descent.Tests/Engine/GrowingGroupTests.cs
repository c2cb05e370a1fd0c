namespace Descent.Tests.Engine;

/// <summary>A group that an optimizer joins later: it steps all, keeps its options and listeners, and refuses as a whole.</summary>
public sealed class GrowingGroupTests
{
    [Fact]
    public void Added_optimizer_steps_with_the_group_under_its_options()
    {
        double[] first = [1], second = [1];
        var (sgd, adam) = (new Sgd { LearningRate = 1 }, new Sgd { LearningRate = 1 });
        sgd.Add("first", first, [3.0]);
        using var group = new OptimizerGroup(sgd);
        group.Options.MaximumGradientNorm = 5;
        var told = 0;
        group.Stepped += (_, result) => told += result.Updated;
        group.Step();
        adam.Add("second", second, [4000.0]);
        group.AddOptimizer(adam);
        Assert.Equal([sgd, adam], group.Optimizers);
        Assert.Equal(2, group.Parameters.Count);
        Assert.Equal(2, group.Hyperparameters.Count(value => value.Role == HyperparameterRole.LearningRate));
        var result = group.Step();
        Assert.Equal((2, 3), (result.Updated, told));

        // Both together are clipped to the norm of 5.
        Assert.InRange(second[0], 1 - 5, 1 - 4.9);
        Assert.InRange(first[0], -2 - 0.01, -2 - 0.003);
    }

    [Fact]
    public void Overlapping_or_known_optimizer_is_refused_and_nothing_changes()
    {
        double[] weights = [1, 1];
        var (one, other) = (new Sgd { LearningRate = 1 }, new Sgd());
        one.Add("one", weights, [1.0, 1.0]);
        other.Add("other", weights.AsMemory(1), new double[1]);
        using var group = new OptimizerGroup(one);
        Assert.Throws<ArgumentException>("optimizer", () => group.AddOptimizer(other));
        Assert.Throws<ArgumentException>("optimizer", () => group.AddOptimizer(one));
        Assert.Throws<ArgumentException>("optimizer", () => group.AddOptimizer(group));
        Assert.Single(group.Optimizers);
        Assert.Equal(1, group.Step().Updated);
    }

    [Fact]
    public void Group_that_selects_or_has_begun_a_step_is_refused()
    {
        using var split = OptimizerGroup.Split((ParameterSelection.All, new Sgd()));
        Assert.Throws<InvalidOperationException>(() => split.AddOptimizer(new Sgd()));

        var nesterov = new NesterovLookAhead();
        nesterov.Add("weights", [1.0], [1.0]);
        using var group = new OptimizerGroup(nesterov);
        group.BeforeGradient();
        Assert.Throws<InvalidOperationException>(() => group.AddOptimizer(new Sgd()));
        group.Step();
        group.AddOptimizer(new Sgd());
        group.BeforeGradient();
        Assert.Equal(1, group.Step().Updated);
    }
}
