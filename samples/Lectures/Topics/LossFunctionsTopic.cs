using System.Xml.Linq;
using Descent.Training;
using Landscapes.Drawing;
using Landscapes.Walking;
using Lectures.Drawing;
using Lectures.Site;
using static System.FormattableString;

namespace Lectures.Topics;

/// <summary>Squared error against cross-entropy for a classifier: the two surfaces over scores and over weights, and where descent gets stuck.</summary>
internal static class LossFunctionsTopic
{
    private const int Steps = 100, Samples = 100, Starts = 100;
    private const double ScoreRate = 1, WeightRate = 0.5, Learnt = 0.9;

    private static readonly Point s_start = new(-6, 6);
    private static readonly (double X, double Y, bool IsFirst)[] s_examples = Examples();

    // Two scores, of which softmax makes the probability p of the first class, which is the right one.
    private static readonly Landscape s_squaredScores = new(
        "(1 − p)² + (1 − p)²", at => 2 * Math.Pow(1 - First(at), 2), at => Along(-4 * Math.Pow(1 - First(at), 2) * First(at)));

    private static readonly Landscape s_entropyScores = new("−ln p", at => Softplus(at.Y - at.X), at => Along(First(at) - 1));

    private static readonly Landscape s_squaredWeights = OverWeights(
        "mean of (p − y)²", (p, y) => (p - y) * (p - y), (p, y) => 2 * (p - y) * p * (1 - p));

    private static readonly Landscape s_entropyWeights = OverWeights(
        "mean of −ln p", (p, y) => -Math.Log(Math.Max(y > 0.5 ? p : 1 - p, 1e-300)), (p, y) => p - y);

    public static Topic Topic { get; } = new(
        "loss-functions",
        "Squared error or cross-entropy",
        "Both losses are 0 for the right answer. They differ where the answer is wrong and sure of itself: there one is steep, and the other flat.",
        Content)
    {
        About = ["Sgd"],
        Source = nameof(LossFunctionsTopic),
    };

    private static object[] Content()
    {
        Trajectory Scores(Landscape landscape, string style) => Walk(landscape, style, ScoreRate, s_start);
        var (squared, entropy) = (Scores(s_squaredScores, "sgd"), Scores(s_entropyScores, "momentum"));
        Point away = new(-5, -4);
        var (squaredWeights, entropyWeights) = (Walk(s_squaredWeights, "sgd", WeightRate, away), Walk(s_entropyWeights, "momentum", WeightRate, away));
        Window scores = new(new(-8, 8), new(-7, 7)), weights = new(new(-7, 7), new(-6, 6));
        var line = Axis.Linear("z", new(-10, 10), 5);
        Curve Along(string name, string style, Func<Point, double> value) => new(name, style, [.. Enumerable.Range(0, 201).Select(i => line.Range.At(i / 200.0)).Select(z => new Point(z, value(new(z, 0))))]);
        return
        [
            Markup.Paragraph(
                $"A classifier gives two classes the scores x and y, and softmax makes probabilities of them; the first class is the right one. Each walk starts where the classifier is sure of the wrong one and takes {Steps} steps of SGD at a rate of {ScoreRate}."),
            Markup.Figures(
                Show(s_squaredScores, scores, squared, [0.02, 0.1, 0.3, 0.6, 1, 1.4, 1.7, 1.9, 1.98], Invariant($"Squared error of the probabilities. Up there the surface is flat: after {Steps} steps the walk is at {squared.EndPosition}, and the probability of the right class {First(squared.End.Position):G2}.")),
                Show(s_entropyScores, scores, entropy, [0.02, 0.1, 0.4, 1, 2, 3, 4.5, 6, 7.5, 9, 10.5, 12, 13.5], Invariant($"Cross-entropy. The surface is a slope, steep as long as the answer is wrong: the walk is at {entropy.EndPosition}, and the probability {First(entropy.End.Position):0.000}.")),
                new CurveChart(line, Axis.Linear("loss", new(0, 10), 2)).Draw(
                    "The losses by z, the score of the right class above the other. Squared error ends in a plateau on the left.",
                    Along("squared error", "sgd", s_squaredScores.Height), Along("cross-entropy", "momentum", s_entropyScores.Height)),
                new CurveChart(line, Axis.Linear("slope", new(0, 1.1), 0.2)).Draw(
                    "Their slopes, by absolute value. That of cross-entropy is the error of the probability, 1 − p; that of squared error is the error times the slope of softmax, which is 0 at both ends.",
                    Along("squared error", "sgd", at => Math.Abs(s_squaredScores.Gradient(at).X)), Along("cross-entropy", "momentum", at => Math.Abs(s_entropyScores.Gradient(at).X)))),
            Markup.Heading("Over the weights of a classifier"),
            Markup.Paragraph($"The same with {Samples} examples of two features and a weight for each, by a sigmoid: the surface that an optimizer really sees. SGD at a rate of {WeightRate}, from weights that are wrong about almost everything."),
            Markup.Figures(
                Show(s_squaredWeights, weights, squaredWeights, [0.03, 0.06, 0.1, 0.2, 0.35, 0.5, 0.65, 0.8, 0.9], Invariant($"Squared error: the walk ends at {squaredWeights.EndPosition} with {100 * Accuracy(squaredWeights.End.Position):0} % of the examples right.")),
                Show(s_entropyWeights, weights, entropyWeights, [0.12, 0.2, 0.4, 0.8, 1.4, 2.2, 3.2, 4.5, 6, 8, 10], Invariant($"Cross-entropy, which has no other minimum than the lowest: at {entropyWeights.EndPosition} with {100 * Accuracy(entropyWeights.End.Position):0} % right."))),
            Markup.Table(
                ["loss", "starts", $"at least {100 * Learnt:0} % right after {Steps} steps"],
                ["squared error", $"{Starts}", $"{Arrived(s_squaredWeights)}"],
                ["cross-entropy", $"{Starts}", $"{Arrived(s_entropyWeights)}"]),
        ];
    }

    private static int Arrived(Landscape landscape)
    {
        // On the page:
        var random = new RandomSource(seed: 1, "starts");
        var arrived = 0;
        for (var start = 0; start < Starts; start++)
        {
            var from = new Point(6 * random.NextNormal(), 6 * random.NextNormal());
            var walk = Trajectory.Of(Walker.Sgd(WeightRate), landscape, from, Steps);
            arrived += Accuracy(walk.End.Position) >= Learnt ? 1 : 0;
        }

        // So far.
        return arrived;
    }

    private static Trajectory Walk(Landscape landscape, string style, double rate, Point start)
        => Trajectory.Of(Walker.Sgd(rate) with { Style = style }, landscape, start, Steps);

    private static XElement Show(Landscape landscape, Window window, Trajectory way, double[] levels, string caption) => Markup.Figure(
        new ContourPicture(landscape, window, levels, [Place.Start(way.Footprints[0].Position, new(0, 24))])
            .Draw($"Contours of {landscape.Formula} with the way of SGD to {way.EndPosition}", way),
        caption);

    private static double First(Point scores) => 1 / (1 + Math.Exp(scores.Y - scores.X));

    /// <summary>ln(1 + eˣ), also where eˣ is too large.</summary>
    private static double Softplus(double x) => Math.Max(x, 0) + Math.Log(1 + Math.Exp(-Math.Abs(x)));

    private static Point Along(double slope) => new(slope, -slope);

    private static (double X, double Y, bool IsFirst)[] Examples()
    {
        var random = new RandomSource(seed: 1, "examples");
        return [.. Enumerable.Range(0, Samples).Select(i => (X: (i % 2 == 0 ? 1 : -1) + (0.7 * random.NextNormal()), Y: (i % 2 == 0 ? 0.8 : -0.8) + (0.7 * random.NextNormal()), IsFirst: i % 2 == 0))];
    }

    private static double Probability(Point weights, (double X, double Y, bool IsFirst) example)
        => 1 / (1 + Math.Exp(-((weights.X * example.X) + (weights.Y * example.Y))));

    private static double Accuracy(Point weights) => s_examples.Average(example => Probability(weights, example) > 0.5 == example.IsFirst ? 1.0 : 0.0);

    /// <summary>The mean of a loss of probability and label over the examples; its slope is that by the sum before the sigmoid.</summary>
    private static Landscape OverWeights(string formula, Func<double, double, double> loss, Func<double, double, double> slope)
    {
        double Label(bool isFirst) => isFirst ? 1 : 0;
        return new(
            formula,
            at => s_examples.Average(example => loss(Probability(at, example), Label(example.IsFirst))),
            at => new(
                s_examples.Average(example => slope(Probability(at, example), Label(example.IsFirst)) * example.X),
                s_examples.Average(example => slope(Probability(at, example), Label(example.IsFirst)) * example.Y)));
    }
}
