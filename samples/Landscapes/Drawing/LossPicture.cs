using System.Xml.Linq;
using Landscapes.Walking;

namespace Landscapes.Drawing;

/// <summary>The loss of some walkers, step by step.</summary>
/// <param name="loss">The axis of the loss.</param>
/// <param name="heightOf">Where a loss stands on that axis.</param>
/// <param name="every">The distance of the ticks on the axis of the steps; half-way between them stand the walkers' marks.</param>
/// <param name="height">The height of the drawing surface, in pixels.</param>
internal sealed class LossPicture(Axis loss, Func<double, double> heightOf, int every, double height)
{
    /// <summary>Draws the losses of some walkers.</summary>
    /// <param name="title">What it shows, for those who do not see it.</param>
    /// <param name="trajectories">Their ways, the last one on top.</param>
    public XElement Draw(string title, params IReadOnlyList<Trajectory> trajectories)
    {
        var steps = new Interval(0, trajectories.Max(trajectory => trajectory.Steps));
        var plot = new Plot(Axis.Linear("step", steps, every), loss, height);
        plot.Draw(Svg.Group("grid", loss.Ticks.Select(tick =>
            Svg.Line(plot.PixelOf(new(steps.From, tick.Value)), plot.PixelOf(new(steps.To, tick.Value)), "rule"))));

        foreach (var trajectory in trajectories)
        {
            var walker = trajectory.Walker;
            var pixels = trajectory.Footprints.Select((footprint, step) => plot.PixelOf(new(step, heightOf(footprint.Loss)))).ToArray();
            var marks = pixels.Where((_, step) => step % every == every / 2).Select(pixel => Svg.Mark(pixel, walker.Shape, 4, "end"));
            plot.Draw(Svg.Group($"way {walker.Style}", [Svg.Polyline(pixels, "line"), .. marks]).WithTitle(walker.Name));
        }

        return plot.Finish(title);
    }
}
