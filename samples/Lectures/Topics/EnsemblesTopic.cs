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

/// <summary>Independent models and snapshots of one training, averaged predictions against averaged weights, and averages along a training.</summary>
internal static class EnsemblesTopic
{
    private const int Members = 6, Epochs = 20, DigitCount = 2000, Pieces = 20;
    private const double Rate = 0.1;

    public static Topic Topic { get; } = new(
        "ensembles",
        "Ensembles and averages",
        "Several models together are right where each of them is wrong in its own way. Their opinions can be averaged always; their weights only where they lie in one valley.",
        Content)
    {
        About = ["PredictionAverage", "SnapshotEnsemble", "StochasticWeightAverage", "ExponentialWeightAverage", "HeavyBallMomentum"],
        Source = nameof(EnsemblesTopic),
    };

    private static object[] Content()
    {
        var digits = DigitLearner.Data.Training.Range(0, DigitCount);
        var (models, together) = Independent(digits);
        var (snapshots, snapshotsTogether, snapshotWeights, line) = Snapshots(digits);
        var independentWeights = Mix(models, [.. Enumerable.Repeat(1.0 / Members, Members)]);
        var between = Enumerable.Range(0, Pieces + 1).Select(i => (double)i / Pieces).Select(share => new Point(share, Mix(models, [1 - share, share]).Loss)).ToArray();
        var members = new Axis("models", new(0.5, Members + 0.5), [.. Enumerable.Range(1, Members).Select(count => new Tick(count, $"{count}"))]);
        foreach (var (optimizer, _) in models)
        {
            optimizer.Dispose();
        }

        return
        [
            Markup.Paragraph($"The book’s network on {DigitCount} digits, by momentum. {Members} independent models differ in initial weights and mini-batches; {Members} snapshots come from one training of the same number of epochs in all, with a rate that falls along a cosine and begins again."),
            Markup.Figures(
                new CurveChart(members, Axis.Linear("test accuracy", new(0.88, 0.96), 0.02)).Draw(
                    "The accuracy on other digits: of each model by itself, and of the mean prediction of all up to it.",
                    Line("alone", "faint", together.Select(pair => pair.Alone.Accuracy), Look.Marks),
                    Line("independent, together", "momentum", together.Select(pair => pair.Together.Accuracy)),
                    Line("snapshots, together", "sgd", snapshotsTogether.Select(score => score.Accuracy))),
                new CurveChart(members, Axis.Linear("test loss", new(0, 0.6), 0.1)).Draw(
                    Invariant($"The loss gains more than the accuracy: the mean of several opinions is not as sure of its mistakes. {Members} independent models bring it from {together[0].Together.Loss:0.00} to {together[^1].Together.Loss:0.00}. The snapshots, which lie close together, agree in their mistakes: {snapshotsTogether[0].Loss:0.00} and {snapshotsTogether[^1].Loss:0.00}."),
                    Line("alone", "faint", together.Select(pair => pair.Alone.Loss), Look.Marks),
                    Line("independent, together", "momentum", together.Select(pair => pair.Together.Loss)),
                    Line("snapshots, together", "sgd", snapshotsTogether.Select(score => score.Loss))),
                new CurveChart(Axis.Linear("share", new(0, 1), 0.25), Axis.Linear("test loss", new(0, 3), 0.5)).Draw(
                    Invariant($"Along the straight line of weights from one model to another. Between two independent ones lies a mountain, {between.Max(point => point.Y):0.0} high; between the last two snapshots {line.Max(point => point.Y):0.00}: they lie in one valley."),
                    new("independent", "momentum", between),
                    new("snapshots", "sgd", line)),
                Averages(digits)),
            Markup.Table(
                ["what is averaged", "test loss", "test accuracy"],
                Row("nothing: the first model alone", together[0].Alone),
                Row($"predictions of {Members} independent models", together[^1].Together),
                Row($"weights of {Members} independent models", independentWeights),
                Row("nothing: the last snapshot alone", snapshots),
                Row($"predictions of {Members} snapshots", snapshotsTogether[^1]),
                Row($"weights of the last {Members / 2} snapshots", snapshotWeights)),
        ];
    }

    private static ((Optimizer Optimizer, DigitLearner Learner)[] Models, List<(Score Alone, Score Together)> Scores) Independent(DigitSet digits)
    {
        List<(Optimizer, DigitLearner)> models = [];
        List<(Score Alone, Score Together)> scores = [];

        // On the page:
        var average = new PredictionAverage<float>(DigitLearner.PredictionCount);
        var probabilities = new float[DigitLearner.PredictionCount];
        for (var seed = 1; seed <= Members; seed++)
        {
            var (optimizer, learner) = Train(digits, seed);
            learner.Predict(probabilities);
            average.Add(probabilities);
            scores.Add((learner.Test(), DigitLearner.Judge(average.Mean)));
            models.Add((optimizer, learner));
        }

        // So far.
        return ([.. models], scores);
    }

    private static (Optimizer Optimizer, DigitLearner Learner) Train(DigitSet digits, int seed)
    {
        var optimizer = new HeavyBallMomentum { Momentum = 0.9 };
        var learner = new DigitLearner(optimizer, seed, digits: digits);
        optimizer.Schedule(HyperparameterRole.LearningRate, new CosineDecay(Rate, Epochs * learner.StepsOfEpoch));
        for (var epoch = 0; epoch < Epochs; epoch++)
        {
            learner.Epoch();
        }

        return (optimizer, learner);
    }

    private static (Score Last, List<Score> Together, Score Weights, Point[] Line) Snapshots(DigitSet digits)
    {
        using var optimizer = new HeavyBallMomentum { Momentum = 0.9 };
        var learner = new DigitLearner(optimizer, seed: 1, digits: digits);
        var steps = Members * Epochs * learner.StepsOfEpoch;
        var ensemble = new SnapshotEnsemble(optimizer, steps / Members);
        optimizer.Schedule(HyperparameterRole.LearningRate, CosineWarmRestarts.ForSnapshots(Rate, steps, Members));
        List<Score> together = [];
        var probabilities = new float[DigitLearner.PredictionCount];
        for (var step = 0; step < steps; step++)
        {
            learner.Step();
            if (ensemble.Update())
            {
                ensemble.AveragePredictions<float>(probabilities, learner.Predict);
                together.Add(DigitLearner.Judge(probabilities));
            }
        }

        var last = learner.Test();
        Score weights;
        using (WeightSnapshot.Mean([.. ensemble.Snapshots.TakeLast(Members / 2)]).SwapIn())
        {
            weights = learner.Test();
        }

        var line = Enumerable.Range(0, Pieces + 1).Select(i => (double)i / Pieces).Select(share =>
        {
            var mixed = WeightSnapshot.Mean(ensemble.Snapshots[^1]);
            foreach (var parameter in optimizer.Parameters)
            {
                var from = ensemble.Snapshots[^2].Values<float>(parameter.Name);
                var to = mixed.Values<float>(parameter.Name);
                for (var i = 0; i < from.Length; i++)
                {
                    to[i] = (float)(((1 - share) * from[i]) + (share * to[i]));
                }
            }

            using (mixed.SwapIn())
            {
                return new Point(share, learner.Test().Loss);
            }
        }).ToArray();
        return (last, together, weights, line);
    }

    /// <summary>How well the first model does with a weighted sum of the weights of several; afterwards it has its own again.</summary>
    private static Score Mix((Optimizer Optimizer, DigitLearner Learner)[] models, double[] shares)
    {
        var mixed = new WeightSnapshot(models[0].Optimizer);
        mixed.Capture();
        foreach (var parameter in models[0].Optimizer.Parameters)
        {
            var values = mixed.Values<float>(parameter.Name);
            for (var i = 0; i < values.Length; i++)
            {
                var sum = 0.0;
                for (var model = 0; model < shares.Length; model++)
                {
                    sum += shares[model] * models[model].Optimizer[parameter.Name].Weights.Span<float>()[i];
                }

                values[i] = (float)sum;
            }
        }

        using (mixed.SwapIn())
        {
            return models[0].Learner.Test();
        }
    }

    /// <summary>The test loss along a training at a high rate: of the weights, and of their averages.</summary>
    private static XElement Averages(DigitSet digits)
    {
        using var optimizer = new Sgd { LearningRate = 0.3 };
        var learner = new DigitLearner(optimizer, seed: 1, digits: digits, batchSize: 32);
        var polyak = new StochasticWeightAverage(optimizer, firstStep: 4 * learner.StepsOfEpoch);
        var exponential = new ExponentialWeightAverage(optimizer, decay: 0.99);
        polyak.Attach();
        exponential.Attach();
        List<Point> now = [], ema = [], mean = [];
        for (var epoch = 1; epoch <= Epochs; epoch++)
        {
            learner.Epoch();
            now.Add(new(epoch, learner.Test().Loss));
            using (exponential.SwapIn())
            {
                ema.Add(new(epoch, learner.Test().Loss));
            }

            if (polyak.Count > 0)
            {
                using (polyak.SwapIn())
                {
                    mean.Add(new(epoch, learner.Test().Loss));
                }
            }
        }

        return new CurveChart(Axis.Linear("epoch", new(0, Epochs), 5), Axis.Linear("test loss", new(0, 1.2), 0.2)).Draw(
            Invariant($"SGD at a rate that is a little high, and averages of its weights along the way. In the last epoch the loss on other digits is {now[^1].Y:0.00} with the weights as they are, {ema[^1].Y:0.00} with the exponential average over about 100 steps, {mean[^1].Y:0.00} with Polyak’s, the mean of all since epoch 4."),
            new("weights", "faint", now),
            new("exponential", "rmsprop", ema),
            new("Polyak", "adam", mean));
    }

    private static Curve Line(string name, string style, IEnumerable<double> values, Look look = Look.LineWithPoints)
        => new(name, style, [.. values.Select((value, i) => new Point(i + 1, value))], look);

    private static string[] Row(string what, Score score) => [what, Invariant($"{score.Loss:0.000}"), Invariant($"{100 * score.Accuracy:0.0} %")];
}
