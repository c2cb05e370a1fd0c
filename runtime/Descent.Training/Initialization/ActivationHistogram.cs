using System.Numerics;

namespace Descent.Training;

/// <summary>How many values lie in each of several bins of one width.</summary>
public sealed class ActivationHistogram
{
    private readonly long[] _counts;

    private ActivationHistogram(double low, double high, int bins) => (Low, High, _counts) = (low, high, new long[bins]);

    /// <summary>The lower edge of the first bin.</summary>
    public double Low { get; }

    /// <summary>The upper edge of the last bin.</summary>
    public double High { get; }

    /// <summary>The number of values in each bin; those outside the edges are in the bin next to them.</summary>
    public ReadOnlySpan<long> Counts => _counts;

    /// <summary>Bins and edges.</summary>
    /// <returns>The text, in invariant culture.</returns>
    public override string ToString() => FormattableString.Invariant($"{_counts.Length} bins from {Low:G4} to {High:G4}");

    /// <summary>Counts finite values; others are left out.</summary>
    internal static ActivationHistogram Of<T>(ReadOnlySpan<T> values, double low, double high, int bins)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        // All values equal: bins of a width that shows next to the value, in the middle of them.
        var margin = low < high ? 0 : Math.Max(Math.Abs(low), 1) / 2;
        var histogram = new ActivationHistogram(Math.Max(low - margin, double.MinValue), Math.Min(high + margin, double.MaxValue), bins);

        // Halves, because the width of the largest range is not finite.
        var width = (histogram.High / 2) - (histogram.Low / 2);
        foreach (var value in values)
        {
            if (T.IsFinite(value))
            {
                var bin = ((double.CreateTruncating(value) / 2) - (histogram.Low / 2)) / width * bins;
                histogram._counts[Math.Clamp((int)bin, 0, bins - 1)]++;
            }
        }

        return histogram;
    }
}
