using System.Numerics;
using System.Runtime.InteropServices;

namespace Descent.Training;

/// <summary>The vector loops of averaging. Every element sees the same operations, in whole vectors and in the tail after them.</summary>
internal static class AverageKernel
{
    /// <summary>
    /// Moves an average towards values: average ← average + rate (value − average). In this form a constant stays what it is, bit for
    /// bit. A rate of 1 copies.
    /// </summary>
    public static void MoveTowards<T>(Span<T> average, ReadOnlySpan<T> values, double rate)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (rate == 1)
        {
            values.CopyTo(average);
            return;
        }

        var step = T.CreateTruncating(rate);
        var averageVectors = MemoryMarshal.Cast<T, Vector<T>>(average);
        var valueVectors = MemoryMarshal.Cast<T, Vector<T>>(values);
        for (var i = 0; i < averageVectors.Length; i++)
        {
            averageVectors[i] += (valueVectors[i] - averageVectors[i]) * step;
        }

        for (var i = averageVectors.Length * Vector<T>.Count; i < average.Length; i++)
        {
            average[i] += (values[i] - average[i]) * step;
        }
    }

    /// <summary>Exchanges the contents of two spans of one length, without a third.</summary>
    public static void Exchange<T>(Span<T> first, Span<T> second)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var firstVectors = MemoryMarshal.Cast<T, Vector<T>>(first);
        var secondVectors = MemoryMarshal.Cast<T, Vector<T>>(second);
        for (var i = 0; i < firstVectors.Length; i++)
        {
            (firstVectors[i], secondVectors[i]) = (secondVectors[i], firstVectors[i]);
        }

        for (var i = firstVectors.Length * Vector<T>.Count; i < first.Length; i++)
        {
            (first[i], second[i]) = (second[i], first[i]);
        }
    }
}
