using Descent.Training;
using Lectures.Drawing;
using Lectures.Site;

namespace Lectures.Topics;

/// <summary>The activations of five layers by the initialization of their weights, as in "Deep Learning from Scratch".</summary>
internal static class ActivationsTopic
{
    private const int Samples = 500, Units = 100, Layers = 5;

    public static Topic Topic { get; } = new(
        "activations",
        "Activations by initialization",
        "How large the first weights are decides what arrives at the last layer: nothing, extremes only, or a signal.",
        Content)
    {
        About = ["WeightInitializer", "ActivationStatistics"],
        Source = nameof(ActivationsTopic),
    };

    private static object[] Content() =>
    [
        Markup.Paragraph($"{Samples} samples of normal numbers go through {Layers} layers of {Units} units. Nothing is trained; only the spread of the initial weights differs."),
        Markup.Heading("With tanh"),
        .. Show("Weights with σ = 1", ActivationFunction.Tanh, Normal(1), "Too large: almost every unit is at −1 or 1, where the slope is 0, and hardly any gradient comes back."),
        .. Show("Weights with σ = 0.01", ActivationFunction.Tanh, Normal(0.01), "Too small: every layer shrinks the signal to a tenth; the units all do the same, nothing."),
        .. Show("Xavier", ActivationFunction.Tanh, WeightInitializer.XavierNormal().Fill, "A spread of 1 / √100 keeps the activations of all layers alike, slowly narrowing, because tanh flattens."),
        Markup.Heading("With ReLU"),
        .. Show("Weights with σ = 0.01", ActivationFunction.ReLU, Normal(0.01), "Too small: mind the scale, which shrinks from layer to layer."),
        .. Show("Xavier", ActivationFunction.ReLU, WeightInitializer.XavierNormal().Fill, "ReLU drops half of the signal, and Xavier does not know it: the spread falls by √2 a layer."),
        .. Show("He", ActivationFunction.ReLU, WeightInitializer.HeNormal().Fill, "Twice the variance makes up for that: all layers have the same spread."),
    ];

    private delegate void Fill(Span<double> weights, ReadOnlySpan<nint> shape, RandomSource random, WeightLayout layout = WeightLayout.OutputsFirst);

    private static Fill Normal(double deviation) => (weights, _, random, _) =>
    {
        foreach (ref var weight in weights)
        {
            weight = deviation * random.NextNormal();
        }
    };

    private static object[] Show(string title, ActivationFunction function, Fill initialize, string caption)
        => [Markup.Scrolling(ActivationChart.ToSvg(Propagate(function, initialize), title)), Landscapes.SceneMarkup.Paragraph("note", caption)];

    private static ActivationStatistics[] Propagate(ActivationFunction function, Fill initialize)
    {
        var random = new RandomSource(seed: 1);
        var signal = new double[Samples * Units];
        foreach (ref var value in signal.AsSpan())
        {
            value = random.NextNormal();
        }

        var statistics = new ActivationStatistics[Layers];
        // On the page:
        var weights = new double[Units * Units];
        for (var layer = 0; layer < Layers; layer++)
        {
            initialize(weights, [Units, Units], random);
            signal = Forward(signal, weights, function);
            statistics[layer] = ActivationStatistics.Measure<double>($"layer {layer + 1}", signal, Units, function);
        }

        // So far.
        return statistics;
    }

    private static double[] Forward(double[] signal, double[] weights, ActivationFunction function)
    {
        var outputs = new double[signal.Length];
        for (var sample = 0; sample < Samples; sample++)
        {
            var inputs = signal.AsSpan(sample * Units, Units);
            for (var unit = 0; unit < Units; unit++)
            {
                var sum = System.Numerics.Tensors.TensorPrimitives.Dot<double>(inputs, weights.AsSpan(unit * Units, Units));
                outputs[(sample * Units) + unit] = function == ActivationFunction.Tanh ? Math.Tanh(sum) : Math.Max(sum, 0);
            }
        }

        return outputs;
    }
}
