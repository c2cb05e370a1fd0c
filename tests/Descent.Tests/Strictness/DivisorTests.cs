using System.Globalization;
using System.Numerics;
using Descent.CompilerServices;
using Descent.Testing.Comparing;

namespace Descent.Tests.Strictness;

/// <summary>
/// Division by a reciprocal has the bits of a division: for special values, for the quotients that lie nearest to the middle between two
/// numbers, and for random ones. <c>DESCENT_DIVISIONS=100000000</c> sets how many of these.
/// </summary>
public sealed class DivisorTests
{
    private const int SignificandBits = 53;

    private static readonly double[] s_divisors =
    [
        1, 0.5, 0.1, 1 - 0.9, 1 - 0.999, 1 - (0.999 * 0.999), Math.BitDecrement(1), Math.BitIncrement(0.5), Math.BitDecrement(0.5), 1.0 / 3, 1e-8,
        Math.ScaleB(1, -100), Math.BitIncrement(Math.ScaleB(1, -100)), Math.BitDecrement(Math.ScaleB(1, -100)), double.Epsilon, 2.3e-308,
        Math.BitIncrement(1), 3, 1e300, double.MaxValue, double.PositiveInfinity, double.NaN, 0, -0.0, -0.5, -3, double.NegativeInfinity,
    ];

    [Fact]
    public void SpecialDividends_HaveTheBitsOfADivision()
    {
        double[] edges = [.. new[] { -1074, -1022, -1021, -969, -968, -801, -800, -700, -699, -600, 0, 923, 924, 1023 }.Select(exponent => Math.ScaleB(1, exponent)), double.MaxValue, 0];
        double[] positive = [.. Enumerable.Range(1, 64).Select(units => units * double.Epsilon), .. edges.SelectMany(edge => new[] { edge, Math.BitIncrement(edge), Math.Abs(Math.BitDecrement(edge)), edge * 1.7 })];
        double[] dividends = [.. positive, .. positive.Select(value => -value), double.PositiveInfinity, double.NegativeInfinity, double.NaN];
        foreach (var divisor in s_divisors)
        {
            Check(dividends, divisor);

            // Alone in its vector, so that no neighbour calls for the division.
            foreach (var dividend in dividends)
            {
                Check([.. Enumerable.Repeat(dividend, 8)], divisor);
            }

            // A quotient on either side of what overflows, and of what is tiny.
            foreach (var quotient in new[] { double.MaxValue, Math.ScaleB(1, -700), Math.ScaleB(1, -1022) })
            {
                var middle = quotient * divisor;
                Check([Math.BitDecrement(middle), middle, Math.BitIncrement(middle)], divisor);
            }
        }
    }

    /// <summary>Quotients that lie as near to the middle between two numbers as any can: (2N·X − k) is an odd multiple of the divisor C, k small.</summary>
    [Fact]
    public void QuotientsNearTheMiddle_HaveTheBitsOfADivision()
    {
        var random = new Random(1);
        var half = 1L << (SignificandBits - 1);
        for (var round = 0; round < 4000; round++)
        {
            var divisor = (round < 64 ? (2 * half) - (2 * round) - 1 : round < 128 ? half + (2 * (round - 64)) + 1 : random.NextInt64(half, 2 * half)) | 1;
            var inverseOfTwo = (divisor + 1) >> 1;
            List<double> dividends = [];
            foreach (var power in new[] { SignificandBits, SignificandBits + 1 })
            {
                var inverse = BigInteger.ModPow(inverseOfTwo, power, divisor);
                for (var k = -5; k <= 5; k++)
                {
                    var dividend = (long)(((k * inverse) % divisor + divisor) % divisor);
                    dividends.AddRange(new[] { dividend, dividend + divisor }.Where(value => value >= half && value < 2 * half).Select(value => (double)value));
                }
            }

            Check([.. dividends], Math.ScaleB(divisor, -SignificandBits));
        }
    }

    [Fact]
    public void RandomQuotients_HaveTheBitsOfADivision()
    {
        var count = long.Parse(Environment.GetEnvironmentVariable("DESCENT_DIVISIONS") ?? "2000000", CultureInfo.InvariantCulture);
        var random = new Random(2);
        var dividends = new double[512];
        for (var done = 0L; done < count; done += dividends.Length)
        {
            var divisor = Math.ScaleB(1 + random.NextDouble(), random.Next(4) == 0 ? random.Next(-100, -1) : -1);
            foreach (ref var dividend in dividends.AsSpan())
            {
                dividend = Math.ScaleB(random.NextDouble() - 0.5, random.Next(-40, 40));
            }

            Check(dividends, divisor);
        }
    }

    /// <summary>The method in single precision, where every significand can be tried: the proof holds for any precision.</summary>
    [Fact]
    public void TheMethod_InSinglePrecision_IsExactForAllSignificands()
    {
        var random = new Random(3);
        float[] divisors = [MathF.BitDecrement(1), MathF.BitIncrement(0.5f), 0.1f, 1 - 0.999f, .. Enumerable.Range(0, 8).Select(_ => 0.5f + (random.NextSingle() / 2))];
        foreach (var divisor in divisors)
        {
            var reciprocal = 1 / divisor;
            for (var dividend = 1f; dividend < 2; dividend = MathF.BitIncrement(dividend))
            {
                var estimate = dividend * -reciprocal;
                var remainder = MathF.FusedMultiplyAdd(estimate, divisor, dividend);
                var quotient = -MathF.FusedMultiplyAdd(remainder, -reciprocal, estimate);
                if (quotient != dividend / divisor)
                {
                    Assert.Fail($"{dividend:R} / {divisor:R} gives {quotient:R}.");
                }
            }
        }
    }

    [Fact]
    public void SingleDividends_HaveTheBitsOfADivision()
    {
        var random = new Random(4);
        foreach (var divisor in s_divisors.Concat([Math.ScaleB(1, -20), Math.BitDecrement(Math.ScaleB(1, -20)), 1.5 * Math.ScaleB(1, -20), 1e-4, 1 - Math.Pow(0.999, 7)]))
        {
            Check(SpecialValues.Mixed<float>(random, 4096), divisor);
            foreach (var exponent in new[] { -149, -148, -127, -126, -125, -100, -99, -98, -79, -78, -77, -58, 0, 107, 108, 127 })
            {
                // Alone in their vectors, so that no neighbour calls for the division.
                for (var round = 0; round < 16; round++)
                {
                    Check([.. Enumerable.Repeat(MathF.ScaleB(round == 0 ? 1 : 1 + random.NextSingle(), exponent) * (round % 2 == 0 ? 1 : -1), 16)], divisor);
                }
            }
        }
    }

    [Fact]
    public void RandomSingleQuotients_HaveTheBitsOfADivision()
    {
        var random = new Random(5);
        var dividends = new float[512];
        for (var round = 0; round < 4000; round++)
        {
            var divisor = MathF.ScaleB(1 + random.NextSingle(), random.Next(2) == 0 ? random.Next(-20, -1) : -1);
            foreach (ref var dividend in dividends.AsSpan())
            {
                dividend = MathF.ScaleB(random.NextSingle() - 0.5f, random.Next(-80, 40));
            }

            Check(dividends, divisor);
        }
    }

    private static void Check(float[] dividends, double divisor)
    {
        Check<float, DefaultLanes<float, NearMemory>>(dividends, divisor);
        Check<float, WideLanes<float, NearMemory>>(dividends, divisor);
    }

    private static void Check(double[] dividends, double divisor)
    {
        Check<double, DefaultLanes<double, NearMemory>>(dividends, divisor);
        Check<double, WideLanes<double, NearMemory>>(dividends, divisor);
    }

    private static void Check<T, TLanes>(T[] dividends, double divisor)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TLanes : struct, ILanes<TLanes, T>
    {
        Span<T> quotients = stackalloc T[TLanes.Count];
        var prepared = new Divisor<TLanes, T>(divisor);
        for (var start = 0; start < dividends.Length; start += TLanes.Count)
        {
            var chunk = dividends.AsSpan(start, Math.Min(TLanes.Count, dividends.Length - start));
            TLanes.StoreTail(Divisor<TLanes, T>.ByReciprocal(TLanes.LoadTail(chunk), prepared), quotients[..chunk.Length]);
            for (var lane = 0; lane < chunk.Length; lane++)
            {
                var expected = chunk[lane] / T.CreateTruncating(divisor);
                if (!Same(expected, quotients[lane]))
                {
                    Assert.Fail($"{chunk[lane]} / {divisor:R} is {expected}, not {quotients[lane]} ({typeof(TLanes).Name}).");
                }
            }
        }
    }

    private static bool Same<T>(T first, T second)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        => (T.IsNaN(first) && T.IsNaN(second)) || (first == second && T.IsNegative(first) == T.IsNegative(second));
}
