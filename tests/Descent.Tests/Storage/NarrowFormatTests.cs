using Descent.CompilerServices;

namespace Descent.Tests.Storage;

/// <summary>Numbers of 16 bits: each that there is, and what others round to, one by one and in ranges of every length.</summary>
public sealed class NarrowFormatTests
{
    private static readonly float[] s_special =
    [
        0, -0f, float.Epsilon, -float.Epsilon, 1.17549435e-38f, 9.2e-41f, float.MaxValue, -float.MaxValue, float.PositiveInfinity, float.NegativeInfinity, float.NaN,
        65504, 65519.996f, 65520, -65520, 65536, 6.1e-5f, 6.1035156e-5f, 5.9604645e-8f, 2.9802322e-8f, 2.9802326e-8f, 8.94069672e-8f, 1e-9f, 3.3895314e38f, 3.3961776e38f,
        BitConverter.UInt32BitsToSingle(0x7F800001), BitConverter.UInt32BitsToSingle(0x7FFFFFFF), BitConverter.UInt32BitsToSingle(0xFFFFFFFF),
    ];

    [Fact]
    public void EveryBFloat16_IsTheUpperHalfOfAFloat()
    {
        for (var bits = 0; bits <= ushort.MaxValue; bits++)
        {
            float value = BFloat16.FromBits((ushort)bits);
            Assert.Equal(BitConverter.UInt32BitsToSingle((uint)bits << 16), value);
            Assert.True(float.IsNaN(value) ? BFloat16.IsNaN((BFloat16)value) : ((BFloat16)value).ToBits() == bits, $"{bits:X4}");
        }
    }

    [Fact]
    public void EveryHalf_IsWhatDotNetHas()
    {
        var stored = Enumerable.Range(0, ushort.MaxValue + 1).Select(bits => (ushort)bits).ToArray();
        var values = new float[stored.Length];
        NarrowConverter<HalfFormat>.Decode<float>(stored, values);
        Assert.All(stored, bits => Assert.Equal((float)BitConverter.UInt16BitsToHalf(bits), values[bits]));
        var again = new ushort[stored.Length];
        NarrowConverter<HalfFormat>.Encode<float>(values, again);
        Assert.All(stored, bits => Assert.True(float.IsNaN(values[bits]) ? Half.IsNaN(BitConverter.UInt16BitsToHalf(again[bits])) : again[bits] == bits));
    }

    [Fact]
    public void Float_RoundsToTheNearest_OfTwoToTheEven()
    {
        foreach (var value in Samples().Select(value => (float)value))
        {
            Assert.Equal(NearestBFloat16(value), ((BFloat16)value).ToBits());
            Assert.True(float.IsNaN(value) || HalfFormat.Encode(value) == BitConverter.HalfToUInt16Bits((Half)value), $"{value:R}");
        }
    }

    [Fact]
    public void Double_IsRoundedOnce()
    {
        foreach (var value in Samples())
        {
            // Between two floats, on the other side of a tie than the float that is nearest.
            foreach (var near in new[] { value, Math.BitIncrement((double)(float)value), Math.BitDecrement((double)(float)value) })
            {
                Assert.Equal(NearestBFloat16(near), ((BFloat16)near).ToBits());
                var half = new ushort[1];
                NarrowConverter<HalfFormat>.Encode<double>([near], half);
                Assert.True(double.IsNaN(near) || half[0] == BitConverter.HalfToUInt16Bits((Half)near), $"{near:R}");
            }
        }
    }

    [Fact]
    public void Ranges_OfEveryLength_HaveTheBitsOfSingleNumbers()
    {
        var values = Samples().Select(value => (float)value).Take(200).ToArray();
        for (var length = 0; length < 130; length++)
        {
            Check<BFloat16Format>(values.AsSpan(values.Length - length));
            Check<HalfFormat>(values.AsSpan(values.Length - length));
        }

        static void Check<TFormat>(ReadOnlySpan<float> values)
            where TFormat : struct, INarrowFormat
        {
            var stored = new ushort[values.Length + 1];
            stored[^1] = 0x1234;
            NarrowConverter<TFormat>.Encode(values, stored.AsSpan(0, values.Length));
            Assert.Equal(0x1234, stored[^1]);
            var decoded = new float[values.Length];
            NarrowConverter<TFormat>.Decode<float>(stored.AsSpan(0, values.Length), decoded);
            for (var index = 0; index < values.Length; index++)
            {
                Assert.Equal(TFormat.Encode(values[index]), stored[index]);
                Assert.Equal(BitConverter.SingleToUInt32Bits(TFormat.Decode(stored[index])), BitConverter.SingleToUInt32Bits(decoded[index]));
            }
        }
    }

    /// <summary>From every place within the words of a counter, for ranges of every length and longer than what is drawn at a time.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(6)]
    [InlineData(2147480000)]
    public void RoundingByChance_HasTheBitsOfSingleNumbers_AndTheWordsOfTheirPlaces(int start)
    {
        const ulong Key = 0x123456789ABCDEF0;
        var values = Samples().Select(value => (float)value).ToArray();
        var random = new Random(3);
        for (var count = 0; count < 8_000; count++)
        {
            // Numbers that Half has below its smallest normal one, and around it.
            values[count] = (float)((random.NextDouble() - 0.5) * Math.Pow(2, -12 - random.Next(16)));
        }

        foreach (var length in Enumerable.Range(0, 200).Append(values.Length))
        {
            Check<BFloat16Format>(values.AsSpan(values.Length - length));
            Check<HalfFormat>(values.AsSpan(values.Length - length));
        }

        void Check<TFormat>(ReadOnlySpan<float> values)
            where TFormat : struct, INarrowFormat
        {
            var stored = new ushort[values.Length];
            NarrowConverter<TFormat>.EncodeByChance(values, stored, new Draws(Key, step: 7, use: 2, start));
            for (var index = 0; index < values.Length; index++)
            {
                var place = start + (long)index;
                var word = Strictness.Chance.SecondChance.Words([(uint)(place >> 2), 0, 2, 7], Key)[place & 3];
                Assert.Equal(TFormat.Encode(values[index], word), stored[index]);
            }
        }
    }

    [Fact]
    public void OtherLibrariesMemory_IsSeenWithoutACopy()
    {
        var bits = new ushort[] { 0x3F80, 0xC000 };
        var numbers = BFloat16.Over(bits);
        Assert.Equal([1f, -2f], numbers.ToArray().Select(number => (float)number));
        numbers.Span[0] = (BFloat16)0.5f;
        Assert.Equal(0x3F00, bits[0]);
    }

    /// <summary>The nearest number by the definition: of the two around a value, the one at less distance, or the even one.</summary>
    private static ushort NearestBFloat16(double value)
    {
        if (double.IsNaN(value))
        {
            return BFloat16Format.NaN;
        }

        var sign = double.IsNegative(value) ? 0x8000 : 0;
        var magnitude = Math.Abs(value);
        var (low, high) = (0, 0x7F80);
        while (high - low > 1)
        {
            var middle = (low + high) / 2;
            (low, high) = At(middle) <= magnitude ? (middle, high) : (low, middle);
        }

        // What would be the next number stands for infinity.
        var (below, above) = (magnitude - At(low), (high == 0x7F80 ? 340282366920938463463374607431768211456.0 : At(high)) - magnitude);
        var nearest = double.IsInfinity(magnitude) || below > above || (below == above && low % 2 == 1) ? high : low;
        return (ushort)(sign | nearest);

        static double At(int bits) => BitConverter.UInt32BitsToSingle((uint)bits << 16);
    }

    private static IEnumerable<double> Samples()
    {
        var random = new Random(1);
        foreach (var value in s_special)
        {
            yield return value;
        }

        for (var count = 0; count < 20_000; count++)
        {
            // Numbers of every exponent, and many that are exactly, or almost, in the middle of two of 16 bits.
            var bits = (uint)random.NextInt64(uint.MaxValue) & (count % 3 == 0 ? 0xFFFF8000u : count % 3 == 1 ? 0xFFFFF000u : uint.MaxValue);
            yield return BitConverter.UInt32BitsToSingle(bits + (uint)(count % 7 == 0 ? 1 : 0));
        }
    }
}
