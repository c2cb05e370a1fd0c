namespace Landscapes.Walking;

/// <summary>A point of the plane, or a direction in it.</summary>
/// <param name="X">How far to the right.</param>
/// <param name="Y">How far up.</param>
internal readonly record struct Point(double X, double Y)
{
    /// <summary>How far it is to another point, as the crow flies.</summary>
    public double DistanceTo(Point other) => Math.Sqrt((other.X - X) * (other.X - X) + (other.Y - Y) * (other.Y - Y));
}

/// <summary>The numbers between two numbers.</summary>
/// <param name="From">The smallest.</param>
/// <param name="To">The largest.</param>
internal readonly record struct Interval(double From, double To)
{
    /// <summary>The distance between the ends.</summary>
    public double Length => To - From;

    /// <summary>The number at a fraction of the way from one end to the other.</summary>
    public double At(double fraction) => From + fraction * Length;

    /// <summary>The fraction of the way at which a number lies; the inverse of <see cref="At"/>.</summary>
    public double FractionOf(double value) => (value - From) / Length;
}

/// <summary>The rectangle of the plane that a picture shows.</summary>
/// <param name="X">From left to right.</param>
/// <param name="Y">From bottom to top.</param>
internal readonly record struct Window(Interval X, Interval Y);
