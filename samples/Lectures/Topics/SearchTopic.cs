using Descent;
using Descent.Training;
using Landscapes.Drawing;
using Landscapes.Walking;
using Lectures.Drawing;
using Lectures.Learning;
using Lectures.Site;
using static System.FormattableString;

namespace Lectures.Topics;

/// <summary>Grid against random search where one hyperparameter matters and one does not; then coarse to fine and Bayesian search of two that matter.</summary>
internal static class SearchTopic
{
    private const int Side = 3, Trials = Side * Side, Seeds = 8, Rounds = 3, PerRound = 8, Spread = 6;

    private static readonly string[] s_rounds = ["faint", "nesterov", "momentum"];

    private static readonly SearchSpace s_unequal = new(SearchDimension.LogUniform("rate", 1e-7, 1), SearchDimension.LogUniform("epsilon", 1e-10, 1e-6));
    private static readonly SearchSpace s_both = new(SearchDimension.LogUniform("rate", 1e-4, 10), SearchDimension.Uniform("momentum", 0, 0.99));

    public static Topic Topic { get; } = new(
        "search",
        "Grid, random, coarse to fine",
        "Nobody knows beforehand which hyperparameter matters. A grid spends its trials on all alike; random points try another value of each every time.",
        Content)
    {
        About = ["HyperparameterSearch", "GridSearch", "RandomSearch", "CoarseToFineSearch", "BayesianSearch", "Adam", "HeavyBallMomentum"],
        Source = nameof(SearchTopic),
    };

    private static object[] Content()
    {
        var grid = Search(s_unequal, new GridSearch(Side), 0, Unequal);
        var random = Enumerable.Range(0, Seeds).Select(seed => Search(s_unequal, new RandomSearch(Trials), (ulong)seed, Unequal)).ToArray();
        var fine = Search(s_both, new CoarseToFineSearch(Rounds, PerRound, shrink: 0.4), 1, Both);
        var plain = Search(s_both, new RandomSearch(Rounds * PerRound), 1, Both);
        var bayesian = Search(s_both, new BayesianSearch(Rounds * PerRound, Spread), 1, Both, workers: 1);
        CurveChart unequal = new(Axis.Logarithmic("rate", new(-7.3, 0.3), every: 2), Axis.Logarithmic("ε", new(-10.3, -5.7)));
        CurveChart accuracy = new(Axis.Logarithmic("rate", new(-7.3, 0.3), every: 2), Axis.Linear("accuracy", new(0, 1.02), 0.2), Height: 150);
        CurveChart both = new(Axis.Logarithmic("rate", new(-4.2, 1.2)), Axis.Linear("momentum", new(-0.03, 1.03), 0.2));
        var counts = Axis.Linear("trial", new(0, Rounds * PerRound + 0.5), 4);
        return
        [
            Markup.Paragraph(
                $"A trial is one epoch of the book’s network on the digits, and its value the accuracy on others. Adam has a learning rate, which decides everything, and an ε, which decides next to nothing: {Trials} trials, as a grid and at random."),
            Markup.Figures(
                unequal.Draw($"The grid tries {Side} rates, each {Side} times.", Marks("grid", "momentum", grid, 1)),
                unequal.Draw($"Random points try {Trials} rates and {Trials} ε.", Marks("random", "sgd", random[0], 1)),
                accuracy.Draw("What the grid learns of the rate: three points, each found three times, and nothing between them.", Values("grid", "momentum", grid)),
                accuracy.Draw("What the random points learn of it: nine.", Values("random", "sgd", random[0]))),
            Markup.Table(
                ["search", "trials", "different rates", "best accuracy"],
                ["grid", $"{Trials}", $"{Side}", Percent(grid.Best!.Value!.Value)],
                ["random, one seed", $"{Trials}", $"{Trials}", Percent(random[0].Best!.Value!.Value)],
                [$"random, mean of {Seeds} seeds", $"{Trials}", $"{Trials}", Percent(random.Average(result => result.Best!.Value!.Value))],
                [$"random, worst of {Seeds} seeds", $"{Trials}", $"{Trials}", Percent(random.Min(result => result.Best!.Value!.Value))]),
            Markup.Paragraph($"Of {Seeds} random searches {random.Count(result => result.Best!.Value > grid.Best.Value)} find a better accuracy than the grid. A grid can be lucky, where one of its few values is a good one; it does not become luckier by trying each of them several times."),
            Markup.Heading("Two that matter"),
            Markup.Paragraph("Momentum and learning rate go together: the velocity adds up 1 / (1 − μ) gradients, so the good rates lie on a slope, low where μ is near 1."),
            Markup.Figures(
                both.Draw(
                    $"Coarse to fine: {PerRound} random points in the whole space, {PerRound} around the best of them in a space of 0.4 of the size, {PerRound} more in one of 0.16.",
                    [.. Enumerable.Range(0, Rounds).Select(round => new Curve($"round {round + 1}", s_rounds[round], Points(fine.Trials.Skip(round * PerRound).Take(PerRound), Second), Look.Marks)), BestMark(fine)]),
                both.Draw(
                    "Bayesian: after some points that are spread out, each where a Gaussian process expects most improvement, from all that it has seen.",
                    new("spread", "faint", Points(bayesian.Trials.Take(Spread), Second), Look.Marks),
                    new("chosen", "adam", Points(bayesian.Trials.Skip(Spread), Second), Look.Marks),
                    BestMark(bayesian)),
                new CurveChart(counts, Axis.Linear("best so far", new(0.8, 0.91), 0.02)).Draw(
                    Invariant($"The best accuracy so far, above 80 %. After {Rounds * PerRound} trials: random {Percent(plain.Best!.Value!.Value)}, coarse to fine {Percent(fine.Best!.Value!.Value)}, Bayesian {Percent(bayesian.Best!.Value!.Value)}."),
                    Best("random", "sgd", plain),
                    Best("coarse to fine", "momentum", fine),
                    Best("Bayesian", "adam", bayesian))),
        ];
    }

    /// <summary>Of these strategies only the Bayesian one depends on how many trials run at the same time.</summary>
    private static SearchResult Search(SearchSpace space, SearchStrategy strategy, ulong seed, Func<Trial, Optimizer> create, int? workers = null)
    {
        // On the page:
        var search = new HyperparameterSearch(space, strategy)
        {
            Maximize = true, Seed = seed, Workers = workers ?? Math.Min(Environment.ProcessorCount, 16),
        };
        return search.Run(trial =>
        {
            using var optimizer = create(trial);
            var learner = new DigitLearner(optimizer, seed: 1);
            learner.Epoch();
            return learner.Test().Accuracy;
        });

        // So far.
    }

    private static Adam Unequal(Trial trial) => new() { LearningRate = trial["rate"], Epsilon = trial["epsilon"] };

    private static HeavyBallMomentum Both(Trial trial) => new() { LearningRate = trial["rate"], Momentum = trial["momentum"] };

    private static double Second(TrialResult trial) => trial.Point.Values[1];

    private static Point[] Points(IEnumerable<TrialResult> trials, Func<TrialResult, double> height)
        => [.. trials.Select(trial => new Point(Math.Log10(trial.Point.Values[0]), height(trial)))];

    private static Curve Marks(string name, string style, SearchResult result, int dimension)
        => new(name, style, Points(result.Trials, trial => Math.Log10(trial.Point.Values[dimension])), Look.Marks);

    private static Curve Values(string name, string style, SearchResult result)
        => new(name, style, Points(result.Trials.Where(trial => !trial.IsFailed).OrderBy(trial => trial.Point.Values[0]), trial => trial.Value!.Value), Look.LineWithPoints);

    private static Curve BestMark(SearchResult result) => new("best", "sgd", Points([result.Best!], Second), Look.Marks);

    private static Curve Best(string name, string style, SearchResult result)
    {
        var best = 0.0;
        return new(name, style, [.. result.Trials.Select(trial => new Point(trial.Number + 1, best = Math.Max(best, trial.Value ?? 0)))]);
    }

    private static string Percent(double share) => Invariant($"{100 * share:0.0} %");
}
