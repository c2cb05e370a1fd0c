using System.Xml.Linq;
using Descent;
using Descent.Matrices;
using Descent.Training;
using Landscapes.Drawing;
using Landscapes.Walking;
using Lectures.Drawing;
using Lectures.Learning;
using Lectures.Site;
using static System.FormattableString;

namespace Lectures.Topics;

/// <summary>The limit of methods that look at each weight alone: a ravine that is turned, and matrices whose curvature mixes rows and columns.</summary>
internal static class TiltedTopic
{
    private const int Steps = 100, MatrixSteps = 200, Rows = 12, Columns = 8;
    private const double Condition = 1000;
    private static readonly double[] s_rates = [.. Enumerable.Range(0, 25).Select(i => Math.Pow(10, -4 + (i / 4.0)))];

    private static readonly (string Name, string Style, Func<Optimizer> Create)[] s_rules =
    [
        ("SGD", "sgd", () => new Sgd()),
        ("Adam", "rmsprop", () => new Adam()),
        ("Shampoo", "momentum", () => new Shampoo()),
        ("SOAP", "adam", () => new Soap { Frequency = 1 }),
    ];

    public static Topic Topic { get; } = new(
        "tilted",
        "The limit of diagonal methods",
        "Adam has a step size for each weight. In a ravine along the weights’ axes that is all it takes; turn the ravine, and no choice of them helps. A preconditioner with rows and columns turns with it.",
        Content)
    {
        About = ["Adam", "Sgd", "Shampoo", "Soap", "CosineDecay"],
        Source = nameof(TiltedTopic),
    };

    private static object[] Content()
    {
        double[] angles = [.. Enumerable.Range(0, 10).Select(i => 5.0 * i)];
        var losses = s_rules.Select(rule => new Curve(rule.Name, rule.Style, [.. angles.Select(angle => new Point(angle, Math.Log10(Best(rule.Create, angle)[^1].Loss)))], Look.LineWithPoints)).ToArray();
        return
        [
            Markup.Formula("f(w) = (u² / 1000 + v²) / 2, with u and v the coordinates of w along the ravine and across it"),
            Markup.Paragraph(
                $"A ravine a thousand times as curved across as along, along the axes and turned by 45 degrees. Shampoo and SOAP take the two weights for a matrix of one column; their preconditioner has a row and a column for each weight. " +
                $"Every rule takes {Steps} steps at a rate that falls along a cosine, from the best of {s_rates.Length} between 0.0001 and 100 at which the loss never grows to a hundred times its first."),
            Markup.Figures(
                Path(0, "Along the axes each weight has its own scale, and that is all it takes."),
                Path(45, "Turned by 45 degrees both weights see the same mixture of steep and gentle. Adam’s two scales are alike, and leave the ravine as it is; the axes of the others’ preconditioners turn with it."),
                new CurveChart(Axis.Linear("degrees", new(0, 45), 15), Axis.Logarithmic("loss", new(-9, 1), every: 2)).Draw(
                    $"The loss after {Steps} steps by the angle of the ravine. SGD, Shampoo and SOAP do not know what an axis is; Adam does, and by 45 degrees it has lost all that it gained.",
                    losses)),
            Markup.Heading("Matrices"),
            Markup.Paragraph(
                $"A matrix of {Rows} × {Columns} weights, and a loss whose curvature is a product of one for the rows and one for the columns, as that of a linear layer is nearly. First each is a scale for every row and column, then both are turned. {MatrixSteps} steps, each rule at its best rate."),
            Markup.Figures(
                Matrices(isTilted: false, "Scales of rows and columns: Adam, which has a step for each weight, is at its best."),
                Matrices(isTilted: true, "The same, turned. Shampoo and SOAP keep a square matrix for the rows and one for the columns, find the axes of the curvature, and do not notice.")),
        ];
    }

    private static Landscape Ravine(double degrees)
    {
        var (sine, cosine) = Math.SinCos(degrees * Math.PI / 180);
        Point Turn(Point at) => new((cosine * at.X) + (sine * at.Y), (cosine * at.Y) - (sine * at.X));
        Point Back(Point at) => new((cosine * at.X) - (sine * at.Y), (cosine * at.Y) + (sine * at.X));
        return new(
            $"a ravine turned by {degrees} degrees",
            at => ((Turn(at).X * Turn(at).X / Condition) + (Turn(at).Y * Turn(at).Y)) / 2,
            at => Back(new(Turn(at).X / Condition, Turn(at).Y)));
    }

    /// <summary>Where every walk begins: as far along the ravine and across it, whatever its angle.</summary>
    private static Point Start(double degrees)
    {
        var (sine, cosine) = Math.SinCos(degrees * Math.PI / 180);
        var (along, across) = (-4.0, 1.5);
        return new((cosine * along) - (sine * across), (cosine * across) + (sine * along));
    }

    /// <summary>The walk at the rate that leads lowest.</summary>
    private static List<Footprint> Best(Func<Optimizer> create, double degrees)
    {
        var (ravine, start) = (Ravine(degrees), Start(degrees));
        return s_rates.Select(rate => Walk(ravine, start, create(), rate)).Where(way => way.All(footprint => footprint.Loss <= 100 * way[0].Loss)).MinBy(way => way[^1].Loss)!;
    }

    private static List<Footprint> Walk(Landscape landscape, Point start, Optimizer optimizer, double rate)
    {
        using var disposable = optimizer;

        // On the page:
        double[] weights = [start.X, start.Y], gradients = [0, 0];
        optimizer.Add("w", weights, gradients, shape: [2, 1]);
        optimizer.Schedule(HyperparameterRole.LearningRate, new CosineDecay(rate, Steps));
        List<Footprint> way = [new(start, landscape.Height(start))];
        for (var step = 0; step < Steps; step++)
        {
            var slope = landscape.Gradient(way[^1].Position);
            (gradients[0], gradients[1]) = (slope.X, slope.Y);
            optimizer.Step();
            var position = new Point(weights[0], weights[1]);
            way.Add(new(position, landscape.Height(position)));
        }

        // So far.
        return way;
    }

    private static XElement Path(double degrees, string caption)
    {
        var (ravine, start) = (Ravine(degrees), Start(degrees));
        var ways = s_rules[1..].Select(rule => new Trajectory(Walker.Sgd(1) with { Name = rule.Name, Style = rule.Style }, ravine, Best(rule.Create, degrees))).ToArray();
        var window = new Window(new(-5, 2.5), new(-4, 2.5));
        return Markup.Figure(
            new ContourPicture(ravine, window, [.. Enumerable.Range(1, 9).Select(k => 0.015 * k * k)], [Place.Start(start, new(0, degrees > 0 ? 24 : -11)), Place.Minimum(new(0, 0), new(30, 20))])
                .Draw($"Contours of {ravine.Formula} with the ways of Adam, Shampoo and SOAP", ways),
            Invariant($"{caption} After {Steps} steps the loss is {ways[0].End.Loss:G2} with Adam, {ways[1].End.Loss:G2} with Shampoo and {ways[2].End.Loss:G2} with SOAP."),
            [.. ways.Select(way => new Curve(way.Walker.Name, way.Walker.Style, []))]);
    }

    private static List<double> Train(MatrixProblem problem, Optimizer optimizer, double rate)
    {
        optimizer.Schedule(HyperparameterRole.LearningRate, new CosineDecay(rate, MatrixSteps));
        return problem.Train(optimizer, MatrixSteps);
    }

    private static XElement Matrices(bool isTilted, string caption)
    {
        var problem = new MatrixProblem(Rows, Columns, Condition, isTilted);
        var curves = s_rules.Select(rule =>
        {
            var losses = s_rates.Select(rate => Train(problem, rule.Create(), rate)).Where(losses => losses.All(loss => loss <= 100 * losses[0])).MinBy(losses => losses[^1])!;
            return Curve.Of(rule.Name, rule.Style, losses.Select(loss => Math.Log10(Math.Max(loss, 1e-12))));
        }).ToArray();
        return new CurveChart(Axis.Linear("step", new(0, MatrixSteps), 50), Axis.Logarithmic("loss", new(-11, 2), every: 2)).Draw(
            caption + Invariant($" After {MatrixSteps} steps: ") + string.Join(", ", curves.Select(curve => Invariant($"{curve.Name} {Math.Pow(10, curve.Points[^1].Y):G2}"))) + ".",
            curves);
    }
}
