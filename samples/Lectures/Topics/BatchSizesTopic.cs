using System.Xml.Linq;
using Descent;
using Digits.Mnist;
using Landscapes.Drawing;
using Landscapes.Walking;
using Lectures.Drawing;
using Lectures.Learning;
using Lectures.Site;
using static System.FormattableString;

namespace Lectures.Topics;

/// <summary>The whole set, mini-batches and single examples: paths, losses by step, epoch and work, and what they are worth on other digits.</summary>
internal static class BatchSizesTopic
{
    private const int DigitCount = 2000, Epochs = 12, FirstSteps = 120, PathSteps = 60;

    /// <summary>A step moves each weight and its gradient about six times to or from memory: as long as the arithmetic of so many digits.</summary>
    private const double StepCost = 16;

    private static readonly Size[] s_sizes =
    [
        new("whole set", "momentum", DigitCount, 0.05), new("512", "rmsprop", 512, 0.05), new("64", "sgd", 64, 0.05), new("single", "adam", 1, 0.005),
    ];

    public static Topic Topic { get; } = new(
        "batch-sizes",
        "Batch sizes",
        "A gradient of all examples points the right way and costs all of them; that of one example costs nothing and points almost anywhere. Between lie the mini-batches.",
        Content)
    {
        About = ["MiniBatches", "Sgd"],
        Source = nameof(BatchSizesTopic),
    };

    private static object[] Content()
    {
        var digits = DigitLearner.Data.Training.Range(0, DigitCount);
        var runs = s_sizes.Select(size => Train(size, digits)).ToArray();
        var first = s_sizes.Take(3).Select(size => FirstLosses(size, digits)).ToArray();
        var loss = Axis.Logarithmic("loss", new(-3.2, 0.6));
        var work = runs[..3].Max(run => run.Points[^1].Work);
        return
        [
            Markup.Paragraph(
                $"A line is fitted to points, and the book's network to {DigitCount} digits, by gradient descent with batches of every size, at a learning rate of 0.05, with single digits 0.005. " +
                "Small batches step often and zigzag; the whole set steps seldom and straight."),
            Markup.Figures(
                Paths(),
                new CurveChart(Axis.Linear("step", new(0, FirstSteps), 20), Axis.Linear("loss", new(0, 2.6), 0.5)).Draw(
                    $"The cost of each batch before its step. That of the whole set rises at {Rises(first[0])} of {FirstSteps - 1} steps, that of batches of 64 at {Rises(first[2])}: each is about other digits, and only the trend falls.",
                    [.. first.Reverse()]),
                new CurveChart(Axis.Linear("epoch", new(0, Epochs), 2), loss).Draw(
                    "The loss on all digits against epochs. In one epoch the whole set is one step, batches of 64 are 32, and single examples 2,000.",
                    [.. runs.Select(run => run.Line(point => point.Epoch))]),
                new CurveChart(Axis.Linear("time", new(0, work), 10000), loss).Draw(
                    $"The same losses against time, in the time that a digit takes. It is counted, not measured, to be the same on every machine: a step as such counts as {StepCost:0} digits, " +
                    "for the weights and gradients that it moves through memory. Single examples pay that for each digit, and fall behind the mini-batches that they were ahead of.",
                    [.. runs.Select(run => run.Line(point => point.Work))])),
            Markup.Heading("Large and small batches on other digits"),
            HeldOut(digits),
        ];
    }

    /// <summary>The loss on all digits and the work so far, before the first epoch and after each.</summary>
    private static Run Train(Size size, DigitSet digits)
    {
        // On the page:
        using var optimizer = new Sgd { LearningRate = size.Rate };
        var learner = new DigitLearner(optimizer, seed: 1, digits: digits, batchSize: size.Batch);
        List<(double Epoch, double Work, double Loss)> points = [(0, 0, learner.Test(digits).Loss)];
        for (var epoch = 1; epoch <= Epochs; epoch++)
        {
            learner.Epoch();
            points.Add((epoch, epoch * (digits.Count + StepCost * learner.StepsOfEpoch), learner.Test(digits).Loss));
        }

        // So far.
        return new(size, points, learner.Test(digits), learner.Test());
    }

    private static Curve FirstLosses(Size size, DigitSet digits)
    {
        using var optimizer = new Sgd { LearningRate = size.Rate };
        var learner = new DigitLearner(optimizer, seed: 1, digits: digits, batchSize: size.Batch);
        return Curve.Of(size.Name, size.Style, Enumerable.Range(0, FirstSteps).Select(_ => learner.Step()));
    }

    private static int Rises(Curve curve) => curve.Points.Zip(curve.Points.Skip(1)).Count(pair => pair.Second.Y > pair.First.Y);

    private static XElement Paths()
    {
        var line = new LineFit(count: 256);
        var picture = new ContourPicture(line.Landscape, new(new(-1.4, 3.2), new(-1.2, 1.8)), [.. Enumerable.Range(1, 10).Select(k => 0.18 + k * k * 0.02)], [Place.Start(line.Start, new(0, 24)), Place.Minimum(line.Best, new(34, 22))]);
        Trajectory Walk(string name, string style, int batch) => line.Walk(Walker.Sgd(0.3) with { Name = name, Style = style }, batch, PathSteps);
        Trajectory[] ways = [Walk("single", "adam", 1), Walk("16", "sgd", 16), Walk("whole set", "momentum", line.Count)];
        return Markup.Figure(
            picture.Draw($"Contours of the loss of a line with the ways of {PathSteps} steps: with single examples all around the minimum, with batches of 16 nearer, with the whole set straight to it", ways),
            $"Slope (x) and height (y) of a line through {line.Count} points, {PathSteps} steps at the same rate. The whole set walks straight down; batches of 16 tremble; a single example pulls anywhere, and near the minimum all that is left is noise.",
            [.. ways.Reverse().Select(way => new Curve(way.Walker.Name, way.Walker.Style, []))]);
    }

    private static XElement HeldOut(DigitSet digits)
    {
        int[] batches = [8, 32, 128, 512, DigitCount];
        var runs = batches.Select(batch => Train(new($"{batch}", "sgd", batch, 0.05), digits)).ToArray();
        var axis = new Axis("batch", new(0.5, batches.Length + 0.5), [.. batches.Select((batch, i) => new Tick(i + 1, $"{batch}"))]);
        Curve Line(string name, string style, Func<Run, double> value) => new(name, style, [.. runs.Select((run, i) => new Point(i + 1, value(run)))], Look.LineWithPoints);
        return Markup.Figures(
            new CurveChart(axis, Axis.Linear("accuracy", new(0, 1.05), 0.2)).Draw(
                $"{Epochs} epochs with batches of every size: the accuracy on the digits that were learnt, and on 2,000 others. The large batch is not only worse on the others: in as many epochs it takes fewer steps and has not learnt even its own.",
                Line("learnt digits", "momentum", run => run.Learnt.Accuracy),
                Line("other digits", "sgd", run => run.Held.Accuracy)),
            Markup.Table(
                ["batch", "steps", "loss, learnt", "learnt", "others"],
                runs.Select(run => new[]
                {
                    run.Size.Name, $"{Epochs * ((DigitCount + run.Size.Batch - 1) / run.Size.Batch)}", Invariant($"{run.Learnt.Loss:0.000}"),
                    Invariant($"{100 * run.Learnt.Accuracy:0.0} %"), Invariant($"{100 * run.Held.Accuracy:0.0} %"),
                })));
    }

    private sealed record Size(string Name, string Style, int Batch, double Rate);

    private sealed record Run(Size Size, IReadOnlyList<(double Epoch, double Work, double Loss)> Points, Score Learnt, Score Held)
    {
        public Curve Line(Func<(double Epoch, double Work, double Loss), double> across)
            => new(Size.Name, Size.Style, [.. Points.Select(point => new Point(across(point), Math.Log10(point.Loss)))], Look.LineWithPoints);
    }
}
