using System.Numerics;
using Descent.CompilerServices;

namespace Descent.Distributed.Tests;

/// <summary>What is computed once for a step is the first rank's on all ranks, whatever the mathematical libraries of the others make of it.</summary>
public sealed class StepValuesTests
{
    /// <summary>With values for all tensors, for each, of several sweeps and methods, with states of the optimizer, and of rows.</summary>
    public static TheoryData<string> Rules => ["AdamW", "NAdam", "Lamb", "Prodigy", "Asgd", "Adafactor", "ScheduleFreeAdamW", "AdEmaMix"];

    [Theory, MemberData(nameof(Rules))]
    public void Ranks_with_another_library_have_the_bits_of_the_first(string name)
    {
        Same<double>(name);
        Same<float>(name);

        static void Same<T>(string name)
            where T : unmanaged, IBinaryFloatingPointIeee754<T>
        {
            var expected = Rig.Whole<T>(Tensors<T>.Large, () => Make(name), 3);
            Assert.NotEqual(expected, Run<T>(1, _ => true, () => Make(name))[0]);
            foreach (var ranks in (int[])[2, 3])
            {
                Assert.All(Run<T>(ranks, rank => rank > 0, () => Make(name)), digest => Assert.Equal(expected, digest));
            }
        }
    }

    [Theory, MemberData(nameof(Rules))]
    public void Those_of_the_first_are_taken_where_they_are_the_others(string name)
    {
        var expected = Run<double>(1, _ => true, () => Make(name))[0];
        Assert.All(Run<double>(3, rank => rank == 0, () => Make(name)), digest => Assert.Equal(expected, digest));
    }

    [Fact]
    public void Each_round_of_scales_and_step_numbers_has_its_own()
    {
        static Optimizer Create() => OptimizerGroup.Split((ParameterSelection.ByName("bias", "kernel"), new NAdam()), (ParameterSelection.All, new AdamW { Storage = { States = StateStorage.BFloat16 } }));
        static void Standing(Optimizer optimizer, int step)
        {
            (optimizer["matrix"].LearningRateScale, optimizer["bias"].LearningRateScale) = (0.3, 0.7);
            (optimizer["flat"].IsFrozen, optimizer["kernel"].IsFrozen) = (step == 1, step == 1);
        }

        var expected = Rig.Whole<double>(Tensors<double>.Large, Create, 4, (optimizer, _, step) => Standing(optimizer, step));
        Assert.All(Run<double>(3, rank => rank > 0, Create, 4, (sharded, _, step) => Standing(sharded.Optimizer, step)), digest => Assert.Equal(expected, digest));
    }

    [Theory, InlineData("AdamW"), InlineData("NAdam"), InlineData("Lamb"), InlineData("Adafactor")]
    public void Devices_have_them_too(string name)
    {
        var expected = Rig.Whole<float>(DeviceRig<float>.Shapes, () => Make(name), 2);
        Assert.All(
            Rig.OnRanks(3, communicator =>
            {
                var optimizer = Make(name);
                using var sharded = new ShardedOptimizer(communicator.Rank > 0 ? OtherLibrary<float>.Give(optimizer) : optimizer, communicator, DeviceTraining.Options);
                using var training = new DeviceTraining(sharded, onDevice: communicator.Rank != 1);
                training.Train(0, 2);
                return training.Digest();
            }),
            digest => Assert.Equal(expected, digest));
    }

    [Fact]
    public void Rules_say_what_else_the_library_computes()
    {
        Assert.Equal((false, false), Of(new AdamW()));
        Assert.Equal((false, true), Of(new AdamAtan2()));
        Assert.Equal((false, true), Of(new Padam()));

        static (bool AtFloats, bool AtDoubles) Of(RuleOptimizer optimizer)
        {
            using var _ = optimizer;
            var rule = RuleAccess.Of(optimizer);
            return (rule.CallsLibrary(atDoubles: false), rule.CallsLibrary(atDoubles: true));
        }
    }

    private static Optimizer Make(string name)
    {
        var optimizer = (RuleOptimizer)Activator.CreateInstance(typeof(Adam).Assembly.GetType("Descent." + name)!)!;
        optimizer.Options.GradientScale = 1.0 / Rig.MicroBatches;
        return optimizer;
    }

    /// <summary>The digests of ranks of which some have another library.</summary>
    private static string[] Run<T>(int ranks, Predicate<int> isElsewhere, Func<Optimizer> create, int steps = 3, Action<ShardedOptimizer, Tensors<T>, int>? before = null)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        => Rig.OnRanks(ranks, communicator =>
        {
            var optimizer = create();
            using var sharded = new ShardedOptimizer(
                isElsewhere(communicator.Rank) ? OtherLibrary<T>.Give(optimizer) : optimizer, communicator, new() { MicroBatches = Rig.MicroBatches, TimeLimit = TimeSpan.FromSeconds(60) });
            var tensors = new Tensors<T>(Tensors<T>.Large);
            Rig.Train(sharded, tensors, 0, steps, before);
            return tensors.Digest();
        });
}
