using Landscapes.Walking;

namespace Lectures.Drawing;

/// <summary>A line of a chart.</summary>
/// <param name="Name">What the legend calls it.</param>
/// <param name="Style">The class that gives its colour in the style sheet.</param>
/// <param name="Points">Its points, in the units of the axes.</param>
/// <param name="Look">How the points are shown.</param>
internal sealed record Curve(string Name, string Style, IReadOnlyList<Point> Points, Look Look = Look.Line)
{
    /// <summary>A line of values at 0, 1, 2, ….</summary>
    public static Curve Of(string name, string style, IEnumerable<double> values, Look look = Look.Line)
        => new(name, style, [.. values.Select((value, i) => new Point(i, value))], look);
}

/// <summary>How the points of a curve are shown.</summary>
internal enum Look
{
    Line,
    Points,
    Marks,
    LineWithPoints,
}
