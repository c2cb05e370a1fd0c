using Landscapes.Shared;

namespace Landscapes.Walking;

/// <summary>Where a walker stood after some step, and how high.</summary>
/// <param name="Position">The two weights.</param>
/// <param name="Loss">The height of the landscape there, without noise.</param>
internal readonly record struct Footprint(Point Position, double Loss);

/// <summary>The way of one optimizer through a landscape.</summary>
/// <param name="Walker">The optimizer.</param>
/// <param name="Landscape">The landscape.</param>
/// <param name="Footprints">The start, then one for each step.</param>
internal sealed record Trajectory(Walker Walker, Landscape Landscape, IReadOnlyList<Footprint> Footprints)
{
    /// <summary>The number of steps walked.</summary>
    public int Steps => Footprints.Count - 1;

    /// <summary>Where the walk ended.</summary>
    public Footprint End => Footprints[^1];

    /// <summary>Lets an optimizer walk.</summary>
    /// <param name="walker">The optimizer and how to draw it.</param>
    /// <param name="landscape">What it minimizes.</param>
    /// <param name="start">Where it starts.</param>
    /// <param name="steps">How many steps it takes.</param>
    /// <param name="noise">Added to every gradient it sees, as a mini-batch would.</param>
    public static Trajectory Of(Walker walker, Landscape landscape, Point start, int steps, GaussianNoise? noise = null)
        => Of(walker, landscape, start, steps, (_, at) =>
        {
            var (slope, error) = (landscape.Gradient(at), noise?.Next() ?? default);
            return new(slope.X + error.X, slope.Y + error.Y);
        });

    /// <summary>Lets an optimizer walk by slopes that are not those of the landscape, but estimates of them.</summary>
    /// <param name="walker">The optimizer and how to draw it.</param>
    /// <param name="landscape">What its losses are measured on.</param>
    /// <param name="start">Where it starts.</param>
    /// <param name="steps">How many steps it takes.</param>
    /// <param name="gradient">The slope that it is told at a step, from 1, and a position.</param>
    public static Trajectory Of(Walker walker, Landscape landscape, Point start, int steps, Func<int, Point, Point> gradient)
    {
        // On the page:
        double[] weights = [start.X, start.Y];
        var gradients = new double[2];
        using var optimizer = walker.CreateOptimizer();
        optimizer.Add("position", weights, gradients);

        List<Footprint> footprints = [FootprintAt(weights, landscape)];
        for (var step = 1; step <= steps; step++)
        {
            optimizer.BeforeGradient();
            (gradients[0], gradients[1]) = gradient(step, new(weights[0], weights[1]));
            optimizer.Step();
            footprints.Add(FootprintAt(weights, landscape));
        }

        // So far.
        return new(walker, landscape, footprints);
    }

    /// <summary>Where the walk ended, in words.</summary>
    public string EndPosition => Landscape.Describe(End.Position);

    /// <summary>How far it was from footprint to footprint, all in all.</summary>
    public double Length => Footprints.Zip(Footprints.Skip(1), (from, to) => from.Position.DistanceTo(to.Position)).Sum();

    /// <summary>The mean loss over the last steps: what remains when the walk no longer gets better.</summary>
    /// <param name="steps">How many of the last steps.</param>
    public double MeanLossOfLast(int steps) => Footprints.TakeLast(steps).Average(footprint => footprint.Loss);

    /// <summary>The first step after which the loss was below a level, or <see langword="null"/> if it never was.</summary>
    /// <param name="level">The level.</param>
    public int? FirstStepBelow(double level)
    {
        var step = Footprints.TakeWhile(footprint => footprint.Loss >= level).Count();
        return step < Footprints.Count ? step : null;
    }

    /// <summary>One footprint in words.</summary>
    /// <param name="step">How many steps had been taken.</param>
    public string Describe(int step)
    {
        var (position, loss) = Footprints[step];
        return $"{Walker.Name}, step {step}: {Landscape.Describe(position)}, loss {Text.Loss(loss)}";
    }

    private static Footprint FootprintAt(double[] weights, Landscape landscape)
    {
        var position = new Point(weights[0], weights[1]);
        return new(position, landscape.Height(position));
    }
}
