using Descent.CompilerServices;
using Xunit.Abstractions;

namespace Descent.Tests.Storage;

/// <summary>Codes of 8 bits: those that are published, the nearest of them for every value, and the same in vectors.</summary>
public sealed class BlockCodeTests(ITestOutputHelper output)
{
    public static TheoryData<bool> Signs => [false, true];

    [Theory]
    [MemberData(nameof(Signs))]
    public void Values_AreThePublishedOnes(bool isSigned)
    {
        var code = Of(isSigned);
        var published = Published(isSigned);
        for (var index = 0; index < 256; index++)
        {
            // Float has 24 bits; a value is one fused operation with two rounded constants of up to ten times its size.
            Assert.Equal(published[index], code.Decode((byte)index), 1e-6 * Math.Abs(published[index]));
        }
    }

    [Theory]
    [MemberData(nameof(Signs))]
    public void EveryValue_GetsTheNearestCode(bool isSigned)
    {
        var code = Of(isSigned);
        var values = Enumerable.Range(0, 256).Select(index => (double)code.Decode((byte)index)).ToArray();
        var besideMiddles = values.Zip(values.Skip(1), (lower, upper) => (lower + upper) / 2).SelectMany(middle => new[] { (float)(middle * (1 - 1e-5)), (float)(middle * (1 + 1e-5)) });
        foreach (var value in Samples(isSigned).Concat(besideMiddles))
        {
            var chosen = Math.Abs(values[code.Encode(value)] - value);
            var least = values.Min(other => Math.Abs(other - value));

            // Beside the middle of two codes, to the rounding of the constants, either is near enough.
            Assert.True(chosen <= least + (2e-6 * Math.Abs(value)), $"{value:R}: code {code.Encode(value)} at {chosen:R}, and one at {least:R}");
        }
    }

    [Theory]
    [MemberData(nameof(Signs))]
    public void EveryCode_IsItsOwn(bool isSigned)
    {
        var code = Of(isSigned);
        Assert.All(Enumerable.Range(0, 256), index => Assert.Equal(index, code.Encode(code.Decode((byte)index))));
    }

    [Theory]
    [MemberData(nameof(Signs))]
    public void Blocks_OfEveryLength_HaveTheBitsOfSingleValues(bool isSigned)
    {
        var code = Of(isSigned);
        var random = new Random(2);
        foreach (var length in Enumerable.Range(1, 256).Concat([257, 511, 512, 513, 1000, 1024, 1500]))
        {
            var values = Enumerable.Range(0, length).Select(_ => (float)((random.NextDouble() - (isSigned ? 0.5 : 0)) * Math.Exp(-20 * random.NextDouble()))).ToArray();
            var (codes, scales, decoded) = After(code, values);
            var blocks = values.Chunk(BlockCode.BlockLength).ToArray();
            Assert.Equal(blocks.Select(block => block.Max(MathF.Abs)), scales);
            Assert.Equal(blocks.SelectMany((block, number) => block.Select(value => code.Encode(value * (1 / scales[number])))), codes);
            Assert.Equal(codes.Select((one, index) => code.Decode(one) * scales[index / BlockCode.BlockLength]), decoded);
        }
    }

    /// <summary>Each way to encode in vectors, where two codes meet and where exponents change, and each to decode.</summary>
    [Theory]
    [MemberData(nameof(Signs))]
    public void EveryWayOfVectors_HasTheBitsOfSingleValues(bool isSigned)
    {
        var code = Of(isSigned);
        var all = Enumerable.Range(0, 256).Select(index => (byte)index).ToArray();
        var middles = all.Skip(1).Select(index => (code.Decode(index) + code.Decode((byte)(index - 1))) / 2);
        var powers = Enumerable.Range(0, 150).Select(exponent => MathF.ScaleB(1, -exponent));
        var values = middles.Concat(powers).Concat(powers.Select(power => isSigned ? -power : power)).SelectMany(Around).ToList();

        // With 1 in each block its scale is 1.
        float[] blocks = [.. values.Concat(Samples(isSigned)).Chunk(BlockCode.BlockLength - 1).SkipLast(1).SelectMany(block => block.Append(1))];
        var expected = blocks.Select(code.Encode).ToArray();
        var expectedValues = all.Select(index => code.Decode(index) * 0.7f).ToArray();

        var (codes, scales, decoded) = (new byte[blocks.Length], new float[blocks.Length / BlockCode.BlockLength], new float[256]);
        if (EightNumbers.AreSupported)
        {
            Assert.Equal(blocks.Length, BlockLanes.Encode(code, blocks, 1, codes));
            Assert.Equal(expected, codes);
            Assert.Equal(256, BlockLanes.Decode(code, all, [0.7f], decoded));
            Assert.Equal(expectedValues, decoded);
        }

        if (Avx2BlockLanes.AreSupported)
        {
            Assert.Equal(blocks.Length, Avx2BlockLanes.Encode(code, blocks, codes, scales));
            Assert.Equal(expected, codes);
            Assert.All(scales, scale => Assert.Equal(1, scale));
            Assert.Equal(256, Avx2BlockLanes.Decode(code, all, [0.7f], decoded));
            Assert.Equal(expectedValues, decoded);
        }

        if (WideBlockLanes.CanEncode)
        {
            Assert.Equal(blocks.Length, WideBlockLanes.Encode(code, blocks, codes, scales));
            Assert.Equal(expected, codes);
            Assert.All(scales, scale => Assert.Equal(1, scale));
        }

        if (WideBlockLanes.CanDecode)
        {
            Assert.Equal(256, WideBlockLanes.Decode(code, all, [0.7f], decoded));
            Assert.Equal(expectedValues, decoded);
        }

        static IEnumerable<float> Around(float value)
            => Enumerable.Range(-3, 7).Select(step => BitConverter.Int32BitsToSingle(BitConverter.SingleToInt32Bits(value) + step)).Where(near => MathF.Abs(near) <= 1);
    }

    /// <summary>Blocks that are not ordinary numbers, alone and among others.</summary>
    [Theory]
    [MemberData(nameof(Signs))]
    public void SpecialBlocks_AreWhatIsStated(bool isSigned)
    {
        var code = Of(isSigned);
        var ordinary = Enumerable.Range(0, BlockCode.BlockLength).Select(index => index / 256f).ToArray();
        var (_, _, expected) = After(code, ordinary);
        float[][] bad = [.. new[] { float.NaN, -float.NaN, float.PositiveInfinity, float.NegativeInfinity }.Select(value => Block(1, 0.5f, value))];
        float[][] vanishing = [Block(), Block(1e-39f), Block(-0f)];
        Assert.All(bad, block => AssertAmongOthers(block, value => Assert.True(float.IsNaN(value))));
        Assert.All(vanishing, block => AssertAmongOthers(block, value => Assert.Equal(0u, BitConverter.SingleToUInt32Bits(value))));
        Assert.Equal(float.MaxValue, After(code, Block(float.MaxValue)).Decoded[0]);

        void AssertAmongOthers(float[] special, Action<float> assertion)
        {
            Assert.All(After(code, special[..70]).Decoded, assertion);
            var (_, _, decoded) = After(code, [.. ordinary, .. special, .. special, .. ordinary, .. ordinary, .. special, .. ordinary[..100]]);
            var blocks = decoded.Chunk(BlockCode.BlockLength).ToArray();
            Assert.All([.. blocks[1], .. blocks[2], .. blocks[5]], assertion);
            Assert.All([blocks[0], blocks[3], blocks[4]], block => Assert.Equal(expected, block));
        }

        static float[] Block(params float[] first) => [.. first, .. new float[BlockCode.BlockLength - first.Length]];
    }

    /// <summary>
    /// The mean absolute and relative errors of 2²⁰ normal and of as many uniform numbers: not above the bounds that the authors' own tests have for blocks of 256
    /// (bitsandbytes, test_dynamic_blockwise_quantization).
    /// </summary>
    [Theory]
    [InlineData(true, true, 0.011, 0.018)]
    [InlineData(true, false, 0.0035, 0.015)]
    [InlineData(false, false, 0.00175, 0.012)]
    public void Errors_AreNotAboveThePublishedBounds(bool isSigned, bool isNormal, double absolute, double relative)
    {
        var random = new Random(5);
        var (code, sums) = (Of(isSigned), (Absolute: 0.0, Relative: 0.0));
        const int Count = 1 << 20;
        var (values, codes, scale, decoded) = (new float[BlockCode.BlockLength], new byte[BlockCode.BlockLength], new float[1], new float[BlockCode.BlockLength]);
        for (var done = 0; done < Count; done += values.Length)
        {
            for (var index = 0; index < values.Length; index++)
            {
                values[index] = (float)(isNormal ? Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()) : random.NextDouble());
            }

            BlockConverter.Encode<float>(code, values, codes, scale);
            BlockConverter.Decode<float>(code, codes, scale, decoded);
            for (var index = 0; index < values.Length; index++)
            {
                var error = Math.Abs(values[index] - decoded[index]);
                sums = (sums.Absolute + error, sums.Relative + (error / Math.Abs(values[index] + 1e-8)));
            }
        }

        output.WriteLine($"{sums.Absolute / Count:0.00000} {sums.Relative / Count:0.0000}");
        Assert.InRange(sums.Absolute / Count, absolute / 2, absolute);
        Assert.InRange(sums.Relative / Count, relative / 3, relative);
    }

    private static (byte[] Codes, float[] Scales, float[] Decoded) After(BlockCode code, float[] values)
    {
        var (codes, scales, decoded) = (new byte[values.Length], new float[(values.Length + BlockCode.BlockLength - 1) / BlockCode.BlockLength], new float[values.Length]);
        BlockConverter.Encode<float>(code, values, codes, scales);
        BlockConverter.Decode<float>(code, codes, scales, decoded);
        return (codes, scales, decoded);
    }

    private static BlockCode Of(bool isSigned) => isSigned ? BlockCode.Signed : BlockCode.Unsigned;

    /// <summary>The dynamic map as its authors make it: the middles of evenly spaced bins in each power of ten, and 0 and 1.</summary>
    private static double[] Published(bool isSigned)
    {
        List<double> values = [0, 1];
        for (var i = 0; i < 7; i++)
        {
            var bins = isSigned ? 1 << i : 2 << i;
            for (var bin = 0; bin < bins; bin++)
            {
                var mean = Math.Pow(10, i - 6) * (0.1 + (0.9 * (bin + 0.5) / bins));
                values.Add(mean);
                if (isSigned)
                {
                    values.Add(-mean);
                }
            }
        }

        return [.. values.Order()];
    }

    private static IEnumerable<float> Samples(bool isSigned)
    {
        var random = new Random(3);
        for (var count = 0; count < 20_000; count++)
        {
            var magnitude = count % 2 == 0 ? Math.Exp(-18 * random.NextDouble()) : random.NextDouble();
            yield return (float)(isSigned && count % 3 == 0 ? -magnitude : magnitude);
        }
    }
}
