using System.Xml.Linq;
using Landscapes.Shared;
using Landscapes.Drawing;
using Landscapes.Walking;

namespace Lectures.Drawing;

/// <summary>Curves over a common axis, with a legend and a caption: a figure of a page.</summary>
/// <param name="X">The axis from left to right.</param>
/// <param name="Y">The axis from bottom to top.</param>
/// <param name="Height">The height of the drawing surface, in pixels.</param>
internal sealed record CurveChart(Axis X, Axis Y, double Height = 240)
{
    /// <summary>Draws curves, the last one on top. On logarithmic axes their points are decimal logarithms.</summary>
    public XElement Draw(string caption, params IReadOnlyList<Curve> curves)
    {
        var plot = new Plot(X, Y, Height);
        plot.Draw(Svg.Group("grid", Y.Ticks.Select(tick =>
            Svg.Line(plot.PixelOf(new(X.Range.From, tick.Value)), plot.PixelOf(new(X.Range.To, tick.Value)), "rule"))));
        plot.Draw(curves.Select(curve => Way(plot, curve)));
        var names = string.Join(", ", curves.Select(curve => curve.Name));
        return new XElement(
            "figure",
            new XElement("p", new XAttribute("class", "legend"), curves.Select(curve => new XElement(
                "span", new XAttribute("class", curve.Style), new XElement("i", ""), new XElement("b", curve.Name)))),
            plot.Finish($"{Y.Name}: {names}"),
            new XElement("figcaption", Text.Unbroken(caption)));
    }

    private static XElement Way(Plot plot, Curve curve)
    {
        // A value that is infinite or missing breaks the line.
        List<List<Point>> pieces = [[]];
        foreach (var point in curve.Points)
        {
            if (double.IsFinite(point.Y))
            {
                pieces[^1].Add(plot.PixelOf(point));
            }
            else if (pieces[^1].Count > 0)
            {
                pieces.Add([]);
            }
        }

        var lines = pieces.Where(piece => piece.Count > 1 && curve.Look is Look.Line or Look.LineWithPoints).Select(piece => Svg.Polyline(piece, "line"));
        var (radius, style) = curve.Look == Look.Points ? (1.8, "point") : (3.5, "measured");
        var dots = pieces.SelectMany(piece => piece).Where(_ => curve.Look != Look.Line).Select(pixel => Svg.Circle(pixel, radius, style));
        return Svg.Group($"way {curve.Style}", [.. lines, .. dots]);
    }
}
