using Descent;
using Descent.Training;
using Landscapes.Drawing;
using Landscapes.Walking;
using Lectures.Drawing;
using Lectures.Learning;
using Lectures.Site;
using static System.FormattableString;

namespace Lectures.Topics;

/// <summary>A snapshot ensemble on handwritten digits: one training, several models.</summary>
internal static class SnapshotsTopic
{
    private const int Cycles = 6, EpochsPerCycle = 3;
    private const double Rate = 0.1;

    public static Topic Topic { get; } = new(
        "snapshots",
        "A snapshot ensemble",
        "Train once, get several models for free: the rate falls, a model is kept, the rate jumps up again and leads elsewhere. Together the models know more than any of them.",
        Content);

    private static object[] Content()
    {
        var steps = Cycles * EpochsPerCycle * DigitLearner.StepsPerEpoch;
        var schedule = CosineWarmRestarts.ForSnapshots(Rate, steps, Cycles);
        using var optimizer = new HeavyBallMomentum { Momentum = 0.9 };
        var learner = new DigitLearner(optimizer, seed: 1);
        var ensemble = new SnapshotEnsemble(optimizer, steps / Cycles);
        var loss = new ExponentiallyWeightedAverage(0.9);
        List<double> losses = [];
        List<(double Alone, double Together)> accuracies = [];
        var probabilities = new float[DigitLearner.PredictionCount];
        for (var step = 0; step < steps; step++)
        {
            optimizer.LearningRate = schedule.At(step);
            loss.Add(learner.Step());
            losses.Add(Math.Log10(loss.CorrectedValue));
            if (ensemble.Update())
            {
                ensemble.AveragePredictions<float>(probabilities, learner.Predict);
                accuracies.Add((learner.TestAccuracy(), DigitLearner.Accuracy(probabilities)));
            }
        }

        double averaged;
        using (ensemble.AverageWeights().SwapIn())
        {
            averaged = learner.TestAccuracy();
        }

        var steps0 = Axis.Linear("step", new(0, steps), steps / Cycles);
        var lowest = Math.Floor(100 * accuracies.Min(pair => pair.Alone)) / 100;
        var highest = Math.Ceiling(100 * accuracies.Max(pair => Math.Max(pair.Alone, pair.Together))) / 100;
        return
        [
            Markup.Paragraph(
                $"The digits' network learns with momentum 0.9 in {Cycles} cycles of {EpochsPerCycle} epochs. In each the rate falls from {Rate} along a cosine; at its end the weights are copied. " +
                "The ensemble's prediction is the mean of the snapshots' probabilities."),
            Markup.Figures(
                new CurveChart(steps0, Axis.Linear("rate", new(0, 0.11), 0.02)).Draw(
                    "The learning rate: a cosine with warm restarts.", Curve.Of("learning rate", "momentum", Enumerable.Range(0, steps).Select(schedule.At))),
                new CurveChart(steps0, Axis.Logarithmic("loss", new(Math.Floor(losses.Min()), 0.5))).Draw(
                    "The loss on the mini-batches, averaged over about ten. A restart leaves the valley; the end of the cycle finds the bottom of one.",
                    Curve.Of("loss", "sgd", losses)),
                new CurveChart(Axis.Linear("snapshots", new(0.5, Cycles + 0.5), 1), Axis.Linear("test accuracy", new(lowest, highest), 0.01)).Draw(
                    "Each snapshot by itself, and the mean prediction of all up to it.",
                    new("snapshot alone", "sgd", [.. accuracies.Select((pair, i) => new Point(i + 1, pair.Alone))], Look.LineWithPoints),
                    new("ensemble", "adam", [.. accuracies.Select((pair, i) => new Point(i + 1, pair.Together))], Look.LineWithPoints))),
            Markup.Table(
                ["model", "test accuracy"],
                ["best snapshot alone", Percent(accuracies.Max(pair => pair.Alone))],
                ["last snapshot alone", Percent(accuracies[^1].Alone)],
                [$"mean prediction of all {Cycles}", Percent(accuracies[^1].Together)],
                ["prediction of the mean weights", Percent(averaged)]),
            Markup.Paragraph(
                "Averaging weights rather than predictions costs no extra time at prediction, and works where the snapshots lie in one valley: in nearby cycles of a low rate, not after restarts this high."),
        ];
    }

    private static string Percent(double share) => Invariant($"{100 * share:0.0} %");
}
