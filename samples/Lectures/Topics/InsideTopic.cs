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

/// <summary>What can be seen inside a network while it learns: updates against weights, dead units, the first layer as images.</summary>
internal static class InsideTopic
{
    private const int Epochs = 6, Hidden = 4, Units = 100, Shown = 24, ImageEpochs = 12;

    public static Topic Topic { get; } = new(
        "inside",
        "Looking inside",
        "How far weights move, which units are dead, and what the first layer looks for: three looks that tell a healthy training from a sick one.",
        Content)
    {
        About = ["TrainingMonitor", "DeadUnitMonitor", "ActivationStatistics", "Sgd", "AdamW"],
        Source = nameof(InsideTopic),
    };

    private static object[] Content()
    {
        (string Name, string Style, double Rate)[] rates = [("rate 1", "adam", 1), ("rate 0.05", "rmsprop", 0.05), ("rate 0.005", "momentum", 0.005)];
        var runs = rates.Select(rate => Watch(rate.Rate)).ToArray();
        var steps = Epochs * DigitLearner.StepsPerEpoch;
        var healthy = runs[1];
        return
        [
            Markup.Paragraph("The book's network learns digits by SGD. After each step the engine knows the norms of weights and updates; after each epoch the units are looked at on digits that it does not learn from."),
            Markup.Figures(
                new CurveChart(Axis.Linear("step", new(0, steps), 50), Axis.Logarithmic("update / weight", new(-5, 0))).Draw(
                    "The length of an update over that of the weights of the first layer, averaged over about ten steps. The rule of thumb is a thousandth: far above it weights are thrown about, far below nothing happens.",
                    [.. rates.Zip(runs, (rate, run) => Curve.Of(rate.Name, rate.Style, run.Ratios[0])), new Curve("a thousandth", "faint", [new(0, -3), new(steps, -3)])]),
                new CurveChart(Axis.Linear("step", new(0, steps), 50), Axis.Logarithmic("update / weight", new(-5, 0))).Draw(
                    "The same for every layer at rate 0.05: one rate moves all layers about alike, the last one most.",
                    [.. healthy.Ratios.Select((ratios, layer) => Curve.Of($"layer {layer + 1}", s_layers[layer], ratios))]),
                new CurveChart(Axis.Linear("epoch", new(0, Epochs), 1), Axis.Linear("dead units", new(0, 1.05), 0.2)).Draw(
                    Invariant($"The share of the hidden units that give 0 for every one of 2,000 digits. At a high rate one large step can push a unit to where no digit reaches it, and no gradient comes back through it: at a rate of {rates[0].Rate}, {100 * runs[0].Dead[^1]:0} % are dead in the end."),
                    [.. rates.Zip(runs, (rate, run) => new Curve(rate.Name, rate.Style, [.. run.Dead.Select((share, epoch) => new Point(epoch, share))], Look.LineWithPoints))])),
            Markup.Heading("The first layer as images"),
            Markup.Paragraph(
                $"Each small picture is one unit of the first layer: its weights from the 784 pixels, from the most negative, black, to the most positive, white. All begin as noise. " +
                "A unit that has learnt looks for strokes; what stays noise has not been learnt, or is not held back."),
            Markup.Figures(
                Images("Before the training", new Sgd(), 0, "Noise, as it was drawn."),
                Images("Adam", new AdamW { LearningRate = 1e-3, WeightDecay = 0 }, ImageEpochs, $"After {ImageEpochs} epochs: strokes, under the noise of the beginning, which nothing takes away where digits have no ink."),
                Images("AdamW with weight decay", new AdamW { LearningRate = 1e-3, WeightDecay = 3 }, ImageEpochs, "The same with strong weight decay: what the digits do not ask for fades, and smooth strokes are left. The sign of a healthy first layer.")),
        ];
    }

    private static readonly string[] s_layers = ["sgd", "momentum", "nesterov", "rmsprop", "adam"];

    private static (double[][] Ratios, List<double> Dead) Watch(double rate)
    {
        List<double>[] ratios = [.. Enumerable.Range(0, Hidden + 1).Select(_ => new List<double>())];
        var smooth = Enumerable.Range(0, Hidden + 1).Select(_ => new ExponentiallyWeightedAverage(0.9)).ToArray();
        List<double> dead = [];

        // On the page:
        using var optimizer = new Sgd { LearningRate = rate };
        optimizer.Options.CollectStatistics = true;
        var learner = new DigitLearner(optimizer, seed: 1);
        dead.Add(DeadShare(learner));
        for (var step = 1; step <= Epochs * DigitLearner.StepsPerEpoch; step++)
        {
            learner.Step();
            for (var layer = 0; layer <= Hidden; layer++)
            {
                smooth[layer].Add(optimizer[$"layer{layer + 1}.weight"].Statistics!.Value.UpdateToWeightRatio);
                ratios[layer].Add(Math.Log10(smooth[layer].CorrectedValue));
            }

            if (step % DigitLearner.StepsPerEpoch == 0)
            {
                dead.Add(DeadShare(learner));
            }
        }

        // So far.
        return ([.. ratios.Select(layer => layer.ToArray())], dead);
    }

    /// <summary>The share of the hidden units that are 0 for all test digits.</summary>
    private static double DeadShare(DigitLearner learner)
    {
        var test = DigitLearner.Data.Test;
        var activations = Enumerable.Range(0, Hidden).Select(_ => new float[test.Count * Units]).ToArray();
        learner.Look(test, (first, layer, values) => values.CopyTo(activations[layer].AsSpan(first * Units)));
        return activations.Average(layer => ActivationStatistics.Measure<float>("hidden", layer, Units, ActivationFunction.ReLU).DeadUnitShare);
    }

    private static XElement Images(string title, Optimizer optimizer, int epochs, string caption)
    {
        using (optimizer)
        {
            var learner = new DigitLearner(optimizer, seed: 1, new NetworkDesign { HiddenLayers = [Units] });
            for (var epoch = 0; epoch < epochs; epoch++)
            {
                learner.Epoch();
            }

            var picture = WeightImages.Draw(learner.Network.FirstWeights, Shown, columns: 8, $"{title}: the weights of {Shown} units of the first layer as grey images. {caption}");
            return Markup.Figure(picture, Invariant($"{title}. {caption} Test accuracy {100 * learner.Test().Accuracy:0.0} %."));
        }
    }
}
