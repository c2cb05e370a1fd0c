namespace Descent.Training.Tests.Schedules;

/// <summary>What holds between two ends on every curve: exact ends, no way back, nothing outside, and no change between equal ends.</summary>
public sealed class RampTests
{
    private const int Steps = 1000;

    /// <summary>Values that a learning rate has, which no sum of rounded shares gives back exactly.</summary>
    private static readonly double[] Rates = [0.1, 0.3, 0.7, 1e-8, 3e-4, 1.1, 12345.678, 1e-310, 1e300];

    public static TheoryData<RampCurve> Curves => [.. Enum.GetValues<RampCurve>()];

    [Theory]
    [MemberData(nameof(Curves))]
    public void BetweenTwoEnds_TheCurveNeverTurnsBack(RampCurve curve)
    {
        double[] more = curve == RampCurve.Exponential ? [] : [0, -0.1, -0.7, -1e300];
        double[] ends = [.. Rates, 0.1 + 1e-16, Math.BitIncrement(0.7), .. more];
        foreach (var start in ends)
        {
            foreach (var end in ends)
            {
                var ramp = new Ramp(start, end, Steps, curve);
                Assert.Equal((start, end, end), (ramp.At(0), ramp.At(Steps), ramp.At(int.MaxValue)));
                for (var step = 1; step <= Steps; step++)
                {
                    var (before, now) = (ramp.At(step - 1), ramp.At(step));
                    Assert.True(start <= end ? before <= now && now <= end : before >= now && now >= end, $"{ramp}: {before:r}, then {now:r} at {step}");
                }
            }
        }
    }

    /// <summary>A long ramp between neighbours has steps of far less than a unit in the last place.</summary>
    [Theory]
    [MemberData(nameof(Curves))]
    public void ALongCurveBetweenNeighbours_NeverTurnsBack(RampCurve curve)
    {
        var ramp = new Ramp(0.1, 0.1000000000001, 1_000_000, curve);
        var before = ramp.At(0);
        for (var step = 1; step <= 1_000_000; step += 7)
        {
            var now = ramp.At(step);
            Assert.True(before <= now, $"{before:r}, then {now:r} at {step}");
            before = now;
        }
    }

    public static TheoryData<string> Families =>
    [
        "ramp Linear", "ramp Cosine", "ramp Exponential", "ramp OneMinusSquareRoot",
        "stable Linear", "stable Cosine", "stable Exponential", "stable OneMinusSquareRoot",
        "polynomial", "cosine", "periodic cosine", "restarts", "cyclic", "cyclic, halved", "one cycle", "one cycle, exponential", "one cycle, three phases",
        "warm-up from 1",
    ];

    /// <summary>Where the ends are equal every schedule is their value, to the last bit, at every step.</summary>
    [Theory]
    [MemberData(nameof(Families))]
    public void BetweenEqualEnds_EveryScheduleIsConstant(string family)
    {
        foreach (var rate in Rates)
        {
            Schedule schedule = family.Split(' ') switch
            {
                ["ramp", var curve] => new Ramp(rate, rate, Steps, Enum.Parse<RampCurve>(curve)),
                ["stable", var curve] => new WarmUpStableDecay(rate, rate, Enum.Parse<RampCurve>(curve)) { WarmUpSteps = 0, StableSteps = 7, DecaySteps = Steps },
                ["polynomial"] => new PolynomialDecay(rate, Steps, rate, 1.7),
                ["cosine"] => new CosineDecay(rate, Steps, rate),
                ["periodic", _] => new CosineDecay(rate, 37, rate) { IsPeriodic = true },
                ["restarts"] => new CosineWarmRestarts(rate, 37, 2, rate),
                ["cyclic"] => new CyclicSchedule(rate, rate, 30, 17),
                ["cyclic,", _] => new CyclicSchedule(rate, rate, 30, 17, CyclicMode.Triangular2),
                ["one", "cycle"] => new OneCycleSchedule(rate, Steps, initialDivisor: 1, finalDivisor: 1),
                ["one", _, "exponential"] => new OneCycleSchedule(rate, Steps, curve: RampCurve.Exponential, initialDivisor: 1, finalDivisor: 1),
                ["one", _, "three", _] => new OneCycleSchedule(rate, Steps, initialDivisor: 1, finalDivisor: 1, phases: OneCyclePhases.Three),
                _ => new ConstantSchedule(rate).WithWarmUp(Steps, from: 1),
            };
            for (var step = 0; step < Steps + 100; step++)
            {
                Assert.Equal(rate, schedule.At(step));
            }
        }
    }

    /// <summary>The momentum that goes with a cycle, too.</summary>
    [Fact]
    public void BetweenEqualEnds_EveryMomentumIsConstant()
    {
        var (cyclic, oneCycle) = (new CyclicSchedule(0.1, 0.3, 30, 17).MomentumSchedule(0.7, 0.7), new OneCycleSchedule(0.1, Steps).MomentumSchedule(0.7, 0.7));
        Assert.All(Enumerable.Range(0, Steps + 100), step => Assert.Equal((0.7, 0.7), (cyclic.At(step), oneCycle.At(step))));
    }

    [Fact]
    public void Schedules_HaveTheirEndsExactly()
    {
        Assert.Equal((0.3, 0.1), Ends(new PolynomialDecay(0.3, Steps, 0.1, 0.9)));
        Assert.Equal((0.3, 0.1), Ends(new CosineDecay(0.3, Steps, 0.1)));
        Assert.Equal((0.3, 0.1), Ends(new WarmUpStableDecay(0.3, 0.1) { WarmUpSteps = 0, StableSteps = 0, DecaySteps = Steps }));
        Assert.Equal(0.3, new WarmUpStableDecay(0.3, 0.1) { WarmUpSteps = 70, StableSteps = 7, DecaySteps = Steps }.At(70));
        Assert.Equal((0.3 / 25, 0.3 / 25 / 1e4), Ends(new OneCycleSchedule(0.3, Steps + 1)));
        Assert.Equal((0.1, 0.7), Ends(new CyclicSchedule(0.1, 0.7, Steps, 33)));
        Assert.Equal(0.7, NoamSchedule.WithPeak(0.7, 4321).At(4320));
        Assert.Equal(0.7, new ConstantSchedule(0.7).WithWarmUp(33, 0.1).At(33));

        static (double First, double Last) Ends(Schedule schedule) => (schedule.At(0), schedule.At(Steps));
    }

    /// <summary>
    /// The last phase of warm-up, stable, decay falls by 1 − √ unless said: the value is peak (1 − √f) (Hägele et al., 2024,
    /// arXiv:2405.18392, equation 1), so that a quarter of the way takes half of it.
    /// </summary>
    [Fact]
    public void WarmUpStableDecay_FallsByOneMinusTheSquareRoot()
    {
        var schedule = new WarmUpStableDecay(0.8) { WarmUpSteps = 10, StableSteps = 100, DecaySteps = 400 };

        Assert.Equal([0, 0.4, 0.8, 0.8, 0.8, 0.4, 0.2, 0], new[] { 0, 5, 10, 109, 110, 210, 335, 510 }.Select(step => Math.Round(schedule.At(step), 15)));
    }

    [Fact]
    public void Values_ThatNoRampCanHave_AreRefused()
    {
        Assert.Throws<InvalidOperationException>(() => Schedule.From(_ => double.NaN).WithWarmUp(5));
        Assert.Throws<InvalidOperationException>(() => new ConstantSchedule(1e300).WithWarmUp(5, from: 1e10));
        Assert.Throws<InvalidOperationException>(() => new ConstantSchedule(0).WithWarmUp(5, 0.5, RampCurve.Exponential));
        Assert.Throws<ArgumentOutOfRangeException>(
            "finalDivisor", () => new OneCycleSchedule(1e-300, 5, curve: RampCurve.Exponential, initialDivisor: 1e10, finalDivisor: 1e100));
    }

    /// <summary>The largest numbers do not overflow on the way.</summary>
    [Fact]
    public void TheLargestRange_IsGoneThrough()
    {
        Assert.Equal(0, new Ramp(double.MinValue, double.MaxValue, 2).At(1));
        Assert.Equal(1, new Ramp(double.Epsilon, double.MaxValue, 1000, RampCurve.Exponential).At(500) / (Math.Sqrt(double.Epsilon) * Math.Sqrt(double.MaxValue)), 1e-12);
        Assert.Equal(0.75e308, new WarmUpStableDecay(1.5e308) { WarmUpSteps = 1000, StableSteps = 0, DecaySteps = 0 }.At(500), 1e293);
    }
}
