using System.ComponentModel;

namespace Descent.CompilerServices;

/// <summary>
/// Functions of what is known once per tensor, between two passes over it: NaN where <see cref="Math"/> would throw, as in the loops,
/// because some weights may be written by then. Not meant to be called by hand.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class Scalars
{
    /// <summary><see cref="Math.Sign(double)"/>; NaN for NaN.</summary>
    /// <param name="value">The value.</param>
    /// <returns>1, 0, −1 or NaN.</returns>
    public static double Sign(double value) => double.IsNaN(value) ? value : Math.Sign(value);

    /// <summary>An index that is known in the step, before anything is written.</summary>
    /// <param name="index">The index.</param>
    /// <param name="count">How many elements there are.</param>
    /// <returns>The index.</returns>
    /// <exception cref="IndexOutOfRangeException">There is no such element.</exception>
    public static int Index(int index, int count)
#pragma warning disable CA2201 // What C# throws for such an index.
        => (uint)index < (uint)count ? index : throw new IndexOutOfRangeException();
#pragma warning restore CA2201

    /// <summary><see cref="Math.Clamp(double, double, double)"/>; NaN if <paramref name="min"/> exceeds <paramref name="max"/>.</summary>
    /// <param name="value">The value.</param>
    /// <param name="min">The lower bound.</param>
    /// <param name="max">The upper bound.</param>
    /// <returns>The value limited to the range.</returns>
    public static double Clamp(double value, double min, double max) => min > max ? double.NaN : Math.Clamp(value, min, max);
}
