namespace Descent.Training.Tests.Initialization;

public sealed class RandomSourceTests
{
    [Fact]
    public void Generator_GivesItsAuthorsNumbers()
    {
        // The first numbers of the authors' C code, xoshiro256starstar.c from state 1, 2, 3, 4 and splitmix64.c from 1234567.
        var xoshiro = new Xoshiro256(1, 2, 3, 4);
        Assert.Equal(
            [11520, 0, 1509978240, 1215971899390074240, 1216172134540287360, 607988272756665600],
            Enumerable.Range(0, 6).Select(_ => xoshiro.NextBits()));
        var state = 1234567UL;
        Assert.Equal(
            [6457827717110365317, 3203168211198807973, 9817491932198370423],
            Enumerable.Range(0, 3).Select(_ => Xoshiro256.SplitMix64(ref state)));
    }

    [Fact]
    public void Seed_FixesEveryBit()
    {
        // Computed with a second implementation, in Python's integers of any size.
        var random = new RandomSource(42);
        Assert.Equal([9224784294357746600, 1174001355426109171, 3960711856074081143], Enumerable.Range(0, 3).Select(_ => random.NextBits()));
        random = new RandomSource(42, "layer1.weight");
        Assert.Equal([6724857390465551720, 18067282898963761593, 14644518061128614253], Enumerable.Range(0, 3).Select(_ => random.NextBits()));
    }

    [Fact]
    public void NextNormal_IsTheQuantileOfNextUniform()
    {
        // Python's statistics.NormalDist.inv_cdf of the same uniform numbers; its logarithm may differ in the last bit.
        double[] expected = [-0.3463090084542229, 2.042103528108176, 0.8199612982874861, -0.3184537266056586];
        var random = new RandomSource(42, "layer1.weight");
        foreach (var value in expected)
        {
            Assert.Equal(value, random.NextNormal(), 1e-15);
        }
    }

    [Theory]
    [InlineData(0.5, 0)]
    [InlineData(0.6, 0.2533471031357998)]
    [InlineData(0.075, -1.4395314709384557)]
    [InlineData(0.0749, -1.4402382675279632)]
    [InlineData(0.01, -2.3263478740408408)]
    [InlineData(0.999, 3.090232306167813)]
    [InlineData(1e-10, -6.361340902404056)]
    [InlineData(1.1102230246251565e-16, -8.209536151601386)]
    public void NormalQuantile_IsThatOfPython(double p, double expected)
        // Two roundings of 2⁻⁵² in the argument and as many in the two polynomials.
        => Assert.Equal(expected, NormalQuantile.At(p), Math.Abs(expected) * 1e-15);

    [Fact]
    public void Log_IsTheLogarithm()
    {
        for (var x = 1e-16; x < 1e3; x *= 1.037)
        {
            Assert.Equal(Math.Log(x), NormalQuantile.Log(x), Math.Max(Math.Abs(Math.Log(x)), 0.02) * 5e-16);
        }

        Assert.Equal(0, NormalQuantile.Log(1));
    }

    [Fact]
    public void NextUniform_AtTheEnds_IsNeitherZeroNorOne()
    {
        var zeros = new Xoshiro256(0, 0, 0, 0);
        Assert.Equal(Math.Pow(2, -53), zeros.NextUniform());
        // The state whose result is 2⁶⁴ − 1: rotate(s₁ · 5, 7) · 9 with s₁ worked backwards.
        var inverseOf9 = 0x8E38E38E38E38E39UL;
        var inverseOf5 = 0xCCCCCCCCCCCCCCCDUL;
        var ones = new Xoshiro256(0, unchecked(ulong.RotateRight(unchecked(ulong.MaxValue * inverseOf9), 7) * inverseOf5), 0, 0);
        Assert.Equal(1 - Math.Pow(2, -53), ones.NextUniform());
    }

    [Fact]
    public void NextIndex_OfThree_IsEachAsOften()
    {
        var random = new Xoshiro256(3, 0);
        var counts = new int[3];
        const int draws = 300_000;
        for (var i = 0; i < draws; i++)
        {
            counts[random.NextIndex(3)]++;
        }

        // Five standard deviations of a binomial count.
        Assert.All(counts, count => Assert.Equal(draws / 3.0, count, 5 * Math.Sqrt(draws * (1 / 3.0) * (2 / 3.0))));
    }

    [Fact]
    public void NextBits_OfNeighbouringSeedsAndNames_AreUnrelated()
    {
        RandomSource[] sources = [new(0), new(1), new(2), new(0, "a"), new(0, "b"), new(0, "A"), new(1, "a")];
        Assert.Equal(sources.Length, sources.Select(source => source.NextBits()).Distinct().Count());
        Assert.Equal(new RandomSource(5).NextBits(), new RandomSource(5).NextBits());
        Assert.Equal("name", Assert.Throws<ArgumentNullException>(() => new RandomSource(1, null!)).ParamName);
    }
}
