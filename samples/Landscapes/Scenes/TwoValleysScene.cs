using Landscapes.Drawing;
using Landscapes.Shared;
using Landscapes.Walking;

namespace Landscapes.Scenes;

/// <summary>Balls on a curve with a local minimum before the lowest one.</summary>
internal static class TwoValleysScene
{
    /// <summary>Walks and draws.</summary>
    public static Scene Build()
    {
        const int steps = 80;
        const double rate = 0.03;
        var start = new Point(-2.4, 0);
        Trajectory Walk(Walker walker) => Trajectory.Of(walker, Landscape.TwoValleys, start, steps);
        var sgd = Walk(Walker.Sgd(rate));
        var momentum = Walk(Walker.Momentum(rate, 0.9));
        var nesterov = Walk(Walker.Nesterov(rate, 0.9));
        var adam = Walk(Walker.Adam(0.1));

        Point OnCurve(double x) => new(x, Landscape.TwoValleys.Height(new(x, 0)));
        var picture = new CurvePicture(
            Landscape.TwoValleys,
            new(new(-2.8, 2.9), new(-2.2, 3.2)),
            [
                Place.Start(OnCurve(start.X), new(36, 0)) with { Shape = "" },
                Place.Minimum(OnCurve(-1.2), new(0, 24)) with { Name = "local minimum" },
                Place.Minimum(OnCurve(2), new(0, 18)),
            ]);
        Figure Show(Trajectory way, string caption) => new(
            picture.Draw($"The curve with the ball of {way.Walker.Name} at each step, at last at {way.EndPosition}", way),
            caption,
            way.Walker);

        return new(
            "The local minimum",
            Landscape.TwoValleys.Formula,
            "One weight on a curve with two valleys. The left one, at x = −1.2, is a trap: between it and the lowest point, at x = 2, lies " +
            $"a crest at x = 0. Every ball starts on the left wall, at x = −2.4, and takes {steps} steps; the paler, the longer ago.",
            [
                Show(sgd, "Without memory each step is in proportion to the slope. In the valley the slope fades, the steps with it, " +
                    $"and it stays, at x = {Text.Number(sgd.End.Position.X)}, for good."),
                Show(momentum, "The speed gained on the wall carries it through the local minimum and over the crest. It swings as far as " +
                    $"x = {Text.Number(Furthest(momentum))} and settles in the lowest valley."),
                Show(nesterov, "Same settings, one difference: it feels the slope ahead, the rise to the crest before it is there, and " +
                    $"brakes. It turns at x = {Text.Number(Furthest(nesterov))}, just short of the top. Momentum helps; it promises nothing."),
                Show(adam, "A step depends on how a slope compares with those before, not on how steep it is: the high wall gives no speed. " +
                    $"It turns at x = {Text.Number(Furthest(adam))}."),
            ],
            [sgd, momentum, nesterov, adam],
            new("Furthest x", way => Text.Number(Furthest(way))));
    }

    private static double Furthest(Trajectory way) => way.Footprints.Max(footprint => footprint.Position.X);
}
