using Descent;
using Descent.Training;
using Landscapes.Drawing;
using Lectures.Drawing;
using Lectures.Site;
using static System.FormattableString;

namespace Lectures.Topics;

/// <summary>How far Adam moves a weight in its first steps, with and without bias correction.</summary>
internal static class FirstStepsTopic
{
    private const int Steps = 2000, FirstSteps = 60;
    private const double Rate = 1e-3;
    private static readonly int[] s_told = [1, 2, 3, 10, 100, 1000];

    public static Topic Topic { get; } = new(
        "first-steps",
        "Adam's first steps",
        "Both of Adam's averages start at 0, the slower one for longer. Without bias correction the first steps are several times too long.",
        Content)
    {
        About = ["Adam", "AdamWithoutBiasCorrection"],
        Source = nameof(FirstStepsTopic),
    };

    private static object[] Content()
    {
        var constant = Lengths(_ => 1);
        var noise = new RandomSource(seed: 1, "gradients");
        var gradients = Enumerable.Range(0, Steps).Select(_ => 0.5 + noise.NextNormal()).ToArray();
        var noisy = Lengths(step => gradients[step]);
        return
        [
            Markup.Formula("w ← w − η m̂ / (√v̂ + ε), m̂ = m / (1 − β₁ᵗ), v̂ = v / (1 − β₂ᵗ)"),
            Markup.Paragraph(
                "One weight, β₁ = 0.9, β₂ = 0.999. At step t the average m has reached 1 − 0.9ᵗ of its value and v only 1 − 0.999ᵗ: " +
                "the quotient m / √v is too large by a factor that grows to about 6 and is gone only after thousands of steps. " +
                "A step is measured in learning rates η."),
            Markup.Figures(
                new CurveChart(Axis.Linear("step", new(0, FirstSteps), 10), Axis.Linear("step / η", new(0, 8), 1)).Draw(
                    $"The gradient is 1 at every step. Corrected, every step has the length η; uncorrected, the first is √10 = 3.16 times as long and the {1 + constant.Uncorrected.IndexOf(constant.Uncorrected.Max())}th, the longest, {Invariant($"{constant.Uncorrected.Max():0.00}")} times.",
                    Line("without correction", "sgd", constant.Uncorrected[..FirstSteps]),
                    Line("with bias correction", "adam", constant.Corrected[..FirstSteps])),
                new CurveChart(Axis.Linear("step", new(0, FirstSteps), 10), Axis.Linear("step / η", new(-1, 6), 1)).Draw(
                    "Gradients of mean 0.5 and standard deviation 1, as of mini-batches. The same steps in the same direction, but too long while little is known.",
                    Line("without correction", "sgd", noisy.Uncorrected[..FirstSteps]),
                    Line("with bias correction", "adam", noisy.Corrected[..FirstSteps])),
                new CurveChart(Axis.Linear("step", new(0, Steps), 400), Axis.Linear("step / η", new(0, 8), 1)).Draw(
                    $"The same as the first picture, for longer: at step {Steps} a step is still {Invariant($"{constant.Uncorrected[^1]:0.00}")} times as long.",
                    Line("without correction", "sgd", constant.Uncorrected),
                    Line("with bias correction", "adam", constant.Corrected)),
                new CurveChart(Axis.Linear("step", new(0, FirstSteps), 10), Axis.Linear("weight", new(-1, 1), 0.5)).Draw(
                    "A weight on its way from 1 to the minimum of w²/2, with η = 0.05. Without correction it arrives sooner, too fast to stop, and swings far to the other side.",
                    Curve.Of("without correction", "sgd", Descend(new AdamWithoutBiasCorrection { LearningRate = 0.05 })),
                    Curve.Of("with bias correction", "adam", Descend(new Adam { LearningRate = 0.05 })))),
            Markup.Table(
                ["step", "without correction", "with correction"],
                [.. s_told.Select(step => new[] { $"{step}", Number(constant.Uncorrected[step - 1]), Number(constant.Corrected[step - 1]) })]),
        ];
    }

    private static (List<double> Uncorrected, List<double> Corrected) Lengths(Func<int, double> gradient)
        => (Lengths(new AdamWithoutBiasCorrection { LearningRate = Rate }, gradient), Lengths(new Adam { LearningRate = Rate }, gradient));

    private static List<double> Lengths(Optimizer optimizer, Func<int, double> gradient)
    {
        var positions = Walk(optimizer, start: 0, Steps, (step, _) => gradient(step));
        return [.. positions.Zip(positions.Skip(1), (before, after) => (before - after) / Rate)];
    }

    private static List<double> Descend(Optimizer optimizer) => Walk(optimizer, start: 1, FirstSteps, (_, weight) => weight);

    /// <summary>Where a weight is before the first step and after each.</summary>
    private static List<double> Walk(Optimizer optimizer, double start, int steps, Func<int, double, double> gradient)
    {
        using (optimizer)
        {
            // On the page:
            double[] weight = [start], slope = [0];
            optimizer.Add("weight", weight, slope);
            List<double> positions = [start];
            for (var step = 0; step < steps; step++)
            {
                slope[0] = gradient(step, weight[0]);
                optimizer.Step();
                positions.Add(weight[0]);
            }

            // So far.
            return positions;
        }
    }

    private static Curve Line(string name, string style, List<double> steps)
        => new(name, style, [.. steps.Select((length, i) => new Landscapes.Walking.Point(i + 1, length))]);

    private static string Number(double value) => Invariant($"{value:0.000}");
}
