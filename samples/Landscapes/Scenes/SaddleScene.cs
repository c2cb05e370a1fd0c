using Landscapes.Drawing;
using Landscapes.Shared;
using Landscapes.Walking;

namespace Landscapes.Scenes;

/// <summary>Four rules that come down the crest of a saddle, almost on its line.</summary>
internal static class SaddleScene
{
    /// <summary>Walks and draws.</summary>
    public static Scene Build()
    {
        const int steps = 100;
        const double rate = 0.05, away = -0.5;
        var start = new Point(0.001, 1.8);
        Trajectory Walk(Walker walker) => Trajectory.Of(walker, Landscape.Saddle, start, steps);
        var sgd = Walk(Walker.Sgd(rate));
        var momentum = Walk(Walker.Momentum(rate, 0.9));
        var rmsProp = Walk(Walker.RmsProp(rate, 0.9));
        var adam = Walk(Walker.Adam(rate));

        var contours = new ContourPicture(
            Landscape.Saddle,
            new(new(-1.9, 2.1), new(-1.3, 2.1)),
            [-0.8, -0.6, -0.4, -0.2, 0, 0.2, 0.5, 0.9, 1.4, 2, 2.7, 3.5],
            [
                Place.Start(start, new(-26, 4)),
                Place.SaddlePoint(new(0, 0), new(-30, 4)),
                Place.Minimum(new(-Math.Sqrt(2), 0), new(0, 20)),
                Place.Minimum(new(Math.Sqrt(2), 0), default) with { Name = "" },
            ]);
        var losses = new LossPicture(Axis.Linear("loss", new(-1.25, 3.5), every: 1), loss => loss, every: 20, contours.Height);

        return new(
            "The saddle",
            Landscape.Saddle.Formula,
            "Between two valleys lies a pass: there the slope is zero in every direction, and yet it goes down to both sides. Everyone " +
            $"starts at (0.001, 1.8), a thousandth beside the crest that leads to the pass, with learning rate {Text.Number(rate)}.",
            [
                new(
                    contours.Draw("Contours of the saddle with the ways of SGD, Momentum, RMSProp and Adam", sgd, momentum, rmsProp, adam),
                    "SGD and Momentum feel almost only the slope along the crest and follow it to the pass, Momentum far beyond it and " +
                    "back. RMSProp and Adam measure the slope of each weight against its own past: a slope of 0.002 to the side is as " +
                    "good as one of 3.6 ahead, and they leave the crest at once."),
                new(
                    losses.Draw("The loss of SGD, Momentum, RMSProp and Adam at each step", sgd, momentum, rmsProp, adam),
                    $"For {StepsOnPass(sgd)} steps the loss of SGD is within 0.1 of that of the pass, as if it had arrived: its distance from " +
                    $"the crest grows by only 10 % a step. The velocity of Momentum builds up, and it is away (loss below {Text.Number(away)}) " +
                    $"at step {momentum.FirstStepBelow(away)}, SGD at step {sgd.FirstStepBelow(away)}."),
            ],
            [sgd, momentum, rmsProp, adam],
            new("Away at step", way => way.FirstStepBelow(away) is { } step ? Text.Number(step) : "never"));
    }

    private static int StepsOnPass(Trajectory way) => way.Footprints.Count(footprint => Math.Abs(footprint.Loss) < 0.1);
}
