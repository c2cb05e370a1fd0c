using System.Globalization;

namespace Descent.Tests.Strictness.Rounding;

/// <summary>Functions of <see cref="float"/> weights are correctly rounded.</summary>
public sealed class RoundingTests
{
    private const int SignificandBits = 23;

    /// <summary>Enough that an error of a last place in one of some ten thousand results is found; all floats are the long mode's.</summary>
    private const int SamplesOfEachExponent = 400;

    /// <summary>One complete vector and an incomplete one, however wide they are.</summary>
    private const int Lanes = 17;

    private const int LanesOfWidest = 16;

    private static readonly float[] s_special =
    [
        0, -0f, 1, -1, 2, -2, 0.5f, -0.5f, 3, -3, 10, -10, 1.5f, -1.5f, float.Epsilon, -float.Epsilon, float.MaxValue, float.MinValue, float.PositiveInfinity,
        float.NegativeInfinity, float.NaN, 1.17549435E-38f, -1.17549421E-38f, 1 << 24, -(1 << 24) + 1, 1 << 28, 1 << 29, 1e20f, MathF.PI, -MathF.PI / 2, 88.7f, -103.9f, 0.99999994f, 1.0000001f,
    ];

    public static TheoryData<string> Unary => [.. MathFunctions.Unary];

    public static TheoryData<string> Binary => [.. MathFunctions.Binary];

    public static TheoryData<string, string, string, string> HardCases
    {
        get
        {
            var data = new TheoryData<string, string, string, string>();
            foreach (var line in Repository.Read("tests", "Descent.Tests", "Strictness", "Rounding", "hard-cases.txt").Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => line[0] != '#'))
            {
                var words = line.Split(' ', StringSplitOptions.TrimEntries);
                data.Add(words[0], words[1], words[2], words[3]);
            }

            return data;
        }
    }

    /// <summary>Every sign and exponent, with significands at random.</summary>
    [Theory, MemberData(nameof(Unary))]
    public void Samples_AreCorrectlyRounded(string name)
    {
        // What is special stands alone among ordinary numbers, too: a vector with none but these goes the quick way.
        var random = new Random(1);
        var x = s_special.SelectMany(special => Enumerable.Repeat(0.75f, LanesOfWidest - 1).Prepend(special)).Concat(s_special).ToList();
        for (var signAndExponent = 0; signAndExponent < 1 << 9; signAndExponent++)
        {
            for (var sample = 0; sample < SamplesOfEachExponent; sample++)
            {
                x.Add(BitConverter.Int32BitsToSingle((signAndExponent << SignificandBits) | random.Next(1 << SignificandBits)));
            }
        }

        Check(name, [.. x], new float[x.Count]);
    }

    [Theory, MemberData(nameof(Binary))]
    public void Pairs_AreCorrectlyRounded(string name)
    {
        var random = new Random(1);
        var (x, y) = (new List<float>(), new List<float>());
        foreach (var first in s_special)
        {
            x.AddRange(Enumerable.Repeat(first, s_special.Length));
            y.AddRange(s_special);
        }

        for (var pair = 0; pair < 400_000; pair++)
        {
            x.Add(Draw(random));
            y.Add(Draw(random));
        }

        Check(name, [.. x], [.. y]);
    }

    /// <summary>Pairs without anything special, which whole vectors of compute the quick way.</summary>
    [Theory, MemberData(nameof(Binary))]
    public void OrdinaryPairs_AreCorrectlyRounded(string name)
    {
        var (x, y) = OrdinaryPairs(name == "Math.Pow");
        Check(name, x, y);
    }

    /// <summary>C#'s remainder is exact; quotients have up to 31 bits.</summary>
    [Fact]
    public void Remainders_AreExact()
    {
        var (x, y) = OrdinaryPairs(false);
        var results = FunctionRule.Apply("weight % gradient", x, y);
        Assert.All(Enumerable.Range(0, x.Length), index => Assert.Equal(Bits(x[index] % y[index]), Bits(results[index])));

        static uint Bits(float value) => BitConverter.SingleToUInt32Bits(value);
    }

    /// <summary>
    /// Roots that the nearest <c>double</c> puts into the middle between two floats: of x² + y² with an integer x of 24 bits and y² = x + ¼ + ε, which is (x + ½)² + ε.
    /// </summary>
    [Fact]
    public void HypotenusesBesideTheMiddle_AreCorrectlyRounded()
    {
        var (x, y) = (new List<float>(), new List<float>());
        for (var significand = 0xB504F4L; significand < 1 << 24 && x.Count < 20_000; significand += 7)
        {
            // y² in units of 2⁻²⁴.
            var square = significand * significand;
            var distance = (square & 0xFFFFFF) - (1 << 22);
            if (distance != 0 && Math.Abs(distance) < 1 << 19)
            {
                x.Add(square >> 24);
                y.Add(significand / 4096f);
            }
        }

        Assert.InRange(x.Count, 10_000, 20_000);
        Check("double.Hypot", [.. x], [.. y]);
    }

    /// <summary>The same exponent for all weights, for which there are roots.</summary>
    [Theory]
    [InlineData(0.5f)]
    [InlineData(0.25f)]
    [InlineData(0.125f)]
    [InlineData(0.75f)]
    public void SamplesToOnePower_AreCorrectlyRounded(float exponent)
    {
        var random = new Random(1);
        var x = s_special.ToList();
        for (var sample = 0; sample < 256 * SamplesOfEachExponent; sample++)
        {
            x.Add(BitConverter.Int32BitsToSingle((sample / SamplesOfEachExponent << SignificandBits) | random.Next(1 << SignificandBits)));
        }

        Check("Math.Pow", [.. x], [.. Enumerable.Repeat(exponent, x.Count)]);
    }

    /// <summary>Powers that are exact, or in the middle between two floats, or next to these; and what is just not: a last place beside them.</summary>
    [Fact]
    public void ExactPowers_AreCorrectlyRounded()
    {
        var (x, y) = (new List<float>(), new List<float>());
        for (var root = 1; root < 1 << 12; root += 2)
        {
            for (var exponent = 1; exponent <= 16; exponent++)
            {
                for (var roots = 1; roots <= 8 && Math.Pow(root, roots) < 1 << 24; roots *= 2)
                {
                    foreach (var step in new[] { 0, 1, -1 })
                    {
                        x.Add(BitConverter.Int32BitsToSingle(BitConverter.SingleToInt32Bits((float)Math.Pow(root, roots)) + step));
                        y.Add(exponent / (float)roots);
                    }
                }
            }
        }

        Check("Math.Pow", [.. x], [.. y]);
    }

    /// <summary>Where the result is nearest to the middle between two floats. The results are those of mpmath, with 400 places.</summary>
    [Theory, MemberData(nameof(HardCases))]
    public void HardCase_IsCorrectlyRounded(string name, string x, string y, string expected)
    {
        var function = MathFunctions.Find(name)!;
        float[] first = [.. Enumerable.Repeat(Single(x), Lanes)], second = [.. Enumerable.Repeat(Single(y), Lanes)];
        Assert.All(FunctionRule.Apply(function, first, second), result => Assert.Equal(expected, Text(result)));
        Assert.All(DefaultVectors.Apply(function.Opcode, first, second), result => Assert.Equal(expected, Text(result)));
        Assert.Equal(expected, Text(CorrectRounding.Precisely(function, Single(x), Single(y))));
    }

    /// <summary>Numbers of many magnitudes, or bases and exponents of powers within the range.</summary>
    private static (float[] X, float[] Y) OrdinaryPairs(bool areOfPowers)
    {
        var random = new Random(1);
        var x = new float[400_000];
        var y = new float[x.Length];
        for (var pair = 0; pair < x.Length; pair++)
        {
            x[pair] = (float)Math.Exp((random.NextDouble() * 30) - 15);
            y[pair] = areOfPowers ? (random.NextSingle() * 8) - 4 : (float)Math.Exp((random.NextDouble() * 8) - 6) * (random.Next(2) == 0 ? 1 : -1);
        }

        return (x, y);
    }

    private static float Draw(Random random) => random.Next(4) switch
    {
        0 => BitConverter.Int32BitsToSingle(random.Next(int.MinValue, int.MaxValue)),
        1 => (float)((random.NextDouble() * 4) - 2),
        2 => (float)Math.Exp((random.NextDouble() * 20) - 10),
        _ => random.Next(-64, 65) / (float)(1 << random.Next(4)),
    };

    private static void Check(string name, float[] x, float[] y)
    {
        var function = MathFunctions.Find(name)!;
        var (results, others) = (FunctionRule.Apply(function, x, y), DefaultVectors.Apply(function.Opcode, x, y));
        var wrong = Enumerable.Range(0, x.Length).AsParallel()
            .Select(index => (X: x[index], Y: y[index], Result: results[index], Other: others[index], Expected: CorrectRounding.Of(function, x[index], y[index])))
            .Where(item => !CorrectRounding.AreSame(item.Result, item.Expected) || !CorrectRounding.AreSame(item.Other, item.Expected))
            .Select(item => string.Create(CultureInfo.InvariantCulture, $"{name}({item.X:g9}, {item.Y:g9}) = {item.Expected:g9}, not {item.Result:g9} and {item.Other:g9}"))
            .ToList();
        Assert.True(wrong.Count == 0, $"{wrong.Count} of {x.Length}: {string.Join("; ", wrong.Take(5))}");
    }

    private static float Single(string bits) => BitConverter.UInt32BitsToSingle(uint.Parse(bits, NumberStyles.HexNumber, CultureInfo.InvariantCulture));

    private static string Text(float value) => BitConverter.SingleToUInt32Bits(value).ToString("x8", CultureInfo.InvariantCulture);
}
