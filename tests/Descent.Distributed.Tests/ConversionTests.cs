namespace Descent.Distributed.Tests;

/// <summary>States that are kept otherwise here than in the file are made of what it has, of shares as of whole tensors.</summary>
public sealed class ConversionTests : IDisposable
{
    private static readonly ShardedOptions s_options = new() { MicroBatches = Rig.MicroBatches, TimeLimit = TimeSpan.FromSeconds(60) };

    private readonly string _folder = Directory.CreateTempSubdirectory("descent-ranks-").FullName;

    private string File => Path.Combine(_folder, "run");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("AdamW", StateStorage.Blocks8, StateStorage.Native)]
    [InlineData("AdamW", StateStorage.Native, StateStorage.Blocks8)]
    [InlineData("AdamW", StateStorage.BFloat16, StateStorage.Blocks8)]
    [InlineData("AdamW", StateStorage.Half, StateStorage.Native)]
    [InlineData("Muon", StateStorage.Blocks8, StateStorage.Half)]
    [InlineData("AdamMini", StateStorage.Blocks8, StateStorage.BFloat16)]
    public void Ranks_go_on_with_another_storage_as_one_machine_does(string name, StateStorage before, StateStorage after)
    {
        var shapes = Repository.RulesOfMatrices.Contains(name) ? Tensors<float>.Small : Tensors<float>.Large;
        Optimizer Create(StateStorage storage)
        {
            var optimizer = (RuleOptimizer)Activator.CreateInstance(typeof(Adam).Assembly.GetType("Descent." + name) ?? typeof(Matrices.Muon).Assembly.GetType("Descent.Matrices." + name)!)!;
            (optimizer.Storage.States, optimizer.Storage.SmallestInBlocks) = (storage, 1);
            return optimizer;
        }

        Rig.Sharded<float>(3, shapes, () => Create(before), 2, after: sharded => sharded.Save(File));
        using var optimizer = Create(after);
        var tensors = new Tensors<float>(shapes);
        foreach (var (index, (parameter, shape)) in shapes.Index())
        {
            optimizer.Add(parameter, tensors.Weights[index], tensors.Gradients[index], shape);
        }

        var converted = optimizer.Load(File).Converted;
        Assert.NotEmpty(converted);
        tensors.FillSum(2, Rig.MicroBatches);
        optimizer.Step();
        foreach (var ranks in (int[])[1, 4])
        {
            Assert.All(
                Rig.OnRanks(ranks, communicator =>
                {
                    using var sharded = new ShardedOptimizer(Create(after), communicator, s_options);
                    var mine = new Tensors<float>(shapes);
                    Rig.Train(sharded, mine, 0, 0);
                    Assert.Equal(converted, sharded.Load(File).Converted);
                    Rig.Train(sharded, mine, 2, 3);
                    return mine.Digest();
                }),
                digest => Assert.Equal(tensors.Digest(), digest));
        }
    }
}
