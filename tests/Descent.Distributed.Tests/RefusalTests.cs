namespace Descent.Distributed.Tests;

/// <summary>What a rank cannot do is told to all before anybody waits for it, and can be mended.</summary>
public sealed class RefusalTests : IDisposable
{
    private static readonly ShardedOptions s_quick = new() { MicroBatches = 4, TimeLimit = TimeSpan.FromSeconds(20) };

    private readonly string _folder = Directory.CreateTempSubdirectory("descent-refusals-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>The others had begun to wait for its gradients, and took what it sent next for them.</summary>
    [Theory]
    [InlineData(2)]
    [InlineData(20_000)]
    public void Input_that_is_not_bound_on_one_rank_is_told_to_all(int length)
    {
        var outcomes = Rig.OnRanks(2, communicator =>
        {
            using var sharded = new ShardedOptimizer(new AdaHessian(), communicator, s_quick);
            var weights = new float[length];
            sharded.Add("w", weights, Ones(length));
            sharded.Add("v", new float[length], Ones(length));
            sharded.Share();
            var isBound = communicator.Rank == 0;
            if (isBound)
            {
                BindInputs(sharded);
            }

            Take(sharded);
            var message = Assert.Throws<InvalidOperationException>(() => sharded.Step()).Message;
            Assert.Equal(new float[length], weights);
            if (!isBound)
            {
                BindInputs(sharded);
            }

            // The gradients are taken.
            Assert.Equal(2, sharded.Step().Updated);
            return (message, First: weights[0], Last: weights[^1]);
        });
        Assert.Equal(
            "The ranks disagree. On rank 0 what keeps Step() from being done is nothing, on rank 1 what keeps Step() from being done is InvalidOperationException: "
            + "The rule reads the input Hessian: bind its values, one for each weight, to the property Hessian of the state before the step. Nothing was changed.",
            outcomes[0].message);
        Assert.StartsWith("The rule reads the input Hessian", outcomes[1].message, StringComparison.Ordinal);
        Assert.All(outcomes, outcome => Assert.Equal((outcomes[0].First, outcomes[0].First), (outcome.First, outcome.Last)));
        Assert.True(outcomes[0].First < 0);

        static void BindInputs(ShardedOptimizer sharded)
        {
            foreach (var parameter in sharded.Optimizer.Parameters)
            {
                parameter.BindInput(parameter.Inputs[0].Name, Ones((int)parameter.Length));
            }
        }
    }

    /// <summary>The others waited for it until their limit of time.</summary>
    [Fact]
    public void Micro_batch_that_one_rank_has_not_taken_is_told_to_all()
    {
        var messages = Rig.OnRanks(2, communicator =>
        {
            var (weights, told) = (new float[10], 0);
            using var sharded = new ShardedOptimizer(new Sgd { LearningRate = 1 }, communicator, s_quick);
            sharded.Add("w", weights, Ones(10));
            sharded.Optimizer.Stepping += (_, _) => told++;
            sharded.TakeGradients();
            if (communicator.Rank == 0)
            {
                sharded.TakeGradients();
            }

            var message = Assert.Throws<InvalidOperationException>(() => sharded.Step()).Message;
            if (communicator.Rank == 1)
            {
                Assert.Equal(0, told);
                sharded.TakeGradients();
            }

            sharded.Step();
            Assert.Equal([.. Enumerable.Repeat(-4f, 10)], weights);
            return message;
        });
        Assert.Equal("1 of the 2 micro-batches of rank 1 have been taken: call TakeGradients for each before Step().", messages[1]);
        Assert.StartsWith("The ranks disagree. On rank 0 what keeps Step() from being done is nothing, on rank 1", messages[0], StringComparison.Ordinal);
    }

    /// <summary>They were computed where the weights stood, and not where the rule wants them: new ones are taken.</summary>
    [Fact]
    public void Gradients_of_another_point_are_let_go_of()
        => Assert.All(
            Rig.OnRanks(2, communicator =>
            {
                using var sharded = new ShardedOptimizer(new NesterovLookAhead(), communicator, s_quick);
                sharded.Add("w", new float[10], Ones(10));
                Take(sharded);
                Assert.Contains("call BeforeGradient()", Assert.Throws<InvalidOperationException>(() => sharded.Step()).Message, StringComparison.Ordinal);
                sharded.BeforeGradient();
                Take(sharded);
                return sharded.Step().Updated;
            }),
            updated => Assert.Equal(1, updated));

    /// <summary>A handler that had been told of the step that was refused was not told of the one that took its place.</summary>
    [Fact]
    public void Handlers_are_told_of_the_step_after_one_that_was_refused()
        => Assert.All(
            Rig.OnRanks(2, communicator =>
            {
                var told = 0;
                using var sharded = new ShardedOptimizer(new Sgd { Options = { ClearGradientsAfterStep = true } }, communicator, s_quick);
                sharded.Add("w", new float[10], Ones(10));
                sharded.Optimizer.Stepping += (_, _) => told++;
                Take(sharded);
                Assert.Throws<InvalidOperationException>(() => sharded.Step());
                sharded.Optimizer.Options.ClearGradientsAfterStep = false;
                sharded.Step();
                return told;
            }),
            told => Assert.Equal(2, told));

    /// <summary>One on which reading failed had the weights of before, and the others went on with those of the checkpoint.</summary>
    [Fact]
    public void Checkpoint_that_only_some_ranks_could_read_is_loaded_before_anything_else()
        => Assert.All(
            Rig.OnRanks(2, communicator =>
            {
                var (file, weights, part) = (Path.Combine(_folder, "run"), new float[20_000], new Part());
                using var sharded = new ShardedOptimizer(new Sgd(), communicator, s_quick);
                sharded.Add("w", weights, Ones(20_000));
                var options = new CheckpointOptions { Parts = { ["part"] = part } };
                sharded.Save(file, options);
                Array.Fill(weights, 5);
                part.Throws = communicator.Rank == 1;
                Assert.Contains("Rank 1: the disk", Assert.Throws<IOException>(() => sharded.Load(file, options)).Message, StringComparison.Ordinal);
                part.Throws = false;
                Take(sharded);
                Action[] calls = [() => sharded.Step(), () => sharded.Save(file, options), sharded.GiveWeights];
                Assert.All(calls, call => Assert.Contains("load one on all ranks", Assert.Throws<InvalidOperationException>(call).Message, StringComparison.Ordinal));
                sharded.Load(file, options);
                Assert.Equal(new float[20_000], weights);
                Take(sharded);
                return sharded.Step().Updated;
            }),
            updated => Assert.Equal(1, updated));

    private static void Take(ShardedOptimizer sharded)
    {
        foreach (var _ in sharded.MicroBatches)
        {
            sharded.TakeGradients();
        }
    }

    private static float[] Ones(int length) => [.. Enumerable.Repeat(1f, length)];

    private sealed class Part : ICheckpointed
    {
        private double _value;

        public bool Throws { get; set; }

        public void Describe(CheckpointContents contents) => contents.AddNumber("value", () => _value, value => _value = Throws ? throw new IOException("the disk") : value);
    }
}
