using System.Numerics;
using Descent.Cuda;
using Descent.Cuda.Tests.Machine;

namespace Descent.Distributed.Tests;

/// <summary>Gradients of some rows, other ones of each micro-batch, give the same bits on every number of ranks, and nothing else goes over the wire.</summary>
public sealed class RowTests : IDisposable
{
    private static readonly ShardedOptions s_options = new() { MicroBatches = Embedding<float>.MicroBatches, TimeLimit = TimeSpan.FromSeconds(60), BucketBytes = 1 << 16 };

    private readonly string _folder = Directory.CreateTempSubdirectory("descent-rows-").FullName;

    private string File => Path.Combine(_folder, "run");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    public static TheoryData<string> Rules => ["AdamW", "HeavyBallMomentum", "AdaGrad", "AdamMini", "Sgld"];

    [Theory, MemberData(nameof(Rules))]
    public void Bits_are_those_of_one_optimizer_with_the_sums(string name)
    {
        Same<float>(() => Make(name));
        Same<double>(() => Make(name));
    }

    /// <summary>Tables on devices are stepped there, and their rows go through memory of the processor.</summary>
    [Theory, MemberData(nameof(Rules))]
    public void Bits_on_devices_are_those_of_one_optimizer(string name) => OnDevices<float>(() => Make(name));

    [Fact]
    public void Doubles_on_devices_are_those_of_one_optimizer() => OnDevices<double>(() => Make("AdamW"));

    [Theory, InlineData("AdamW"), InlineData("AdamMini")]
    public void Clipping_on_devices_has_the_norm_of_one_optimizer(string name) => OnDevices<float>(() =>
    {
        var optimizer = Make(name);
        (optimizer.Options.MaximumGradientNorm, optimizer.Storage.States, optimizer.Storage.RoundsStatesByChance) = (0.5, StateStorage.BFloat16, true);
        return optimizer;
    });

    [Fact]
    public void Sums_have_the_signs_of_zeros_of_a_step_with_all_gradients()
    {
        var model = new Embedding<float>();
        var (rows, sum) = model.SumOf(0, 0);
        Assert.Contains(Enumerable.Range(0, 8).SelectMany(batch => model.GradientsOf(0, batch, 0, Embedding<float>.RowsOf(0, batch, 0))), IsNegativeZero);
        Assert.DoesNotContain(sum, IsNegativeZero);
        var before = rows.Index().ToDictionary(row => row.Item, row => sum[(row.Index * 64)..((row.Index + 1) * 64)]);
        foreach (var ranks in (int[])[1, 3])
        {
            var stepped = Rig.OnRanks(ranks, communicator =>
            {
                using var sharded = new ShardedOptimizer(Make("AdamW"), communicator, s_options);
                var mine = new Embedding<float>();
                mine.AddTo(sharded);
                mine.Train(sharded, 0, 1);
                var (parameter, first) = (sharded.Optimizer["words"], sharded.RangeOf("words").Start.Value / 64);
                var gradients = parameter.Gradients.ToArray<float>();
                foreach (var (place, row) in parameter.GradientRows!.Value.ToArray().Index())
                {
                    Assert.Equal(before[first + row].Select(BitConverter.SingleToInt32Bits), gradients[(place * 64)..((place + 1) * 64)].Select(BitConverter.SingleToInt32Bits));
                }

                return parameter.GradientRows.Value.Length;
            });
            Assert.Equal(rows.Length, stepped.Sum());
        }
    }

    [Theory, InlineData("AdamW"), InlineData("AdamMini")]
    public void Clipping_has_the_norm_of_one_optimizer(string name) => Same<float>(() =>
    {
        var optimizer = Make(name);
        optimizer.Options.MaximumGradientNorm = 0.5;
        return optimizer;
    });

    [Fact]
    public void States_of_16_bits_are_rounded_by_the_same_chance() => Same<float>(() =>
    {
        var optimizer = Make("AdamW");
        (optimizer.Storage.States, optimizer.Storage.RoundsStatesByChance) = (StateStorage.BFloat16, true);
        return optimizer;
    });

    [Fact]
    public void Sum_by_rank_and_a_narrow_wire_are_alike_on_all_ranks()
    {
        foreach (var options in (ShardedOptions[])[new() { MicroBatches = 8, SendsGradientsAsBFloat16 = true }, new() { MicroBatches = 8, Summation = GradientSummation.ByRank }])
        {
            Assert.NotEqual(Assert.Single(Sharded<float>(3, () => Make("AdamW"), 1, options).Distinct()), new Embedding<float>().Digest());
        }
    }

    [Fact]
    public void Rows_of_others_are_not_on_the_wire()
    {
        foreach (var ranks in (int[])[2, 4, 8])
        {
            // A micro-batch a rank: each sends one sum.
            var options = new ShardedOptions { MicroBatches = ranks };
            var bytes = Rig.OnRanks(ranks, communicator =>
            {
                using var meter = new MeteredCommunicator(communicator);
                using var sharded = new ShardedOptimizer(Make("AdamW"), meter, options);
                var model = new Embedding<float>();
                model.AddTo(sharded);
                model.Train(sharded, 0, 1);
                var before = meter.BytesSent;
                model.Train(sharded, 1, 2);
                return (Sent: meter.BytesSent - before, Ranges: Embedding<float>.Shapes.Select(shape => sharded.RangeOf(shape.Name)).ToArray());
            });

            // What is agreed about, and the nine numbers that AdamW computes once for a step.
            var expected = (8L * ranks * (ranks - 1)) + (9L * sizeof(double) * (ranks - 1));
            foreach (var (table, (_, rows, columns)) in Embedding<float>.Shapes.Index())
            {
                if (rows == 1)
                {
                    expected += 2L * (ranks - 1) * columns * sizeof(float);
                    continue;
                }

                int[][] ofRank = [.. Enumerable.Range(0, ranks).Select(batch => Embedding<float>.RowsOf(1, batch, table))];
                for (var owner = 0; owner < ranks; owner++)
                {
                    var (first, end) = (bytes[owner].Ranges[table].Start.Value / columns, bytes[owner].Ranges[table].End.Value / columns);
                    var sent = ofRank.Where((_, rank) => rank != owner).Sum(of => of.Count(row => row >= first && row < end));
                    var stepped = ofRank.SelectMany(of => of).Distinct().Count(row => row >= first && row < end);

                    // Rows and their gradients to the owner, the rows that are stepped and their weights to all; and how many there are of both.
                    expected += (sent * (columns + 1L) * sizeof(float)) + (stepped * (columns + 1L) * sizeof(float) * (ranks - 1)) + (2L * (ranks - 1) * sizeof(int));
                }
            }

            Assert.Equal(expected, bytes.Sum(rank => rank.Sent));
        }
    }

    [Fact]
    public void Run_goes_on_with_other_numbers_of_ranks()
    {
        var expected = Embedding<float>.Whole(() => Make("AdamW"), 4);
        string[] digests = [];
        foreach (var (step, ranks) in ((int[])[2, 1, 4, 3]).Index())
        {
            digests = Rig.OnRanks(ranks, communicator =>
            {
                using var sharded = new ShardedOptimizer(Make("AdamW"), communicator, s_options);
                var model = new Embedding<float>();
                model.AddTo(sharded);
                if (step > 0)
                {
                    Assert.True(sharded.Load(File).IsExact);
                }

                model.Train(sharded, step, step + 1);
                sharded.Save(File);
                return model.Digest();
            });
        }

        Assert.All(digests, digest => Assert.Equal(expected, digest));
    }

    [Fact]
    public void Gradient_that_is_not_finite_has_its_place_in_the_whole_tensor()
    {
        var row = Embedding<float>.RowsOf(1, 5, 0)[^1];
        foreach (var ranks in (int[])[1, 3])
        {
            var told = Rig.OnRanks(ranks, communicator =>
            {
                var optimizer = Make("AdamW");
                optimizer.Options.NonFiniteGradients = NonFiniteGradients.SkipStep;
                using var sharded = new ShardedOptimizer(optimizer, communicator, s_options);
                var model = new Embedding<float>();
                model.AddTo(sharded);
                model.Train(sharded, 0, 1);
                var before = model.Digest();
                model.Take(sharded, 1, (_, batch, table, gradients) =>
                {
                    if ((batch, table) == (5, 0))
                    {
                        gradients[^3] = float.NaN;
                    }
                });
                var result = sharded.Step();
                Assert.Equal(before, model.Digest());
                return $"{result.NonFiniteParameter?.Name} {result.NonFiniteIndex}";
            });
            Assert.All(told, text => Assert.Equal($"words {(row * 64) + 61}", text));
        }
    }

    [Fact]
    public void Steps_with_all_gradients_come_between()
    {
        string[] Run(int ranks) => Rig.OnRanks(ranks, communicator =>
        {
            using var sharded = new ShardedOptimizer(Make("AdamW"), communicator, s_options);
            var model = new Embedding<float>();
            model.AddTo(sharded);
            model.Train(sharded, 0, 1);
            var (_, rows, columns) = Embedding<float>.Shapes[0];
            sharded.BindGradients<float>("words", model.GradientsOf(1, 0, 0, [.. Enumerable.Range(0, rows)]));
            sharded.BindGradients("bias", new float[700]);
            sharded.UnbindGradients("places");
            foreach (var _ in sharded.MicroBatches)
            {
                sharded.TakeGradients();
            }

            sharded.Step();
            model.Train(sharded, 2, 3);
            return model.Digest();
        });

        Assert.Single(((int[])[1, 2, 4]).SelectMany(Run).Distinct());
    }

    private static bool IsNegativeZero(float value) => value == 0 && float.IsNegative(value);

    private static void Same<T>(Func<Optimizer> create)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var expected = Embedding<T>.Whole(create, 3);
        foreach (var ranks in (int[])[1, 2, 3, 4, 8])
        {
            Assert.All(Sharded<T>(ranks, create, 3, s_options), digest => Assert.Equal(expected, digest));
        }
    }

    private static void OnDevices<T>(Func<Optimizer> create)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var expected = Embedding<T>.Whole(create, 2);
        Assert.All(
            Rig.OnRanks(3, communicator =>
            {
                using var device = new CudaDevice(new MachineDriver(), 0, 0);
                using var sharded = new ShardedOptimizer(create(), communicator, s_options);
                var model = new Embedding<T>(device);
                model.AddTo(sharded);
                model.Train(sharded, 0, 2);
                return model.Digest();
            }),
            digest => Assert.Equal(expected, digest));
    }

    private static string[] Sharded<T>(int ranks, Func<Optimizer> create, int steps, ShardedOptions options)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        => Rig.OnRanks(ranks, communicator =>
        {
            using var sharded = new ShardedOptimizer(create(), communicator, options);
            var model = new Embedding<T>();
            model.AddTo(sharded);
            model.Train(sharded, 0, steps);
            return model.Digest();
        });

    private static RuleOptimizer Make(string name)
    {
        var optimizer = (RuleOptimizer)Activator.CreateInstance(typeof(Adam).Assembly.GetType("Descent." + name)!)!;
        optimizer.Options.Seed = 7;
        return optimizer;
    }
}
