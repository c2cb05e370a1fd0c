using Landscapes;
using Landscapes.Drawing;
using Landscapes.Scenes;
using Landscapes.Walking;
using Lectures.Drawing;
using Lectures.Site;
using static System.FormattableString;

namespace Lectures.Topics;

/// <summary>What noise in the gradients does: it keeps walkers from settling, and it drives them out of narrow valleys, which generalise badly.</summary>
internal static class NoiseTopic
{
    private const double Narrow = 0.16, Wide = 0.8, Left = -1.4, Right = 1.2, Shift = 0.25, Rate = 0.015;
    private const int Steps = 1200, PictureSteps = 400, Runs = 200;
    private static readonly double[] s_noises = [0, 1, 2, 4, 6, 8, 10, 12, 16];

    /// <summary>A narrow valley at −1.4, a little deeper than a wide one at 1.2, in a shallow bowl.</summary>
    private static readonly Landscape s_valleys = new(
        "a narrow valley and a wide one",
        at => 1.3 + (0.06 * at.X * at.X) - (1.35 * Bell(at.X - Left, Narrow)) - (1.1 * Bell(at.X - Right, Wide)),
        at => new((0.12 * at.X) + (1.35 * (at.X - Left) / (Narrow * Narrow) * Bell(at.X - Left, Narrow)) + (1.1 * (at.X - Right) / (Wide * Wide) * Bell(at.X - Right, Wide)), 0),
        IsCurve: true);

    public static Topic Topic { get; } = new(
        "noise",
        "Noise, narrow valleys and wide ones",
        "A mini-batch gives the slope with an error. The error keeps a walker from settling; it also throws it out of valleys that are too narrow to be worth settling in.",
        Content)
    {
        About = ["Sgd", "MovingAverageMomentum", "Adam"],
        Source = nameof(NoiseTopic),
    };

    private static object[] Content()
    {
        var shares = s_noises.Select(ShareInWideValley).ToArray();
        var (narrow, wide) = (Minimum(Left), Minimum(Right));
        var x = Axis.Linear("x", new(-2.6, 3), 1);
        Curve Loss(string name, string style, double shift) => new(name, style, [.. Enumerable.Range(0, 281).Select(i => new Point(x.Range.At(i / 280.0), Height(x.Range.At(i / 280.0) - shift)))]);
        var picture = new CurvePicture(s_valleys, new(x.Range, new(-0.2, 2)), []);
        var quiet = Walk(0, 1);
        var noisy = Enumerable.Range(1, Runs).Select(seed => Walk(8, seed)).First(walk => walk.End.Position.X > 0.5);
        return
        [
            Markup.Heading("A narrow valley, and a wide one"),
            Markup.Paragraph(
                $"One weight, a narrow valley on the left and a wide one on the right. Every walk starts in the narrow one and takes up to {Steps} steps of SGD at a rate of {Rate}; the noise is normal and added to each gradient."),
            Markup.Figures(
                new CurveChart(x, Axis.Linear("loss", new(0, 2), 0.5)).Draw(
                    Invariant($"The loss on other data is never quite that on the training data. Moved by {Shift} it costs {Height(narrow - Shift) - Height(narrow):0.00} at the bottom of the narrow valley and {Height(wide - Shift) - Height(wide):0.00} at that of the wide one: a narrow valley generalises badly, however deep it is."),
                    Loss("training", "momentum", 0),
                    Loss("other data", "sgd", Shift)),
                new CurveChart(Axis.Linear("noise", new(0, 16), 4), Axis.Linear("share", new(0, 1.02), 0.2)).Draw(
                    $"The share of {Runs} walks that end in the wide valley, by the standard deviation of the noise. Without noise none leaves the narrow one.",
                    new Curve("ended in the wide valley", "rmsprop", [.. s_noises.Zip(shares, (noise, share) => new Point(noise, share))], Look.LineWithPoints)),
                Markup.Figure(picture.Draw($"The curve with the ball of SGD at each of {PictureSteps} steps without noise: it stays in the narrow valley", quiet), "Without noise: it rolls to the bottom of the narrow valley and stays."),
                Markup.Figure(picture.Draw($"The curve with the ball of SGD at each of {PictureSteps} steps with noise, at last at {noisy.EndPosition}", noisy), $"With noise of deviation 8: it rattles in the narrow valley until a kick throws it out, and is at {noisy.EndPosition} after {PictureSteps} steps: the first of the walks that is in the wide valley by then.")),
            Markup.Heading("What noise does to a walk"),
            .. SceneMarkup.Body(NoiseScene.Build()),
        ];
    }

    private static double ShareInWideValley(double deviation)
    {
        // On the page:
        var ended = 0;
        for (var seed = 1; seed <= Runs; seed++)
        {
            var noise = new GaussianNoise(seed, deviation);
            var walk = Trajectory.Of(Walker.Sgd(Rate), s_valleys, new(Left + 0.1, 0), Steps, noise);
            ended += walk.End.Position.X > 0 ? 1 : 0;
        }

        return (double)ended / Runs;

        // So far.
    }

    private static Trajectory Walk(double deviation, int seed)
        => Trajectory.Of(Walker.Sgd(Rate), s_valleys, new(Left + 0.1, 0), PictureSteps, new GaussianNoise(seed, deviation));

    private static double Height(double x) => s_valleys.Height(new(x, 0));

    /// <summary>The bottom of a valley, by bisection of the slope around it.</summary>
    private static double Minimum(double near)
    {
        var (low, high) = (near - 0.15, near + 0.15);
        for (var i = 0; i < 60; i++)
        {
            var middle = (low + high) / 2;
            (low, high) = s_valleys.Gradient(new(middle, 0)).X > 0 ? (low, middle) : (middle, high);
        }

        return low;
    }

    private static double Bell(double x, double width) => Math.Exp(-x * x / (2 * width * width));
}
