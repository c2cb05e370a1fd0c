using System.Numerics;
using System.Runtime.InteropServices;

namespace Descent.CompilerServices;

/// <summary>Counts values that a step moved, and their storage rounds back.</summary>
internal static class LostUpdates
{
    /// <param name="before">The values before the step, as they were stored.</param>
    /// <param name="after">The values after it.</param>
    /// <param name="rounded">Those as they will be stored.</param>
    /// <returns>How many moved, and have the bits that they had.</returns>
    public static int Count<T>(ReadOnlySpan<T> before, ReadOnlySpan<T> after, ReadOnlySpan<T> rounded)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var wholeBefore = MemoryMarshal.Cast<T, Vector<T>>(before);
        var wholeAfter = MemoryMarshal.Cast<T, Vector<T>>(after);
        var wholeRounded = MemoryMarshal.Cast<T, Vector<T>>(rounded);
        var counts = Vector<T>.Zero;
        for (var index = 0; index < wholeAfter.Length; index++)
        {
            // Not of NaN, which neither is smaller nor larger.
            var moved = Vector.LessThan(wholeBefore[index], wholeAfter[index]) | Vector.GreaterThan(wholeBefore[index], wholeAfter[index]);
            counts += Vector.ConditionalSelect(moved & HaveSameBits(wholeBefore[index], wholeRounded[index]), Vector<T>.One, Vector<T>.Zero);
        }

        var lost = int.CreateTruncating(Vector.Sum(counts));
        for (var index = wholeAfter.Length * Vector<T>.Count; index < after.Length; index++)
        {
            var (old, value, stored) = (before[index], after[index], rounded[index]);
            lost += (old < value || old > value) && old == stored && T.IsNegative(old) == T.IsNegative(stored) ? 1 : 0;
        }

        return lost;
    }

    private static Vector<T> HaveSameBits<T>(Vector<T> left, Vector<T> right)
        where T : unmanaged => typeof(T) == typeof(float)
        ? Vector.Equals(left.As<T, int>(), right.As<T, int>()).As<int, T>()
        : Vector.Equals(left.As<T, long>(), right.As<T, long>()).As<long, T>();
}
