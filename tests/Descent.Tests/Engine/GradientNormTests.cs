using Descent.Tests.Strictness;

namespace Descent.Tests.Engine;

/// <summary>Norms of gradients of every order and size, and what clipping by them does to a step of rate 1.</summary>
public sealed class GradientNormTests
{
    /// <summary>Finite gradients are clipped to the limit, whatever their squares do.</summary>
    [Theory]
    [InlineData(1e200, 2)]
    [InlineData(1.7e308, 2)]
    [InlineData(1.7e308, 1)]
    [InlineData(1.7e308, 3)]
    [InlineData(1.7e308, double.PositiveInfinity)]
    [InlineData(1e154, 2)]
    [InlineData(3, 7)]
    public void LargeGradients_AreClipped(double size, double order)
    {
        foreach (var bad in Enum.GetValues<NonFiniteGradients>())
        {
            double[] weights = [1, 1];
            var optimizer = new Sgd { LearningRate = 1, Options = { MaximumGradientNorm = 1, GradientNormOrder = order, NonFiniteGradients = bad } };
            var parameter = optimizer.Add("weights", weights, [size, -size]);

            var result = optimizer.Step();

            // ‖(a, a)‖ = a · 2^(1/p). The factor is subnormal where the norm is beyond the numbers, and exact to 2⁻⁴⁹ then.
            var share = double.IsPositiveInfinity(order) ? 1 : Math.Pow(2, -1 / order);
            Assert.Equal(1 - share, weights[0], 4e-15 + (1e-6 / size));
            Assert.Equal(1 + share, weights[1], 4e-15 + (1e-6 / size));
            var norm = size / share;
            Assert.True(double.IsPositiveInfinity(norm) ? norm == result.GradientNorm : Math.Abs((result.GradientNorm!.Value / norm) - 1) < 1e-12, $"{result.GradientNorm}");
            Assert.Equal((false, 1), (result.IsSkipped, parameter.StepCount));
        }
    }

    /// <summary>A norm does not vanish with the squares: a scale that makes the gradients large again finds it.</summary>
    [Theory]
    [InlineData(2)]
    [InlineData(5)]
    public void SmallGradients_AreClipped(double order)
    {
        double[] weights = [1, 1, 1];
        var optimizer = new Sgd { LearningRate = 1, Options = { MaximumGradientNorm = 0.5, GradientScale = 1e250, GradientNormOrder = order } };
        optimizer.Add("weights", weights, [3e-250, -4e-250, 0]);

        var result = optimizer.Step();

        var norm = Math.Pow(Math.Pow(3, order) + Math.Pow(4, order), 1 / order);
        Assert.Equal(norm, result.GradientNorm!.Value, 1e-14);
        Assert.Equal(1 - (3 * 0.5 / norm), weights[0], 1e-6);
        Assert.Equal(1 + (4 * 0.5 / norm), weights[1], 1e-6);
        Assert.Equal(1, weights[2]);
    }

    /// <summary>A few large gradients among many small ones, in different chunks and tensors.</summary>
    [Fact]
    public void LargeGradients_AmongSmallOnes_CountAlone()
    {
        var gradients = new double[20_000];
        Array.Fill(gradients, 1e100);
        gradients[7] = 3e200;
        gradients[19_999] = 4e200;
        var optimizer = new Sgd { Options = { MaximumGradientNorm = 1, MaxDegreeOfParallelism = 3 } };
        optimizer.Add("small", new float[40_000], Enumerable.Repeat(1e30f, 40_000).ToArray());
        optimizer.Add("large", new double[20_000], gradients);

        Assert.Equal(1, optimizer.Step().GradientNorm!.Value / 5e200, 1e-14);
    }

    /// <summary>Where the sum of squares is an ordinary number, the bits are those of the plain sum.</summary>
    [Fact]
    public void OrdinaryGradients_GiveTheBitsOfTheSumOfSquares()
    {
        var random = new Random(5);
        var gradients = Enumerable.Range(0, 500).Select(_ => random.NextDouble() * 1e100).ToArray();
        var optimizer = new Sgd { Options = { MaximumGradientNorm = 1 } };
        optimizer.Add("weights", new double[500], gradients);
        var reduction = new CompilerServices.Reduction(CompilerServices.ReductionKind.Sum);
        reduction.Add<double>(gradients.Select(gradient => gradient * gradient).ToArray());

        Assert.Equal(Math.Sqrt(reduction.Total), optimizer.Step().GradientNorm);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(1.5)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(40)]
    [InlineData(double.PositiveInfinity)]
    public void NormOfEveryOrder_IsItsFormula_WithTheSameBitsForEveryNumberOfThreads(double order)
    {
        var random = new Random(6);
        var single = Enumerable.Range(0, 100_000).Select(_ => (float)(random.NextDouble() - 0.5)).ToArray();
        var twice = Enumerable.Range(0, 70_001).Select(_ => 4 * (random.NextDouble() - 0.5)).ToArray();
        var magnitudes = single.Select(gradient => Math.Abs((double)gradient)).Concat(twice.Select(Math.Abs)).ToList();
        var expected = double.IsPositiveInfinity(order) ? magnitudes.Max() : Math.Pow(magnitudes.Sum(magnitude => Math.Pow(magnitude, order)), 1 / order);
        var norms = new[] { 1, 2, 5 }.Select(threads =>
        {
            using var first = new Sgd();
            using var second = new Sgd();
            first.Add("single", new float[single.Length], single);
            second.Add("twice", new double[twice.Length], twice);
            var group = new OptimizerGroup(first, second) { Options = { MaximumGradientNorm = 1, GradientNormOrder = order, MaxDegreeOfParallelism = threads } };
            return group.Step().GradientNorm!.Value;
        }).ToList();

        // Another order of adding 170,001 powers, and powers of another rounding.
        Assert.Equal(expected, norms[0], expected * 1e-11);
        Assert.Equal([norms[0]], norms.Distinct());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(2.5)]
    [InlineData(double.PositiveInfinity)]
    public void BadGradients_AreFound_ByTheNormOfEveryOrder(double order)
    {
        foreach (var bad in new[] { double.NaN, double.PositiveInfinity, double.NegativeInfinity })
        {
            var gradients = new double[9000];
            gradients[8999] = bad;
            gradients[1] = 1e300;
            using var optimizer = new Sgd { Options = { GradientNormOrder = order, NonFiniteGradients = NonFiniteGradients.SkipStep } };
            optimizer.Add("good", new double[2], [1e308, 1e308]);
            optimizer.Add("bad", new double[9000], gradients);

            var result = optimizer.Step();

            Assert.Equal(("bad", 8999), (result.NonFiniteParameter!.Name, result.NonFiniteIndex));
            Assert.False(double.IsFinite(result.GradientNorm!.Value));
        }
    }

    /// <summary>A factor that is no normal float is not rounded to one that has no bits left.</summary>
    [Fact]
    public void FloatGradients_TimesAFactorBelowTheFloats_KeepTheirBits()
    {
        var gradients = Enumerable.Repeat(3e38f, 10_000).ToArray();
        var weights = new float[10_000];
        var optimizer = new Sgd { LearningRate = 1, Options = { MaximumGradientNorm = 1e-4 } };
        optimizer.Add("weights", weights, gradients);
        optimizer.Step();

        // 3e38 · 1e-4 / (3e38 · √10,000) = 1e-6, in three roundings of float.
        Assert.All(weights, weight => Assert.Equal(-1e-6, weight, 1e-12));
    }

    [Fact]
    public void Statistics_OfLargeAndSmallValues_AreTrue()
    {
        double[] weights = [3e200, 4e200];
        var optimizer = new Sgd { LearningRate = 1, Options = { CollectStatistics = true } };
        var parameter = optimizer.Add("weights", weights, [3e-200, -4e-200]);
        optimizer.Step();

        var statistics = parameter.Statistics!.Value;
        Assert.Equal(1, statistics.WeightNorm / 5e200, 1e-15);
        Assert.Equal(1, statistics.GradientNorm / 5e-200, 1e-15);
        Assert.Equal(0, statistics.UpdateNorm);
    }

    [Fact]
    public void Chains_ClipByThePNorm_AndByTheLargestMagnitude()
    {
        double[] weights = [0, 0], others = [0];
        using var byNorm = new ClippedByPNorm { LearningRate = 1, MaximumGlobalNorm = 0.5, NormOrder = 3 };
        byNorm.Add("a", weights, [3.0, -4.0]);
        byNorm.Add("b", others, [5.0]);
        byNorm.Step();
        var norm = Math.Cbrt(27 + 64 + 125);
        Assert.Equal([-1.5 / norm, 2 / norm, -2.5 / norm], [weights[0], weights[1], others[0]], (expected, actual) => Math.Abs(expected - actual) < 1e-15);

        double[] large = [0, 0];
        using var byMaximum = new ClippedByMaximum { LearningRate = 1, MaximumMagnitude = 0.5 };
        byMaximum.Add("a", large, [1.0, -4.0]);
        byMaximum.Step();
        Assert.Equal([-0.125, 0.5], large);
    }

    [Fact]
    public void GradientNormOrder_IsAtLeastOne()
    {
        var options = new OptimizerOptions();
        Assert.Equal("GradientNormOrder", Assert.Throws<ArgumentOutOfRangeException>(() => options.GradientNormOrder = 0.5).ParamName);
        Assert.Equal("GradientNormOrder", Assert.Throws<ArgumentOutOfRangeException>(() => options.GradientNormOrder = double.NaN).ParamName);
        Assert.Equal(2, options.GradientNormOrder);
    }
}
