using System.Numerics;

namespace Descent.Cuda.Tests;

/// <summary>Loops over each weight take four at once where memory is aligned for it, and leave the same bits where it is not, and of what is left.</summary>
public sealed class WideTests
{
    [Theory]
    [InlineData(nameof(AdamW))]
    [InlineData(nameof(Lion))]
    [InlineData(nameof(Sgd))]
    [InlineData(nameof(SignSgd))]
    public void EveryRest_HasTheSameBits(string rule)
    {
        Compare<float>("v4.f32");
        Compare<double>("v2.f64");

        void Compare<T>(string access)
            where T : unmanaged, IBinaryFloatingPointIeee754<T>, IMinMaxValue<T>
        {
            using var pair = new Pair<T>(() => BuiltInRulesTests.Create(rule));
            foreach (var length in (int[])[1, 3, 4, 5, 6, 7, 8, 1023, 1024, 1025, 8191, 8192, 8193, 8192 + 1030])
            {
                pair.Add($"tensor{length}", length);
            }

            pair.Here.Options.ClearGradientsAfterStep = pair.There.Options.ClearGradientsAfterStep = true;
            for (var step = 0; step < 2; step++)
            {
                pair.Step();
                pair.AssertSame($"{typeof(T).Name}, step {step}");
            }

            Assert.Contains($"ld.global.{access} ", pair.Driver.Texts[0], StringComparison.Ordinal);
            Assert.Contains($"st.global.{access} ", pair.Driver.Texts[0], StringComparison.Ordinal);
        }
    }

    /// <summary>The interpreter refuses what is not aligned, as a device does.</summary>
    [Theory]
    [InlineData(0, 0, StateStorage.Native)]
    [InlineData(1, 0, StateStorage.Native)]
    [InlineData(0, 1, StateStorage.Native)]
    [InlineData(2, 3, StateStorage.Native)]
    [InlineData(4, 4, StateStorage.Native)]
    [InlineData(4, 4, StateStorage.Blocks8)]
    [InlineData(0, 3, StateStorage.Blocks8)]
    public void SlicesAtAnyPlace_HaveTheSameBits(int ofWeights, int ofGradients, StateStorage states)
    {
        const int Length = 1030;
        using var pair = new Pair<float>(() => new AdamW { Storage = { States = states, SmallestInBlocks = 0 } });
        float[] weights = [.. Enumerable.Range(0, Length).Select(index => index / 9f)], gradients = [.. Enumerable.Range(0, Length).Select(index => 1 - (index / 100f))];
        using var weightsThere = pair.Device.Allocate<float>(new float[Length + 10]);
        using var gradientsThere = pair.Device.Allocate<float>(new float[Length + 10]);
        pair.Here.Add("weights", weights, gradients);
        pair.There.Add("weights", weightsThere.Memory.Slice(ofWeights, Length), gradientsThere.Memory.Slice(ofGradients, Length));
        weights.Index().ToList().ForEach(item => pair.There.Parameters[0].Weights[item.Index] = item.Item);
        gradients.Index().ToList().ForEach(item => pair.There.Parameters[0].Gradients[item.Index] = item.Item);
        pair.Here.Step();
        pair.There.Step();

        pair.AssertSame("slices");
        Assert.All(weightsThere.ToArray().Index(), item => Assert.Equal(item.Index < ofWeights || item.Index >= ofWeights + Length, item.Item == 0));
    }

    /// <summary>Values of 16 bits are accesses of 64 bits.</summary>
    [Fact]
    public void SixteenBits_HaveTheSameBits()
    {
        Compare<BFloat16, Half>();
        Compare<Half, BFloat16>();
        Compare<double, double>();

        static void Compare<TWeight, TGradient>()
            where TWeight : unmanaged
            where TGradient : unmanaged
        {
            using var pair = new StoredPair<TWeight, TGradient>(() => new Adam { Storage = { States = StateStorage.BFloat16 }, Options = { ClearGradientsAfterStep = true } });
            pair.Add("first", 1029).Add("second", 7);
            pair.Step();
            pair.Step();

            pair.AssertSame($"{typeof(TWeight).Name}");
            Assert.Contains("ld.global.v4.u16 ", pair.Driver.Texts[0], StringComparison.Ordinal);
            Assert.Contains("st.global.v4.u16 ", pair.Driver.Texts[0], StringComparison.Ordinal);
        }
    }

    /// <summary>Functions, and memory that is rounded by chance or has something beside it, are taken weight by weight.</summary>
    [Fact]
    public void LoopsThatStayAsTheyAre()
    {
        Check(new MadGrad(), isWide: false);
        Check(new Sgld(), isWide: false);
        Check(new Adam { Storage = { States = StateStorage.Blocks8, SmallestInBlocks = 0 } }, isWide: true);
        Check(new Adam { Storage = { States = StateStorage.BFloat16, RoundsStatesByChance = true } }, isWide: false);
        Check(new Adam(), isWide: true);

        static void Check(RuleOptimizer create, bool isWide)
        {
            using var pair = new Pair<float>(() => create);
            pair.There.Add("weights", pair.Device.Allocate<float>(600).Memory, pair.Device.Allocate<float>(600).Memory);
            pair.There.Step();
            Assert.Equal(isWide, pair.Driver.Texts[0].Contains("EACH_FOUR", StringComparison.Ordinal));
        }
    }
}
