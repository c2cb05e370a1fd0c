using System.Globalization;
using System.Numerics;

namespace Descent.Distributed.Tests;

/// <summary>Shares that lie on devices are stepped there, to the bits of whole tensors on one processor.</summary>
public sealed class DeviceTests
{
    /// <summary>Of each kind: with totals of the tensor, the optimizer, rows and columns, with chance, inputs, further methods, and states of rows.</summary>
    public static TheoryData<string> Rules =>
    [
        "AdamW", "Lamb", "Prodigy", "DAdaptAdam", "Adafactor", "AdamMini", "Sm3", "Came", "SgdPByRows", "Sgld", "Sam", "LookaheadMomentum", "ScheduleFreeAdamW", "SophiaG", "Asgd",
    ];

    public static TheoryData<string> AllRules => [.. Repository.BuiltInRules.Where(name => typeof(Adam).Assembly.GetType("Descent." + name)?.GetConstructor([]) is not null)];

    [Theory, MemberData(nameof(Rules))]
    public void Bits_are_those_of_one_processor(string name) => Same<float>(() => DeviceTraining.Make(name));

    [Theory, MemberData(nameof(AllRules))]
    public void Every_rule_has_them_on_three_devices(string name)
    {
        var expected = Rig.Whole<float>(DeviceRig<float>.Shapes, () => DeviceTraining.Make(name), 2);
        Assert.All(DeviceTraining.Run<float>(3, () => DeviceTraining.Make(name), 2), digest => Assert.Equal(expected, digest));
    }

    [Theory, InlineData("AdamW"), InlineData("Adafactor"), InlineData("Sgld")]
    public void Weights_of_double_are_stepped_there(string name) => Same<double>(() => DeviceTraining.Make(name));

    [Theory, InlineData("AdamW"), InlineData("Lamb"), InlineData("Adafactor")]
    public void Clipping_has_the_norm_of_one_processor(string name)
    {
        Same<float>(() =>
        {
            var optimizer = DeviceTraining.Make(name);
            optimizer.Options.MaximumGradientNorm = 3;
            return optimizer;
        });
        Same<float>(() =>
        {
            var optimizer = DeviceTraining.Make(name);
            (optimizer.Options.MaximumGradientNorm, optimizer.Options.GradientNormOrder) = (0.5, double.PositiveInfinity);
            return optimizer;
        });
    }

    [Theory]
    [InlineData(StateStorage.BFloat16, false)]
    [InlineData(StateStorage.BFloat16, true)]
    [InlineData(StateStorage.Blocks8, false)]
    public void Stored_states_are_those_of_one_processor(StateStorage storage, bool byChance)
    {
        foreach (var name in (string[])["AdamW", "Adafactor"])
        {
            Same<float>(() =>
            {
                var optimizer = DeviceTraining.Make(name);
                (optimizer.Storage.States, optimizer.Storage.RoundsStatesByChance) = (storage, byChance);
                return optimizer;
            });
        }
    }

    /// <summary>Shares of one piece are in one bucket; this one's are of several.</summary>
    [Fact]
    public void Share_of_several_buckets_has_them_too()
    {
        (string Name, nint[] Shape)[] shapes = [("bias", [5]), ("large", [300_000])];
        var expected = Rig.Whole<float>(shapes, () => DeviceTraining.Make("HeavyBallMomentum"), 1);
        Assert.All(
            Rig.OnRanks(2, communicator =>
            {
                using var rig = new DeviceRig<float>(shapes);
                using var sharded = new ShardedOptimizer(DeviceTraining.Make("HeavyBallMomentum"), communicator, DeviceTraining.Options);
                rig.Train(sharded, 0, 1);
                return rig.Digest();
            }),
            digest => Assert.Equal(expected, digest));
    }

    [Fact]
    public void Gradient_that_is_not_finite_skips_the_step_on_all_ranks()
    {
        static Optimizer Create() => new AdamW { Options = { NonFiniteGradients = NonFiniteGradients.SkipStep } };
        var expected = Rig.Whole<float>(DeviceRig<float>.Shapes, Create, 3, (_, tensors, step) => tensors.Gradients[1][9_000] = step == 1 ? float.NaN : tensors.Gradients[1][9_000]);
        foreach (var ranks in (int[])[1, 3])
        {
            var results = new List<string>();
            Assert.All(DeviceTraining.Run<float>(
                ranks,
                () =>
                {
                    var optimizer = Create();
                    optimizer.Stepped += (_, result) =>
                    {
                        lock (results)
                        {
                            results.Add(FormattableString.Invariant($"{result.IsSkipped} {result.NonFiniteIndex}"));
                        }
                    };
                    return optimizer;
                },
                3,
                (rig, step, batch) => rig.Tensors.Gradients[1][9_000] = (step, batch) == (1, 5) ? float.NaN : rig.Tensors.Gradients[1][9_000]), digest => Assert.Equal(expected, digest));
            Assert.Equal(ranks, results.Count(result => result == "True 9000"));
        }
    }

    [Fact]
    public void Statistics_are_those_of_the_whole_tensors()
    {
        static Optimizer Create() => new AdamW { Options = { CollectStatistics = true } };
        var expected = "";
        Rig.Whole<float>(DeviceRig<float>.Shapes, Create, 2, (optimizer, _, _) => optimizer.Stepped += (_, _) => expected = Tell(optimizer));
        Assert.All(
            Rig.OnRanks(3, communicator =>
            {
                using var rig = new DeviceRig<float>(DeviceRig<float>.Shapes);
                using var sharded = new ShardedOptimizer(Create(), communicator, DeviceTraining.Options);
                rig.Train(sharded, 0, 2);
                return Tell(sharded.Optimizer);
            }),
            told => Assert.Equal(expected, told));

        static string Tell(Optimizer optimizer) => string.Join('\n', optimizer.Parameters.Select(parameter => string.Create(
            CultureInfo.InvariantCulture,
            $"{parameter.Name} {parameter.Statistics!.Value.WeightNorm:R} {parameter.Statistics.Value.GradientNorm:R} {parameter.Statistics.Value.UpdateNorm:R} {parameter.Statistics.Value.MaximumGradient:R}")));
    }

    /// <summary>Where statistics are collected, they are stored once the loops have ended, and come to the other ranks all the same.</summary>
    [Theory]
    [InlineData(WeightPrecision.Nearest, false), InlineData(WeightPrecision.Master, false), InlineData(WeightPrecision.Stochastic, false)]
    [InlineData(WeightPrecision.Nearest, true), InlineData(WeightPrecision.Master, true), InlineData(WeightPrecision.Stochastic, true)]
    public void Weights_of_16_bits_have_their_copies_on_the_device_of_one_rank(WeightPrecision precision, bool collectsStatistics)
    {
        const int Length = 20_000;
        BFloat16[] start = [.. Enumerable.Range(0, Length).Select(index => (BFloat16)(1 + ((index % 11) / 8f)))];
        string[] texts = [.. Run(1, onDevices: false), .. Run(1, onDevices: true), .. Run(3, onDevices: true)];
        Assert.Single(texts.Distinct());

        string[] Run(int ranks, bool onDevices) => Rig.OnRanks(ranks, communicator =>
        {
            using var sharded = new ShardedOptimizer(new AdamW { Storage = { Weights = precision }, LearningRate = 1e-3, Options = { Seed = 3, CollectStatistics = collectsStatistics } }, communicator, DeviceTraining.Options);
            using var rig = new DeviceRig<float>([]);
            var (weights, gradients) = (start.ToArray(), new BFloat16[Length]);
            using var buffer = rig.Device.Allocate<BFloat16>(weights);

            // Gradients may lie elsewhere than weights.
            sharded.Add("w", onDevices ? buffer.Memory : weights, gradients);
            for (var step = 0; step < 2; step++)
            {
                foreach (var batch in sharded.MicroBatches)
                {
                    for (var index = 0; index < Length; index++)
                    {
                        gradients[index] = (BFloat16)(float)(((index + batch + step) % 13) - 3);
                    }

                    sharded.TakeGradients();
                }

                sharded.Step();
            }

            return string.Join(' ', (onDevices ? buffer.ToArray() : weights).Select(weight => ((float)weight).ToString(CultureInfo.InvariantCulture)));
        });
    }

    [Fact]
    public void Rule_that_no_device_has_is_refused_when_a_tensor_is_added()
    {
        Rig.OnRanks(1, communicator =>
        {
            using var rig = new DeviceRig<double>([]);
            using var buffer = rig.Device.Allocate<double>(10);
            using var matrices = new ShardedOptimizer(new Matrices.Muon(), communicator);
            Assert.Contains("was not compiled for the interpreter", Assert.Throws<NotSupportedException>(() => matrices.Add("w", buffer.Memory, shape: [2, 5])).Message, StringComparison.Ordinal);
            using var functions = new ShardedOptimizer(new AdamAtan2(), communicator);
            Assert.Contains("computes Atan2 of each weight", Assert.Throws<NotSupportedException>(() => functions.Add("w", buffer.Memory)).Message, StringComparison.Ordinal);
            Assert.Empty(functions.Tensors);
            return 0;
        });
    }

    [Fact]
    public void States_and_sums_of_the_share_are_on_the_device()
        => Rig.OnRanks(2, communicator =>
        {
            using var rig = new DeviceRig<float>([("w", [20_000])]);
            using var sharded = new ShardedOptimizer(new Adam(), communicator, DeviceTraining.Options);
            rig.Train(sharded, 0, 1);
            var parameter = sharded.Optimizer.Parameters[0];
            Assert.All(parameter.States.Append<TensorView>(parameter.Weights).Append(parameter.Gradients), view => Assert.NotNull(view.Place));
            Assert.Equal((sharded.RangeOf("w").End.Value - sharded.RangeOf("w").Start.Value) * 2L * sizeof(float), sharded.StateBytes);
            return 0;
        });

    private static void Same<T>(Func<Optimizer> create)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var expected = Rig.Whole<T>(DeviceRig<T>.Shapes, create, 2);
        foreach (var ranks in (int[])[1, 2, 3, 4])
        {
            Assert.All(DeviceTraining.Run<T>(ranks, create, 2), digest => Assert.Equal(expected, digest));
        }
    }
}
