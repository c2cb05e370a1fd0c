namespace Descent.Training;

/// <summary>A point that a line search evaluated: how far along the direction, the loss, its slope along the direction, its gradients.</summary>
internal sealed class LinePoint(int length)
{
    /// <summary>How many times the direction it is away from the start.</summary>
    public double Step { get; set; }

    /// <summary>The loss as it was evaluated.</summary>
    public double Loss { get; set; }

    /// <summary>Whether the loss and all gradients are finite.</summary>
    public bool IsFinite { get; set; }

    /// <summary>What a search compares: the loss, or infinity where it or a gradient is not finite.</summary>
    public double Height => IsFinite ? Loss : double.PositiveInfinity;

    /// <summary>The product of gradients and direction.</summary>
    public double Slope { get; set; }

    public double[] Gradients { get; } = new double[length];

    public void CopyFrom(LinePoint other)
    {
        (Step, Loss, IsFinite, Slope) = (other.Step, other.Loss, other.IsFinite, other.Slope);
        other.Gradients.CopyTo(Gradients, 0);
    }

    /// <summary>
    /// Where the cubic through both points, with their slopes, is least, kept within bounds; the middle of the bounds if it has no minimum
    /// (Nocedal and Wright, 2006, equation 3.59).
    /// </summary>
    public static double InterpolateCubic(LinePoint first, LinePoint second, double lower, double upper)
    {
        var (left, right) = first.Step <= second.Step ? (first, second) : (second, first);
        var width = right.Step - left.Step;
        var middle = left.Slope + right.Slope - (3 * (right.Height - left.Height) / width);
        var squared = (middle * middle) - (left.Slope * right.Slope);
        if (!(squared >= 0) || !double.IsFinite(squared))
        {
            return (lower + upper) / 2;
        }

        var root = Math.Sqrt(squared);
        var least = right.Step - (width * ((right.Slope + root - middle) / (right.Slope - left.Slope + (2 * root))));
        return double.IsFinite(least) ? Math.Min(Math.Max(least, lower), upper) : (lower + upper) / 2;
    }
}
