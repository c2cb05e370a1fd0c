using System.Numerics;

namespace Descent.Cuda.Tests;

/// <summary>Random values of a weight are on a GPU those that the processor draws for it.</summary>
public sealed class ChanceTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(0xFEDC_BA98_7654_3210)]
    public void EveryStepAndTensor(ulong seed)
    {
        Compare<float>(seed);
        Compare<double>(seed);

        static void Compare<T>(ulong seed)
            where T : unmanaged, IBinaryFloatingPointIeee754<T>, IMinMaxValue<T>
        {
            using var pair = new Pair<T>(() => new ThreeDraws { Options = { Seed = seed } }, specialShare: 0);
            pair.Add("first", 8192 + 700).Add("second", 300).Add("third", 5);
            pair.Here.Parameters[1].IsFrozen = pair.There.Parameters[1].IsFrozen = true;
            pair.Step();
            pair.Here.Parameters[1].IsFrozen = pair.There.Parameters[1].IsFrozen = false;
            foreach (var optimizer in new[] { pair.Here, pair.There })
            {
                optimizer.Parameters[2].State.StepCount = int.MaxValue - 3;
            }

            for (var step = 0; step < 2; step++)
            {
                pair.Step();
                pair.AssertSame($"seed {seed}, step {step}");
            }

            var weights = pair.There.Parameters[0].Weights.ToArray<double>();
            Assert.True(weights.Distinct().Count() > weights.Length * 0.99);
        }
    }

    /// <summary>A move draws there what the update takes off again.</summary>
    [Fact]
    public void MovesAndUpdates()
    {
        Compare<float>();
        Compare<double>();

        static void Compare<T>()
            where T : unmanaged, IBinaryFloatingPointIeee754<T>, IMinMaxValue<T>
        {
            using var pair = new Pair<T>(() => new MovedAndUpdated { Options = { Seed = 11 } }, specialShare: 0);
            pair.Add("first", 8192 + 700).Add("second", 5);
            for (var step = 0; step < 3; step++)
            {
                pair.Step();
                pair.AssertSame($"step {step}");
            }
        }
    }

    /// <summary>A step that is done again, from the same state, draws the same.</summary>
    [Fact]
    public void StepDoneAgain_DrawsTheSame()
    {
        using var pair = new Pair<float>(() => new Sgld { Options = { Seed = 5 } });
        pair.Add("weights", 100);
        var before = pair.There.Parameters[0].Weights.ToArray<float>();
        pair.There.Step();
        var after = pair.There.Parameters[0].Weights.ToArray<float>();
        pair.There.Parameters[0].Weights.CopyFrom<float>(before);
        pair.There.Step();
        Assert.True(Values<float>.FirstDifference(after, pair.There.Parameters[0].Weights.ToArray<float>()) >= 0);
        pair.There.Parameters[0].Weights.CopyFrom<float>(before);
        pair.There.Parameters[0].State.StepCount = 0;
        pair.There.Step();
        Assert.Equal(-1, Values<float>.FirstDifference(after, pair.There.Parameters[0].Weights.ToArray<float>()));
    }
}

/// <summary>Draws of three uses, one of them in both sweeps; the names are those of registers in the text.</summary>
[Optimizer(Targets = ComputeTargets.Cuda)]
public sealed partial class ThreeDraws
{
    [Update]
    private static void Update(
        ref double weight, double gradient, [Random] double place, [Random(Distribution.Normal)] double key, [Random] double step, [State] ref double last, [State(Per = Per.Tensor)] ref double total)
    {
        total = 0.5 * total + Reduce.Sum(key * gradient);
        last = 0.5 * last + place - step;
        weight += 1e-3 * (total * key + place * step + last);
    }
}

/// <summary>A move that draws a value of its own before that of the update, and a state that remembers where it was.</summary>
[Optimizer(Targets = ComputeTargets.Cuda)]
public sealed partial class MovedAndUpdated
{
    [BeforeGradient]
    private static void Move(ref double weight, [Random] double alone, [Random(Distribution.Normal)] double noise, [State] ref double place)
    {
        place = weight + 0.5 * noise;
        weight += (alone - 0.5) * noise;
    }

    [Update]
    private static void Update(ref double weight, double gradient, [Random] double own, [Random(Distribution.Normal)] double noise, [State] double place)
        => weight += 1e-3 * (place - 0.5 * noise - weight) - 1e-2 * own * gradient;
}
