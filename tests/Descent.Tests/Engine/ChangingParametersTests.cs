namespace Descent.Tests.Engine;

/// <summary>Parameters that are removed, or whose memory grows, while training goes on.</summary>
public sealed class ChangingParametersTests
{
    [Fact]
    public void Removed_IsLeftAlone_AndTheOthersGoOn()
    {
        double[] first = [1], second = [2], third = [3];
        using var optimizer = new Adam();
        var handle = optimizer.Add("first", first, [1.0]);
        optimizer.Add("second", second, [1.0]);
        var last = optimizer.Add("third", third, [1.0]);
        optimizer.Step();

        Assert.True(optimizer.Remove("first"));
        Assert.False(optimizer.Remove("first"));
        var left = first[0];
        last.IsFrozen = true;
        Assert.Equal((1, 1), (optimizer.Step().Updated, optimizer.Step().Frozen));

        Assert.Equal(left, first[0]);
        Assert.Equal((1, 3, 1), (handle.StepCount, optimizer["second"].StepCount, last.StepCount));
        Assert.Equal(["second", "third"], optimizer.Parameters.Select(parameter => parameter.Name));
    }

    /// <summary>The plan of a step must not outlive the parameters that it was made for, not even where their numbers and steps agree.</summary>
    [Fact]
    public void RemovedAndAddedAgain_AtTheSameStep_IsTheNewOne()
    {
        double[] old = [1], other = [1];
        using var optimizer = new Adam();
        optimizer.Add("w", old, [1.0]);
        optimizer.Step();
        optimizer.Step();
        optimizer.Remove("w");
        optimizer.Add("w", other, [1.0]).State.StepCount = 2;
        var left = old[0];
        optimizer.Step();

        Assert.Equal(left, old[0]);
        Assert.NotEqual(1, other[0]);
    }

    [Fact]
    public void Removed_FreesItsMemory()
    {
        double[] weights = [1, 2, 3];
        using var optimizer = new Sgd();
        optimizer.Add("whole", weights, new double[3]);
        optimizer.Remove("whole");
        optimizer.Add("part", weights.AsMemory(1), new double[2]);

        Assert.Throws<ArgumentException>(() => optimizer.Add("again", weights, new double[3]));
    }

    /// <summary>A grown parameter goes on as if the weights that it had were alone, and those that it has now as if they began with it.</summary>
    [Fact]
    public void Resized_KeepsTheStateOfTheWeightsThatItHad()
    {
        double[] weights = [1, 2], alone = [1, 2];
        using var optimizer = new Adam();
        using var expected = new Adam();
        optimizer.Add("w", weights, [1.0, -1], [1, 2]);
        expected.Add("w", alone, [1.0, -1], [1, 2]);
        optimizer.Step();
        expected.Step();

        double[] grown = [.. weights, 7, 8];
        var parameter = optimizer.Resize("w", grown, [1.0, -1, 0, 0], [2, 2]);
        optimizer.Step();
        expected.Step();

        Assert.Equal([.. alone, 7, 8], grown);
        Assert.Equal(2, parameter.StepCount);
        Assert.Equal([0.0, 0], optimizer.Get<AdamState>("w").State.FirstMoment.ToArray<double>()[2..]);
        Assert.Equal([2, 2], optimizer["w"].Shape.ToArray());
        Assert.Throws<ArgumentException>(() => optimizer.Resize<double>("w", new double[3], shape: [1, 3]));
        Assert.Throws<ArgumentException>(() => optimizer.Resize<float>("w", new float[4], shape: [2, 2]));
        Assert.Throws<KeyNotFoundException>(() => optimizer.Resize<double>("none", new double[3]));
    }

    [Fact]
    public void Resized_KeepsStatesOfTheTensor_AndStaysFrozen()
    {
        using var optimizer = new NovoGrad();
        var before = optimizer.Add("w", new float[3], [1f, 2, 3]);
        optimizer.Step();
        before.IsFrozen = true;
        optimizer.Resize<float>("w", new float[2], new[] { 1f, 2 });
        var after = optimizer.Get<NovoGradState>("w");

        Assert.Equal(before.State.SecondMoment, after.State.SecondMoment);
        Assert.Equal(before.State.FirstMoment.ToArray<float>()[..2], after.State.FirstMoment.ToArray<float>());
        Assert.True(after.IsFrozen);
        Assert.Equal(1, optimizer.Step().Frozen);
    }

    [Fact]
    public void OfAGroup_AreRemovedFromTheOneThatHasThem()
    {
        using Sgd first = new(), second = new();
        first.Add("a", new float[1], [1f]);
        second.Add("b", new float[1], [1f]);
        using var group = new OptimizerGroup(first, second);
        group.Step();

        Assert.True(group.Remove("b"));
        Assert.Equal(["a"], group.Parameters.Select(parameter => parameter.Name));
        second.Add("c", new float[1], [1f]);
        Assert.Equal(["a", "c"], group.Parameters.Select(parameter => parameter.Name));
        Assert.Equal(2, group.Step().Updated);
    }

    [Fact]
    public void BytesOfStates_AreKnownBefore()
    {
        using var optimizer = new AdamW();
        Assert.Equal(8 * 124_000_000L, optimizer.CountStateBytes<float>(124_000_000));
        Assert.Equal(0, optimizer.StateBytes);
        Assert.Equal(optimizer.Add("half", new Half[7]).StateBytes, optimizer.CountStateBytes<Half>(7));
        Assert.Equal(optimizer.CountStateBytes<float>(6, 2), optimizer.CountStateBytes<BFloat16>(6, 2));
        Assert.True(optimizer.Remove("half"));
        optimizer.Add("single", new float[3]);
        var twice = optimizer.Add("twice", new double[5]);

        Assert.Equal([40, 40], twice.States.Select(state => state.Bytes));
        Assert.Equal(80, twice.StateBytes);
        Assert.Equal(104, optimizer.StateBytes);
        Assert.Equal(28, new NovoGrad().CountStateBytes<float>(3));
        Assert.Throws<ArgumentOutOfRangeException>(() => optimizer.CountStateBytes<float>(-1));
        Assert.Throws<NotSupportedException>(() => optimizer.CountStateBytes<int>(1));
        Assert.Throws<ArgumentOutOfRangeException>("weights", () => optimizer.CountStateBytes<float>(nint.MaxValue));
        Assert.Throws<ArgumentOutOfRangeException>("rows", () => optimizer.CountStateBytes<float>(int.MaxValue, int.MaxValue));
    }

    [Fact]
    public void Get_NamesTheRuleWhoseStateItIs()
    {
        using var optimizer = new AdamW();
        optimizer.Add("w", new float[1]);

        Assert.Contains("AdamWState", Assert.Throws<InvalidCastException>(() => optimizer.Get<LionState>("w")).Message, StringComparison.Ordinal);
        Assert.Throws<KeyNotFoundException>(() => optimizer.Get<AdamWState>("none"));
    }
}
