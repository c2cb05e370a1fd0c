using System.Xml.Linq;
using Descent;
using Descent.Training;
using Digits.Mnist;
using Landscapes.Drawing;
using Landscapes.Walking;
using Lectures.Drawing;
using Lectures.Learning;
using Lectures.Site;
using static System.FormattableString;

namespace Lectures.Topics;

/// <summary>What loss and accuracy curves tell of a training: the learning rate, a step schedule, overfitting, a loss that stands still.</summary>
internal static class WatchingTopic
{
    private const int Epochs = 10, LongEpochs = 15, Few = 500, FewEpochs = 40, Patience = 8;

    private static readonly (string Name, string Style, double Rate)[] s_rates =
        [("too high, 1", "adam", 1), ("high, 0.65", "sgd", 0.65), ("good, 0.2", "rmsprop", 0.2), ("low, 0.002", "momentum", 0.002)];

    public static Topic Topic { get; } = new(
        "watching",
        "Watching a training",
        "The curves of loss and accuracy say what is wrong before a training is over: the rate, the model, or the time to stop.",
        Content)
    {
        About = ["EarlyStopping", "ConfusionMatrix", "StepDecay", "Sgd", "HeavyBallMomentum"],
        Source = nameof(WatchingTopic),
    };

    private static object[] Content()
    {
        var rates = s_rates.Select(rate => Losses(rate.Name, rate.Style, new Sgd { LearningRate = rate.Rate }, null, Epochs)).ToArray();
        var decay = new StepDecay(0.1, period: 5 * DigitLearner.StepsPerEpoch, factor: 0.1);
        var (constant, steps) = (
            Losses("constant rate", "momentum", new HeavyBallMomentum { LearningRate = 0.1, Momentum = 0.9 }, null, LongEpochs),
            Losses("a tenth of it every 5 epochs", "sgd", new HeavyBallMomentum { Momentum = 0.9 }, decay, LongEpochs));
        var few = Overfit(DigitLearner.Data.Training.Range(0, Few), FewEpochs);
        var many = Overfit(DigitLearner.Data.Training, Epochs);
        var still = Trajectory.Of(Walker.Sgd(1), Landscape.Ravine, new(-7, 2), steps: 40);
        return
        [
            Markup.Paragraph("The book's network learns handwritten digits. Each curve is read off while it trains; no picture needs more than the losses and the accuracies on digits that it does not learn from."),
            Markup.Figures(
                new CurveChart(Axis.Linear("epoch", new(0.5, Epochs + 0.5), 1), Axis.Logarithmic("loss", new(-1.5, 0.7))).Draw(
                    "Four learning rates of SGD. Too high, and the first steps destroy more than all others mend; high, and it ends above the good one; low, and it falls like a straight line, for long.",
                    rates),
                new CurveChart(Axis.Linear("epoch", new(0.5, LongEpochs + 0.5), 5), Axis.Logarithmic("loss", new(-2, 0.3))).Draw(
                    "Momentum at a rate that is a little high. Where the schedule lowers it, after 5 epochs, the loss drops: the large steps had kept it from settling, not from arriving.",
                    constant, steps),
                new CurveChart(Axis.Linear("epoch", new(0, FewEpochs), 10), Axis.Linear("accuracy", new(0.6, 1.02), 0.1)).Draw(
                    $"Training and validation. Of {Few} digits the network knows each by heart and little of others: the gap is overfitting. With {DigitLearner.Data.Training.Count} it is narrow.",
                    few.Curve($"{Few} digits, training", "faint", point => point.Training.Accuracy),
                    few.Curve($"{Few} digits, validation", "sgd", point => point.Validation.Accuracy),
                    many.Curve("all, training", "rmsprop", point => point.Training.Accuracy),
                    many.Curve("all, validation", "momentum", point => point.Validation.Accuracy)),
                new CurveChart(Axis.Linear("epoch", new(0, FewEpochs), 10), Axis.Logarithmic("loss", new(-3.5, 0.5))).Draw(
                    $"The losses of the {Few} digits. The validation loss is lowest after epoch {few.Best}, and rises while that of the training still falls. " +
                    $"With a patience of {Patience} early stopping ends the training after epoch {few.Stopped} and takes the weights of epoch {few.Best}.",
                    few.Curve("training", "faint", point => Math.Log10(point.Training.Loss)),
                    few.Curve("validation", "sgd", point => Math.Log10(point.Validation.Loss)),
                    new Curve("best", "adam", [new(few.Best, Math.Log10(few.Points[few.Best - 1].Validation.Loss))], Look.Marks))),
            Markup.Heading("A loss that stands still"),
            Markup.Figures(
                new CurveChart(Axis.Linear("step", new(0, 40), 10), Axis.Linear("value", new(0, 7), 1)).Draw(
                    "SGD in the ravine x²/20 + y² with a rate of 1. The loss hardly moves after a while, as if at a minimum; the norm of the gradient says that it is none. Each step leaps from one wall of the valley to the other.",
                    Curve.Of("loss", "sgd", still.Footprints.Select(footprint => footprint.Loss)),
                    Curve.Of("norm of the gradient", "momentum", still.Footprints.Select(footprint => Norm(footprint.Position)))),
                Norms()),
            Markup.Heading("Which digits are taken for which"),
            Markup.Paragraph(Invariant($"After the last epoch on all digits {100 * many.Confusion.Accuracy:0.0} % of the validation digits are right. A row is a digit, a column what it was taken for; recall is the share of a row that is right, precision that of a column.")),
            Markup.Table(
                ["", .. Enumerable.Range(0, 10).Select(digit => $"{digit}"), "recall", "precision"],
                Enumerable.Range(0, 10).Select(actual => (string[])
                [
                    $"{actual}", .. Enumerable.Range(0, 10).Select(predicted => $"{many.Confusion[actual, predicted]}"),
                    Invariant($"{100 * many.Confusion.Recall(actual):0.0} %"), Invariant($"{100 * many.Confusion.Precision(actual):0.0} %"),
                ])),
        ];
    }

    private static Curve Losses(string name, string style, Optimizer optimizer, Schedule? schedule, int epochs)
    {
        using (optimizer)
        {
            var learner = new DigitLearner(optimizer, seed: 1);
            if (schedule is not null)
            {
                optimizer.Schedule(HyperparameterRole.LearningRate, schedule);
            }

            return new(name, style, [.. Enumerable.Range(1, epochs).Select(epoch => new Point(epoch, Math.Log10(learner.Epoch())))], Look.LineWithPoints);
        }
    }

    private static History Overfit(DigitSet digits, int epochs)
    {
        List<(Score Training, Score Validation)> points = [];
        var (stopped, matrix) = (epochs, new ConfusionMatrix(classes: 10));

        // On the page:
        using var optimizer = new Adam { LearningRate = 1e-3 };
        var learner = new DigitLearner(optimizer, seed: 1, digits: digits);
        var stopping = new EarlyStopping(Patience);
        for (var epoch = 1; epoch <= epochs; epoch++)
        {
            learner.Epoch();
            points.Add((learner.Test(digits), learner.Test()));
            if (!stopping.IsStopped && stopping.Report(points[^1].Validation.Loss))
            {
                stopped = epoch;   // the curves go on, to show what would have come
            }
        }

        // So far.
        var probabilities = new float[DigitLearner.PredictionCount];
        learner.Predict(probabilities);
        for (var image = 0; image < DigitLearner.Data.Test.Count; image++)
        {
            matrix.Add(DigitLearner.Data.Test.Labels[image], DigitLearner.Guess(probabilities, image));
        }

        return new(points, stopping.BestReport, stopped, matrix);
    }

    /// <summary>Loss and norm of the gradients of a training, epoch by epoch.</summary>
    private static XElement Norms()
    {
        using var optimizer = new Sgd { LearningRate = 0.1 };
        optimizer.Options.CollectStatistics = true;
        var learner = new DigitLearner(optimizer, seed: 1);
        List<double> norms = [], losses = [], means = [];
        optimizer.Stepped += (_, _) => norms.Add(Math.Sqrt(optimizer.Parameters.Sum(parameter => Math.Pow(parameter.Statistics!.Value.GradientNorm, 2))));
        for (var epoch = 0; epoch < Epochs; epoch++)
        {
            losses.Add(learner.Epoch());
            means.Add(norms.TakeLast(learner.StepsOfEpoch).Average());
        }

        return new CurveChart(Axis.Linear("epoch", new(0, Epochs - 1), 1), Axis.Linear("value", new(0, 2.6), 0.5)).Draw(
            Invariant($"On the digits, SGD with a rate of 0.1: over {Epochs} epochs the loss falls to {100 * losses[^1] / losses[0]:0} % of its beginning, the norm of the mini-batches’ gradients only to {100 * means[^1] / means[0]:0} %."),
            Curve.Of("loss", "sgd", losses),
            Curve.Of("norm of the gradient", "momentum", means));
    }

    private static double Norm(Point at)
    {
        var slope = Landscape.Ravine.Gradient(at);
        return Math.Sqrt((slope.X * slope.X) + (slope.Y * slope.Y));
    }

    private sealed record History(IReadOnlyList<(Score Training, Score Validation)> Points, int Best, int Stopped, ConfusionMatrix Confusion)
    {
        public Curve Curve(string name, string style, Func<(Score Training, Score Validation), double> value)
            => new(name, style, [.. Points.Select((point, i) => new Point(i + 1, value(point)))]);
    }
}
