using System.Xml.Linq;
using Landscapes.Shared;
using Landscapes.Walking;

namespace Landscapes.Drawing;

/// <summary>The few elements of SVG that the pictures are made of. Coordinates are pixels; looks are classes of the style sheet.</summary>
internal static class Svg
{
    public static XElement Line(Point from, Point to, string style) => new(
        "line",
        new XAttribute("class", style),
        new XAttribute("x1", Text.Pixels(from.X)),
        new XAttribute("y1", Text.Pixels(from.Y)),
        new XAttribute("x2", Text.Pixels(to.X)),
        new XAttribute("y2", Text.Pixels(to.Y)));

    public static XElement Circle(Point center, double radius, string style) => new(
        "circle",
        new XAttribute("class", style),
        new XAttribute("cx", Text.Pixels(center.X)),
        new XAttribute("cy", Text.Pixels(center.Y)),
        new XAttribute("r", Text.Pixels(radius)));

    public static XElement Label(Point at, string text, string style) => new(
        "text",
        new XAttribute("class", style),
        new XAttribute("x", Text.Pixels(at.X)),
        new XAttribute("y", Text.Pixels(at.Y)),
        text);

    /// <summary>A line through points.</summary>
    public static XElement Polyline(IEnumerable<Point> points, string style) => Path(PathThrough(points), style);

    /// <summary>Closed rings, as one shape.</summary>
    public static XElement Rings(IEnumerable<IEnumerable<Point>> rings, string style) =>
        Path(string.Concat(rings.Select(ring => PathThrough(ring) + "Z")), style);

    /// <summary>A small shape of about 2 × 2 units, enlarged and moved to a point.</summary>
    public static XElement Mark(Point at, string shape, double size, string style) => new(
        "path",
        new XAttribute("class", style),
        new XAttribute("transform", $"translate({Text.Pixels(at.X)} {Text.Pixels(at.Y)}) scale({Text.Pixels(size)})"),
        new XAttribute("d", shape));

    public static XElement Group(string style, params IEnumerable<XElement> content) => new(
        "g", new XAttribute("class", style), content);

    /// <summary>What a pointer resting on the element is told, and a screen reader.</summary>
    public static XElement WithTitle(this XElement element, string title)
    {
        element.AddFirst(new XElement("title", title));
        return element;
    }

    private static XElement Path(string data, string style) => new(
        "path", new XAttribute("class", style), new XAttribute("d", data));

    private static string PathThrough(IEnumerable<Point> points) =>
        "M" + string.Join('L', points.Select(point => $"{Text.Pixels(point.X)} {Text.Pixels(point.Y)}"));
}
