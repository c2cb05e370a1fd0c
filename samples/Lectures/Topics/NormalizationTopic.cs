using Descent;
using Digits.Model;
using Landscapes.Drawing;
using Landscapes.Walking;
using Lectures.Drawing;
using Lectures.Learning;
using Lectures.Site;
using static System.FormattableString;

namespace Lectures.Topics;

/// <summary>Batch and layer normalization over sixteen scales of initial weights, as in "Deep Learning from Scratch".</summary>
internal static class NormalizationTopic
{
    private const int Scales = 16, DigitCount = 1000, BatchSize = 100, Epochs = 20, Every = 2, Hidden = 5, Units = 100;
    private const double Rate = 0.01, Learnt = 0.9;

    private static readonly (string Name, string Style, Normalization Kind)[] s_kinds =
        [("without", "faint", Normalization.None), ("layer normalization", "rmsprop", Normalization.Layer), ("batch normalization", "momentum", Normalization.Batch)];

    public static Topic Topic { get; } = new(
        "normalization",
        "Normalization over sixteen scales",
        "A network without normalization learns only if its first weights are of the right size. One that normalizes what its layers hand on learns from many more.",
        Content)
    {
        About = ["Sgd", "WeightInitializer"],
        Source = nameof(NormalizationTopic),
    };

    private static object[] Content()
    {
        var scales = Enumerable.Range(0, Scales).Select(i => Math.Pow(10, -4.0 * i / (Scales - 1))).ToArray();
        var runs = scales.Select(scale => s_kinds.Select(kind => Train(kind.Kind, scale)).ToArray()).ToArray();
        CurveChart small = new(Axis.Linear("", new(0, Epochs), 10), Axis.Linear("", new(0, 1.02), 0.5), Height: 130, Width: 260);
        var spread = Axis.Logarithmic("σ", new(-4.1, 0.1));
        return
        [
            Markup.Paragraph(
                $"A network with {Hidden} hidden layers of {Units} learns {DigitCount} digits by SGD at a rate of {Rate}, from normal initial weights of sixteen standard deviations σ, from 1 to 0.0001. " +
                $"Each chart is one σ: the share of the digits that it gets right, from 0 to 1, over {Epochs} epochs."),
            Markup.Legend([.. s_kinds.Select(kind => new Curve(kind.Name, kind.Style, []))]),
            Markup.SmallFigures(scales.Zip(runs, (scale, run) => small.DrawSmall(Invariant($"σ = {scale:G2}"), [.. run.Zip(s_kinds, Line)]))),
            Markup.Heading("All scales at a glance"),
            Markup.Figures(
                new CurveChart(spread, Axis.Linear("accuracy", new(0, 1.02), 0.2)).Draw(
                    $"The accuracy after {Epochs} epochs against σ. " + string.Join(" ", s_kinds.Select((kind, i) => $"{Capital(kind.Name)}, {runs.Count(run => run[i][^1].Y >= Learnt)} of {Scales} scales reach {100 * Learnt:0} %.")),
                    [.. s_kinds.Select((kind, i) => new Curve(kind.Name, kind.Style, [.. scales.Zip(runs, (scale, run) => new Point(Math.Log10(scale), run[i][^1].Y))], Look.LineWithPoints))]),
                Markup.Table(
                    ["σ", .. s_kinds.Select(kind => kind.Name)],
                    scales.Zip(runs, (scale, run) => (string[])[Invariant($"{scale:G2}"), .. run.Select(points => Invariant($"{points[^1].Y:0.00}"))]))),
            Markup.Paragraph(
                "Batch normalization brings each unit’s values over a mini-batch to mean 0 and variance 1, layer normalization those of all units for one digit. Either way the size of the weights no longer matters to what the next layer sees; " +
                "it still matters to how far a step of the same length turns them."),
        ];
    }

    private static List<Point> Train(Normalization normalization, double deviation)
    {
        // On the page:
        using var optimizer = new Sgd { LearningRate = Rate };
        var design = new NetworkDesign
        {
            HiddenLayers = [.. Enumerable.Repeat(Units, Hidden)],
            Normalization = normalization,
            InitialDeviation = _ => deviation,
        };
        var digits = DigitLearner.Data.Training.Range(0, DigitCount);
        var learner = new DigitLearner(optimizer, seed: 1, design, digits, BatchSize);
        List<Point> points = [];
        for (var epoch = 1; epoch <= Epochs; epoch++)
        {
            learner.Epoch();
            if (epoch % Every == 0)
            {
                points.Add(new(epoch, learner.Test(digits).Accuracy));
            }
        }

        // So far.
        return points;
    }

    private static Curve Line(List<Point> points, (string Name, string Style, Normalization Kind) kind) => new(kind.Name, kind.Style, points);

    private static string Capital(string name) => char.ToUpperInvariant(name[0]) + name[1..];
}
