using System.Xml.Linq;
using Landscapes.Shared;
using Landscapes.Walking;

namespace Landscapes.Drawing;

/// <summary>The frame of a picture: a rectangle of the plane with two axes around it, and a surface to draw on.</summary>
internal sealed class Plot
{
    private const double UsualWidth = 480, Left = 44, Right = 36, Top = 24, Bottom = 28;

    private readonly Axis _x, _y;
    private readonly double _width, _innerHeight;
    private readonly List<XElement> _layers = [];

    /// <summary>An empty picture.</summary>
    /// <param name="x">The axis from left to right.</param>
    /// <param name="y">The axis from bottom to top.</param>
    /// <param name="height">The height of the drawing surface, in pixels.</param>
    /// <param name="width">The width of the picture, in pixels.</param>
    public Plot(Axis x, Axis y, double height, double width = UsualWidth)
    {
        _width = width;
        _x = x;
        _y = y;
        _innerHeight = height;
    }

    /// <summary>The height of a drawing surface on which both axes have the same scale, in pixels.</summary>
    public static double HeightToScale(Window window) => (UsualWidth - Left - Right) * window.Y.Length / window.X.Length;

    private double InnerWidth => _width - Left - Right;

    /// <summary>The pixel of a point of the plane.</summary>
    public Point PixelOf(Point point) => new(
        Left + _x.Range.FractionOf(point.X) * InnerWidth,
        Top + (1 - _y.Range.FractionOf(point.Y)) * _innerHeight);

    /// <summary>Draws over what was drawn before; what lies outside the frame is cut off.</summary>
    public void Draw(params IEnumerable<XElement> elements) => _layers.AddRange(elements);

    /// <summary>The finished picture.</summary>
    /// <param name="title">What it shows, for those who do not see it.</param>
    public XElement Finish(string title)
    {
        // An inner SVG element cuts off what lies outside of it, and with this view box its pixels are those of the outer one.
        var (x, y, width, height) = (Text.Pixels(Left), Text.Pixels(Top), Text.Pixels(InnerWidth), Text.Pixels(_innerHeight));
        var surface = new XElement(
            "svg",
            new XAttribute("x", x),
            new XAttribute("y", y),
            new XAttribute("width", width),
            new XAttribute("height", height),
            new XAttribute("viewBox", $"{x} {y} {width} {height}"),
            _layers);
        var border = new XElement(
            "rect",
            new XAttribute("class", "border"),
            new XAttribute("x", x),
            new XAttribute("y", y),
            new XAttribute("width", width),
            new XAttribute("height", height));

        return new XElement(
            "svg",
            new XAttribute("role", "img"),
            new XAttribute("viewBox", $"0 0 {Text.Pixels(_width)} {Text.Pixels(Top + _innerHeight + Bottom)}"),
            surface,
            border,
            Svg.Group("axis x", HorizontalAxis()),
            Svg.Group("axis y", VerticalAxis())).WithTitle(title);
    }

    private IEnumerable<XElement> HorizontalAxis()
    {
        var bottom = Top + _innerHeight;
        foreach (var tick in _x.Ticks)
        {
            var across = PixelOf(new(tick.Value, 0)).X;
            yield return Svg.Line(new(across, bottom), new(across, bottom + 5), "tick");
            yield return Svg.Label(new(across, bottom + 20), tick.Label, "label");
        }

        yield return Svg.Label(new(_width - Right + 6, bottom + 4.5), _x.Name, "name");
    }

    private IEnumerable<XElement> VerticalAxis()
    {
        foreach (var tick in _y.Ticks)
        {
            var up = PixelOf(new(0, tick.Value)).Y;
            yield return Svg.Line(new(Left - 5, up), new(Left, up), "tick");
            yield return Svg.Label(new(Left - 8, up + 4.5), tick.Label, "label");
        }

        yield return Svg.Label(new(Left, Top - 8), _y.Name, "name");
    }
}
