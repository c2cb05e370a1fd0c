using System.Xml.Linq;
using Descent;
using Descent.Training;
using Digits.Model;
using Landscapes.Drawing;
using Landscapes.Walking;
using Lectures.Drawing;
using Lectures.Learning;
using Lectures.Site;
using static System.FormattableString;

namespace Lectures.Topics;

/// <summary>What to check before a training: gradients against differences, the first loss, and whether twenty digits can be learnt by heart.</summary>
internal static class ChecksTopic
{
    private const int Few = 20, Units = 16;
    private static readonly string[] s_headings = ["weights", "checked", "correct", "kink", "wrong", "largest relative error"];

    public static Topic Topic { get; } = new(
        "checks",
        "Checks before a training",
        "A wrong gradient still trains, only worse, and nobody is told. Three checks of a minute find most of what is wrong before a night is lost to it.",
        Content)
    {
        About = ["GradientCheck", "InitialLossCheck", "OverfitCheck", "Adam"],
        Source = nameof(ChecksTopic),
    };

    private static object[] Content()
    {
        var digits = DigitLearner.Data.Training.Range(0, Few);
        var right = Check(new SmallNetwork(digits, Units));
        var faulty = Check(new SmallNetwork(digits, Units) { ForgetsSlope = true });
        var differences = Differences();
        return
        [
            Markup.Heading("Gradients against differences of the loss"),
            Markup.Paragraph(
                $"A network of one hidden layer in double precision reads {Few} digits. The check compares gradients that the network computes with (L(w + h) − L(w − h)) / 2h, for some weights of every tensor. " +
                $"Of the right network it says {right.Outcome}; of one whose backward pass forgets the slope of tanh, {faulty.Outcome}, and where: the output layer comes before the mistake and is right."),
            Markup.Heading("The right network"),
            Verdicts(right),
            Markup.Heading("The one with a fault"),
            Verdicts(faulty),
            Markup.Heading("The step size"),
            Markup.Figures(
                new CurveChart(Axis.Logarithmic("h", new(-14, 0), every: 2), Axis.Logarithmic("error", new(-12, 1), every: 2), Height: 300).Draw(
                    "The relative error of a difference against its step size h, of one weight. Large steps see the curve of the loss, small ones its rounding, and between lies the best: " +
                    string.Join(", ", differences.Select(curve => $"{curve.Name} {Best(curve)}")) + ". Both sides are better than one, and in float there is hardly a good step at all.",
                    differences),
                Kinks()),
            Markup.Heading("The first loss"),
            Markup.Paragraph("Before it has learnt anything a classifier of ten digits guesses, and its loss is ln 10 = 2.303. Another first loss says that something is wrong with loss, labels or initial weights."),
            Markup.Table(["initial weights", "expected", "found", "verdict"], FirstLosses()),
            Markup.Heading("Twenty digits by heart"),
            Markup.Figures(Overfit()),
        ];
    }

    private static GradientCheckReport Check(SmallNetwork network)
    {
        // On the page:
        using var optimizer = new Sgd();
        network.AddTo(optimizer);
        var check = new GradientCheck { CoordinatesPerParameter = 12 };
        return check.Run(optimizer, network.LossAndGradients);

        // So far.
    }

    private static XElement Verdicts(GradientCheckReport report) => Markup.Table(
        s_headings,
        report.Coordinates.GroupBy(coordinate => coordinate.ParameterName).Select(tensor => new[]
        {
            tensor.Key,
            $"{tensor.Count()}",
            $"{tensor.Count(coordinate => coordinate.Verdict == GradientVerdict.Correct)}",
            $"{tensor.Count(coordinate => coordinate.Verdict == GradientVerdict.Kink)}",
            $"{tensor.Count(coordinate => coordinate.Verdict == GradientVerdict.Wrong)}",
            Invariant($"{tensor.Max(coordinate => coordinate.RelativeError):G2}"),
        }));

    /// <summary>The error of differences by their step size, as decimal logarithms of both.</summary>
    private static Curve[] Differences()
    {
        var network = new SmallNetwork(DigitLearner.Data.Training.Range(0, Few), Units);
        using var optimizer = new Sgd();
        network.AddTo(optimizer);
        network.LossAndGradients();
        var weights = optimizer["output.weight"].Weights;
        var (gradient, start) = (optimizer["output.weight"].Gradients.Span<double>()[0], weights.Span<double>()[0]);
        double Loss(double change)
        {
            weights.Span<double>()[0] = start + change;
            return network.LossAndGradients();
        }

        Curve Errors(string name, string style, Func<double, double> difference) => new(
            name,
            style,
            [.. Enumerable.Range(0, 57).Select(i => -14 + (0.25 * i)).Select(power =>
                new Point(power, Math.Log10(GradientCheck.RelativeError(gradient, difference(Math.Pow(10, power))))))]);
        return
        [
            Errors("one side, double", "momentum", h => (Loss(h) - Loss(0)) / h),
            Errors("both sides, double", "rmsprop", h => (Loss(h) - Loss(-h)) / (2 * h)),
            Errors("both sides, float", "sgd", h => ((float)Loss(h) - (float)Loss(-h)) / (2 * h)),
        ];
    }

    private static string Best(Curve curve)
    {
        var best = curve.Points.Where(point => double.IsFinite(point.Y)).MinBy(point => point.Y);
        return Invariant($"{Math.Pow(10, best.Y):G1} at h = {Math.Pow(10, best.X):G1}");
    }

    /// <summary>The absolute value near its kink: what differences say, and what the check makes of it.</summary>
    private static XElement Kinks()
    {
        double[] weight = [0], gradient = [0];
        using var optimizer = new Sgd();
        optimizer.Add("w", weight, gradient);
        double Loss()
        {
            gradient[0] = weight[0] > 0 ? 1 : 0;
            return Math.Max(weight[0], 0);
        }

        List<(double At, CheckedCoordinate Found)> found = [];
        foreach (var at in new[] { 1e-2, 1e-4, 0, -1e-4, -1e-2 })
        {
            weight[0] = at;
            found.Add((at, new GradientCheck { StepSize = 1e-3 }.Run(optimizer, Loss).Coordinates[0]));
        }

        return new(
            "figure",
            Markup.Table(
                ["w", "gradient", "left", "right", "verdict"],
                found.Select(pair => new[]
                {
                    Invariant($"{pair.At}").Replace('-', '−'), Invariant($"{pair.Found.Analytic:0.00}"), Invariant($"{pair.Found.LeftDerivative:0.00}"),
                    Invariant($"{pair.Found.RightDerivative:0.00}"), $"{pair.Found.Verdict}",
                })),
            new XElement("figcaption", "A kink: max(0, w), which ReLU is made of, with steps of 0.001. Where a step reaches across 0 the slopes to the left and to the right differ. The check tries smaller steps, and where the two sides still differ it says that there is a kink, not that the gradient is wrong."));
    }

    private static IEnumerable<string[]> FirstLosses()
    {
        (string Name, Func<int, double> Deviation)[] starts =
            [("σ = 0.01", _ => 0.01), ("Xavier", NetworkDesign.Xavier), ("He", NetworkDesign.He), ("σ = 0.2", _ => 0.2), ("σ = 1", _ => 1)];
        foreach (var (name, deviation) in starts)
        {
            var digits = DigitLearner.Data.Training.Range(0, 500);
            var network = new Network(digits.PixelsPerImage, digits.Count, new NetworkDesign { InitialDeviation = deviation }, new Random(1));
            var report = new InitialLossCheck(ExpectedLoss.Softmax(classes: 10)).Run(() => network.ComputeGradients(digits.Images, digits.Labels));
            yield return [name, Invariant($"{report.Expected:0.000}"), Invariant($"{report.Loss:0.000}"), report.Passed ? "as expected" : "not as expected"];
        }
    }

    private static XElement Overfit()
    {
        const int steps = 150;
        var digits = DigitLearner.Data.Training.Range(0, Few);
        var labels = digits.Labels.ToArray();
        OverfitReport Run(Func<int, byte[]> labelsAt)
        {
            var network = new Network(digits.PixelsPerImage, Few, new(), new Random(1));
            using var adam = new Adam { LearningRate = 1e-3 };
            network.AddTo(adam);
            var evaluation = 0;
            return new OverfitCheck { MaximumSteps = steps }.Run(adam, () => network.ComputeGradients(digits.Images, labelsAt(evaluation++)));
        }

        // Labels that do not belong to their images, others at every step: as from a shuffle of the one without the other.
        var right = Run(_ => labels);
        var shuffled = Run(step => [.. labels.Skip(step % Few), .. labels.Take(step % Few)]);
        Curve Line(string name, string style, OverfitReport report) => Curve.Of(name, style, report.Curve.Select(loss => Math.Log10(loss)));
        return new CurveChart(Axis.Linear("step", new(0, steps), 50), Axis.Logarithmic("loss", new(-3, 1))).Draw(
            Invariant($"A network that is right can learn {Few} digits by heart: the loss is below {right.LossBound:G2} after {right.Steps} steps. With labels that are shuffled anew at every step, and digits that are not, it never gets there: {shuffled.FinalLoss:0.00} after {shuffled.Steps} steps, and no run of a night is needed to see it."),
            Line("labels out of step", "sgd", shuffled),
            Line("right", "rmsprop", right));
    }
}
