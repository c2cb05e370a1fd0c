namespace Descent.Training.Tests.Schedules;

/// <summary>What the schedules promise beyond recorded numbers: identities between them, ends, cycles, purity.</summary>
public sealed class ScheduleTests
{
    private const int Steps = 200;

    /// <summary>Two ways to say the same schedule.</summary>
    private static readonly Dictionary<string, (Schedule Left, Schedule Right)> Pairs = new()
    {
        ["a ramp down is polynomial decay of power 1"] = (new Ramp(0.3, 0.1, 80), new PolynomialDecay(0.3, 80, 0.1)),
        ["a cosine ramp down is cosine decay"] = (new Ramp(0.3, 0.1, 80, RampCurve.Cosine), new CosineDecay(0.3, 80, 0.1)),
        ["an exponential ramp is exponential decay, then constant"] =
            (new Ramp(1, 0.01, 50, RampCurve.Exponential), new ExponentialDecay(1, 0.01, period: 50).AtLeast(0.01)),
        ["multi-step decay at equal distances is step decay"] =
            (new MultiStepDecay(0.1, [50, 100, 150], 0.5), new StepDecay(0.1, 50, 0.5).Repeat(200)),
        ["step decay is exponential decay per epoch"] = (new StepDecay(0.1, 30, 0.5), new ExponentialDecay(0.1, 0.5).PerEpoch(30)),
        ["exponential decay with a period is a root of the factor"] =
            (new ExponentialDecay(0.1, 0.25, period: 2), new ExponentialDecay(0.1, 0.5)),
        ["1/t decay with a period is a slower one"] = (new InverseTimeDecay(0.1, 1, period: 4), new InverseTimeDecay(0.1, 0.25)),
        ["warm restarts of equal cycles repeat cosine decay"] =
            (new CosineWarmRestarts(0.1, 25, final: 0.01), new CosineDecay(0.1, 25, 0.01).Repeat(25)),
        ["warm restarts of doubled cycles join cosine decays"] =
            (new CosineWarmRestarts(0.1, 30, cycleFactor: 2, peakFactor: 0.5),
                new CosineDecay(0.1, 30).Then(new CosineDecay(0.05, 60), at: 30).Then(new CosineDecay(0.025, 120), at: 90)),
        ["snapshot cycles are equation 2 of the paper"] =
            (CosineWarmRestarts.ForSnapshots(0.1, steps: 200, cycles: 6), Schedule.From(s => 0.05 * (Math.Cos(Math.PI * (s % 34) / 34) + 1))),
        ["the exponential range with factor 1 is triangular"] =
            (new CyclicSchedule(0.1, 1, 7, 9, CyclicMode.ExponentialRange), new CyclicSchedule(0.1, 1, 7, 9)),
        ["a triangle is two ramps"] =
            (new CyclicSchedule(0.1, 1, 7, 9), new Ramp(0.1, 1, 7).Then(new Ramp(1, 0.1, 9), at: 7).Repeat(16)),
        ["cyclic momentum is the triangle upside down"] =
            (new CyclicSchedule(0, 1, 7).MomentumSchedule(0.8, 0.9), Schedule.From(s => 0.9 - (0.1 * new CyclicSchedule(0, 1, 7).At(s)))),
        ["warm-up, stable, decay joins three schedules"] =
            (new WarmUpStableDecay(0.1, 0.01, RampCurve.Cosine) { WarmUpSteps = 20, StableSteps = 60, DecaySteps = 40 },
                new ConstantSchedule(0.1).WithWarmUp(20).Then(new CosineDecay(0.1, 40, 0.01), at: 80)),
        ["the decay by one minus the square root"] =
            (new WarmUpStableDecay(0.1) { WarmUpSteps = 0, StableSteps = 0, DecaySteps = 40 }, Schedule.From(s => 0.1 * (1 - Math.Sqrt(Math.Min(s / 40.0, 1))))),
        ["Noam with a peak is Noam scaled"] = (NoamSchedule.WithPeak(0.1, 25), new NoamSchedule(4, 25, 1)),
        ["Noam warms up on a line"] = (new NoamSchedule(16, Steps, 2), new Ramp(0, 0.5 / Math.Sqrt(Steps), Steps).After(1)),
        ["a schedule with no warm-up is itself"] = (new CosineDecay(0.1, 50).WithWarmUp(0), new CosineDecay(0.1, 50)),
        ["a warm-up is joined before"] =
            (new CosineDecay(0.1, 50).WithWarmUp(10, from: 0.1, RampCurve.Exponential),
                new Ramp(0.01, 0.1, 10, RampCurve.Exponential).Then(new CosineDecay(0.1, 50), at: 10)),
        ["a product with a number scales"] = (0.5 * new CosineDecay(0.1, 50), new CosineDecay(0.05, 50)),
        ["a product does not depend on the order"] =
            (new CosineDecay(0.1, 50) * new StepDecay(1, 20), new StepDecay(1, 20) * new CosineDecay(0.1, 50)),
        ["a number may stand on either side"] = (new StepDecay(1, 20) * 0.1, new ConstantSchedule(0.1) * new StepDecay(1, 20)),
        ["joining at 0 replaces"] = (new ConstantSchedule(1).Then(new StepDecay(0.1, 20), at: 0), new StepDecay(0.1, 20)),
        ["joining goes on in the same count"] =
            (new ConstantSchedule(1).Then(new ConstantSchedule(2), at: 10).Then(new ConstantSchedule(3), at: 50),
                Schedule.From(s => s < 10 ? 1 : s < 50 ? 2 : 3)),
        ["a value is kept from falling below"] =
            (new ExponentialDecay(0.1, 0.9).AtLeast(0.01), Schedule.From(s => Math.Max(0.1 * Math.Pow(0.9, s), 0.01))),
    };

    public static TheoryData<string> Identities => [.. Pairs.Keys];

    public static TheoryData<string> Recorded => ScheduleOracleTests.LearningRates;

    [Theory]
    [MemberData(nameof(Identities))]
    public void Identity(string statement)
    {
        var (left, right) = Pairs[statement];
        var scale = Enumerable.Range(0, Steps).Max(step => Math.Abs(right.At(step)));
        for (var step = 0; step < Steps; step++)
        {
            Assert.True(
                Math.Abs(left.At(step) - right.At(step)) <= 1e-14 * scale, $"step {step}: {left.At(step):R} and {right.At(step):R}");
        }
    }

    /// <summary>Where a schedule starts, peaks and ends it has exactly the value it was given, and it stays there.</summary>
    [Fact]
    public void Ends_AreExact()
    {
        foreach (var curve in Enum.GetValues<RampCurve>())
        {
            var ramp = new Ramp(0.3, 0.7, 10, curve);
            Assert.Equal((0.3, 0.7, 0.7), (ramp.At(0), ramp.At(10), ramp.At(int.MaxValue)));
        }

        var cosine = new CosineDecay(0.3, 10, 0.1);
        Assert.Equal((0.3, 0.1, 0.1), (cosine.At(0), cosine.At(10), cosine.At(int.MaxValue)));
        var periodic = new CosineDecay(0.3, 10, 0.1) { IsPeriodic = true };
        Assert.Equal((0.3, 0.1, 0.3, 0.1), (periodic.At(0), periodic.At(10), periodic.At(20_000_000), periodic.At(20_000_010)));
        var polynomial = new PolynomialDecay(0.3, 10, 0.1, 2.5);
        Assert.Equal((0.3, 0.1, 0.1), (polynomial.At(0), polynomial.At(10), polynomial.At(int.MaxValue)));
        var oneCycle = new OneCycleSchedule(0.5, 100, riseFraction: 0.4, initialDivisor: 10, finalDivisor: 100);
        Assert.Equal((0.05, 0.5, 0.0005, 0.0005), (oneCycle.At(0), oneCycle.At(39), oneCycle.At(99), oneCycle.At(int.MaxValue)));
        var threePhases = new OneCycleSchedule(0.5, 100, riseFraction: 0.4, initialDivisor: 10, finalDivisor: 100, phases: OneCyclePhases.Three);
        Assert.Equal((0.05, 0.5, 0.05, 0.0005), (threePhases.At(0), threePhases.At(39), threePhases.At(78), threePhases.At(99)));
        var cyclic = new CyclicSchedule(0.1, 0.7, 3, 5);
        Assert.Equal((0.1, 0.7, 0.1, 0.7), (cyclic.At(0), cyclic.At(3), cyclic.At(8_000_000), cyclic.At(8_000_003)));
        var phases = new WarmUpStableDecay(0.3, 0.1) { WarmUpSteps = 10, StableSteps = 20, DecaySteps = 30 };
        Assert.Equal((0, 0.3, 0.3, 0.1, 0.1), (phases.At(0), phases.At(10), phases.At(30), phases.At(60), phases.At(int.MaxValue)));
    }

    /// <summary>A one-cycle schedule that does not rise, or only rises, or rises and falls at once, has no phase of length 0 to divide by.</summary>
    [Theory]
    [InlineData(0, OneCyclePhases.Two)]
    [InlineData(0.001, OneCyclePhases.Two)]
    [InlineData(1, OneCyclePhases.Two)]
    [InlineData(0, OneCyclePhases.Three)]
    [InlineData(0.5, OneCyclePhases.Three)]
    public void OneCycle_AtTheBordersOfItsRange(double riseFraction, OneCyclePhases phases)
    {
        foreach (var steps in new[] { 2, 3, 100 })
        {
            var schedule = new OneCycleSchedule(1, steps, riseFraction, phases: phases);
            Assert.All(Enumerable.Range(0, steps + 2), step => Assert.InRange(schedule.At(step), 1 / 25.0 / 1e4, 1));
            Assert.Equal(riseFraction * steps > 1 || phases == OneCyclePhases.Three ? 1 / 25.0 : 1, schedule.At(0));
            Assert.Equal(1 / 25.0 / 1e4, schedule.At(steps - 1));
        }
    }

    [Fact]
    public void Noam_PeaksAtTheEndOfTheWarmUp()
    {
        var schedule = NoamSchedule.WithPeak(0.02, warmUpSteps: 40);
        var values = Enumerable.Range(0, Steps).Select(schedule.At).ToArray();

        Assert.Equal(39, Array.IndexOf(values, values.Max()));
        Assert.Equal(0.02, values[39], 1e-16);
    }

    [Fact]
    public void Triangular2_HalvesForever()
    {
        var schedule = new CyclicSchedule(0, 1, 1, 1, CyclicMode.Triangular2);

        Assert.Equal([1, 0.5, 0.25, 0.125], new[] { 1, 3, 5, 7 }.Select(schedule.At));
        Assert.Equal(0, schedule.At(int.MaxValue));
    }

    /// <summary>The last step of each cycle is where a snapshot ensemble takes its members.</summary>
    [Fact]
    public void WarmRestarts_SayWhichCycleItIs()
    {
        var growing = new CosineWarmRestarts(0.1, 10, cycleFactor: 2);
        Assert.Equal([9, 29, 69], Enumerable.Range(0, 100).Where(growing.EndsCycle));
        Assert.Equal([0, 0, 1, 1, 2, 2, 3], new[] { 0, 9, 10, 29, 30, 69, 70 }.Select(growing.CycleAt));
        Assert.Equal(0.1, growing.At(10));
        Assert.Equal(27, growing.CycleAt(int.MaxValue));

        var snapshots = CosineWarmRestarts.ForSnapshots(0.1, steps: 300, cycles: 6);
        Assert.Equal([49, 99, 149, 199, 249, 299], Enumerable.Range(0, 300).Where(snapshots.EndsCycle));
        Assert.Equal(5, snapshots.CycleAt(299));
    }

    /// <summary>Any order, any thread, any number of times: the same bits.</summary>
    [Theory]
    [MemberData(nameof(Recorded))]
    public void Value_IsAPureFunctionOfTheStep(string id)
    {
        var schedule = ScheduleOracles.LearningRate(ScheduleOracles.Entry(id));
        var inOrder = Enumerable.Range(0, Steps).Select(schedule.At).ToArray();
        var backwards = new double[Steps];
        for (var step = Steps - 1; step >= 0; step--)
        {
            backwards[step] = schedule.At(step);
        }

        var together = new double[Steps];
        Parallel.For(0, Steps, step => together[step] = schedule.At(step));
        var another = ScheduleOracles.LearningRate(ScheduleOracles.Entry(id));

        Assert.Equal(inOrder, backwards);
        Assert.Equal(inOrder, together);
        Assert.Equal(inOrder[150], another.At(150));
    }

    [Theory]
    [MemberData(nameof(Recorded))]
    public void Value_AllocatesNothing(string id)
    {
        var schedule = ScheduleOracles.LearningRate(ScheduleOracles.Entry(id));
        schedule.At(0);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var step = 0; step < Steps; step++)
        {
            schedule.At(step);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    /// <summary>Every schedule can be asked for the last step an int can count.</summary>
    [Theory]
    [MemberData(nameof(Recorded))]
    public void Value_IsFiniteAtEveryStep(string id)
    {
        var schedule = ScheduleOracles.LearningRate(ScheduleOracles.Entry(id));

        Assert.True(double.IsFinite(schedule.At(int.MaxValue)));
    }

    [Fact]
    public void Text_SaysHowTheScheduleWasMade()
    {
        var schedule = 0.5 * new CosineDecay(0.1, 90, 0.001).WithWarmUp(10).PerEpoch(7).AtLeast(1e-5);

        Assert.Equal(
            "(0.5 * Ramp(start: 0, end: 0.1, steps: 10, curve: Linear).Then(CosineDecay(initial: 0.1, steps: 90, final: 0.001), at: 10).PerEpoch(7).AtLeast(1E-05))",
            schedule.ToString());
        Assert.Equal("MultiStepDecay(initial: 0.1, milestones: [10, 20], factor: 0.5)", new MultiStepDecay(0.1, [10, 20], 0.5).ToString());
    }
}

internal static class ScheduleShift
{
    /// <summary>A schedule that begins some steps late.</summary>
    public static Schedule After(this Schedule schedule, int steps) => Schedule.From(step => schedule.At(step + steps));
}
