using Descent.Training;

namespace Descent.Distributed.Tests;

/// <summary>What ranks save together is loaded on another number of them, or on one machine, and the run goes on with the same bits.</summary>
public sealed class CheckpointTests : IDisposable
{
    private static readonly ShardedOptions s_options = new() { MicroBatches = Rig.MicroBatches, TimeLimit = TimeSpan.FromSeconds(60) };

    private readonly string _folder = Directory.CreateTempSubdirectory("descent-ranks-").FullName;

    private string File => Path.Combine(_folder, "run");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    public static TheoryData<string> Rules => ["AdamW", "Lamb", "Prodigy", "Adafactor", "Sm3", "ScheduleFreeAdamW", "Shampoo", "Soap"];

    [Theory, MemberData(nameof(Rules))]
    public void Run_goes_on_with_other_numbers_of_ranks(string name)
    {
        var shapes = Repository.RulesOfMatrices.Contains(name) ? Tensors<float>.Small : Tensors<float>.Large;
        Optimizer Create() => (Optimizer)Activator.CreateInstance(typeof(Adam).Assembly.GetType("Descent." + name) ?? typeof(Matrices.Muon).Assembly.GetType("Descent.Matrices." + name)!)!;
        var expected = Rig.Whole<float>(shapes, Create, 5);
        var step = 0;
        foreach (var ranks in (int[])[3, 1, 8, 2, 4])
        {
            var digests = Rig.OnRanks(ranks, communicator =>
            {
                using var sharded = new ShardedOptimizer(Create(), communicator, s_options);
                var tensors = new Tensors<float>(shapes);
                Rig.Train(sharded, tensors, 0, 0);
                if (step > 0)
                {
                    Assert.True(sharded.Load(File).IsExact);
                }

                Rig.Train(sharded, tensors, step, step + 1);
                sharded.Save(File);
                return tensors.Digest();
            });
            step++;
            Assert.Single(digests.Distinct());
            if (step == 5)
            {
                Assert.Equal(expected, digests[0]);
            }
        }

        // What older checkpoints were made of is gone.
        Assert.Equal(5, Directory.GetFiles(_folder).Length);
    }

    [Theory]
    [InlineData(StateStorage.Native, "AdamW")]
    [InlineData(StateStorage.Blocks8, "AdamW")]
    [InlineData(StateStorage.BFloat16, "Adafactor")]
    public void One_machine_loads_what_ranks_saved_and_ranks_what_it_saved(StateStorage storage, string name)
    {
        Optimizer Create()
        {
            var optimizer = (RuleOptimizer)Activator.CreateInstance(typeof(Adam).Assembly.GetType("Descent." + name)!)!;
            optimizer.Storage.States = storage;
            return optimizer;
        }

        var shapes = Tensors<float>.Large;
        var expected = Rig.Whole<float>(shapes, Create, 3);
        Rig.Sharded<float>(3, shapes, Create, 1, after: sharded => sharded.Save(File));

        using var optimizer = Create();
        var tensors = new Tensors<float>(shapes);
        foreach (var (index, (parameter, shape)) in shapes.Index())
        {
            optimizer.Add(parameter, tensors.Weights[index], tensors.Gradients[index], shape);
        }

        Assert.True(optimizer.Load(File).IsExact);
        tensors.FillSum(1, Rig.MicroBatches);
        optimizer.Step();
        optimizer.Save(File);
        Assert.All(
            Rig.OnRanks(4, communicator =>
            {
                using var sharded = new ShardedOptimizer(Create(), communicator, s_options);
                var mine = new Tensors<float>(shapes);
                Rig.Train(sharded, mine, 0, 0);
                Assert.True(sharded.Load(File).IsExact);
                Rig.Train(sharded, mine, 2, 3);
                return mine.Digest();
            }),
            digest => Assert.Equal(expected, digest));
    }

    [Theory, InlineData("AdamW"), InlineData("Shampoo")]
    public void Average_goes_on_with_other_numbers_of_ranks(string name)
    {
        var shapes = name == "Shampoo" ? Tensors<float>.Small : Tensors<float>.Large;
        Optimizer Create() => (Optimizer)Activator.CreateInstance(typeof(Adam).Assembly.GetType("Descent." + name) ?? typeof(Matrices.Muon).Assembly.GetType("Descent.Matrices." + name)!)!;
        var expected = Averages(1, 0, 4)[0];
        var (step, digests) = (0, Array.Empty<string>());
        foreach (var ranks in (int[])[3, 1, 4, 2])
        {
            digests = Averages(ranks, step, ++step);
        }

        Assert.All(digests, digest => Assert.Equal(expected, digest));

        // The digests of the average where it stands in the weights, and of the weights once they are back.
        string[] Averages(int ranks, int first, int end) => Rig.OnRanks(ranks, communicator =>
        {
            using var sharded = new ShardedOptimizer(Create(), communicator, s_options);
            var tensors = new Tensors<float>(shapes);
            Rig.Train(sharded, tensors, 0, 0);
            var average = new ExponentialWeightAverage(sharded.Optimizer, decay: 0.9);
            average.Attach();
            var options = new CheckpointOptions { Parts = { ["average"] = average } };
            if (first > 0)
            {
                Assert.True(sharded.Load(File, options).IsExact);
            }

            Rig.Train(sharded, tensors, first, end);
            if (ranks > 1 || first > 0)
            {
                sharded.Save(File, options);
            }

            string averaged;
            using (average.SwapIn())
            {
                sharded.GiveWeights();
                averaged = tensors.Digest();
            }

            sharded.GiveWeights();
            return $"{averaged} {tensors.Digest()}";
        });
    }

    [Fact]
    public void Checkpoint_of_which_a_file_is_lost_or_damaged_is_refused_on_all_ranks()
    {
        Rig.Sharded<float>(3, Tensors<float>.Large, () => new AdamW(), 1, after: sharded => sharded.Save(File));
        var part = Directory.GetFiles(_folder, "run.*.1-of-3").Single();
        var bytes = System.IO.File.ReadAllBytes(part);
        bytes[^100] ^= 1;
        System.IO.File.WriteAllBytes(part, bytes);
        Assert.All(Refusals(), message => Assert.Contains("has another checksum than when it was saved", message, StringComparison.Ordinal));
        System.IO.File.Delete(part);
        Assert.All(Refusals(), message => Assert.Contains("is not whole: the file 'run.", message, StringComparison.Ordinal));

        string[] Refusals() => Rig.OnRanks(2, communicator =>
        {
            using var sharded = new ShardedOptimizer(new AdamW(), communicator, s_options);
            var tensors = new Tensors<float>(Tensors<float>.Large);
            Rig.Train(sharded, tensors, 0, 0);
            var before = tensors.Digest();
            var message = Assert.Throws<IOException>(() => sharded.Load(File)).Message;
            Assert.Equal(before, tensors.Digest());
            return message;
        });
    }

    /// <summary>What a save deletes is what older checkpoints of its own name were made of, and what killed ranks left of such.</summary>
    [Fact]
    public void Checkpoint_whose_name_begins_alike_stays()
    {
        var leftover = Path.Combine(_folder, "run.0123456789abcdef.1-of-3.2.partial");
        string[] others = [Path.Combine(_folder, "run.report-of-all"), Path.Combine(_folder, "run.0123456789abcdef.1-of-3.txt")];
        Array.ForEach([leftover, .. others], file => System.IO.File.WriteAllText(file, ""));
        Rig.Sharded<float>(2, Tensors<float>.Large, () => new AdamW(), 1, after: sharded =>
        {
            sharded.Save(File + ".best");
            sharded.Save(File);
            sharded.Load(File + ".best");
        });
        Assert.False(System.IO.File.Exists(leftover));
        Assert.All(others, file => Assert.True(System.IO.File.Exists(file)));
        Assert.Equal(3 + 3 + others.Length, Directory.GetFiles(_folder).Length);
    }

    /// <summary>A rank that saves otherwise than the others would leave a checkpoint that nobody can load, in the place of one that was whole.</summary>
    [Theory]
    [InlineData("name", "On rank 0 the name of the file is 'run', on rank 1 the name of the file is 'run1'.")]
    [InlineData("folder", "all ranks save to one folder")]
    [InlineData("weights", "On rank 0 CheckpointOptions.IncludeWeights is True, on rank 1 CheckpointOptions.IncludeWeights is False.")]
    [InlineData("parts", "On rank 0 CheckpointOptions.Parts is empty, on rank 1 CheckpointOptions.Parts is 'average'.")]
    public void Rank_that_saves_otherwise_leaves_the_old_checkpoint(string what, string expected)
    {
        var there = Directory.CreateDirectory(Path.Combine(_folder, "there")).FullName;
        Assert.Single(OnTwoRanks((sharded, tensors) =>
        {
            sharded.Save(File);
            var saved = tensors.Digest();
            Rig.Train(sharded, tensors, 1, 2);
            var options = new CheckpointOptions { IncludeWeights = what != "weights" || sharded.Rank == 0 };
            if (what == "parts" && sharded.Rank == 1)
            {
                options.Parts.Add("average", new ExponentialWeightAverage(sharded.Optimizer));
            }

            var file = sharded.Rank == 0 ? File : what == "name" ? File + "1" : what == "folder" ? Path.Combine(there, "run") : File;
            Assert.Contains(expected, Assert.ThrowsAny<Exception>(() => sharded.Save(file, options)).Message, StringComparison.Ordinal);
            sharded.Load(File);
            Assert.Equal(saved, tensors.Digest());
            return saved;
        }).Distinct());
        Assert.Equal(3, Directory.GetFiles(_folder, "*", SearchOption.AllDirectories).Length);
    }

    /// <summary>All ranks load, and the same, or none does.</summary>
    [Theory]
    [InlineData("file", "Rank 0 and rank 1 found two checkpoints, and not one")]
    [InlineData("weights", "On rank 0 CheckpointOptions.IncludeWeights is True, on rank 1 CheckpointOptions.IncludeWeights is False.")]
    [InlineData("differences", "On rank 0 CheckpointOptions.Allow is None, on rank 1 CheckpointOptions.Allow is Missing.")]
    [InlineData("parts", "On rank 0 CheckpointOptions.Parts is empty, on rank 1 CheckpointOptions.Parts is 'average'.")]
    [InlineData("fit", "Rank 1: These values are swapped in")]
    public void Rank_that_loads_otherwise_changes_nothing(string what, string expected)
        => OnTwoRanks((sharded, tensors) =>
        {
            var average = new ExponentialWeightAverage(sharded.Optimizer);
            average.Update();
            var options = new CheckpointOptions { IncludeWeights = what != "weights" || sharded.Rank == 0, Allow = what == "differences" && sharded.Rank == 1 ? CheckpointDifferences.Missing : CheckpointDifferences.None };
            if (what == "fit" || (what == "parts" && sharded.Rank == 1))
            {
                options.Parts.Add("average", average);
            }

            sharded.Save(File, what == "fit" ? options : null);
            Rig.Train(sharded, tensors, 1, 2);
            sharded.Save(File + ".later");
            using var swap = what == "fit" && sharded.Rank == 1 ? average.SwapIn() : null;
            var weights = tensors.Digest();
            Assert.Contains(expected, Assert.ThrowsAny<Exception>(() => sharded.Load(what == "file" && sharded.Rank == 1 ? File + ".later" : File, options)).Message, StringComparison.Ordinal);
            Assert.Equal((weights, 2), (tensors.Digest(), sharded.Optimizer.Parameters[0].StepCount));
            return weights;
        });

    [Fact]
    public void Rank_that_cannot_write_leaves_the_old_checkpoint()
    {
        var digests = Rig.OnRanks(3, communicator =>
        {
            using var sharded = new ShardedOptimizer(new AdamW(), communicator, s_options);
            var tensors = new Tensors<float>(Tensors<float>.Large);
            Rig.Train(sharded, tensors, 0, 1);
            sharded.Save(File);
            var saved = tensors.Digest();
            Rig.Train(sharded, tensors, 1, 2);

            // A folder of one rank that is not there.
            var failure = Assert.Throws<IOException>(() => sharded.Save(communicator.Rank == 1 ? Path.Combine(_folder, "nowhere", "run") : File));
            Assert.StartsWith("Rank 1: ", failure.Message, StringComparison.Ordinal);
            sharded.Load(File);
            Assert.Equal(saved, tensors.Digest());
            return saved;
        });
        Assert.Single(digests.Distinct());
        Assert.Equal(4, Directory.GetFiles(_folder).Length);
    }

    /// <summary>Whatever a part of one rank throws, the others hear of it, and do not wait.</summary>
    [Fact]
    public void Part_that_throws_on_one_rank_is_told_of_on_all()
        => OnTwoRanks((sharded, tensors) =>
        {
            var options = new CheckpointOptions { Parts = { ["part"] = new Throwing(sharded.Rank == 1) } };
            Assert.Equal("Rank 1: It is not there.", Assert.Throws<IOException>(() => sharded.Save(File, options)).Message);
            sharded.Save(File);
            return tensors;
        });

    /// <summary>Runs something on two ranks after a first step.</summary>
    private static TResult[] OnTwoRanks<TResult>(Func<ShardedOptimizer, Tensors<float>, TResult> run) => Rig.OnRanks(2, communicator =>
    {
        using var sharded = new ShardedOptimizer(new AdamW(), communicator, s_options);
        var tensors = new Tensors<float>(Tensors<float>.Large);
        Rig.Train(sharded, tensors, 0, 1);
        return run(sharded, tensors);
    });

    private sealed class Throwing(bool throws) : ICheckpointed
    {
        public void Describe(CheckpointContents contents)
        {
            if (throws)
            {
                throw new KeyNotFoundException("It is not there.");
            }
        }
    }
}
