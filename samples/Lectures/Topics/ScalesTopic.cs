using System.Xml.Linq;
using Descent;
using Descent.Training;
using Landscapes.Drawing;
using Landscapes.Walking;
using Lectures.Drawing;
using Lectures.Learning;
using Lectures.Site;
using static System.FormattableString;

namespace Lectures.Topics;

/// <summary>Features of different scales: what min–max scaling and standardization do to contours and paths, and what inputs far from the origin do to a classifier.</summary>
internal static class ScalesTopic
{
    private const int Samples = 200, Features = 2, Steps = 25;
    private const double Reach = 2;

    public static Topic Topic { get; } = new(
        "scales",
        "Features of different scales",
        "A feature in metres beside one in millimetres makes a ravine of the simplest problem. Scaled, it is a bowl, and the steepest way down leads to its bottom.",
        Content)
    {
        About = ["StandardScaler", "MinMaxScaler", "Sgd", "Newton", "Lbfgs"],
        Source = nameof(ScalesTopic),
    };

    private static object[] Content()
    {
        var (raw, targets) = Houses();

        // On the page:
        var minMax = (double[])raw.Clone();
        MinMaxScaler.Fit<double>(raw, Features).Transform<double>(minMax);

        var standard = (double[])raw.Clone();
        StandardScaler.Fit<double>(raw, Features).Transform<double>(standard);

        // So far.
        Way[] ways = [Descend("as they are", "sgd", raw, targets), Descend("min–max", "rmsprop", minMax, targets), Descend("standardized", "momentum", standard, targets)];
        return
        [
            Markup.Paragraph(
                $"{Samples} houses with two features, rooms from 1 to 7 and age from 0 to 1 centuries, and a price that both decide. A linear model has a weight for each. Each walk starts as far from the best weights and takes {Steps} steps of SGD " +
                "at the rate 1 / λ, with λ the largest eigenvalue of the Hessian: a little faster, and it would swing; much faster, and it would leave."),
            Markup.Figures(
                [
                    .. ways.Select(way => Markup.Figure(way.Picture, way.Caption, new Curve(way.Name, way.Style, []))),
                    new CurveChart(Axis.Linear("step", new(0, Steps), 5), Axis.Logarithmic("loss, of the first", new(-8, 0.3), every: 2)).Draw(
                        "How far each loss is above the lowest one, as a part of what it was at the start.", [.. ways.Select(way => Curve.Of(way.Name, way.Style, way.Losses))]),
                ]),
            Markup.Heading("Inputs far from the origin"),
            .. Sensitivity(),
        ];
    }

    private static (double[] Features, double[] Prices) Houses()
    {
        var random = new RandomSource(seed: 1, "houses");
        var (features, prices) = (new double[Samples * Features], new double[Samples]);
        for (var i = 0; i < Samples; i++)
        {
            var (rooms, age) = (1 + (6 * random.NextUniform()), random.NextUniform());
            (features[2 * i], features[(2 * i) + 1]) = (rooms, age);
            prices[i] = (0.5 * (rooms - 4)) - (1.5 * (age - 0.5)) + (0.3 * random.NextNormal());
        }

        return (features, prices);
    }

    private static Way Descend(string name, string style, double[] features, double[] targets)
    {
        double Error(Point weights, int i) => (weights.X * features[2 * i]) + (weights.Y * features[(2 * i) + 1]) - targets[i];
        var landscape = new Landscape(
            name,
            at => Enumerable.Range(0, Samples).Average(i => Math.Pow(Error(at, i), 2)) / 2,
            at => new(Enumerable.Range(0, Samples).Average(i => Error(at, i) * features[2 * i]), Enumerable.Range(0, Samples).Average(i => Error(at, i) * features[(2 * i) + 1])));

        // The best weights are one step of Newton's method away, wherever it starts: the loss is a quadratic.
        double[] weights = [0, 0], gradients = [0, 0];
        using var optimizer = new Sgd();
        optimizer.Add("w", weights, gradients);
        double LossAndGradients()
        {
            var at = new Point(weights[0], weights[1]);
            (gradients[0], gradients[1]) = landscape.Gradient(at);
            return landscape.Height(at);
        }

        new Newton(optimizer).Step(LossAndGradients);
        var best = new Point(weights[0], weights[1]);
        var eigenvalues = new CriticalPointAnalysis().Run(optimizer, LossAndGradients).Eigenvalues;
        var rate = 1 / eigenvalues[^1];
        var start = new Point(best.X - Reach, best.Y + (0.8 * Reach));
        var way = Trajectory.Of(Walker.Sgd(rate), landscape, start, Steps);
        way = way with { Walker = way.Walker with { Style = style } };
        var (lowest, first) = (landscape.Height(best), landscape.Height(start));
        Window window = new(new(best.X - (1.3 * Reach), best.X + Reach), new(best.Y - (0.9 * Reach), best.Y + (1.2 * Reach)));
        var picture = new ContourPicture(landscape, window, [.. Enumerable.Range(1, 11).Select(k => lowest + (first - lowest) * k * k / 64)], [Place.Start(start, new(0, -11)), Place.Minimum(best, new(36, 18))]);
        return new(
            name,
            style,
            picture.Draw($"Contours of the loss over the two weights with features {name}, and the way of SGD to {way.EndPosition}; the minimum is at {landscape.Describe(best)}", way),
            Invariant($"Features {name}: the eigenvalues of the Hessian are {eigenvalues[0]:G2} and {eigenvalues[^1]:G2}, {eigenvalues[^1] / eigenvalues[0]:0.0} to 1. After {Steps} steps it is {way.End.Position.DistanceTo(best):0.000} from the minimum."),
            [.. way.Footprints.Select(footprint => Math.Log10((footprint.Loss - lowest) / (first - lowest)))]);
    }

    /// <summary>Two clouds that a line separates, at the origin and far from it: how many points change sides when the line's weights are turned a little.</summary>
    private static XElement[] Sensitivity()
    {
        double[] distances = [0, 4, 10];
        string[] styles = ["momentum", "rmsprop", "sgd"];
        const double shown = 6;
        var classifiers = distances.Select(Classifier.Fit).ToArray();
        var angles = Enumerable.Range(0, 41).Select(i => i * 0.25).ToArray();
        var turn = new CurveChart(Axis.Linear("degrees", new(0, 10), 2), Axis.Linear("accuracy", new(0.4, 1.02), 0.1));
        return
        [
            Markup.Paragraph(
                "A linear classifier of two clouds, fitted by L-BFGS, and its two weights then turned by some degrees, as a step of a training might. The line turns about the origin. Near it the clouds do not mind; far from it the line swings across them."),
            Markup.Figures(
                turn.Draw(
                    Invariant($"The accuracy after the turn, for clouds at the origin and at 4 and 10 from it. Turned by {shown:0} degrees it is {classifiers[0].Accuracy(shown):0.00}, {classifiers[1].Accuracy(shown):0.00} and {classifiers[2].Accuracy(shown):0.00}. Centred features, of mean 0, are the first case."),
                    [.. classifiers.Zip(distances, styles).Select(part => new Curve($"at {part.Second}", part.Third, [.. angles.Select(angle => new Point(angle, part.First.Accuracy(angle)))]))]),
                classifiers[0].Draw(shown, "Clouds at the origin: the line before the turn and after it."),
                classifiers[2].Draw(shown, "The same clouds, 10 away: the same turn.")),
        ];
    }

    private sealed record Way(string Name, string Style, XElement Picture, string Caption, IReadOnlyList<double> Losses);
}
