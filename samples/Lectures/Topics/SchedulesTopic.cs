using Descent.Training;
using Landscapes.Drawing;
using Lectures.Drawing;
using Lectures.Site;

namespace Lectures.Topics;

/// <summary>Learning-rate schedules, drawn from their values.</summary>
internal static class SchedulesTopic
{
    private const int Steps = 1000;

    public static Topic Topic { get; } = new(
        "schedules",
        "Learning-rate schedules",
        "Large steps to get there, small ones to settle: the learning rate as a function of the step.",
        Content)
    {
        About = ["StepDecay", "ExponentialDecay", "InverseTimeDecay", "PolynomialDecay", "CosineDecay", "CosineWarmRestarts", "CyclicSchedule", "OneCycleSchedule", "NoamSchedule", "WarmUpStableDecay"],
        Source = nameof(SchedulesTopic),
    };

    private static object[] Content()
    {
        CurveChart chart = new(Axis.Linear("step", new(0, Steps), 200), Axis.Linear("rate", new(0, 1.05), 0.2));

        // On the page:
        Curve[] falling =
        [
            Line("step", "faint", new StepDecay(1, period: 200, factor: 0.5)),
            Line("exponential", "sgd", new ExponentialDecay(1, 0.996)),
            Line("1/t", "adagrad", new InverseTimeDecay(1, rate: 0.01)),
            Line("linear", "rmsprop", new PolynomialDecay(1, Steps)),
            Line("cosine", "momentum", new CosineDecay(1, Steps)),
        ];

        // So far.
        return
        [
            Markup.Paragraph("A schedule is a pure function of the step, so that training that resumes at any step goes on as it would have. All of these begin or peak at a rate of 1."),
            Markup.Figures(
                chart.Draw(
                    "Ways to fall. A step decay waits and drops, an exponential loses the same share every step, 1/t is soon slow, a cosine is slow at both ends.",
                    falling),
                chart.Draw(
                    "Ways to begin. Averages know little at first; a warm-up gives them time.",
                    Line("warm-up, then cosine", "momentum", new CosineDecay(1, Steps - 100).WithWarmUp(100)),
                    Line("Noam", "sgd", NoamSchedule.WithPeak(1, warmUpSteps: 100)),
                    Line("one cycle", "adam", new OneCycleSchedule(1, Steps)),
                    Line("warm-up, stable, decay", "rmsprop", new WarmUpStableDecay(1) { WarmUpSteps = 100, StableSteps = 600, DecaySteps = 300 })),
                chart.Draw(
                    "Ways to begin again. A high rate leaves a valley, a low one finds the bottom of the next; each bottom can be a snapshot.",
                    Line("warm restarts", "momentum", new CosineWarmRestarts(1, firstCycle: 143, cycleFactor: 2)),
                    Line("cyclic, each half as high", "sgd", new CyclicSchedule(0.05, 1, stepsUp: 100, mode: CyclicMode.Triangular2))),
                chart.Draw(
                    "Put together: schedules can be joined, repeated and multiplied.",
                    Line("cosine · steps", "adam", new CosineDecay(1, 200).Repeat(200) * new StepDecay(1, 200, 0.7)),
                    Line("constant, then linear", "rmsprop", new ConstantSchedule(1).Then(new PolynomialDecay(1, 500), at: 500)))),
            Markup.Heading("A schedule draws itself"),
            Markup.Scrolling(new CosineDecay(0.1, 900).WithWarmUp(100).ToSvg(Steps, "new CosineDecay(0.1, 900).WithWarmUp(100)")),
        ];
    }

    private static Curve Line(string name, string style, Schedule schedule)
        => Curve.Of(name, style, Enumerable.Range(0, Steps).Select(schedule.At));
}
