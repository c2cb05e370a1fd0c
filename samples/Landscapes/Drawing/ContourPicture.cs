using System.Xml.Linq;
using Landscapes.Walking;

namespace Landscapes.Drawing;

/// <summary>A landscape seen from above, with the ways through it.</summary>
/// <param name="landscape">The landscape.</param>
/// <param name="window">The part to show.</param>
/// <param name="levels">The heights of the contour lines.</param>
/// <param name="places">Points worth naming.</param>
internal sealed class ContourPicture(
    Landscape landscape, Window window, IReadOnlyList<double> levels, IReadOnlyList<Place> places)
{
    private const int Columns = 80;

    private readonly HeightGrid _grid = new(landscape, window, Columns, (int)(Columns * window.Y.Length / window.X.Length));

    /// <summary>The height of the drawing surface, in pixels: both axes have the same scale.</summary>
    public double Height { get; } = Plot.HeightToScale(window);

    /// <summary>Draws the ways of some walkers.</summary>
    /// <param name="title">What it shows, for those who do not see it.</param>
    /// <param name="trajectories">The ways, the last one on top.</param>
    public XElement Draw(string title, params IReadOnlyList<Trajectory> trajectories)
    {
        var plot = new Plot(Axis.Linear("x", window.X, every: 1), Axis.Linear("y", window.Y, every: 1), Height);
        plot.Draw(Svg.Group("contours", levels.Select(level =>
            Svg.Rings(Contours.Trace(_grid, level).Select(ring => ring.Select(plot.PixelOf)), "contour"))));
        plot.Draw(trajectories.Select(trajectory => Way(plot, trajectory)));
        plot.Draw(places.Select(place => place.Draw(plot)));
        plot.Draw(trajectories.Select(trajectory => EndMark(plot, trajectory)));
        return plot.Finish(title);
    }

    private static XElement Way(Plot plot, Trajectory trajectory)
    {
        var pixels = trajectory.Footprints.Select(footprint => plot.PixelOf(footprint.Position)).ToArray();
        var dots = pixels.Select((pixel, step) => Svg.Circle(pixel, 2.5, "step").WithTitle(trajectory.Describe(step)));
        return Svg.Group($"way {trajectory.Walker.Style}", [Svg.Polyline(pixels, "line"), .. dots.Skip(1).SkipLast(1)]);
    }

    private static XElement EndMark(Plot plot, Trajectory trajectory) => Svg
        .Mark(plot.PixelOf(trajectory.End.Position), trajectory.Walker.Shape, 5, $"end {trajectory.Walker.Style}")
        .WithTitle(trajectory.Describe(trajectory.Steps));
}
