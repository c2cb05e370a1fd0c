namespace Descent.Tests.Strictness.Chance;

/// <summary>
/// Statistics of what rules draw, of fixed seeds: so they pass or fail for good. Each bound is the one that chance itself would break less than
/// once in 10⁶ tries: 4.9 deviations of a sum that is normal by then, or that quantile of χ².
/// </summary>
public sealed class ChanceStatisticsTests
{
    private const int Length = 1 << 18;
    private const double Deviations = 4.9;

    /// <summary>The quantile of χ² with 255 degrees of freedom that is exceeded once in 10⁶: 255 + 4.75 √510 + ⅔ (4.75² − 1), after Cornish and Fisher.</summary>
    private const double LargestChiSquared = 377;

    [Fact]
    public void UniformFillsItsIntervalEvenly()
    {
        foreach (var values in (double[][])[Drawn("a", 1, 0), Drawn("a", 2, 2)])
        {
            Assert.All(values, value => Assert.InRange(value, 0, 1 - (1.0 / (1L << 53))));
            AssertEven(values.Select(value => (int)(value * 256)));
            AssertEven(values.Select(value => (int)((long)(value * (1L << 53)) & 255)));
            AssertNear(0.5, values.Average(), Math.Sqrt(1 / 12.0));
        }
    }

    [Fact]
    public void NormalHasItsMoments()
    {
        foreach (var values in (double[][])[Drawn("a", 1, 1), Drawn("a", 2, 3)])
        {
            AssertNear(0, values.Average(), 1);
            AssertNear(1, values.Average(value => value * value), Math.Sqrt(2));
            AssertNear(0, values.Average(value => value * value * value), Math.Sqrt(15));
            AssertNear(3, values.Average(value => value * value * value * value), Math.Sqrt(96));
            AssertEven(values.Select(value => (int)(256 * Phi(value))));
        }
    }

    [Fact]
    public void NothingIsCorrelated()
    {
        var (values, deviation) = (Drawn("a", 1, 1), 1.0);
        AssertNear(0, Product(values, Drawn("a", 1, 3)), deviation);
        AssertNear(0, Product(values, Drawn("a", 2, 1)), deviation);
        AssertNear(0, Product(values, Drawn("b", 1, 1)), deviation);
        AssertNear(0, Product(values, Drawn("a", 1, 1, seed: 1)), deviation);
        AssertNear(0, Product(values, [.. values.Skip(1), values[0]]), deviation);
        AssertNear(0, Product(values, [.. values.Skip(1 << 16), .. values.Take(1 << 16)]), deviation);
        AssertNear(0, Product(values, Drawn("a", 1, 0).Select(value => (value - 0.5) * Math.Sqrt(12))), deviation);
        AssertNear(0, values.Zip(Drawn("a", 1, 3)).Average(pair => ((pair.First * pair.First) - 1) * ((pair.Second * pair.Second) - 1)), 2);
    }

    [Fact]
    public void NormalIsWhatSystemMathGives()
    {
        // Logarithm, root, cosine and product within two last places each, and the angle, of up to 2π, rounded once.
        var normals = Drawn("a", 3, 1);
        for (var index = 0; index < 20_000; index++)
        {
            var words = SecondChance.Words([(uint)index, 0, 1, 3], SecondChance.KeyOf(0, "a"));
            var (u, v) = (1 - (((((ulong)words[0] << 32) | words[1]) >> 11) * Math.ScaleB(1, -53)), ((((ulong)words[2] << 32) | words[3]) >> 11) * Math.ScaleB(1, -53));
            var radius = Math.Sqrt(-2 * Math.Log(u));
            Assert.Equal(radius * Math.Cos(2 * Math.PI * v), normals[index], radius * 1.5e-15);
        }
    }

    /// <summary>The numbers of one of <see cref="ChancefulRule"/>'s random parameters.</summary>
    private static double[] Drawn(string name, int step, int use, ulong seed = 0)
    {
        using var optimizer = new ChancefulRule { Options = { Seed = seed } };
        var parameter = optimizer.Add(name, new double[Length], new double[Length]);
        parameter.State.StepCount = step - 1;
        optimizer.Step();
        return use == 3 ? parameter.Weights.ReadOnlySpan<double>().ToArray() : parameter.States[use].ReadOnlySpan<double>().ToArray();
    }

    private static double Product(IEnumerable<double> values, IEnumerable<double> others) => values.Zip(others, (value, other) => value * other).Average();

    /// <summary>The average of so many numbers of this deviation.</summary>
    private static void AssertNear(double expected, double average, double deviation) => Assert.Equal(expected, average, Deviations * deviation / Math.Sqrt(Length));

    private static void AssertEven(IEnumerable<int> cells)
    {
        var counts = new int[256];
        foreach (var cell in cells)
        {
            counts[cell]++;
        }

        var expected = Length / 256.0;
        Assert.InRange(counts.Sum(count => (count - expected) * (count - expected) / expected), 0, LargestChiSquared);
    }

    /// <summary>The distribution function of the normal distribution, by its series (Marsaglia 2004), right to far more than cells need.</summary>
    private static double Phi(double x)
    {
        if (Math.Abs(x) > 7)
        {
            return x > 0 ? 1 - 1e-12 : 0;
        }

        var (sum, term) = (x, x);
        for (var k = 3; sum + term != sum || term == x; k += 2)
        {
            term *= x * x / k;
            sum += term;
        }

        return 0.5 + (sum * Math.Exp(-0.5 * x * x) / Math.Sqrt(2 * Math.PI));
    }
}
