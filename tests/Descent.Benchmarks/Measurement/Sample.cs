namespace Descent.Benchmarks.Measurement;

/// <summary>The times of one contender, one for each round.</summary>
/// <param name="Times">In nanoseconds, in the order of the rounds.</param>
internal sealed record Sample(IReadOnlyList<double> Times)
{
    /// <summary>The median time.</summary>
    public double Median => MedianOf(Times);

    /// <summary>The shortest time.</summary>
    public double Minimum => Times.Min();

    /// <summary>
    /// How many times longer this took than another: the median of the ratios within each round, in which both saw the same machine.
    /// </summary>
    public double RatioTo(Sample other) => MedianOf([.. Times.Zip(other.Times, (mine, others) => mine / others)]);

    private static double MedianOf(IReadOnlyList<double> values)
    {
        var sorted = values.Order().ToArray();
        var middle = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
