using Descent.Testing;
using Descent.Tests.Strictness;

namespace Descent.Tests.Battery;

/// <summary>The battery finds the fault that each check is there for, and lets rules of every kind pass.</summary>
public sealed class RuleBatteryTests
{
    /// <summary>A fault for each check.</summary>
    public static TheoryData<string, Fault> Faults { get; } = new()
    {
        { "EveryLength", Fault.DropsTheTail },
        { "UnalignedMemory", Fault.DropsTheHeadOfASlice },
        { "SpecialValueInEachLane", Fault.FlushesSubnormals },
        { "EveryLoop", Fault.ForgetsTheDecay },
        { "LargeTensor", Fault.TakesTheFirstState },
        { "UpdateOverSpans", Fault.UpdatesWithoutMomentum },
        { "AllocatesNothing", Fault.Allocates },
        { "CutAnywhere", Fault.SkipsTheFirstWeight },
        { "Permutation", Fault.TellsOddFromEven },
        { "StoredStates", Fault.KnowsItsStates },
        { "StoredWeights", Fault.KnowsItsWeights },
        { "ZeroLearningRate", Fault.MovesAtRateZero },
        { "RestoredState", Fault.CountsByItself },
        { "Quadratic", Fault.Climbs },
        { "NotANumberGradient", Fault.ForgivesNotANumber },
        { "NotANumberGradient", Fault.SpreadsNotANumber },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public void Fault_IsFound(string check, Fault fault)
    {
        var battery = Battery(fault);

        var failure = Assert.Throws<RuleCheckException>(() => battery.Run(check));

        Assert.Equal((nameof(FaultyMomentum), check, 1), (failure.Rule, failure.Check, failure.Seed));
        Assert.StartsWith($"FaultyMomentum fails {check} (seed 1): ", failure.Message, StringComparison.Ordinal);
        Assert.Throws<RuleCheckException>(battery.Run);
    }

    [Fact]
    public void EveryCheck_HasAFault()
        => Assert.Equal(Battery(Fault.None).Checks.Order(), Faults.Select(row => (string)row[0]).Distinct().Order());

    [Fact]
    public void NoFault_IsNone() => Battery(Fault.None).Run();

    /// <summary>The outcome stated is not that of any rule whose outcome is another.</summary>
    [Theory]
    [InlineData(Fault.None, NotANumberOutcome.WeightBecomesNotANumber, true)]
    [InlineData(Fault.None, NotANumberOutcome.WeightStays, false)]
    [InlineData(Fault.None, NotANumberOutcome.TensorBecomesNotANumber, false)]
    [InlineData(Fault.None, NotANumberOutcome.NotStated, true)]
    [InlineData(Fault.SpreadsNotANumber, NotANumberOutcome.NotStated, false)]
    public void NotANumber_IsAsStated(Fault fault, NotANumberOutcome stated, bool passes)
    {
        var failure = Record.Exception(() => new RuleBattery(() => new FaultyMomentum(fault)) { NotANumber = stated }.Run("NotANumberGradient"));

        Assert.Equal(passes, failure is null);
    }

    [Fact]
    public void Failure_NamesEverythingOneNeeds()
    {
        var failure = Assert.Throws<RuleCheckException>(() => Battery(Fault.DropsTheTail, seed: 7).Run("EveryLength"));

        Assert.Equal((0, 7), (failure.Index, failure.Seed));
        Assert.NotEqual(failure.ExpectedBits, failure.ActualBits);
        Assert.Matches(
            @"^FaultyMomentum fails EveryLength \(seed 7\): weight\[0\] in double, step 1, 1 in all: expected \S+ \(0x[0-9A-F]{16}\), got \S+ \(0x[0-9A-F]{16}\)\. At every length",
            failure.Message);
        Assert.Contains(failure.ExpectedBits!.Value.ToString("X16", null), failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(typeof(LambForTests))]
    [InlineData(typeof(NovoGradForTests))]
    [InlineData(typeof(OverOptimizerForTests))]
    [InlineData(typeof(RunningProductForTests))]
    [InlineData(typeof(ExchangeForTests))]
    [InlineData(typeof(ChainForTests))]
    [InlineData(typeof(RelaxedAdamForTests))]
    [InlineData(typeof(SignOfGradient))]
    [InlineData(typeof(SignUnderAnOption))]
    [InlineData(typeof(ClampByWeight))]
    public void RulesOfEveryKind_Pass(Type rule) => new RuleBattery(() => (RuleOptimizer)Activator.CreateInstance(rule)!).Run();

    [Fact]
    public void Checks_AreThoseThatCanBeMade()
    {
        var lamb = new RuleBattery(() => new Lamb()).Checks;

        Assert.DoesNotContain("CutAnywhere", lamb);
        Assert.DoesNotContain("Permutation", lamb);
        Assert.DoesNotContain("NotANumberGradient", lamb);
        Assert.Contains("ZeroLearningRate", lamb);
        Assert.Contains("NotANumberGradient", new RuleBattery(() => new Lamb()) { NotANumber = NotANumberOutcome.TensorBecomesNotANumber }.Checks);
        Assert.DoesNotContain("ZeroLearningRate", new RuleBattery(() => new Adam()) { ZeroLearningRateLeavesWeights = false }.Checks);
        Assert.DoesNotContain("ZeroLearningRate", new RuleBattery(() => new Rprop()).Checks);
        Assert.DoesNotContain("UpdateOverSpans", new RuleBattery(() => new Prodigy()).Checks);
        Assert.DoesNotContain("SpecialValueInEachLane", new RuleBattery(() => new RelaxedAdamForTests()).Checks);
    }

    /// <summary>A relaxed rule is near its method, but has other bits.</summary>
    [Fact]
    public void RelaxedTolerance_IsNeeded()
        => Assert.Throws<RuleCheckException>(() => new RuleBattery(() => new RelaxedAdamForTests()) { RelaxedTolerance = 0 }.Run("EveryLength"));

    /// <summary>What a rule throws by itself is a failure of the check, too.</summary>
    [Fact]
    public void Exception_OfTheRule_IsAFailure()
    {
        var calls = 0;
        var battery = new RuleBattery(() => ++calls < 20 ? new Sgd() : throw new InvalidOperationException("No more."));

        var failure = Assert.Throws<RuleCheckException>(() => battery.Run("EveryLength"));

        Assert.IsType<InvalidOperationException>(failure.InnerException);
        Assert.Contains("No more.", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void WhatCannotBeTested_IsRefused()
    {
        using var shared = new Sgd();
        Assert.Throws<ArgumentNullException>(() => new RuleBattery(null!));
        Assert.Contains("new optimizer", Assert.Throws<ArgumentException>(() => new RuleBattery(() => null!)).Message, StringComparison.Ordinal);
        Assert.Contains("new optimizer", Assert.Throws<ArgumentException>(() => new RuleBattery(() => shared)).Message, StringComparison.Ordinal);
        Assert.Contains("without parameters", Assert.Throws<ArgumentException>(() => new RuleBattery(WithParameter)).Message, StringComparison.Ordinal);
        Assert.Contains("Reference", Assert.Throws<ArgumentException>(() => new RuleBattery(() => new WithoutReference())).Message, StringComparison.Ordinal);
        Assert.Contains("EveryLength", Assert.Throws<ArgumentException>(() => Battery(Fault.None).Run("AnyLength")).Message, StringComparison.Ordinal);
        Assert.Equal("QuadraticSteps", Assert.Throws<ArgumentOutOfRangeException>(() => new RuleBattery(() => new Sgd()) { QuadraticSteps = 0 }).ParamName);
        Assert.Equal("QuadraticShare", Assert.Throws<ArgumentOutOfRangeException>(() => new RuleBattery(() => new Sgd()) { QuadraticShare = 1 }).ParamName);
        Assert.Equal("RelaxedTolerance", Assert.Throws<ArgumentOutOfRangeException>(() => new RuleBattery(() => new Sgd()) { RelaxedTolerance = double.NaN }).ParamName);
        Assert.Equal("NotANumber", Assert.Throws<ArgumentOutOfRangeException>(() => new RuleBattery(() => new Sgd()) { NotANumber = (NotANumberOutcome)9 }).ParamName);

        static RuleOptimizer WithParameter()
        {
            var optimizer = new Sgd();
            optimizer.Add("weights", new float[1]);
            return optimizer;
        }
    }

    private static RuleBattery Battery(Fault fault, int seed = 1)
        => new(() => new FaultyMomentum(fault)) { Seed = seed, NotANumber = fault == Fault.SpreadsNotANumber ? NotANumberOutcome.NotStated : NotANumberOutcome.WeightBecomesNotANumber };
}
