namespace Descent.Training.Tests.Schedules;

/// <summary>An argument out of its range is named, with its value and the range.</summary>
public sealed class ScheduleArgumentTests
{
    private static readonly Schedule Some = new ConstantSchedule(0.1);

    /// <summary>Call by call: what it says, which argument is wrong, its value, the range in the message.</summary>
    private static readonly Dictionary<string, (Action Call, string Argument, object Value, string Range)> Calls = new()
    {
        ["At(-1)"] = (() => Some.At(-1), "step", -1, "at least 0"),
        ["Then(at: -1)"] = (() => Some.Then(Some, at: -1), "at", -1, "at least 0"),
        ["WithWarmUp(-1)"] = (() => Some.WithWarmUp(-1), "steps", -1, "at least 0"),
        ["WithWarmUp(from: -0.1)"] = (() => Some.WithWarmUp(5, from: -0.1), "from", -0.1, "at least 0"),
        ["WithWarmUp(from: 0, exponential)"] = (() => Some.WithWarmUp(5, 0, RampCurve.Exponential), "from", 0.0, "greater than 0"),
        ["WithWarmUp(from: NaN)"] = (() => Some.WithWarmUp(5, double.NaN), "from", double.NaN, "finite"),
        ["WithWarmUp(curve: 9)"] = (() => Some.WithWarmUp(5, 1, (RampCurve)9), "curve", (RampCurve)9, "Linear, Cosine, Exponential, OneMinusSquareRoot"),
        ["Repeat(0)"] = (() => Some.Repeat(0), "period", 0, "at least 1"),
        ["PerEpoch(0)"] = (() => Some.PerEpoch(0), "stepsPerEpoch", 0, "at least 1"),
        ["AtLeast(-infinity)"] = (() => Some.AtLeast(double.NegativeInfinity), "minimum", double.NegativeInfinity, "finite"),
        ["NaN * schedule"] = (() => _ = double.NaN * Some, "factor", double.NaN, "finite"),
        ["ToSvg(1)"] = (() => Some.ToSvg(1), "steps", 1, "at least 2"),
        ["Constant(NaN)"] = (() => _ = new ConstantSchedule(double.NaN), "value", double.NaN, "finite"),
        ["StepDecay(infinity)"] = (() => _ = new StepDecay(double.PositiveInfinity, 3), "initial", double.PositiveInfinity, "finite"),
        ["StepDecay(period: 0)"] = (() => _ = new StepDecay(1, 0), "period", 0, "at least 1"),
        ["StepDecay(factor: 0)"] = (() => _ = new StepDecay(1, 3, 0), "factor", 0.0, "greater than 0"),
        ["MultiStepDecay(NaN)"] = (() => _ = new MultiStepDecay(double.NaN, []), "initial", double.NaN, "finite"),
        ["MultiStepDecay(-1)"] = (() => _ = new MultiStepDecay(1, [-1]), "milestones", -1, "at least 0"),
        ["MultiStepDecay(30, 20)"] = (() => _ = new MultiStepDecay(1, [30, 20]), "milestones", 20, "at least 30"),
        ["MultiStepDecay(factor: -1)"] = (() => _ = new MultiStepDecay(1, [3], -1), "factor", -1.0, "greater than 0"),
        ["ExponentialDecay(NaN)"] = (() => _ = new ExponentialDecay(double.NaN, 0.9), "initial", double.NaN, "finite"),
        ["ExponentialDecay(factor: 0)"] = (() => _ = new ExponentialDecay(1, 0), "factor", 0.0, "greater than 0"),
        ["ExponentialDecay(period: 0)"] = (() => _ = new ExponentialDecay(1, 0.9, 0), "period", 0, "at least 1"),
        ["InverseTimeDecay(NaN)"] = (() => _ = new InverseTimeDecay(double.NaN, 1), "initial", double.NaN, "finite"),
        ["InverseTimeDecay(rate: -1)"] = (() => _ = new InverseTimeDecay(1, -1), "rate", -1.0, "at least 0"),
        ["InverseTimeDecay(period: 0)"] = (() => _ = new InverseTimeDecay(1, 1, 0), "period", 0, "at least 1"),
        ["PolynomialDecay(NaN)"] = (() => _ = new PolynomialDecay(double.NaN, 5), "initial", double.NaN, "finite"),
        ["PolynomialDecay(steps: 0)"] = (() => _ = new PolynomialDecay(1, 0), "steps", 0, "at least 1"),
        ["PolynomialDecay(final: NaN)"] = (() => _ = new PolynomialDecay(1, 5, double.NaN), "final", double.NaN, "finite"),
        ["PolynomialDecay(power: 0)"] = (() => _ = new PolynomialDecay(1, 5, 0, 0), "power", 0.0, "greater than 0"),
        ["Ramp(NaN)"] = (() => _ = new Ramp(double.NaN, 1, 5), "start", double.NaN, "finite"),
        ["Ramp(end: infinity)"] = (() => _ = new Ramp(0, double.PositiveInfinity, 5), "end", double.PositiveInfinity, "finite"),
        ["Ramp(steps: 0)"] = (() => _ = new Ramp(0, 1, 0), "steps", 0, "at least 1"),
        ["Ramp(curve: -1)"] = (() => _ = new Ramp(0, 1, 5, (RampCurve)(-1)), "curve", (RampCurve)(-1), "Linear, Cosine"),
        ["Ramp(0, exponential)"] = (() => _ = new Ramp(0, 1, 5, RampCurve.Exponential), "start", 0.0, "greater than 0"),
        ["Ramp(end: 0, exponential)"] = (() => _ = new Ramp(1, 0, 5, RampCurve.Exponential), "end", 0.0, "greater than 0"),
        ["CosineDecay(NaN)"] = (() => _ = new CosineDecay(double.NaN, 5), "initial", double.NaN, "finite"),
        ["CosineDecay(steps: 0)"] = (() => _ = new CosineDecay(1, 0), "steps", 0, "at least 1"),
        ["CosineDecay(final: NaN)"] = (() => _ = new CosineDecay(1, 5, double.NaN), "final", double.NaN, "finite"),
        ["WarmRestarts(NaN)"] = (() => _ = new CosineWarmRestarts(double.NaN, 5), "initial", double.NaN, "finite"),
        ["WarmRestarts(firstCycle: 0)"] = (() => _ = new CosineWarmRestarts(1, 0), "firstCycle", 0, "at least 1"),
        ["WarmRestarts(cycleFactor: 0)"] = (() => _ = new CosineWarmRestarts(1, 5, 0), "cycleFactor", 0, "at least 1"),
        ["WarmRestarts(final: NaN)"] = (() => _ = new CosineWarmRestarts(1, 5, 1, double.NaN), "final", double.NaN, "finite"),
        ["WarmRestarts(peakFactor: 1.1)"] = (() => _ = new CosineWarmRestarts(1, 5, 1, 0, 1.1), "peakFactor", 1.1, "at most 1"),
        ["WarmRestarts(peakFactor: 0)"] = (() => _ = new CosineWarmRestarts(1, 5, 1, 0, 0), "peakFactor", 0.0, "greater than 0"),
        ["WarmRestarts.CycleAt(-1)"] = (() => new CosineWarmRestarts(1, 5).CycleAt(-1), "step", -1, "at least 0"),
        ["WarmRestarts.EndsCycle(-1)"] = (() => new CosineWarmRestarts(1, 5).EndsCycle(-1), "step", -1, "at least 0"),
        ["ForSnapshots(NaN)"] = (() => CosineWarmRestarts.ForSnapshots(double.NaN, 9, 3), "initial", double.NaN, "finite"),
        ["ForSnapshots(steps: 0)"] = (() => CosineWarmRestarts.ForSnapshots(1, 0, 1), "steps", 0, "at least 1"),
        ["ForSnapshots(cycles: 10)"] = (() => CosineWarmRestarts.ForSnapshots(1, 9, 10), "cycles", 10, "at most 9"),
        ["Cyclic(NaN)"] = (() => _ = new CyclicSchedule(double.NaN, 1, 5), "minimum", double.NaN, "finite"),
        ["Cyclic(1, 0.5)"] = (() => _ = new CyclicSchedule(1, 0.5, 5), "maximum", 0.5, "at least 1"),
        ["Cyclic(stepsUp: 0)"] = (() => _ = new CyclicSchedule(0, 1, 0), "stepsUp", 0, "at least 1"),
        ["Cyclic(stepsDown: 0)"] = (() => _ = new CyclicSchedule(0, 1, 5, 0), "stepsDown", 0, "at least 1"),
        ["Cyclic(mode: 3)"] = (() => _ = new CyclicSchedule(0, 1, 5, 5, (CyclicMode)3), "mode", (CyclicMode)3, "Triangular, Triangular2, ExponentialRange"),
        ["Cyclic(gamma: 1.1)"] = (() => _ = new CyclicSchedule(0, 1, 5, gamma: 1.1), "gamma", 1.1, "at most 1"),
        ["Cyclic.Momentum(NaN)"] = (() => new CyclicSchedule(0, 1, 5).MomentumSchedule(double.NaN), "minimum", double.NaN, "finite"),
        ["Cyclic.Momentum(0.9, 0.8)"] = (() => new CyclicSchedule(0, 1, 5).MomentumSchedule(0.9, 0.8), "maximum", 0.8, "at least 0.9"),
        ["OneCycle(0)"] = (() => _ = new OneCycleSchedule(0, 10), "maximum", 0.0, "greater than 0"),
        ["OneCycle(steps: 1)"] = (() => _ = new OneCycleSchedule(1, 1), "steps", 1, "at least 2"),
        ["OneCycle(riseFraction: 1.1)"] = (() => _ = new OneCycleSchedule(1, 10, 1.1), "riseFraction", 1.1, "at most 1"),
        ["OneCycle(riseFraction: 0.6, three phases)"] = (() => _ = new OneCycleSchedule(1, 10, 0.6, phases: OneCyclePhases.Three), "riseFraction", 0.6, "at most 0.5"),
        ["OneCycle(phases: 2)"] = (() => _ = new OneCycleSchedule(1, 10, phases: (OneCyclePhases)2), "phases", (OneCyclePhases)2, "Two, Three"),
        ["OneCycle(curve: 4)"] = (() => _ = new OneCycleSchedule(1, 10, curve: (RampCurve)4), "curve", (RampCurve)4, "Linear, Cosine"),
        ["OneCycle(initialDivisor: 0.5)"] = (() => _ = new OneCycleSchedule(1, 10, initialDivisor: 0.5), "initialDivisor", 0.5, "at least 1"),
        ["OneCycle(finalDivisor: 0)"] = (() => _ = new OneCycleSchedule(1, 10, finalDivisor: 0), "finalDivisor", 0.0, "at least 1"),
        ["OneCycle.Momentum(0)"] = (() => new OneCycleSchedule(1, 10).MomentumSchedule(0), "minimum", 0.0, "greater than 0"),
        ["OneCycle.Momentum(0.9, 0.8)"] = (() => new OneCycleSchedule(1, 10).MomentumSchedule(0.9, 0.8), "maximum", 0.8, "at least 0.9"),
        ["Noam(0)"] = (() => _ = new NoamSchedule(0), "modelSize", 0, "at least 1"),
        ["Noam(warmUpSteps: 0)"] = (() => _ = new NoamSchedule(512, 0), "warmUpSteps", 0, "at least 1"),
        ["Noam(scale: NaN)"] = (() => _ = new NoamSchedule(512, 10, double.NaN), "scale", double.NaN, "finite"),
        ["Noam.WithPeak(NaN)"] = (() => NoamSchedule.WithPeak(double.NaN, 10), "peak", double.NaN, "finite"),
        ["Noam.WithPeak(warmUpSteps: 0)"] = (() => NoamSchedule.WithPeak(1, 0), "warmUpSteps", 0, "at least 1"),
        ["WarmUpStableDecay(NaN)"] = (() => Phases(peak: double.NaN), "peak", double.NaN, "finite"),
        ["WarmUpStableDecay { WarmUpSteps = -1 }"] = (() => Phases(warmUp: -1), "WarmUpSteps", -1, "at least 0"),
        ["WarmUpStableDecay { StableSteps = -1 }"] = (() => Phases(stable: -1), "StableSteps", -1, "at least 0"),
        ["WarmUpStableDecay { DecaySteps = -1 }"] = (() => Phases(decay: -1), "DecaySteps", -1, "at least 0"),
        ["WarmUpStableDecay(final: 0, exponential)"] =
            (() => Phases(curve: RampCurve.Exponential), "final", 0.0, "greater than 0"),
        ["WarmUpStableDecay(decay: 4)"] = (() => Phases(curve: (RampCurve)4), "decay", (RampCurve)4, "Linear, Cosine"),
        ["ReduceOnPlateau(initial: 0.1, minimum: 0.2)"] = (() => _ = new ReduceOnPlateau(0.1, minimum: 0.2), "initial", 0.1, "at least 0.2"),
        ["ReduceOnPlateau(minimum: -1)"] = (() => _ = new ReduceOnPlateau(0.1, minimum: -1), "minimum", -1.0, "at least 0"),
        ["ReduceOnPlateau(factor: 1)"] = (() => _ = new ReduceOnPlateau(0.1, factor: 1), "factor", 1.0, "less than 1"),
        ["ReduceOnPlateau(patience: -1)"] = (() => _ = new ReduceOnPlateau(0.1, patience: -1), "patience", -1, "at least 0"),
        ["ReduceOnPlateau(threshold: NaN)"] = (() => _ = new ReduceOnPlateau(0.1, threshold: double.NaN), "threshold", double.NaN, "finite"),
        ["ReduceOnPlateau(thresholdKind: 2)"] = (() => _ = new ReduceOnPlateau(0.1, thresholdKind: (PlateauThreshold)2), "thresholdKind", (PlateauThreshold)2, "Relative, Absolute"),
        ["ReduceOnPlateau(cooldown: -1)"] = (() => _ = new ReduceOnPlateau(0.1, cooldown: -1), "cooldown", -1, "at least 0"),
    };

    public static TheoryData<string> WrongCalls => [.. Calls.Keys];

    [Theory]
    [MemberData(nameof(WrongCalls))]
    public void Refuses(string call)
    {
        var (action, argument, value, range) = Calls[call];

        var exception = Assert.Throws<ArgumentOutOfRangeException>(action);

        Assert.Equal(argument, exception.ParamName);
        Assert.Equal(value, exception.ActualValue);
        Assert.StartsWith($"{argument} must be ", exception.Message, StringComparison.Ordinal);
        Assert.Contains(range, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void RefusesNull()
    {
        Assert.Throws<ArgumentNullException>("function", () => Schedule.From(null!));
        Assert.Throws<ArgumentNullException>("next", () => Some.Then(null!, at: 3));
        Assert.Throws<ArgumentNullException>("left", () => (Schedule)null! * Some);
        Assert.Throws<ArgumentNullException>("right", () => Some * (Schedule)null!);
        Assert.Throws<ArgumentNullException>("schedule", () => 0.5 * (Schedule)null!);
        Assert.Throws<ArgumentNullException>("optimizer", () => ((Sgd)null!).Schedule((o, value) => o.LearningRate = value, Some));
        Assert.Throws<ArgumentNullException>("set", () => new Sgd().Schedule(null!, Some));
        Assert.Throws<ArgumentNullException>("schedule", () => new Sgd().Schedule((o, value) => o.LearningRate = value, null!));
    }

    private static void Phases(double peak = 1, int warmUp = 1, int stable = 1, int decay = 1, RampCurve curve = RampCurve.Linear)
        => _ = new WarmUpStableDecay(peak, 0, curve) { WarmUpSteps = warmUp, StableSteps = stable, DecaySteps = decay };
}
