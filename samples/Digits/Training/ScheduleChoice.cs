using Descent.Training;

namespace Digits.Training;

/// <summary>How the learning rate changes over a training: the name it is chosen by, and the schedule for a highest rate and a number of steps.</summary>
internal sealed record ScheduleChoice(string Name, string Title, Func<double, int, Schedule> Create)
{
    public static IReadOnlyList<ScheduleChoice> All { get; } =
    [
        new("constant", "the rate itself throughout", (rate, _) => new ConstantSchedule(rate)),
        new("step", "the rate, a tenth and a hundredth of it, a third of the training each", (rate, steps) => new StepDecay(rate, period: (steps / 3) + 1)),
        new("exponential", "down to a hundredth, by the same factor every step", (rate, steps) => new ExponentialDecay(rate, Math.Pow(0.01, 1.0 / steps))),
        new("linear", "straight down to 0", (rate, steps) => new PolynomialDecay(rate, steps)),
        new("cosine", "down to 0 along half a cosine", (rate, steps) => new CosineDecay(rate, steps)),
        new("one-cycle", "up to the rate and down again", (rate, steps) => new OneCycleSchedule(rate, Math.Max(steps, 2))),
        new("cyclic", "four times between a tenth of it and the rate", (rate, steps) => new CyclicSchedule(rate / 10, rate, Math.Max(steps / 8, 1))),
    ];

    public static ScheduleChoice Constant => All[0];

    /// <summary>The schedule of this name, in capitals or not; or <see langword="null"/>.</summary>
    public static ScheduleChoice? Find(string name)
        => All.SingleOrDefault(choice => string.Equals(choice.Name, name, StringComparison.OrdinalIgnoreCase));
}
