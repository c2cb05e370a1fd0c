using System.Xml.Linq;
using Landscapes.Shared;
using Landscapes.Drawing;
using Landscapes.Walking;

namespace Lectures.Drawing;

/// <summary>Curves over a common axis, with a legend and a caption: a figure of a page.</summary>
/// <param name="X">The axis from left to right.</param>
/// <param name="Y">The axis from bottom to top.</param>
/// <param name="Height">The height of the drawing surface, in pixels.</param>
/// <param name="Width">The width of the picture, in pixels.</param>
internal sealed record CurveChart(Axis X, Axis Y, double Height = 240, double Width = 480)
{
    /// <summary>Draws curves, the last one on top. On logarithmic axes their points are decimal logarithms.</summary>
    public XElement Draw(string caption, params IReadOnlyList<Curve> curves) => new(
        "figure", Markup.Legend(curves), Picture($"{Y.Name} by {X.Name}", curves), new XElement("figcaption", Text.Unbroken(caption)));

    /// <summary>Draws curves under a title, for a row of charts that share a legend.</summary>
    public XElement DrawSmall(string title, params IReadOnlyList<Curve> curves) => new(
        "figure", new XElement("h3", title), Picture($"{title}: {Y.Name} by {X.Name}", curves));

    private XElement Picture(string title, IReadOnlyList<Curve> curves)
    {
        var plot = new Plot(X, Y, Height, Width);
        plot.Draw(Svg.Group("grid", Y.Ticks.Select(tick =>
            Svg.Line(plot.PixelOf(new(X.Range.From, tick.Value)), plot.PixelOf(new(X.Range.To, tick.Value)), "rule"))));
        plot.Draw(curves.Select(curve => Way(plot, curve)));
        return plot.Finish($"{title}. {string.Join(" ", curves.Select(Describe))}");
    }

    /// <summary>A curve in words: where it begins and ends, and between what.</summary>
    private string Describe(Curve curve)
    {
        var points = curve.Points.Where(point => double.IsFinite(point.Y)).ToArray();
        return points is []
            ? $"{curve.Name}: no finite value."
            : $"{curve.Name}: {InWords(Y, points[0].Y)} at {InWords(X, points[0].X)}, {InWords(Y, points[^1].Y)} at {InWords(X, points[^1].X)}, " +
                $"from {InWords(Y, points.Min(point => point.Y))} to {InWords(Y, points.Max(point => point.Y))}.";
    }

    private static string InWords(Axis axis, double value) => Text.Significant(axis.IsLogarithmic ? Math.Pow(10, value) : value);

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
