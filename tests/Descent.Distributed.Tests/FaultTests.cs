namespace Descent.Distributed.Tests;

/// <summary>What goes wrong ends with a message that names it, on every rank, and nothing hangs.</summary>
public sealed class FaultTests
{
    private static readonly ShardedOptions s_quick = new() { TimeLimit = TimeSpan.FromSeconds(1) };

    [Fact]
    public void Different_hyperparameters_are_named()
        => Assert.All(
            Failures(2, (sharded, rank, weights) =>
            {
                sharded.Optimizer.Hyperparameters.First(item => item.Name == "Beta1").Number = rank == 0 ? 0.9 : 0.8;
                sharded.Add("w", weights, weights.ToArray());
                sharded.Step();
            }),
            message => Assert.Equal("The ranks disagree. On rank 0 Adam.Beta1 is 0.9, on rank 1 Adam.Beta1 is 0.8. Nothing was changed.", message));

    [Fact]
    public void Different_options_of_a_rule_of_a_group_are_named()
        => Assert.All(
            Rig.OnRanks(2, communicator =>
            {
                var climbing = new Adam { Options = { Maximize = communicator.Rank == 1 } };
                using var sharded = new ShardedOptimizer(OptimizerGroup.Split((ParameterSelection.ByName("bias"), new Sgd()), (ParameterSelection.All, climbing)), communicator, s_quick);
                sharded.Add("bias", new float[10], new float[10]);
                sharded.Add("w", new float[10], new float[10]);
                return Assert.Throws<InvalidOperationException>(() => sharded.Step()).Message;
            }),
            message => Assert.Equal("The ranks disagree. On rank 0 Adam 2's Maximize is False, on rank 1 Adam 2's Maximize is True. Nothing was changed.", message));

    [Fact]
    public void Different_lengths_are_named()
        => Assert.All(
            Failures(3, (sharded, rank, weights) =>
            {
                sharded.Add("w", weights.AsMemory(0, rank == 2 ? 50 : 60), new float[rank == 2 ? 50 : 60]);
                sharded.Step();
            }),
            message => Assert.Equal("The ranks disagree. On rank 0 parameter 'w' is float[60], on rank 2 parameter 'w' is float[50]. Nothing was changed.", message));

    [Fact]
    public void Different_storages_are_named()
        => Assert.All(
            Rig.OnRanks(2, communicator =>
            {
                using var sharded = new ShardedOptimizer(new HeavyBallMomentum { Storage = { States = communicator.Rank == 0 ? StateStorage.Native : StateStorage.Half } }, communicator, s_quick);
                sharded.Add("w", new float[10], new float[10]);
                return Assert.Throws<InvalidOperationException>(() => sharded.Step()).Message;
            }),
            message => Assert.Equal(
                "The ranks disagree. On rank 0 the storage of parameter 'w' is Velocity Native, weights Nearest, on rank 1 the storage of parameter 'w' is Velocity Half, weights Nearest. Nothing was changed.",
                message));

    [Fact]
    public void What_one_rank_does_with_the_shares_is_refused()
        => Assert.All(
            Rig.OnRanks(2, communicator =>
            {
                using var sharded = new ShardedOptimizer(new NesterovLookAhead(), communicator, s_quick);
                sharded.Add("w", new float[10], new float[10]);
                sharded.Share();
                Action[] calls =
                [
                    () => sharded.Optimizer.Step(), () => sharded.Optimizer.BeforeGradient(), () => sharded.Optimizer.Add("v", new float[1]), () => sharded.Optimizer.Remove("w"),
                    () => sharded.Optimizer.Resize<float>("w", new float[20]), () => sharded.Optimizer.ClearGradients(),
                ];
                Assert.All(calls, call => Assert.Contains("sharded optimizer", Assert.Throws<InvalidOperationException>(call).Message, StringComparison.Ordinal));

                // Others would keep the weights that they had of these shares.
                using var whole = new NesterovLookAhead();
                whole.Add("w", new float[10]);
                using var file = new MemoryStream();
                whole.Save(file);
                file.Position = 0;
                Action[] files = [() => sharded.Optimizer.Save(new MemoryStream()), () => sharded.Optimizer.Load(file), () => sharded.Optimizer.Load("nowhere")];
                Assert.All(files, call => Assert.Contains("sharded optimizer", Assert.Throws<NotSupportedException>(call).Message, StringComparison.Ordinal));
                sharded.BeforeGradient();
                return sharded.Step().Updated;
            }),
            updated => Assert.Equal(1, updated));

    /// <summary>They are read, from memory that may not be written: those of the next micro-batch would add up on them.</summary>
    [Fact]
    public void Gradients_that_would_have_to_be_cleared_are_refused()
        => Assert.All(
            Rig.OnRanks(2, communicator =>
            {
                var weights = new float[10];
                using var sharded = new ShardedOptimizer(new Sgd { Options = { ClearGradientsAfterStep = true } }, communicator, s_quick);
                sharded.Add("w", weights, [.. Enumerable.Repeat(1f, 10)]);
                Assert.Contains(nameof(OptimizerOptions.ClearGradientsAfterStep), Assert.Throws<InvalidOperationException>(() => sharded.Step()).Message, StringComparison.Ordinal);
                Assert.Equal(new float[10], weights);
                sharded.Optimizer.Options.ClearGradientsAfterStep = false;
                return sharded.Step().Updated;
            }),
            updated => Assert.Equal(1, updated));

    /// <summary>Where each is of another rank, none sees that a step writes what the other does.</summary>
    [Fact]
    public void Memory_that_overlaps_weights_is_refused()
        => Assert.All(
            Rig.OnRanks(2, communicator =>
            {
                var memory = new float[30];
                using var sharded = new ShardedOptimizer(new Sgd(), communicator, s_quick);
                sharded.Add("w", memory.AsMemory(0, 10));
                Assert.Contains("overlap those of 'w': tied weights", Assert.Throws<ArgumentException>(() => sharded.Add("tied", memory.AsMemory(9, 10))).Message, StringComparison.Ordinal);
                Assert.Throws<ArgumentException>(() => sharded.Add("self", memory.AsMemory(10, 10), memory.AsMemory(19, 10)));
                Assert.Throws<ArgumentException>(() => sharded.BindGradients<float>("w", memory.AsMemory(0, 10)));
                sharded.Add("other", memory.AsMemory(10, 10), new float[10]);

                // Gradients that were bound before.
                var bound = new float[20];
                sharded.Add("bound", new float[10], bound.AsMemory(0, 10));
                Assert.Contains("overlap the gradients of parameter 'bound'", Assert.Throws<ArgumentException>("weights", () => sharded.Add("over", bound.AsMemory(9, 11))).Message, StringComparison.Ordinal);
                Assert.Throws<ArgumentException>(() => sharded.BindGradients<float>("w", memory.AsMemory(15, 10)));
                sharded.BindGradients<float>("w", memory.AsMemory(20, 10));
                return sharded.Step().Updated;
            }),
            updated => Assert.Equal(3, updated));

    /// <summary>All would have weights of the average beside those of the training.</summary>
    [Fact]
    public void Average_that_only_some_ranks_swapped_in_is_named()
        => Assert.All(
            Rig.OnRanks(2, communicator =>
            {
                using var sharded = new ShardedOptimizer(new Sgd(), communicator, s_quick);
                sharded.Add("w", new float[10], new float[10]);
                sharded.Share();
                sharded.Optimizer["w"].IsFrozen = true;
                var average = new Training.WeightSnapshot(sharded.Optimizer);
                using var swap = communicator.Rank == 0 ? average.SwapIn() : null;
                return Assert.Throws<InvalidOperationException>(() => sharded.GiveWeights()).Message;
            }),
            message => Assert.Contains("with other weights swapped in", message, StringComparison.Ordinal));

    [Fact]
    public void Gradients_that_only_some_ranks_have_are_named()
        => Assert.All(
            Failures(2, (sharded, rank, weights) =>
            {
                sharded.Add("w", weights, rank == 0 ? new float[100] : null);
                sharded.Step();
            }),
            message => Assert.Contains("without gradients", message, StringComparison.Ordinal));

    [Fact]
    public void Other_call_is_named()
        => Assert.All(
            Failures(2, (sharded, rank, weights) =>
            {
                sharded.Add("w", weights, new float[100]);
                sharded.Step();
                if (rank == 0)
                {
                    sharded.Step();
                }
                else
                {
                    sharded.Evaluate();
                }
            }),
            message => Assert.Equal("The ranks disagree. On rank 0 the call is Step, number 2, on rank 1 the call is Evaluate, number 2. Nothing was changed.", message));

    [Fact]
    public void Step_that_only_some_ranks_call_ends_in_time()
    {
        var messages = Rig.OnRanks(2, communicator =>
        {
            using var sharded = new ShardedOptimizer(new Adam(), communicator, s_quick);
            var weights = new float[100];
            sharded.Add("w", weights, new float[100]);
            sharded.Step();
            if (communicator.Rank == 1)
            {
                return "";
            }

            var failure = Assert.Throws<CommunicationException>(() => sharded.Step());
            Assert.Throws<CommunicationException>(() => sharded.Step());
            return failure.Message;
        });
        Assert.Equal(
            "Rank 0 of 2 waited 1 s in Step, call 2, for the others to make the call: another rank has stopped, or does not make this call, which all ranks must make in the same order.",
            messages[0]);
    }

    [Fact]
    public void Rank_that_leaves_is_named()
    {
        var messages = Rig.OnRanks(2, communicator =>
        {
            using var sharded = new ShardedOptimizer(new Adam(), communicator, s_quick);
            sharded.Add("w", new float[100], new float[100]);
            sharded.Step();
            if (communicator.Rank == 1)
            {
                communicator.Dispose();
                return "";
            }

            return Assert.Throws<CommunicationException>(() => sharded.Step()).Message;
        });
        Assert.Equal("Rank 0 waits for rank 1, which has left.", messages[0]);
    }

    [Fact]
    public void Rank_that_is_lost_in_a_step_leaves_it_incomplete()
    {
        // Gradients and agreement have come when the totals do not: nothing is written then, or the step is known to be incomplete.
        var outcomes = Rig.OnRanks(2, communicator =>
        {
            using var lossy = new LossyCommunicator(communicator);
            using var sharded = new ShardedOptimizer(new Lamb(), lossy, s_quick);
            var tensors = new Tensors<float>(Tensors<float>.Large);
            Rig.Train(sharded, tensors, 0, 1);
            tensors.Fill(1, communicator.Rank);
            lossy.ExchangesLeft = 3;
            var failure = Record.Exception(() => sharded.Step());
            Assert.NotNull(failure);
            Assert.NotNull(Record.Exception(() => sharded.Save(Path.Combine(Path.GetTempPath(), Path.GetRandomFileName()))));
            return failure.GetType().Name;
        });
        Assert.All(outcomes, outcome => Assert.Contains(outcome, (string[])[nameof(IncompleteStepException), nameof(CommunicationException)]));
    }

    [Fact]
    public void Misuse_is_refused()
    {
        var communicator = InProcessCommunicator.Create(2)[0];
        using var full = new Adam();
        full.Add("w", new float[3], new float[3]);
        Assert.Throws<ArgumentException>("optimizer", () => new ShardedOptimizer(full, communicator));
        using var empty = new Adam();
        Assert.Throws<ArgumentException>("options", () => new ShardedOptimizer(empty, communicator, new() { MicroBatches = 1 }));
        using var sharded = new ShardedOptimizer(empty, InProcessCommunicator.Create(1)[0], new() { MicroBatches = 2 });
        Assert.Throws<InvalidOperationException>(() => sharded.Share());
        sharded.Add("w", new float[3], new float[3]);
        Assert.Throws<ArgumentException>("name", () => sharded.Add("w", new float[3]));
        Assert.Throws<ArgumentException>("gradients", () => sharded.Add("v", new float[3], new float[4]));
        Assert.Throws<ArgumentException>("gradients", () => sharded.BindGradients<double>("w", new double[3]));
        Assert.Throws<KeyNotFoundException>(() => sharded.UnbindGradients("u"));
        sharded.TakeGradients();
        Assert.Contains("1 of the 2 micro-batches", Assert.Throws<InvalidOperationException>(() => sharded.Step()).Message, StringComparison.Ordinal);
        sharded.TakeGradients();
        Assert.Throws<InvalidOperationException>(sharded.TakeGradients);
        sharded.Step();
        Assert.Throws<InvalidOperationException>(() => sharded.Add("v", new float[3]));
    }

    private static string[] Failures(int ranks, Action<ShardedOptimizer, int, float[]> run)
        => Rig.OnRanks(ranks, communicator =>
        {
            using var sharded = new ShardedOptimizer(new Adam(), communicator, s_quick);
            return Assert.Throws<InvalidOperationException>(() => run(sharded, communicator.Rank, new float[100])).Message;
        });

    /// <summary>Loses all messages after some exchanges.</summary>
    private sealed class LossyCommunicator(ICommunicator inner) : ICommunicator
    {
        public int ExchangesLeft { get; set; } = int.MaxValue;

        public int Rank => inner.Rank;

        public int Size => inner.Size;

        public IExchange Start(ReadOnlySpan<Message> sends, ReadOnlySpan<Message> receives)
            => --ExchangesLeft < 0 ? inner.Start([], receives) : inner.Start(sends, receives);

        public void Dispose()
        {
        }
    }
}
