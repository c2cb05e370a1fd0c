using Descent.Training;

namespace Descent.Distributed.Tests;

/// <summary>What goes between devices: over the wire, to ranks without one, into checkpoints and back; and what is left of a step in which one fails.</summary>
public sealed class DeviceExchangeTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("descent-devices-").FullName;

    private string File => Path.Combine(_folder, "run");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Wire_may_be_narrow_and_the_sum_by_rank()
    {
        foreach (var options in (ShardedOptions[])[new() { MicroBatches = 8, SendsGradientsAsBFloat16 = true }, new() { MicroBatches = 8, Summation = GradientSummation.ByRank }])
        {
            // The bits depend on the number of ranks, and not on where they compute.
            var expected = Rig.Sharded<float>(3, DeviceRig<float>.Shapes, () => DeviceTraining.Make("AdamW"), 2, options: options);
            Assert.Equal(expected, DeviceTraining.Run<float>(3, () => DeviceTraining.Make("AdamW"), 2, options: options));
        }
    }

    [Theory, InlineData("Adafactor"), InlineData("Sm3"), InlineData("Prodigy"), InlineData("Sgld")]
    public void Ranks_on_devices_and_on_processors_step_together(string name)
    {
        var expected = Rig.Whole<float>(DeviceRig<float>.Shapes, () => DeviceTraining.Make(name), 2);
        Assert.All(
            Rig.OnRanks(3, communicator =>
            {
                using var sharded = new ShardedOptimizer(DeviceTraining.Make(name), communicator, DeviceTraining.Options);
                using var training = new DeviceTraining(sharded, onDevice: communicator.Rank != 1);
                training.Train(0, 2);
                return training.Digest();
            }),
            digest => Assert.Equal(expected, digest));
    }

    [Theory]
    [InlineData("AdamW", StateStorage.Native)]
    [InlineData("AdamW", StateStorage.Blocks8)]
    [InlineData("Adafactor", StateStorage.Native)]
    [InlineData("Prodigy", StateStorage.Native)]
    public void Checkpoints_go_from_devices_to_processors_and_back(string name, StateStorage storage)
    {
        Optimizer Create()
        {
            var optimizer = DeviceTraining.Make(name);
            optimizer.Storage.States = storage;
            return optimizer;
        }

        var expected = Rig.Whole<float>(DeviceRig<float>.Shapes, Create, 4);
        string[] digests = [];
        (int Ranks, bool OnDevices)[] runs = [(2, true), (3, false), (1, true), (4, true)];
        foreach (var (step, (ranks, onDevices)) in runs.Index())
        {
            digests = Rig.OnRanks(ranks, communicator =>
            {
                using var sharded = new ShardedOptimizer(Create(), communicator, DeviceTraining.Options);
                using var training = new DeviceTraining(sharded, onDevices);
                training.Train(0, 0);
                if (step > 0)
                {
                    Assert.True(sharded.Load(File).IsExact);
                }

                training.Train(step, step + 1);
                sharded.Save(File);
                return training.Digest();
            });
        }

        Assert.All(digests, digest => Assert.Equal(expected, digest));
    }

    [Theory, InlineData(false), InlineData(true)]
    public void Averages_of_weights_have_the_bits_of_processors(bool isStochastic)
    {
        var runs = new List<string>();
        foreach (var (ranks, onDevices) in ((int, bool)[])[(1, false), (1, true), (3, true)])
        {
            runs.AddRange(Rig.OnRanks(ranks, communicator =>
            {
                using var sharded = new ShardedOptimizer(new AdamW { LearningRate = 0.01 }, communicator, DeviceTraining.Options);
                using var training = new DeviceTraining(sharded, onDevices && communicator.Rank != 1);
                training.Train(0, 0);
                WeightAverage average = isStochastic ? new StochasticWeightAverage(sharded.Optimizer, firstStep: 1) : new ExponentialWeightAverage(sharded.Optimizer, decay: 0.9);
                average.Attach();
                training.Train(0, 3);
                string averaged;
                using (average.SwapIn())
                {
                    sharded.GiveWeights();
                    averaged = training.Digest();
                }

                sharded.GiveWeights();
                return $"{averaged} {training.Digest()}";
            }));
        }

        Assert.Single(runs.Distinct());
        Assert.Equal(2, runs[0].Split(' ').Distinct().Count());
    }

    [Fact]
    public void Weights_that_were_set_are_given_to_all_devices()
    {
        string[] texts = [.. Run(onDevices: false), .. Run(onDevices: true)];
        Assert.Single(texts.Distinct());

        static string[] Run(bool onDevices) => Rig.OnRanks(3, communicator =>
        {
            using var sharded = new ShardedOptimizer(DeviceTraining.Make("AdamW"), communicator, DeviceTraining.Options);
            using var training = new DeviceTraining(sharded, onDevices);
            training.Train(0, 1);
            var before = training.Digest();
            foreach (var parameter in sharded.Optimizer.Parameters)
            {
                parameter.Weights.CopyFrom<float>(Array.ConvertAll(parameter.Weights.ToArray<float>(), weight => 2 * weight));
            }

            sharded.GiveWeights();
            Assert.NotEqual(before, training.Digest());
            return training.Digest();
        });
    }

    [Fact]
    public void Device_that_fails_in_a_step_ends_it_on_all_ranks()
    {
        var told = Rig.OnRanks(3, communicator =>
        {
            using var rig = new DeviceRig<float>(DeviceRig<float>.Shapes);
            using var sharded = new ShardedOptimizer(DeviceTraining.Make("AdamW"), communicator, new() { MicroBatches = Rig.MicroBatches, TimeLimit = TimeSpan.FromSeconds(2) });
            rig.Train(sharded, 0, 1);
            rig.Driver.Fails = call => communicator.Rank == 1 && call == "launch";
            var exception = Record.Exception(() => rig.Train(sharded, 1, 2));

            // What may be half done is not saved, and no call of this rank is taken for what the others wait for.
            var refusal = Assert.Throws<CommunicationException>(() => sharded.Save(File)).Message;
            Assert.True(communicator.Rank != 1 || refusal.Contains("rank 1 cut a step short", StringComparison.Ordinal), refusal);
            return exception is IncompleteStepException ? exception.InnerException!.GetType().Name : exception!.GetType().Name;
        });
        Assert.Equal<string[]>([nameof(CommunicationException), nameof(Cuda.CudaException), nameof(CommunicationException)], told);
        Assert.Empty(Directory.GetFiles(_folder));
    }
}
