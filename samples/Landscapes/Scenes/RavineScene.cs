using Landscapes.Drawing;
using Landscapes.Shared;
using Landscapes.Walking;

namespace Landscapes.Scenes;

/// <summary>Six rules in a long valley, with the settings of "Deep Learning from Scratch" where the book has them.</summary>
internal static class RavineScene
{
    /// <summary>The part of the ravine that is shown.</summary>
    public static Window Window { get; } = new(new(-8, 3), new(-2.6, 2.6));

    /// <summary>The heights of its contour lines: k²/10, so that the ellipses are equally far apart.</summary>
    public static IReadOnlyList<double> Levels { get; } = [.. Enumerable.Range(1, 9).Select(k => k * k / 10.0)];

    /// <summary>Where every walk begins.</summary>
    public static Point Start { get; } = new(-7, 2);

    /// <summary>The start and the minimum, with room for their names.</summary>
    public static IReadOnlyList<Place> Places { get; } =
        [Place.Start(Start, new(0, -11)), Place.Minimum(new(0, 0), new(36, 24))];

    /// <summary>Walks and draws.</summary>
    public static Scene Build()
    {
        const int steps = 30;
        Trajectory Walk(Walker walker) => Trajectory.Of(walker, Landscape.Ravine, Start, steps);
        var sgd = Walk(Walker.Sgd(0.95));
        var momentum = Walk(Walker.Momentum(0.1, 0.9));
        var nesterov = Walk(Walker.Nesterov(0.1, 0.9));
        var adaGrad = Walk(Walker.AdaGrad(1.5));
        var rmsProp = Walk(Walker.RmsProp(0.3, 0.9));
        var adam = Walk(Walker.Adam(0.3));

        var picture = new ContourPicture(Landscape.Ravine, Window, Levels, Places);
        Figure Show(Trajectory way, string caption) => new(
            picture.Draw($"Contours of the ravine with the way of {way.Walker.Name} from (−7, 2) to {way.EndPosition}", way),
            caption,
            way.Walker);

        return new(
            "The ravine",
            Landscape.Ravine.Formula,
            "Across the valley the slope is steep, along it gentle: at the start it is almost six times as steep across as along, and so " +
            $"the steepest way down hardly leads towards the minimum. Everyone starts at (−7, 2) and takes {steps} steps. SGD, Momentum, " +
            "AdaGrad and Adam have the settings of the book “Deep Learning from Scratch”.",
            [
                Show(sgd, $"It crosses the valley floor at {SideChanges(sgd)} of {steps} steps: each one overshoots, to 90 % of the " +
                    "distance on the other side. Beyond a learning rate of 1 that would be more than 100 %; a smaller one slows the way along."),
                Show(momentum, "The velocity is made of the latest gradients: those across the valley change sign and cancel, those along " +
                    "it add up. The way is a smooth curve, and it rolls on past the minimum: " +
                    $"after {steps} steps x = {Text.Number(momentum.End.Position.X)}."),
                Show(nesterov, "The same settings, but the slope is taken where the velocity is about to lead. So it brakes earlier: its " +
                    $"first swing ends at y = {Text.Number(LowestY(nesterov))}, that of Momentum at {Text.Number(LowestY(momentum))}."),
                Show(adaGrad, "Each weight has a step of its own, divided by the root of the sum of all its squared gradients. The " +
                    "first slope across is the steepest and shortens all later steps in y: the way turns straight into the valley, in " +
                    "ever smaller steps."),
                Show(rmsProp, "As AdaGrad, but with a moving average of the squares, which forgets. That average begins at zero, " +
                    "so the first step is the largest: √10 times the learning rate, in x as in y."),
                Show(adam, "A moving average of the gradients over the root of a moving average of their squares, both corrected for " +
                    $"beginning at zero. The first step is 0.3 in x and in y alike; after step {steps} it still swings around the valley floor."),
            ],
            [sgd, momentum, nesterov, adaGrad, rmsProp, adam],
            new("Distance walked", way => Text.Length(way.Length)));
    }

    private static int SideChanges(Trajectory way) =>
        way.Footprints.Zip(way.Footprints.Skip(1)).Count(pair => pair.First.Position.Y * pair.Second.Position.Y < 0);

    private static double LowestY(Trajectory way) => way.Footprints.Min(footprint => footprint.Position.Y);
}
