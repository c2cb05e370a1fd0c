using System.Xml.Linq;
using Landscapes.Shared;
using Landscapes.Walking;

namespace Landscapes.Drawing;

/// <summary>A landscape of one weight, drawn as a curve on which a ball rolls.</summary>
/// <param name="landscape">A landscape that does not depend on y.</param>
/// <param name="window">The part to show.</param>
/// <param name="places">Points worth naming.</param>
internal sealed class CurvePicture(Landscape landscape, Window window, IReadOnlyList<Place> places)
{
    private const int Pieces = 160;
    private const double Height = 200, Radius = 5.5;

    /// <summary>Draws the ball of a walker at each of its steps, fainter the longer ago.</summary>
    /// <param name="title">What it shows, for those who do not see it.</param>
    /// <param name="trajectory">Its way.</param>
    public XElement Draw(string title, Trajectory trajectory)
    {
        var plot = new Plot(Axis.Linear("x", window.X, every: 1), Axis.Linear("f(x)", window.Y, every: 1), Height);
        var curve = Enumerable.Range(0, Pieces + 1).Select(piece => PixelAt(plot, window.X.At((double)piece / Pieces)));
        plot.Draw(Svg.Polyline(curve, "curve"));
        plot.Draw(Svg.Group($"balls {trajectory.Walker.Style}", trajectory.Footprints.Select((_, step) => Ball(plot, trajectory, step))));
        plot.Draw(places.Select(place => place.Draw(plot)));
        return plot.Finish(title);
    }

    private Point PixelAt(Plot plot, double x) => plot.PixelOf(new(x, landscape.Height(new(x, 0))));

    /// <summary>A ball resting on the curve: its centre stands off by its radius, at a right angle to the slope that one sees.</summary>
    private XElement Ball(Plot plot, Trajectory trajectory, int step)
    {
        const double nearby = 1e-3;
        var x = trajectory.Footprints[step].Position.X;
        var (before, touch, after) = (PixelAt(plot, x - nearby), PixelAt(plot, x), PixelAt(plot, x + nearby));
        var scale = Radius / before.DistanceTo(after);
        var center = new Point(touch.X + (after.Y - before.Y) * scale, touch.Y - (after.X - before.X) * scale);

        var style = step == 0 ? "ball first" : step == trajectory.Steps ? "ball last" : "ball";
        var ball = Svg.Circle(center, Radius, style);
        ball.Add(new XAttribute("fill-opacity", Text.Number(0.12 + 0.5 * step / trajectory.Steps)));
        return ball.WithTitle(trajectory.Describe(step));
    }
}
