namespace Descent.Distributed.Tests;

/// <summary>
/// What an optimizer on one machine refuses to add, a sharded one refuses as well: once tensors are shared out, it is too late for another name, and those before it had shares already.
/// </summary>
public sealed class AddRefusalTests
{
    [Fact]
    public void Name_that_two_things_would_have_in_a_checkpoint_is_refused()
        => Assert.All(
            Rig.OnRanks(2, communicator =>
            {
                using var sharded = new ShardedOptimizer(new Adam(), communicator);
                sharded.Add("a", new float[3], new float[3]);
                sharded.Add("b/SecondMoment", new float[3], new float[3]);
                Assert.Contains("'a/FirstMoment'", Assert.Throws<ArgumentException>("name", () => sharded.Add("a/FirstMoment", new float[3], new float[3])).Message, StringComparison.Ordinal);
                Assert.Contains("'b/SecondMoment'", Assert.Throws<ArgumentException>("name", () => sharded.Add("b", new float[3], new float[3])).Message, StringComparison.Ordinal);
                Assert.Throws<ArgumentException>("name", () => sharded.Add("__metadata__", new float[3]));
                return sharded.Step().Updated;
            }),
            updated => Assert.Equal(2, updated));

    [Fact]
    public void Tensor_that_no_optimizer_of_a_group_takes_is_refused()
    {
        using var sharded = new ShardedOptimizer(OptimizerGroup.Split((ParameterSelection.ByName("a"), new Adam()), (ParameterSelection.ByName("b*"), new Sgd())), InProcessCommunicator.Create(1)[0]);
        sharded.Add("a", new float[3], new float[3]);
        Assert.Contains("No optimizer of the group takes parameter 'c'", Assert.Throws<ArgumentException>("name", () => sharded.Add("c", new float[3])).Message, StringComparison.Ordinal);

        // Sgd has no states, and so nothing that is named like this.
        sharded.Add("b", new float[3], new float[3]);
        sharded.Add("b/FirstMoment", new float[3], new float[3]);
        Assert.Equal(3, sharded.Step().Updated);
    }

    [Fact]
    public void Storage_that_cannot_be_is_refused()
        => Assert.All(
            Rig.OnRanks(2, communicator =>
            {
                var adam = new Adam { Storage = { Weights = WeightPrecision.SplitMaster } };
                using var sharded = new ShardedOptimizer(adam, communicator);
                sharded.Add("a", new BFloat16[3], new BFloat16[3]);
                Assert.Contains("those of 'b' are Half", Assert.Throws<NotSupportedException>(() => sharded.Add("b", new Half[3], new Half[3])).Message, StringComparison.Ordinal);
                adam.Storage.ByState["ThirdMoment"] = StateStorage.Half;
                Assert.Contains("'ThirdMoment'", Assert.Throws<ArgumentException>(() => sharded.Add("c", new float[3], new float[3])).Message, StringComparison.Ordinal);
                adam.Storage.ByState.Clear();
                return sharded.Step().Updated;
            }),
            updated => Assert.Equal(1, updated));

    [Fact]
    public void Storage_that_is_set_afterwards_is_refused_before_anything_is_shared_out()
    {
        var messages = Rig.OnRanks(2, communicator =>
        {
            var adam = new Adam();
            using var sharded = new ShardedOptimizer(adam, communicator, new() { TimeLimit = TimeSpan.FromSeconds(20) });
            sharded.Add("a", new float[3], new float[3]);
            sharded.Add("b", new Half[3], new Half[3]);
            adam.Storage.Weights = communicator.Rank == 1 ? WeightPrecision.SplitMaster : WeightPrecision.Nearest;
            var message = Record.Exception(sharded.Share)?.Message ?? "";
            Assert.Empty(sharded.Optimizer.Parameters);
            adam.Storage.Weights = WeightPrecision.Nearest;
            Assert.Equal(2, sharded.Step().Updated);
            return message;
        });
        Assert.StartsWith(
            "The ranks disagree. On rank 0 what keeps tensors from being shared out is nothing, on rank 1 what keeps tensors from being shared out is NotSupportedException: SplitMaster is for weights",
            messages[0],
            StringComparison.Ordinal);
        Assert.StartsWith("SplitMaster is for weights", messages[1], StringComparison.Ordinal);
    }
}
