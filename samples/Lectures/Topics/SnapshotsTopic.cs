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
    private const int Cycles = 5, EpochsPerCycle = 4;
    private const double Rate = 0.1;

    public static Topic Topic { get; } = new(
        "snapshots",
        "A snapshot ensemble",
        "Train once, get several models for free: the rate falls, a model is kept, the rate jumps up again and leads elsewhere. Together the models are less wrong than each of them.",
        Content)
    {
        About = ["SnapshotEnsemble", "CosineWarmRestarts", "HeavyBallMomentum"],
        Source = nameof(SnapshotsTopic),
    };

    private static object[] Content()
    {
        var steps = Cycles * EpochsPerCycle * DigitLearner.StepsPerEpoch;
        var schedule = CosineWarmRestarts.ForSnapshots(Rate, steps, Cycles);
        using var optimizer = new HeavyBallMomentum { Momentum = 0.9 };
        var learner = new DigitLearner(optimizer, seed: 1);
        var ensemble = new SnapshotEnsemble(optimizer, steps / Cycles);
        var loss = new ExponentiallyWeightedAverage(0.9);
        List<double> losses = [];
        List<(Score Alone, Score Together)> scores = [];
        List<double> changes = [];
        var (probabilities, before) = (new float[DigitLearner.PredictionCount], new float[DigitLearner.PredictionCount]);
        // On the page:
        for (var step = 0; step < steps; step++)
        {
            optimizer.LearningRate = schedule.At(step);
            loss.Add(learner.Step());
            losses.Add(Math.Log10(loss.CorrectedValue));
            if (ensemble.Update())
            {
                ensemble.AveragePredictions<float>(probabilities, learner.Predict);
                scores.Add((learner.Test(), DigitLearner.Judge(probabilities)));
                learner.Predict(probabilities);
                changes.Add(DigitLearner.Disagreement(before, probabilities));
                (before, probabilities) = (probabilities, before);
            }
        }

        // So far.
        Score averaged;
        using (ensemble.AverageWeights().SwapIn())
        {
            averaged = learner.Test();
        }

        var time = Axis.Linear("step", new(0, steps), steps / Cycles);
        var cycles = new Axis("", new(0.5, Cycles + 0.5), [.. Enumerable.Range(1, Cycles).Select(cycle => new Tick(cycle, $"cycle {cycle}"))]);
        var highest = Math.Ceiling(20 * scores.Max(pair => Math.Max(pair.Alone.Loss, pair.Together.Loss))) / 20;
        return
        [
            Markup.Paragraph(
                $"The digits' network learns with momentum 0.9 in {Cycles} cycles of {EpochsPerCycle} epochs. In each the rate falls from {Rate} along a cosine; at its end the weights are copied. " +
                "The ensemble's prediction is the mean of the snapshots' probabilities."),
            Markup.Figures(
                new CurveChart(time, Axis.Linear("rate", new(0, 0.11), 0.02)).Draw(
                    "The learning rate: a cosine with warm restarts.", Curve.Of("learning rate", "momentum", Enumerable.Range(0, steps).Select(schedule.At))),
                new CurveChart(time, Axis.Logarithmic("loss", new(Math.Floor(losses.Min()), 0.5))).Draw(
                    "The loss on the mini-batches, averaged over about ten. A restart leaves the valley; the end of the cycle finds the bottom of one.",
                    Curve.Of("loss", "sgd", losses)),
                new CurveChart(cycles, Axis.Linear("test loss", new(0, highest), 0.05)).Draw(
                    "The loss on digits it has not learnt from: of each snapshot by itself, and of the mean prediction of all up to it.",
                    Marks("snapshot alone", "sgd", scores.Select(pair => pair.Alone.Loss)),
                    Marks("ensemble", "adam", scores.Select(pair => pair.Together.Loss))),
                new CurveChart(cycles, Axis.Linear("test digits read otherwise", new(0, 0.06), 0.01)).Draw(
                    "How different the models are: the share of the test digits that a snapshot reads otherwise than the one before.",
                    new Curve("than the snapshot before", "momentum", [.. changes.Select((share, i) => new Point(i + 1, share)).Skip(1)], Look.LineWithPoints))),
            Markup.Table(
                ["model", "test loss", "test accuracy"],
                Row("last snapshot alone", scores[^1].Alone),
                Row("mean of the snapshots’ scores", new(scores.Average(pair => pair.Alone.Accuracy), scores.Average(pair => pair.Alone.Loss))),
                Row($"mean prediction of all {Cycles}", scores[^1].Together),
                Row("prediction of the mean weights", averaged)),
            Markup.Paragraph(
                "The accuracies hardly differ, by a few of 2,000 digits; the losses do, because the mean of several opinions is not as sure of its mistakes. " +
                "Averaging weights rather than predictions costs no extra time when predicting; it works as long as the snapshots have stayed in one wide valley."),
        ];
    }

    private static Curve Marks(string name, string style, IEnumerable<double> values)
        => new(name, style, [.. values.Select((value, i) => new Point(i + 1, value))], Look.LineWithPoints);

    private static string[] Row(string model, Score score) => [model, Invariant($"{score.Loss:0.000}"), Invariant($"{100 * score.Accuracy:0.0} %")];
}
