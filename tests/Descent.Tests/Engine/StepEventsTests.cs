namespace Descent.Tests.Engine;

/// <summary>What attaches to a step is told before it and after it, and can be combined with others.</summary>
public sealed class StepEventsTests
{
    [Fact]
    public void Step_TellsBeforeAndAfter_WithItsResult()
    {
        using var optimizer = new Sgd { LearningRate = 1 };
        var weights = new[] { 1.0 };
        optimizer.Add("w", weights, [1.0]);
        List<string> told = [];
        optimizer.Stepping += (sender, _) => told.Add($"before {((Sgd)sender!).LearningRate}: {weights[0]}");
        optimizer.Stepping += (_, _) => optimizer.LearningRate = 0.5;
        optimizer.Stepped += (sender, result) => told.Add($"after {result.Updated}: {weights[0]}, {ReferenceEquals(sender, optimizer)}");

        optimizer.Step();

        Assert.Equal(["before 1: 1", "after 1: 0.5, True"], told);
    }

    [Fact]
    public void SkippedStep_IsTold_AsSkipped()
    {
        using var optimizer = new Sgd { Options = { NonFiniteGradients = NonFiniteGradients.SkipStep } };
        optimizer.Add("w", [1.0], [double.NaN]);
        List<StepResult> told = [];
        optimizer.Stepped += (_, result) => told.Add(result);

        var result = optimizer.Step();

        Assert.Equal([result], told);
        Assert.True(told[0].IsSkipped);
    }

    [Fact]
    public void StepThatThrows_IsNotTold_AndTheNextBeginsAnew()
    {
        using var optimizer = new Sgd { Options = { NonFiniteGradients = NonFiniteGradients.Throw } };
        optimizer.Add("w", [1.0], [double.NaN]);
        var (before, after) = (0, 0);
        optimizer.Stepping += (_, _) => before++;
        optimizer.Stepped += (_, _) => after++;

        Assert.Throws<NonFiniteGradientException>(() => optimizer.Step());
        Assert.Throws<NonFiniteGradientException>(() => optimizer.Step());

        Assert.Equal((2, 0), (before, after));
    }

    [Fact]
    public void RuleThatLooksAhead_BeginsItsStepOnce()
    {
        using var optimizer = new NesterovLookAhead();
        optimizer.Add("w", [1.0], [1.0]);
        var before = 0;
        optimizer.Stepping += (_, _) => before++;

        optimizer.BeforeGradient();
        optimizer.BeforeGradient();
        optimizer.Step();
        Assert.Equal(1, before);

        optimizer.BeforeGradient();
        Assert.Equal(2, before);
        optimizer.Step();
        Assert.Equal(2, before);
    }

    /// <summary>A loop that is written for every rule calls it for those that do not look ahead, too.</summary>
    [Fact]
    public void RuleThatDoesNotLookAhead_BeginsItsStepWithTheUpdate()
    {
        using var optimizer = new Sgd();
        optimizer.Add("w", [1.0], [1.0]);
        var before = 0;
        optimizer.Stepping += (_, _) => before++;

        optimizer.BeforeGradient();
        Assert.Equal(0, before);
        optimizer.Step();
        Assert.Equal(1, before);
    }

    [Fact]
    public void HandlerThatThrows_KeepsTheStepFromBeginning()
    {
        using var optimizer = new Sgd();
        var weights = new[] { 1.0 };
        optimizer.Add("w", weights, [1.0]);
        optimizer.Stepping += (_, _) => throw new InvalidOperationException("not yet");

        Assert.Equal("not yet", Assert.Throws<InvalidOperationException>(() => optimizer.Step()).Message);
        Assert.Equal(1, weights[0]);
        Assert.Equal(0, optimizer["w"].StepCount);
    }

    /// <summary>A step that a handler takes would tell the handler, and never end.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void HandlerThatSteps_IsRefused_AndTheNextStepBeginsAnew(bool asGroup)
    {
        using var rule = new Sgd { LearningRate = 1 };
        using var group = new OptimizerGroup(rule);
        Optimizer optimizer = asGroup ? group : rule;
        var weights = new[] { 1.0 };
        rule.Add("w", weights, [0.25]);
        EventHandler handler = (_, _) => optimizer.Step();
        rule.Stepping += handler;

        Assert.Contains("being stepped", Assert.Throws<InvalidOperationException>(() => optimizer.Step()).Message, StringComparison.Ordinal);
        Assert.Equal(1, weights[0]);

        rule.Stepping -= handler;
        optimizer.Step();
        Assert.Equal(0.75, weights[0]);
    }

    [Fact]
    public void HandlerThatLooksAhead_IsRefused()
    {
        using var optimizer = new NesterovLookAhead();
        optimizer.Add("w", [1.0], [1.0]);
        optimizer.Stepping += (_, _) => optimizer.BeforeGradient();

        Assert.Contains("being stepped", Assert.Throws<InvalidOperationException>(() => optimizer.BeforeGradient()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Group_TellsItsOptimizersToo()
    {
        using var first = new Sgd();
        using var second = new Adam();
        using var group = new OptimizerGroup(first, new OptimizerGroup(second));
        first.Add("a", [1.0], [1.0]);
        second.Add("b", [1.0f], [1.0f]);
        List<string> told = [];
        foreach (var (name, optimizer) in new (string, Optimizer)[] { ("group", group), ("first", first), ("second", second) })
        {
            optimizer.Stepping += (_, _) => told.Add(name + " begins");
            optimizer.Stepped += (_, result) => told.Add($"{name} {result.Updated}");
        }

        group.Step();

        Assert.Equal(["group begins", "first begins", "second begins", "first 2", "second 2", "group 2"], told);
    }

    [Fact]
    public void Group_HasWhatItsOptimizersHave()
    {
        using var first = new Sgd();
        using var second = new Prodigy();
        using var group = new OptimizerGroup(first, second);
        first.Add("a", [1.0], [1.0]);
        Assert.Equal(["a"], group.Parameters.Select(parameter => parameter.Name));
        second.Add("b", [1.0f], [1.0f]);

        Assert.Equal(["a", "b"], group.Parameters.Select(parameter => parameter.Name));
        Assert.Same(second["b"], group["b"]);
        Assert.False(group.TryGetParameter("c", out _));
        Assert.Equal([.. first.Hyperparameters, .. second.Hyperparameters], group.Hyperparameters);
        Assert.Equal(second.States, group.States);
        Assert.Throws<ArgumentException>(() => new OptimizerGroup(group, first));
        group.Step();

        group.Dispose();
        Assert.Throws<ObjectDisposedException>(() => group.Step());
        Assert.Throws<ObjectDisposedException>(() => first.Step());
    }

    [Fact]
    public void EventsAllocateNothing()
    {
        using var optimizer = new Sgd();
        optimizer.Add("w", [1.0], [1.0]);
        var steps = 0;
        optimizer.Stepping += (_, _) => steps++;
        optimizer.Stepped += (_, result) => steps += result.Updated;
        optimizer.Step();
        optimizer.Step();
        var before = GC.GetAllocatedBytesForCurrentThread();

        optimizer.Step();

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(6, steps);
    }
}
