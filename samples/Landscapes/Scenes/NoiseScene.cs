using Landscapes.Drawing;
using Landscapes.Shared;
using Landscapes.Walking;

namespace Landscapes.Scenes;

/// <summary>The ravine again, with an error in every gradient.</summary>
internal static class NoiseScene
{
    /// <summary>Walks and draws.</summary>
    public static Scene Build()
    {
        // Of a typical run: with this seed all three mean losses are near their averages over two hundred seeds.
        const int steps = 80, last = 40, seed = 20;
        const double deviation = 0.3, rate = 0.95;
        Trajectory Walk(Walker walker) =>
            Trajectory.Of(walker, Landscape.Ravine, RavineScene.Start, steps, new GaussianNoise(seed, deviation));
        var sgd = Walk(Walker.Sgd(rate));
        var momentum = Walk(Walker.AveragingMomentum(rate, 0.9));
        var adam = Walk(Walker.Adam(0.3));

        var contours = new ContourPicture(Landscape.Ravine, RavineScene.Window, RavineScene.Levels, RavineScene.Places);
        var losses = new LossPicture(Axis.Logarithmic("loss", new(-4, 1)), Math.Log10, every: 20, contours.Height);

        return new(
            "The noise",
            Landscape.Ravine.Formula + ", gradient + noise",
            "A mini-batch gives the slope with an error. Here both coordinates of every gradient have one, normal with standard deviation " +
            $"{Text.Number(deviation)}, and all three walkers get the same errors at the same steps.",
            [
                new(
                    contours.Draw("Contours of the ravine with the ways of SGD, Momentum and Adam under gradient noise", sgd, momentum, adam),
                    "SGD and Momentum have the same learning rate; the one difference is that Momentum steps along the average of the " +
                    "latest gradients. Errors of opposite sign cancel in it, and what is left of the zigzag is a quiet curve."),
                new(
                    losses.Draw("The loss of SGD, Momentum and Adam at each step, on a logarithmic axis", sgd, momentum, adam),
                    "Nobody arrives: each walker ends up hovering at a height of its own. SGD hovers highest, because across the valley each " +
                    "error comes back in the next step, reversed, at 90 % of its size; Adam lowest, because its average of squares still " +
                    "remembers the steep start and keeps the steps across short."),
            ],
            [sgd, momentum, adam],
            new($"Mean loss of last {last}", way => Text.Loss(way.MeanLossOfLast(last))));
    }
}
