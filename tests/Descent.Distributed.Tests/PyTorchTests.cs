namespace Descent.Distributed.Tests;

/// <summary>States that PyTorch computed, of which ranks take their shares.</summary>
public sealed class PyTorchTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("descent-ranks-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("AdamW", StateStorage.Native)]
    [InlineData("AdamW", StateStorage.Blocks8)]
    [InlineData("NAdam", StateStorage.BFloat16)]
    [InlineData("HeavyBallMomentum", StateStorage.Native)]
    public void Ranks_take_their_shares_of_the_states(string name, StateStorage storage)
    {
        Optimizer Create()
        {
            var optimizer = (RuleOptimizer)Activator.CreateInstance(typeof(Adam).Assembly.GetType("Descent." + name)!)!;
            optimizer.Storage.States = storage;
            return optimizer;
        }

        var file = Path.Combine(_folder, "states");
        var shapes = Tensors<float>.Large;
        using var optimizer = Create();
        var (exported, tensors) = (new Tensors<float>(shapes), new Tensors<float>(shapes));
        Add(optimizer, exported);
        exported.FillSum(0, Rig.MicroBatches);
        optimizer.Step();
        optimizer.ExportPyTorch(file);

        using var whole = Create();
        Add(whole, tensors);
        whole.ImportPyTorch(file);
        tensors.FillSum(1, Rig.MicroBatches);
        whole.Step();
        foreach (var ranks in (int[])[1, 3])
        {
            Assert.All(
                Rig.OnRanks(ranks, communicator =>
                {
                    using var sharded = new ShardedOptimizer(Create(), communicator, new() { MicroBatches = Rig.MicroBatches });
                    var mine = new Tensors<float>(shapes);
                    Rig.Train(sharded, mine, 0, 0);
                    sharded.Optimizer.ImportPyTorch(file);
                    Rig.Train(sharded, mine, 1, 2);
                    Assert.Throws<NotSupportedException>(() => sharded.Optimizer.ExportPyTorch($"{file}.{communicator.Rank}"));
                    return mine.Digest();
                }),
                digest => Assert.Equal(tensors.Digest(), digest));
        }

        Assert.Single(Directory.GetFiles(_folder));

        void Add(Optimizer to, Tensors<float> model)
        {
            foreach (var (index, (parameter, shape)) in shapes.Index())
            {
                to.Add(parameter, model.Weights[index], model.Gradients[index], shape);
            }
        }
    }
}
