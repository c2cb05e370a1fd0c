using System.Xml.Linq;
using Descent;
using Descent.Training;
using Digits.Model;
using Landscapes;
using Landscapes.Drawing;
using Landscapes.Walking;
using Lectures.Drawing;
using Lectures.Learning;
using Lectures.Site;
using static System.FormattableString;

namespace Lectures.Topics;

/// <summary>Training curves on the digits by the initialization of the weights, with three functions, and the activations that they begin with.</summary>
internal static class InitialWeightsTopic
{
    private const int Epochs = 15, Hidden = 4, Units = 100;
    private const double Rate = 0.01;

    private static readonly (string Name, string Style, Func<int, double> Deviation)[] s_starts =
        [("σ = 0.01", "sgd", _ => 0.01), ("Xavier", "rmsprop", NetworkDesign.Xavier), ("He", "momentum", NetworkDesign.He)];

    private static readonly (string Name, string Style, Func<int, double> Deviation)[] s_sigmoidStarts =
        [("σ = 1", "adam", _ => 1), ("σ = 0.01", "sgd", _ => 0.01), ("Xavier", "rmsprop", NetworkDesign.Xavier)];

    public static Topic Topic { get; } = new(
        "initial-weights",
        "Initial weights on the digits",
        "From weights that are too small a deep network does not learn at all: the signal dies on its way through the layers, and the gradient on its way back.",
        Content)
    {
        About = ["WeightInitializer", "ActivationStatistics", "Sgd"],
        Source = nameof(InitialWeightsTopic),
    };

    private static object[] Content()
    {
        CurveChart chart = new(Axis.Linear("epoch", new(0.5, Epochs + 0.5), 5), Axis.Linear("loss", new(0, 2.5), 0.5));
        var relu = s_starts.Select(start => Train(Activation.Relu, start)).ToArray();
        var tanh = s_starts.Select(start => Train(Activation.Tanh, start)).ToArray();
        var sigmoid = s_sigmoidStarts.Select(start => Train(Activation.Sigmoid, start)).ToArray();
        return
        [
            Markup.Paragraph(
                $"The book’s network, four hidden layers of {Units}, learns digits by SGD at a rate of {Rate} from normal initial weights: of standard deviation 0.01, of 1 / √n (Xavier) and of √(2 / n) (He), where n is the number of a unit’s inputs. " +
                "A loss of ln 10 = 2.30 is that of guessing."),
            Markup.Figures(
                chart.Draw($"With ReLU. From σ = 0.01 the loss is {End(relu[0])} after {Epochs} epochs; from Xavier’s weights {End(relu[1])}, and from He’s, made for ReLU, {End(relu[2])}.", relu),
                chart.Draw($"With tanh. Xavier’s weights, made for functions that are straight at 0, come to {End(tanh[1])}, He’s to {End(tanh[2])}, and σ = 0.01 to {End(tanh[0])}.", tanh),
                (chart with { Y = Axis.Linear("loss", new(0, 4), 1) }).Draw($"With sigmoids. From σ = 1 the loss comes to {End(sigmoid[0])}: the first layers are saturated and hardly move, the last one learns from what they happen to give. From the others it stays at {End(sigmoid[1])} and {End(sigmoid[2])}: a sigmoid passes at most a quarter of a gradient on, four layers 1/256.", sigmoid)),
            Markup.Heading("What the layers give out before the first step"),
            .. Show("Sigmoid, σ = 1", Activation.Sigmoid, ActivationFunction.Sigmoid, _ => 1, "Too large: the units are at 0 or 1, where the slope is 0."),
            .. Show("Sigmoid, σ = 0.01", Activation.Sigmoid, ActivationFunction.Sigmoid, _ => 0.01, "Too small: all units of all layers give out 0.5, whatever the digit."),
            .. Show("ReLU, σ = 0.01", Activation.Relu, ActivationFunction.ReLU, _ => 0.01, "The signal fades: mind the scale, which shrinks from layer to layer."),
            .. Show("ReLU, He", Activation.Relu, ActivationFunction.ReLU, NetworkDesign.He, "Every layer hands on a signal of the size that it got."),
        ];
    }

    private static Curve Train(Activation activation, (string Name, string Style, Func<int, double> Deviation) start)
    {
        // On the page:
        using var optimizer = new Sgd { LearningRate = Rate };
        var design = new NetworkDesign { Activation = activation, InitialDeviation = start.Deviation };
        var learner = new DigitLearner(optimizer, seed: 1, design);
        List<Point> losses = [];
        for (var epoch = 1; epoch <= Epochs; epoch++)
        {
            losses.Add(new(epoch, learner.Epoch()));
        }

        // So far.
        return new(start.Name, start.Style, losses, Look.LineWithPoints);
    }

    private static string End(Curve curve) => Invariant($"{curve.Points[^1].Y:0.00}");

    private static XElement[] Show(string title, Activation activation, ActivationFunction function, Func<int, double> deviation, string caption)
    {
        using var optimizer = new Sgd();
        var learner = new DigitLearner(optimizer, seed: 1, new NetworkDesign { Activation = activation, InitialDeviation = deviation });
        var test = DigitLearner.Data.Test;
        var activations = Enumerable.Range(0, Hidden).Select(_ => new float[test.Count * Units]).ToArray();
        learner.Look(test, (first, layer, values) => values.CopyTo(activations[layer].AsSpan(first * Units)));
        var statistics = activations.Select((values, layer) => ActivationStatistics.Measure<float>($"layer {layer + 1}", values, Units, function)).ToArray();
        return [Markup.Scrolling(ActivationChart.ToSvg(statistics, title)), SceneMarkup.Paragraph("note", caption)];
    }
}
