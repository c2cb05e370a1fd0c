using System.Numerics;
using Descent.CompilerServices;
using Descent.CompilerServices.Functions;

namespace Descent.Tests.Strictness.Chance;

/// <summary>The generator: the vectors that Random123 publishes, the second opinion, and lanes against one number at a time.</summary>
public sealed class PhiloxTests
{
    /// <summary>Counter, key and words: the lines of <c>philox4x32 10</c> in Random123's <c>kat_vectors</c>.</summary>
    public static TheoryData<uint[], ulong, uint[]> KnownAnswers => new()
    {
        { [0, 0, 0, 0], 0, [0x6627E8D5, 0xE169C58D, 0xBC57AC4C, 0x9B00DBD8] },
        { [uint.MaxValue, uint.MaxValue, uint.MaxValue, uint.MaxValue], ulong.MaxValue, [0x408F276D, 0x41C83B0E, 0xA20BC7C6, 0x6D5451FD] },
        { [0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344], 0x299F31D0A4093822, [0xD16CFE09, 0x94FDCCEB, 0x5001E420, 0x24126EA1] },
    };

    [Theory]
    [MemberData(nameof(KnownAnswers))]
    public void GivesThePublishedWords(uint[] counter, ulong key, uint[] words)
    {
        var (x0, x1, x2, x3) = Philox.Words(counter[0], counter[1], counter[2], counter[3], (uint)key, (uint)(key >> 32));
        Assert.Equal(words, new[] { x0, x1, x2, x3 });
        Assert.Equal(words, SecondChance.Words(counter, key));
        Assert.Equal(words, InLanes<DefaultDoubles>(counter, key));
        Assert.Equal(words, InLanes<WideDoubles>(counter, key));
    }

    [Fact]
    public void LanesHoldTheirOwnPlaces()
    {
        Check<DefaultLanes<float, NearMemory>, float>();
        Check<DefaultLanes<double, NearMemory>, double>();
        Check<WideLanes<float, NearMemory>, float>();
        Check<WideLanes<double, NearMemory>, double>();
    }

    /// <summary>From every place that a range may begin at, across 2³¹ as well: the words of a counter have 64 bits for it.</summary>
    private static void Check<TLanes, T>()
        where TLanes : struct, ILanes<TLanes, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        using var optimizer = new Sgld { Options = { Seed = 0xFEDC_BA98_7654_3210 } };
        var state = optimizer.CreateState<T>(new T[1]);
        (state.ChanceName, state.StepCount) = ("Gewicht 重み", 41);
        state.SeedChance(optimizer.Options.Seed);
        foreach (var start in (int[])[0, 1, 15, 513, int.MaxValue - 3])
        {
            var draws = state.DrawsOf(use: 5, start);
            var (uniform, normal) = (TLanes.Uniform(in draws, 2), TLanes.Normal(in draws, 2));
            var uniforms = LaneFunctions.AsSpan<TLanes, T>(ref uniform);
            var normals = LaneFunctions.AsSpan<TLanes, T>(ref normal);
            for (var lane = 0; lane < TLanes.Count; lane++)
            {
                Assert.Equal(SecondChance.Of<T>(Distribution.Uniform, optimizer.Options.Seed, state.ChanceName, 42, start + 2L + lane, 5), uniforms[lane]);
                Assert.Equal(SecondChance.Of<T>(Distribution.Normal, optimizer.Options.Seed, state.ChanceName, 42, start + 2L + lane, 5), normals[lane]);
            }
        }
    }

    private static uint[] InLanes<TDoubles>(uint[] counter, ulong key)
        where TDoubles : struct, IDoubles<TDoubles>
    {
        // What is above the low half of a lane does not count.
        const ulong Noise = 0xABCD_0123UL << 32;
        var (x0, x1, x2, x3) = Philox.Words(
            TDoubles.FromBits(Noise | counter[0]), TDoubles.FromBits(counter[1] | Noise), TDoubles.FromBits(counter[2]), TDoubles.FromBits(counter[3] | Noise), (uint)key, (uint)(key >> 32));
        return [Last(x0), Last(x1), Last(x2), Last(x3)];

        static uint Last(TDoubles lanes) => checked((uint)LaneFunctions.AsSpan<TDoubles, ulong>(ref lanes)[^1]);
    }
}
