namespace Descent.Distributed.Tests;

/// <summary>Handlers run on each rank by itself: what they set for a step is compared before it, and where one throws, no rank waits for the others.</summary>
public sealed class HandlerTests
{
    private static readonly ShardedOptions s_options = new() { MicroBatches = Rig.MicroBatches, TimeLimit = TimeSpan.FromSeconds(20) };

    [Theory]
    [InlineData(nameof(Adam))]
    [InlineData(nameof(NesterovLookAhead))]
    public void Exception_of_one_rank_is_told_to_all_and_nothing_was_changed(string rule)
    {
        var expected = Rig.Whole<float>(Tensors<float>.Large, () => RankProgram.Make(rule), 3);
        var outcomes = Rig.OnRanks(2, communicator =>
        {
            using var sharded = new ShardedOptimizer(RankProgram.Make(rule), communicator, s_options);
            var tensors = new Tensors<float>(Tensors<float>.Large);
            var throws = false;
            sharded.Optimizer.Stepping += (_, _) => _ = throws && communicator.Rank == 1 ? throw new FormatException("no such table") : 0;
            Rig.Train(sharded, tensors, 0, 1);
            throws = true;
            var failure = Record.Exception(() => Rig.Train(sharded, tensors, 1, 2))!;
            throws = false;
            if (rule == nameof(Adam))
            {
                // The gradients are taken.
                sharded.Step();
            }

            Rig.Train(sharded, tensors, rule == nameof(Adam) ? 2 : 1, 3);
            return (failure.GetType().Name, failure.Message, Digest: tensors.Digest());
        });
        Assert.Equal(
            [
                ("InvalidOperationException", "The ranks disagree. On rank 0 what handlers of Stepping threw is nothing, on rank 1 what handlers of Stepping threw is FormatException: no such table. Nothing was changed.", expected),
                ("FormatException", "no such table", expected),
            ],
            outcomes);
    }

    [Fact]
    public void Schedule_of_one_rank_is_refused_before_it_counts()
    {
        var outcomes = Rig.OnRanks(2, communicator =>
        {
            var adam = new Adam();
            using var sharded = new ShardedOptimizer(adam, communicator, s_options);
            var tensors = new Tensors<float>(Tensors<float>.Large);
            Rig.Train(sharded, tensors, 0, 1);
            var before = tensors.Digest();
            adam.Stepping += (_, _) => adam.LearningRate = communicator.Rank == 0 ? 0.5 : 0.25;
            var message = Assert.Throws<InvalidOperationException>(() => Rig.Train(sharded, tensors, 1, 2)).Message;
            Assert.Equal(before, tensors.Digest());

            // What is mended counts for the step when it is called again.
            adam.Stepping += (_, _) => adam.LearningRate = 0.125;
            sharded.Step();
            return message;
        });
        Assert.All(outcomes, message => Assert.Equal("The ranks disagree. On rank 0 Adam.LearningRate is 0.5, on rank 1 Adam.LearningRate is 0.25. Nothing was changed.", message));
    }

    [Fact]
    public void Numbers_are_gathered_by_all_or_by_none()
    {
        var messages = Rig.OnRanks(2, communicator =>
        {
            using var sharded = new ShardedOptimizer(new Adam(), communicator, new() { MicroBatches = 2, TimeLimit = TimeSpan.FromSeconds(20) });
            sharded.Add("w", new float[100], new float[100]);
            sharded.Step();
            return Assert.Throws<InvalidOperationException>(() => _ = communicator.Rank == 0 ? sharded.Gather([1.0]).Length : sharded.Step().Updated).Message;
        });
        Assert.All(messages, message => Assert.StartsWith("The ranks disagree. On rank 0 the call is Gather, number 2, on rank 1 the call is Step, number 2", message, StringComparison.Ordinal));
    }
}
