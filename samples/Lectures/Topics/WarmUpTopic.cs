using Descent;
using Descent.Training;
using Landscapes.Drawing;
using Landscapes.Walking;
using Lectures.Drawing;
using Lectures.Learning;
using Lectures.Site;
using static System.FormattableString;

namespace Lectures.Topics;

/// <summary>Learning-rate warm-up, and RAdam, which does without: what both do to the first steps, and what that is worth on the digits.</summary>
internal static class WarmUpTopic
{
    private const int WarmUp = 60, FirstSteps = 200, Epochs = 3;
    private const double Rate = 0.02;
    private static readonly double[] s_rates = [1e-4, 3e-4, 1e-3, 3e-3, 1e-2, 2e-2, 3e-2, 1e-1];

    private static readonly (string Name, string Style, Func<double, Optimizer> Create)[] s_ways =
    [
        ("Adam", "sgd", rate => new Adam { LearningRate = rate }),
        ("Adam with warm-up", "momentum", rate => WithWarmUp(new Adam(), rate)),
        ("RAdam", "rmsprop", rate => new RAdam { LearningRate = rate }),
    ];

    public static Topic Topic { get; } = new(
        "warm-up",
        "Warm-up, and RAdam",
        "In its first steps Adam divides by an average of very few squares, which may be anything. A warm-up keeps these steps short; RAdam computes how short they should be.",
        Content)
    {
        About = ["Adam", "RAdam", "WarmUpStableDecay"],
        Source = nameof(WarmUpTopic),
    };

    private static object[] Content()
    {
        var curves = s_ways.Select(way => new Curve(way.Name, way.Style, [.. Train(way.Create(Rate)).Losses])).ToArray();
        var sensitivity = s_ways.Select(way => new Curve(way.Name, way.Style, [.. s_rates.Select(rate => new Point(Math.Log10(rate), Train(way.Create(rate)).Accuracy))], Look.LineWithPoints)).ToArray();
        var rectified = Lengths(new RAdam { LearningRate = 1 });
        return
        [
            Markup.Paragraph(
                "An average of squares with β₂ = 0.999 that has seen a handful of gradients varies wildly from weight to weight, and where it happens to be small the step is long. " +
                $"The warm-up here raises the rate in a straight line over {WarmUp} steps. RAdam multiplies a step by a factor from the variance of that average, and leaves the average out altogether in the first five steps."),
            Markup.Figures(
                new CurveChart(Axis.Linear("step", new(0, FirstSteps), 50), Axis.Linear("step / η", new(0, 1.1), 0.2)).Draw(
                    Invariant($"How long the steps of a weight with a constant gradient are, in learning rates. Those of Adam are as long as the rate from the first on. RAdam’s first five are plain momentum; then they begin at {rectified[5]:0.00} and grow by themselves, to {rectified[FirstSteps - 1]:0.00} at step {FirstSteps}."),
                    Steps("Adam", "sgd", Lengths(new Adam { LearningRate = 1 })),
                    Steps("Adam with warm-up", "momentum", Lengths(WithWarmUp(new Adam(), 1))),
                    Steps("RAdam", "rmsprop", rectified)),
                new CurveChart(Axis.Linear("step", new(0, FirstSteps), 50), Axis.Logarithmic("loss", new(-1, 1.5))).Draw(
                    Invariant($"The book’s network on the digits at a rate of {Rate}, twenty times the usual one: the loss, averaged over about ten steps. Adam’s first steps throw the weights so far that it rises to {Highest(curves[0])}; with a warm-up it is never above {Highest(curves[1])}, with RAdam {Highest(curves[2])}."),
                    curves),
                new CurveChart(Axis.Logarithmic("rate", new(-4.2, -0.8)), Axis.Linear("accuracy", new(0, 1.02), 0.2)).Draw(
                    $"The accuracy on other digits after {Epochs} epochs, for rates over three powers of ten. RAdam, whose steps stay short for long, bears rates at which the others fail, and learns little at low ones. On a network as small as this a warm-up makes the beginning calm and changes little besides.",
                    sensitivity)),
            Markup.Table(
                ["rate", .. s_ways.Select(way => way.Name)],
                s_rates.Select((rate, i) => (string[])[Invariant($"{rate}"), .. sensitivity.Select(curve => Invariant($"{100 * curve.Points[i].Y:0.0} %"))])),
        ];
    }

    private static string Highest(Curve curve) => Invariant($"{Math.Pow(10, curve.Points.Max(point => point.Y)):0.0}");

    private static Adam WithWarmUp(Adam adam, double rate)
    {
        adam.Schedule(HyperparameterRole.LearningRate, new ConstantSchedule(rate).WithWarmUp(WarmUp));
        return adam;
    }

    private static (List<Point> Losses, double Accuracy) Train(Optimizer optimizer)
    {
        // On the page:
        using var disposable = optimizer;
        var learner = new DigitLearner(optimizer, seed: 1);
        var loss = new ExponentiallyWeightedAverage(0.9);
        List<Point> losses = [];
        for (var step = 0; step < Epochs * DigitLearner.StepsPerEpoch; step++)
        {
            loss.Add(learner.Step());
            losses.Add(new(step, Math.Log10(loss.CorrectedValue)));
        }

        // So far.
        return (losses, learner.Test().Accuracy);
    }

    /// <summary>How far a weight whose gradient is always 1 moves at each step.</summary>
    private static List<double> Lengths(Optimizer optimizer)
    {
        using (optimizer)
        {
            double[] weight = [0], slope = [1];
            optimizer.Add("weight", weight, slope);
            List<double> lengths = [];
            for (var step = 0; step < FirstSteps; step++)
            {
                var before = weight[0];
                optimizer.Step();
                lengths.Add(before - weight[0]);
            }

            return lengths;
        }
    }

    private static Curve Steps(string name, string style, List<double> lengths) => new(name, style, [.. lengths.Select((length, i) => new Point(i + 1, length))]);
}
