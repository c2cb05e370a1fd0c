namespace Descent.Distributed.Tests;

/// <summary>Ranks that have nothing of a tensor, and tensors of which there is nothing, are no exception.</summary>
public sealed class EmptyShareTests : IDisposable
{
    private static readonly ShardedOptions s_options = new() { MicroBatches = Rig.MicroBatches, TimeLimit = TimeSpan.FromSeconds(60) };

    private readonly string _folder = Directory.CreateTempSubdirectory("descent-ranks-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>A rule of whole matrices leaves most ranks without any of a tensor, and those find their blocks in a file, too: none.</summary>
    [Fact]
    public void States_in_blocks_of_whole_matrices_are_loaded_on_other_numbers_of_ranks()
    {
        static Optimizer Create() => new Matrices.Muon { Storage = { States = StateStorage.Blocks8, SmallestInBlocks = 1 } };
        var expected = Rig.Whole<float>(Tensors<float>.Small, Create, 4);
        var file = Path.Combine(_folder, "run");
        var digests = Array.Empty<string>();
        foreach (var (step, ranks) in ((int[])[3, 1, 4, 2]).Index())
        {
            digests = Rig.OnRanks(ranks, communicator =>
            {
                using var sharded = new ShardedOptimizer(Create(), communicator, s_options);
                var tensors = new Tensors<float>(Tensors<float>.Small);
                Rig.Train(sharded, tensors, 0, 0);
                if (step > 0)
                {
                    Assert.True(sharded.Load(file).IsExact);
                }

                Rig.Train(sharded, tensors, step, step + 1);
                sharded.Save(file);
                return tensors.Digest();
            });
        }

        Assert.All(digests, digest => Assert.Equal(expected, digest));
    }

    /// <summary>Those expect of the others' chunks as many as there are.</summary>
    [Fact]
    public void Statistics_of_whole_matrices_are_told_on_all_ranks()
    {
        static Optimizer Create() => new Matrices.Muon { Options = { CollectStatistics = true } };
        static string Tell(Optimizer optimizer) => string.Join('\n', optimizer.Parameters.Select(parameter => parameter.Statistics.ToString()));
        var expected = "";
        Rig.Whole<float>(Tensors<float>.Small, Create, 1, (optimizer, _, _) => optimizer.Stepped += (_, _) => expected = Tell(optimizer));
        var told = new System.Collections.Concurrent.ConcurrentBag<string>();
        Rig.Sharded<float>(3, Tensors<float>.Small, Create, 1, after: sharded => told.Add(Tell(sharded.Optimizer)));
        Assert.Equal(3, told.Count);
        Assert.All(told, text => Assert.Equal(expected, text));
    }

    /// <summary>All gradients that a tensor without weights has are always there.</summary>
    [Fact]
    public void Tensor_without_weights_is_stepped_as_on_one_machine()
    {
        using var optimizer = new AdamW();
        optimizer.Add("full", new float[3], new float[3]);
        optimizer.Add("empty", Array.Empty<float>()).UnbindGradients();
        var expected = optimizer.Step();
        Assert.All(
            Rig.OnRanks(2, communicator =>
            {
                using var sharded = new ShardedOptimizer(new AdamW(), communicator);
                sharded.Add("full", new float[3], new float[3]);
                sharded.Add("empty", Array.Empty<float>());
                sharded.UnbindGradients("empty");
                return (sharded.Step(), sharded.Optimizer["empty"].StepCount);
            }),
            told => Assert.Equal((expected, optimizer["empty"].StepCount), told));
    }

    /// <summary>Where no row has weights, no weight is of a row.</summary>
    [Theory]
    [InlineData(5, 0)]
    [InlineData(0, 5)]
    public void Tensor_without_weights_has_gradients_of_rows_as_on_one_machine(int rows, int columns)
    {
        using var optimizer = new AdamW();
        optimizer.Add("full", new float[6], new float[6], shape: [2, 3]);
        optimizer.Add("empty", Array.Empty<float>(), shape: [rows, columns]).BindGradients(Array.Empty<float>(), Numbers(0));
        var expected = optimizer.Step();
        Assert.All(
            Rig.OnRanks(2, communicator =>
            {
                using var sharded = new ShardedOptimizer(new AdamW(), communicator, new() { MicroBatches = 4 });
                sharded.Add("full", new float[6], new float[6], shape: [2, 3]);
                sharded.Add("empty", Array.Empty<float>(), shape: [rows, columns]);
                foreach (var batch in sharded.MicroBatches)
                {
                    sharded.BindGradients("empty", Array.Empty<float>(), Numbers(batch));
                    sharded.TakeGradients();
                }

                return (sharded.Step(), sharded.Optimizer["empty"].StepCount);
            }),
            told => Assert.Equal((expected, optimizer["empty"].StepCount), told));

        int[] Numbers(int batch) => rows == 0 ? [] : [batch, 4];
    }
}
