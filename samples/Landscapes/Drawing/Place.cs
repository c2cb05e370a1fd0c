using System.Xml.Linq;
using Landscapes.Walking;

namespace Landscapes.Drawing;

/// <summary>A point of a landscape with a name.</summary>
/// <param name="Name">What stands there; empty for a mark without a name.</param>
/// <param name="Position">Where it is.</param>
/// <param name="Shape">Its mark: an SVG path around the origin, about 2 × 2 units large; empty for a name without a mark.</param>
/// <param name="NameOffset">From the point to the middle of its name, in pixels.</param>
internal sealed record Place(string Name, Point Position, string Shape, Point NameOffset)
{
    private const string Ring = "M-1 0A1 1 0 0 1 1 0A1 1 0 0 1-1 0Z";
    private const string Cross = "M-1 0H1M0-1V1";
    private const string SlantedCross = "M-.8-.8L.8.8M-.8.8L.8-.8";

    /// <summary>Where the walkers start.</summary>
    public static Place Start(Point position, Point nameOffset) => new("start", position, Ring, nameOffset);

    /// <summary>A place they should find.</summary>
    public static Place Minimum(Point position, Point nameOffset) => new("minimum", position, Cross, nameOffset);

    /// <summary>A place that is flat but no minimum.</summary>
    public static Place SaddlePoint(Point position, Point nameOffset) => new("saddle", position, SlantedCross, nameOffset);

    /// <summary>Its mark and its name.</summary>
    public XElement Draw(Plot plot)
    {
        var pixel = plot.PixelOf(Position);
        List<XElement> parts = [];
        if (Shape.Length > 0)
        {
            parts.Add(Svg.Mark(pixel, Shape, 6, "mark"));
        }

        if (Name.Length > 0)
        {
            parts.Add(Svg.Label(new(pixel.X + NameOffset.X, pixel.Y + NameOffset.Y), Name, "label"));
        }

        return Svg.Group("place", parts);
    }
}
