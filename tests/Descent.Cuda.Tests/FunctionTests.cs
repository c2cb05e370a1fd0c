using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using Descent.CompilerServices;
using Descent.Cuda.Kernels;
using Descent.Cuda.Tests.Machine;

namespace Descent.Cuda.Tests;

/// <summary>Functions of numbers of <see cref="float"/> have on a GPU the bits that they have in the lanes of the processor.</summary>
public sealed class FunctionTests
{
    private const int Threads = 256;

    /// <summary>Arguments whose result lies nearest to a middle between two numbers, and limits of the ways that functions take.</summary>
    private static readonly uint[] s_hard =
    [
        0x3A1285FF, 0x3C413D3A, 0x41178FEB, 0x4C5D65A5, 0x65D890D3, 0x6F31A8EC, 0x0EFEEE7A, 0x3D8D6B23, 0x328885A3, 0x39826222, 0x43480000, 0x42B17218, 0xC2AEAC50, 0xC2CFF1B5,
        0x3F800000, 0xBF800000, 0x3F000000, 0x3F3504F3, 0x3F3504F4, 0x3FB504F3, 0x00000001, 0x80000001, 0x007FFFFF, 0x00800000, 0x7F7FFFFF, 0xFF7FFFFF, 0x7F800000, 0xFF800000,
        0x7FC00000, 0x00000000, 0x80000000, 0x40000000, 0x40400000, 0xC0400000, 0x3E800000, 0x45800800, 0x4B800001,
    ];

    public static TheoryData<string> Unary => ["Exp", "Log", "Log2", "Log10", "Sin", "Cos", "Tan", "Asin", "Acos", "Atan", "Sinh", "Cosh", "Tanh", "Cbrt"];

    [Theory]
    [MemberData(nameof(Unary))]
    public void OfOne(string name)
    {
        var random = new Random(11);
        float[] values = [.. s_hard.Select(BitConverter.UInt32BitsToSingle), .. Enumerable.Range(0, 12_000).Select(index => Next(random, index))];

        Compare(name, values, values, arguments: 1);
    }

    /// <summary>Angles of many turns, of each power of 2, and those next to a multiple of π/2, from which little is left.</summary>
    [Theory]
    [InlineData("Sin")]
    [InlineData("Cos")]
    [InlineData("Tan")]
    public void OfLargeAngles(string name)
    {
        var random = new Random(14);
        List<float> angles = [.. Enumerable.Range(0, 3_000).Select(index => BitConverter.UInt32BitsToSingle((((uint)index % 106) + 149 << 23) | (uint)random.Next(1 << 23) | (uint)(random.Next(2) << 31)))];
        angles.AddRange(Enumerable.Range(0, 2_000).Select(_ => (float)(random.NextInt64(1L << random.Next(2, 60)) * (Math.PI / 2))));
        angles.AddRange(Enumerable.Range(24, 104).SelectMany(exponent => new[] { MathF.BitDecrement(MathF.ScaleB(1, exponent)), MathF.ScaleB(1, exponent), -MathF.BitIncrement(MathF.ScaleB(1, exponent)) }));
        angles.AddRange([16367173f * MathF.ScaleB(1, 72), -16367173f * MathF.ScaleB(1, 72), 5.876817e20f, 6.6e27f]);

        Compare(name, [.. angles], [.. angles], arguments: 1);
    }

    [Theory]
    [InlineData("Pow")]
    [InlineData("Atan2")]
    [InlineData("Hypot")]
    [InlineData("Remainder")]
    public void OfTwo(string name)
    {
        var random = new Random(12);
        List<(float X, float Y)> pairs = [.. s_hard.SelectMany(x => s_hard.Select(y => (BitConverter.UInt32BitsToSingle(x), BitConverter.UInt32BitsToSingle(y))))];
        pairs.AddRange(Enumerable.Range(0, 6_000).Select(index => (Next(random, index), Next(random, index / 2))));

        // Squares, cubes and roots that lie in the middle between two numbers, where the first way cannot tell.
        pairs.AddRange(Enumerable.Range(0, 200).Select(index => ((4097f + (2 * index)) * (index % 2 == 0 ? 1 : -1), index % 3 == 0 ? 3f : 2f)));
        pairs.AddRange(Enumerable.Range(0, 100).Select(index => (MathF.Pow(1.5f + (index / 64f), 4), 0.25f)));

        Compare(name, [.. pairs.Select(pair => pair.X)], [.. pairs.Select(pair => pair.Y)], arguments: 2);
    }

    /// <summary>The second way alone, where the first would have told as well.</summary>
    [Theory]
    [InlineData("Pow")]
    [InlineData("Atan2")]
    public void OfTwo_BySecondWay(string name)
    {
        var random = new Random(13);
        float[] x = [.. Enumerable.Range(0, 600).Select(_ => (float)Math.Exp((random.NextDouble() * 12) - 6))];
        float[] y = [.. Enumerable.Range(0, 600).Select(_ => (float)((random.NextDouble() * 8) - 4))];
        x = name == "Pow" ? x : [.. x.Select((value, index) => index % 2 == 0 ? value : -value)];

        Compare(name, x, y, arguments: 2, "Precisely");
    }

    /// <summary>What is nearest to a middle between two numbers, with results that were computed otherwise.</summary>
    [Fact]
    public void HardestCases()
    {
        var cases = File.ReadLines(Path.Combine(AppContext.BaseDirectory, "hard-cases.txt")).Where(line => line.StartsWith("Math.", StringComparison.Ordinal))
            .Select(line => line["Math.".Length..].Split(' ')).ToList();
        Assert.True(cases.Count > 100);
        foreach (var function in cases.GroupBy(parts => parts[0]))
        {
            var numbers = function.Select(parts => parts[1..].Select(bits => BitConverter.UInt32BitsToSingle(Convert.ToUInt32(bits, 16))).ToArray()).ToList();
            var there = Run(function.Key, [.. numbers.Select(number => number[0])], [.. numbers.Select(number => number[1])], function.Key is "Pow" or "Atan2" ? 2 : 1, "");
            Assert.Equal(numbers.Select(number => number[2]), there);
        }
    }

    private static void Compare(string name, float[] x, float[] y, int arguments, string way = "")
    {
        var there = Run(name, x, y, arguments, way);
        for (var index = 0; index < x.Length; index++)
        {
            var expected = Here<DefaultLanes<float, NearMemory>>(name, x[index], y[index]);
            var isSame = float.IsNaN(expected) ? float.IsNaN(there[index]) : BitConverter.SingleToUInt32Bits(expected) == BitConverter.SingleToUInt32Bits(there[index]);
            Assert.True(isSame, $"{name}({x[index]:R}, {y[index]:R}) is {there[index]:R}, and {expected:R} on this processor.");
        }
    }

    private static float Here<TLanes>(string name, float x, float y)
        where TLanes : struct, ILanes<TLanes, float>
    {
        var (first, second) = (TLanes.Broadcast(x), TLanes.Broadcast(y));
        var result = name switch
        {
            "Exp" => TLanes.Exp(first),
            "Log" => TLanes.Log(first),
            "Log2" => TLanes.Log2(first),
            "Log10" => TLanes.Log10(first),
            "Sin" => TLanes.Sin(first),
            "Cos" => TLanes.Cos(first),
            "Tan" => TLanes.Tan(first),
            "Asin" => TLanes.Asin(first),
            "Acos" => TLanes.Acos(first),
            "Atan" => TLanes.Atan(first),
            "Sinh" => TLanes.Sinh(first),
            "Cosh" => TLanes.Cosh(first),
            "Tanh" => TLanes.Tanh(first),
            "Cbrt" => TLanes.Cbrt(first),
            "Pow" => TLanes.Pow(first, second),
            "Atan2" => TLanes.Atan2(first, second),
            "Hypot" => TLanes.Hypot(first, second),
            _ => TLanes.Remainder(first, second),
        };
        return Unsafe.As<TLanes, float>(ref result);
    }

    private static float[] Run(string name, float[] x, float[] y, int arguments, string way)
    {
        var text = PtxText.Of($$"""
            .visible .entry Test(.param .u64 values)
            {
                .reg .u64 %values, %at;
                .reg .u32 %index, %block;
                .reg .f32 %x, %y, %result;
                ld.param.u64 %values, [values];
                mov.u32 %index, %tid.x;
                mov.u32 %block, %ctaid.x;
                mad.lo.u32 %index, %block, {{Threads}}, %index;
                mad.wide.u32 %at, %index, 12, %values;
                ld.global.f32 %x, [%at];
                ld.global.f32 %y, [%at+4];
                call (%result), {{name}}, ({{(arguments == 1 ? "%x" : "%x, %y")}});
                st.global.f32 [%at+8], %result;
                ret;
            }
            """, [typeof(float)]);

        // In place of the function another that stands before it.
        text = text.Replace($"call (%result), {name}, (%x, %y);\n    st", $"call (%result), {name}{way}, (%x, %y);\n    st", StringComparison.Ordinal);
        var memory = new GlobalMemory();
        var entry = Assert.Single(PtxEntry.Load(text, memory));
        var blocks = (x.Length + Threads - 1) / Threads;
        var values = memory.Allocate(12L * blocks * Threads);
        for (var index = 0; index < x.Length; index++)
        {
            BinaryPrimitives.WriteSingleLittleEndian(memory.At(values + (12UL * (ulong)index), 4), x[index]);
            BinaryPrimitives.WriteSingleLittleEndian(memory.At(values + (12UL * (ulong)index) + 4, 4), y[index]);
        }

        var parameters = new byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(parameters, values);
        PtxBlocks.Run(entry, parameters, memory, (uint)blocks, Threads);
        return [.. x.Select((_, index) => BinaryPrimitives.ReadSingleLittleEndian(memory.At(values + (12UL * (ulong)index) + 8, 4)))];
    }

    /// <summary>Any bits, or numbers that are near to 1 or 0.</summary>
    private static float Next(Random random, int index) => (index % 3) switch
    {
        0 => BitConverter.UInt32BitsToSingle((uint)random.NextInt64(1L << 32)),
        1 => (float)((random.NextDouble() - 0.5) * Math.Pow(10, random.Next(-4, 4))),
        _ => (float)(random.NextDouble() * 4) - 2,
    };
}
