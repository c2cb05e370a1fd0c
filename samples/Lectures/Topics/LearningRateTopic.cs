using Descent;
using Descent.Training;
using Landscapes.Drawing;
using Landscapes.Walking;
using Lectures.Drawing;
using Lectures.Learning;
using Lectures.Site;
using static System.FormattableString;

namespace Lectures.Topics;

/// <summary>The search for a learning rate on handwritten digits: a grid for three rules, then from coarse to fine for one.</summary>
internal static class LearningRateTopic
{
    private const int Epochs = 2;

    private static readonly SearchSpace s_space = new(SearchDimension.LogUniform("learning rate", 1e-5, 10));

    public static Topic Topic { get; } = new(
        "learning-rate",
        "The search for a learning rate",
        "Too small and nothing is learnt in time, too large and nothing at all. Between lie one or two orders of magnitude, in another place for every rule.",
        Content)
    {
        About = ["HyperparameterSearch", "GridSearch", "CoarseToFineSearch", "BayesianSearch", "Sgd", "HeavyBallMomentum", "Adam"],
        Source = nameof(LearningRateTopic),
    };

    private static object[] Content()
    {
        var sgd = Search(new GridSearch(13), rate => new Sgd { LearningRate = rate });
        var momentum = Search(new GridSearch(13), rate => new HeavyBallMomentum { LearningRate = rate, Momentum = 0.9 });
        var adam = Search(new GridSearch(13), rate => new Adam { LearningRate = rate });
        var fine = Search(new CoarseToFineSearch(rounds: 3, trialsPerRound: 6, shrink: 0.4), rate => new Adam { LearningRate = rate });
        var bayesian = Search(new BayesianSearch(trials: 12), rate => new Adam { LearningRate = rate }, workers: 1);
        CurveChart chart = new(Axis.Logarithmic("rate", new(-5.2, 1.2)), Axis.Linear("accuracy", new(0, 1), 0.2));
        return
        [
            Markup.Paragraph(
                $"A network of four hidden layers learns handwritten digits for {Epochs} epochs, {Epochs * DigitLearner.StepsPerEpoch} steps, from the same initial weights " +
                "on the same mini-batches. A point is one such training, and its height the share of 2,000 other digits that it gets right."),
            Markup.Figures(
                chart.Draw(
                    "A grid of rates for three rules. Momentum 0.9 adds up ten gradients, and so its curve rises a power of ten before that of SGD; Adam divides by the size of the gradients, which are small, and needs less still.",
                    Line("SGD", "sgd", sgd),
                    Line("Momentum", "momentum", momentum),
                    Line("Adam", "adam", adam)),
                chart.Draw(
                    "From coarse to fine for Adam: six random rates over six orders of magnitude, six around the best of them, and six closer still. Rates are drawn by their logarithm; half of all numbers between 0.00001 and 10 are above 5.",
                    Round("round 1", "faint", fine, 0),
                    Round("round 2", "nesterov", fine, 1),
                    Round("round 3", "adam", fine, 2)),
                chart.Draw(
                    "Bayesian search for Adam: four rates spread over the range, then each where most improvement is to be expected, by a Gaussian process that has seen all before.",
                    new("spread", "faint", Points(bayesian.Trials.Take(4)), Look.Marks),
                    new("chosen", "adam", Points(bayesian.Trials.Skip(4)), Look.Marks)),
                new CurveChart(Axis.Linear("trial", new(0, 18.5), 2), Axis.Linear("best accuracy so far", new(0, 1), 0.2)).Draw(
                    "What each search of Adam's rate knows after so many trials. The grid goes from the smallest rate to the largest, and one cannot stop it early.",
                    Best("grid", "sgd", adam),
                    Best("coarse to fine", "momentum", fine),
                    Best("Bayesian", "adam", bayesian))),
            Markup.Table(
                ["search", "trials", "best rate", "accuracy"],
                Row("SGD, grid", sgd), Row("Momentum, grid", momentum), Row("Adam, grid", adam), Row("Adam, coarse to fine", fine), Row("Adam, Bayesian", bayesian)),
        ];
    }

    /// <summary>Of these strategies only the Bayesian one depends on how many trials run at the same time.</summary>
    private static SearchResult Search(SearchStrategy strategy, Func<double, Optimizer> create, int? workers = null)
    {
        // On the page:
        var search = new HyperparameterSearch(s_space, strategy)
        {
            Maximize = true, Workers = workers ?? Math.Min(Environment.ProcessorCount, 16),
        };
        return search.Run(trial =>
        {
            using var optimizer = create(trial["learning rate"]);
            var learner = new DigitLearner(optimizer, seed: 1);
            for (var epoch = 0; epoch < Epochs; epoch++)
            {
                learner.Epoch();
            }

            return learner.Test().Accuracy;
        });

        // So far.
    }

    private static Curve Line(string name, string style, SearchResult result)
        => new(name, style, Points(result.Trials.OrderBy(trial => trial.Point.Values[0])), Look.LineWithPoints);

    private static Curve Round(string name, string style, SearchResult result, int round)
        => new(name, style, Points(result.Trials.Skip(6 * round).Take(6)), Look.Marks);

    private static Curve Best(string name, string style, SearchResult result)
    {
        var best = 0.0;
        return new(name, style, [.. result.Trials.Select(trial => new Point(trial.Number + 1, best = Math.Max(best, trial.Value ?? 0)))], Look.LineWithPoints);
    }

    private static Point[] Points(IEnumerable<TrialResult> trials)
        => [.. trials.Where(trial => !trial.IsFailed).Select(trial => new Point(Math.Log10(trial.Point.Values[0]), trial.Value!.Value))];

    private static string[] Row(string name, SearchResult result)
        => [name, $"{result.Trials.Count}", Invariant($"{result.Best!.Point.Values[0]:G2}"), Invariant($"{result.Best.Value:0.000}")];
}
