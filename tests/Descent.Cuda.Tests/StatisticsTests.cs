using System.Numerics;

namespace Descent.Cuda.Tests;

/// <summary>Statistics of parameters on a device are those of the same parameters here, to the bit.</summary>
public sealed class StatisticsTests
{
    [Theory]
    [InlineData(nameof(AdamW), 0.0)]
    [InlineData(nameof(AdamW), 0.1)]
    [InlineData(nameof(Lamb), 0.0)]
    [InlineData(nameof(Adafactor), 0.0)]
    [InlineData(nameof(AdamMini), 0.0)]
    public void EachStep_TellsTheSame(string rule, double specialShare)
    {
        Compare<float>(rule, specialShare, scale: 1);
        Compare<double>(rule, specialShare, scale: 1);
    }

    /// <summary>Squares that vanish in double, and a factor that is two of them.</summary>
    [Theory]
    [InlineData(1e-160)]
    [InlineData(1e170)]
    public void SumsThatDoNotServe_AreTakenOfTheValues(double scale) => Compare<double>(nameof(Sgd), 0, scale);

    /// <summary>Gradients of fewer bits than their weights have; clipped, maximized and zeroed.</summary>
    [Fact]
    public void GradientsAsTheRuleIsGivenThem()
    {
        using var pair = new StoredPair<float, Half>(() => new Adam { Options = { CollectStatistics = true, MaximumGradientNorm = 0.25, Maximize = true, ClearGradientsAfterStep = true } }, specialShare: 0);
        pair.Add("first", 9000).Add("second", 40);
        pair.Step();
        pair.Step();

        AssertSame(pair.Here, pair.There);
    }

    private static void Compare<T>(string rule, double specialShare, double scale)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>, IMinMaxValue<T>
    {
        using var pair = new Pair<T>(Create, seed: 4, specialShare);
        pair.Add("many", (2 * 8192) + 70).Add("wide", 2, 8192 + 30).Add("matrix", 30, 20).Add("none", 0).Add("one", 1);
        for (var step = 1; step <= 2; step++)
        {
            pair.Step();
            AssertSame(pair.Here, pair.There);
            pair.AssertSame($"step {step}");
        }

        RuleOptimizer Create()
        {
            var optimizer = BuiltInRulesTests.Create(rule);
            (optimizer.Options.CollectStatistics, optimizer.Options.GradientScale) = (true, scale);
            return optimizer;
        }
    }

    private static void AssertSame(Optimizer here, Optimizer there)
    {
        foreach (var (expected, actual) in here.Parameters.Zip(there.Parameters))
        {
            Assert.True(expected.Statistics!.Value.StepCount > 0 && (expected.Statistics.Value.GradientNorm != 0 || expected.Memory.Length == 0), expected.Name);
            Assert.Equal(expected.Statistics, actual.Statistics);
        }
    }
}
