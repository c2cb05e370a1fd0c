using System.Globalization;

namespace Descent.Distributed.Tests;

/// <summary>All that a single optimizer does has the same bits on several ranks.</summary>
public sealed class StepTests
{
    private static readonly ShardedOptions s_options = new() { MicroBatches = Rig.MicroBatches, TimeLimit = TimeSpan.FromSeconds(60) };

    public static TheoryData<string> Rules => ["AdamW", "Lamb", "Adafactor", "Prodigy", "SgdPByRows"];

    [Theory, MemberData(nameof(Rules))]
    public void Clipping_has_the_norm_of_one_rank(string name)
    {
        Optimizer Create()
        {
            var optimizer = Make(name);
            optimizer.Options.MaximumGradientNorm = 3;
            return optimizer;
        }

        Same<float>(Create);
        Same<double>(Create);
    }

    [Fact]
    public void Gradient_that_is_not_finite_skips_the_step_on_all_ranks()
    {
        Optimizer Create()
        {
            var optimizer = Make("AdamW");
            optimizer.Options.NonFiniteGradients = NonFiniteGradients.SkipStep;
            return optimizer;
        }

        var results = new List<string>();
        var expected = Rig.Whole<float>(Tensors<float>.Large, Create, 3, (optimizer, tensors, step) =>
        {
            if (step == 1)
            {
                tensors.Gradients[1][9_000] = float.PositiveInfinity;
            }

            if (step == 0)
            {
                optimizer.Stepped += (_, result) => results.Add(result.ToString());
            }
        });
        foreach (var ranks in (int[])[2, 3, 8])
        {
            var told = Rig.OnRanks(ranks, communicator =>
            {
                var mine = new List<string>();
                using var sharded = new ShardedOptimizer(Create(), communicator, s_options);
                sharded.Optimizer.Stepped += (_, result) => mine.Add(result.ToString());
                var tensors = new Tensors<float>(Tensors<float>.Large);
                Rig.Train(sharded, tensors, 0, 1);
                foreach (var batch in sharded.MicroBatches)
                {
                    tensors.Fill(1, batch);
                    if (batch == 5)
                    {
                        tensors.Gradients[1][9_000] = float.PositiveInfinity;
                    }

                    sharded.TakeGradients();
                }

                Assert.True(sharded.Step().IsSkipped);
                Rig.Train(sharded, tensors, 2, 3);
                return (tensors.Digest(), string.Join('\n', mine));
            });
            Assert.All(told, rank => Assert.Equal((expected, string.Join('\n', results)), rank));
        }
    }

    /// <summary>There are two, or one; of two on different ranks the first counts.</summary>
    [Theory, InlineData(19_000), InlineData(100)]
    public void Gradient_that_is_not_finite_is_thrown_with_its_place_on_all_ranks(int first)
        => Assert.All(
            Rig.OnRanks(3, communicator =>
            {
                var optimizer = Make("AdamW");
                optimizer.Options.NonFiniteGradients = NonFiniteGradients.Throw;
                using var sharded = new ShardedOptimizer(optimizer, communicator, s_options);
                var tensors = new Tensors<float>(Tensors<float>.Large);
                Rig.Train(sharded, tensors, 0, 1);
                var before = tensors.Digest();
                foreach (var batch in sharded.MicroBatches)
                {
                    tensors.Fill(1, batch);
                    tensors.Gradients[0][19_000] = batch == 2 ? float.NaN : 0;
                    tensors.Gradients[0][first] = batch == 2 ? float.NaN : 0;
                    sharded.TakeGradients();
                }

                var exception = Assert.Throws<NonFiniteGradientException>(() => sharded.Step());
                Assert.Equal(before, tensors.Digest());
                Rig.Train(sharded, tensors, 1, 2);
                return $"{exception.Index} {exception.Message.Contains("'flat'", StringComparison.Ordinal)}";
            }),
            told => Assert.Equal(FormattableString.Invariant($"{first} True"), told));

    [Fact]
    public void Statistics_are_those_of_the_whole_tensors()
    {
        Optimizer Create()
        {
            var optimizer = Make("AdamW");
            optimizer.Options.CollectStatistics = true;
            return optimizer;
        }

        var expected = "";
        Rig.Whole<float>(Tensors<float>.Large, Create, 2, (optimizer, _, step) =>
        {
            optimizer.Stepped += (_, _) => expected = Tell(optimizer);
        });
        foreach (var ranks in (int[])[1, 3, 4])
        {
            var told = new List<string>();
            Rig.Sharded<float>(ranks, Tensors<float>.Large, Create, 2, after: sharded =>
            {
                lock (told)
                {
                    told.Add(Tell(sharded.Optimizer));
                }
            });
            Assert.All(told, text => Assert.Equal(expected, text));
        }

        static string Tell(Optimizer optimizer) => string.Join('\n', optimizer.Parameters.Select(parameter => string.Create(
            CultureInfo.InvariantCulture,
            $"{parameter.Name} {parameter.Statistics!.Value.WeightNorm:R} {parameter.Statistics.Value.GradientNorm:R} {parameter.Statistics.Value.UpdateNorm:R} {parameter.Statistics.Value.MaximumGradient:R}")));
    }

    [Fact]
    public void Updates_that_are_lost_in_storage_are_counted_in_the_whole_tensors()
    {
        const int Length = 20_003;
        static BFloat16[] Weights() => [.. Enumerable.Range(0, Length).Select(index => (BFloat16)(float)(1 + (index % 5)))];
        static float[] Gradients() => [.. Enumerable.Range(0, Length).Select(index => index % 3 * 0.01f)];
        using var optimizer = new Sgd { LearningRate = 0.1, Options = { CollectStatistics = true } };
        optimizer.Add("flat", Weights()).BindGradients(Gradients());
        optimizer.Step();
        var expected = optimizer["flat"].Statistics!.Value.LostUpdates;
        Assert.InRange(expected, 1, Length - 1);
        Assert.All(
            Rig.OnRanks(3, communicator =>
            {
                using var sharded = new ShardedOptimizer(new Sgd { LearningRate = 0.1, Options = { CollectStatistics = true } }, communicator);
                sharded.Add("flat", Weights());
                sharded.BindGradients("flat", communicator.Rank == 0 ? Gradients() : new float[Length]);
                sharded.Step();
                return sharded.Optimizer["flat"].Statistics!.Value.LostUpdates;
            }),
            lost => Assert.Equal(expected, lost));
    }

    [Fact]
    public void Groups_schedules_frozen_and_scaled_parameters_are_as_on_one_rank()
    {
        static Optimizer Create()
        {
            var group = OptimizerGroup.Split((ParameterSelection.ByName("bias", "kernel"), new Sgld { LearningRate = 0.01 }), (ParameterSelection.All, new Lamb()));
            group.Options.MaximumGradientNorm = 2;
            group.Options.Seed = 11;
            var step = 0;
            group.Stepping += (_, _) => group.Hyperparameters.First(item => item.Name == "LearningRate").Number = 0.01 / ++step;
            return group;
        }

        static void Standing(Optimizer optimizer, int step)
        {
            optimizer["matrix"].LearningRateScale = 0.5;
            optimizer["flat"].IsFrozen = step == 1;
        }

        var expected = Rig.Whole<float>(Tensors<float>.Large, Create, 3, (optimizer, _, step) => Standing(optimizer, step));
        foreach (var ranks in (int[])[2, 3, 8])
        {
            Assert.All(Rig.Sharded<float>(ranks, Tensors<float>.Large, Create, 3, (sharded, _, step) => Standing(sharded.Optimizer, step)), digest => Assert.Equal(expected, digest));
        }
    }

    [Theory]
    [InlineData(StateStorage.BFloat16)]
    [InlineData(StateStorage.Blocks8)]
    public void Stored_states_are_as_on_one_rank(StateStorage storage)
    {
        Same<float>(() => With(new AdamW(), storage));
        Same<float>(() => With(new Adafactor(), storage));

        static Optimizer With(RuleOptimizer optimizer, StateStorage storage)
        {
            optimizer.Storage.States = storage;
            optimizer.Storage.RoundsStatesByChance = true;
            optimizer.Options.Seed = 5;
            return optimizer;
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(4)]
    public void Weights_of_16_bits_have_their_copies_on_one_rank(int ranks)
    {
        static Optimizer Create() => new AdamW { Storage = { Weights = WeightPrecision.Master }, LearningRate = 1e-4 };
        string[] Run(int count) => Rig.OnRanks(count, communicator =>
        {
            using var sharded = new ShardedOptimizer(Create(), communicator, s_options);
            var (weights, gradients) = (new BFloat16[20_000], new BFloat16[20_000]);
            Array.Fill(weights, (BFloat16)1f);
            sharded.Add("w", weights, gradients);
            for (var step = 0; step < 20; step++)
            {
                foreach (var batch in sharded.MicroBatches)
                {
                    for (var index = 0; index < gradients.Length; index++)
                    {
                        gradients[index] = (BFloat16)(float)(((index + batch + step) % 13) - 3);
                    }

                    sharded.TakeGradients();
                }

                sharded.Step();
            }

            return string.Concat(weights.Take(100).Concat(weights.TakeLast(100)).Select(weight => ((float)weight).ToString(CultureInfo.InvariantCulture)));
        });
        Assert.All(Run(ranks), text => Assert.Equal(Run(1)[0], text));
    }

    [Fact]
    public void Sum_by_rank_is_near_and_the_wire_may_be_narrow()
    {
        foreach (var options in (ShardedOptions[])[new() { MicroBatches = 8, Summation = GradientSummation.ByRank }, new() { MicroBatches = 8, SendsGradientsAsBFloat16 = true }])
        {
            Assert.Single(Rig.Sharded<float>(3, Tensors<float>.Large, () => new Sgd(), 2, options: options).Distinct());
        }
    }

    private static RuleOptimizer Make(string name)
        => (RuleOptimizer)Activator.CreateInstance(typeof(Adam).Assembly.GetType("Descent." + name)!)!;

    private static void Same<T>(Func<Optimizer> create)
        where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
    {
        var expected = Rig.Whole<T>(Tensors<T>.Large, create, 2);
        foreach (var ranks in (int[])[1, 2, 3, 4, 8])
        {
            Assert.All(Rig.Sharded<T>(ranks, Tensors<T>.Large, create, 2), digest => Assert.Equal(expected, digest));
        }
    }
}
