using Landscapes.Shared;

namespace Landscapes.Walking;

/// <summary>A function of two weights, with the slope an optimizer feels under its feet.</summary>
/// <param name="Formula">The function as a person writes it.</param>
/// <param name="Height">Its value: the loss.</param>
/// <param name="Gradient">Its partial derivatives.</param>
/// <param name="IsCurve">Whether it does not depend on y.</param>
internal sealed record Landscape(string Formula, Func<Point, double> Height, Func<Point, Point> Gradient, bool IsCurve = false)
{
    /// <summary>A long valley, twenty times as steep across as along: the picture of "Deep Learning from Scratch".</summary>
    public static Landscape Ravine { get; } = new(
        "f(x, y) = x²/20 + y²",
        at => at.X * at.X / 20 + at.Y * at.Y,
        at => new(at.X / 10, 2 * at.Y));

    /// <summary>A saddle at the origin. The quartic term bounds it: left and right of the saddle lie two equal minima.</summary>
    public static Landscape Saddle { get; } = new(
        "f(x, y) = y² − x² + x⁴/4",
        at => at.Y * at.Y - at.X * at.X + Math.Pow(at.X, 4) / 4,
        at => new(-2 * at.X + Math.Pow(at.X, 3), 2 * at.Y));

    /// <summary>
    /// A curve with a local minimum at −1.2, a crest at 0 and its lowest point at 2: its slope is
    /// (x + 1.2) · x · (x − 2) / 2.
    /// </summary>
    public static Landscape TwoValleys { get; } = new(
        "f(x) = x⁴/8 − 2x³/15 − 3x²/5",
        at => Math.Pow(at.X, 4) / 8 - 2 * Math.Pow(at.X, 3) / 15 - 3 * at.X * at.X / 5,
        at => new((at.X + 1.2) * at.X * (at.X - 2) / 2, 0),
        IsCurve: true);

    /// <summary>A position in words: x = −0.35 on a curve, else (−0.35, 0.08).</summary>
    public string Describe(Point position)
    {
        var x = Text.Coordinate(position.X);
        return IsCurve ? $"x = {x}" : $"({x}, {Text.Coordinate(position.Y)})";
    }
}
