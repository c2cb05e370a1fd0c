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

    /// <summary>Weights of 16 bits as they are computed, of which some are stored as they were; with what is kept beside them, and by chance.</summary>
    [Theory]
    [InlineData(nameof(AdamW), WeightPrecision.Nearest, 1)]
    [InlineData(nameof(AdamW), WeightPrecision.Nearest, 1e-3)]
    [InlineData(nameof(AdamW), WeightPrecision.Stochastic, 1e-3)]
    [InlineData(nameof(AdamW), WeightPrecision.Master, 1)]
    [InlineData(nameof(AdamW), WeightPrecision.SplitMaster, 1)]
    [InlineData(nameof(AdamW), WeightPrecision.Compensated, 1)]
    [InlineData(nameof(Lamb), WeightPrecision.Nearest, 1e-2)]
    [InlineData(nameof(Adafactor), WeightPrecision.Stochastic, 1)]
    [InlineData(nameof(AdamMini), WeightPrecision.Nearest, 1e-3)]
    [InlineData(nameof(Sgld), WeightPrecision.Compensated, 1)]
    public void SixteenBits(string rule, WeightPrecision precision, double rate)
    {
        CompareStored<BFloat16, float>(rule, precision, rate);
        if (precision != WeightPrecision.SplitMaster)
        {
            CompareStored<Half, BFloat16>(rule, precision, rate);
        }
    }

    [Theory]
    [MemberData(nameof(BuiltInRulesTests.Rules), MemberType = typeof(BuiltInRulesTests))]
    public void EachRule_OfSixteenBits(string rule) => CompareStored<BFloat16, float>(rule, WeightPrecision.Nearest, rate: 1, length: 200);

    /// <summary>A step that fails leaves weights where they lie: what comes after it takes them from there.</summary>
    [Fact]
    public void StepAfterOneThatFailed()
    {
        using var pair = new StoredPair<BFloat16, float>(() => new Adam { Options = { CollectStatistics = true } }, specialShare: 0);
        pair.Add("weights", 100);

        // What decodes is loaded before, and what measures.
        var loads = 0;
        pair.Driver.Fails = call => call == "load" && loads++ == 2;
        Assert.Throws<IncompleteStepException>(() => pair.There.Step());
        pair.Driver.Fails = _ => false;
        pair.There.ResolveIncompleteStep(IncompleteStepResolution.Restored);
        pair.Here.Options.CollectStatistics = pair.There.Options.CollectStatistics = false;
        pair.Step();
        pair.AssertSame("the step after");
    }

    private static void CompareStored<TWeight, TGradient>(string rule, WeightPrecision precision, double rate, int length = 8192 + 300)
        where TWeight : unmanaged
        where TGradient : unmanaged
    {
        using var pair = new StoredPair<TWeight, TGradient>(Create, specialShare: 0);
        pair.Add("many", length).Add("matrix", 30, 20).Add("none", 0).Add("one", 1);
        foreach (var parameter in pair.Here.Parameters.Concat(pair.There.Parameters))
        {
            parameter.LearningRateScale = rate;
        }

        for (var step = 1; step <= 3; step++)
        {
            pair.Step();
            AssertSame(pair.Here, pair.There);
            pair.AssertSame($"step {step}");
        }

        if (rate < 0.1 && precision == WeightPrecision.Nearest)
        {
            Assert.True(pair.There.Parameters[0].Statistics!.Value.LostUpdates > 0);
        }

        RuleOptimizer Create()
        {
            var optimizer = BuiltInRulesTests.Create(rule);
            (optimizer.Options.CollectStatistics, optimizer.Storage.Weights) = (true, precision);
            return optimizer;
        }
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
