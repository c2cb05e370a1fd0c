using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace Descent.CompilerServices;

/// <summary>
/// The vector operations that <see cref="Vector"/> does not offer for a generic <typeparamref name="T"/>. Each lane computes exactly what
/// the C# operation on one value computes. Not meant to be called by hand.
/// </summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>; the just-in-time compiler folds the choice away.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
[SuppressMessage("Design", "CA1000", Justification = "Generated code names T anyway, and Lanes<T>.Broadcast cannot infer it.")]
public static partial class Lanes<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The value in every lane, rounded once to <typeparamref name="T"/>.</summary>
    /// <param name="value">The value.</param>
    /// <returns>The vector.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<T> Broadcast(double value) => Vector.Create(T.CreateTruncating(value));

    /// <summary>All bits set in every lane if the condition holds, none otherwise.</summary>
    /// <param name="condition">The condition.</param>
    /// <returns>The mask.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<T> Broadcast(bool condition) => condition ? Vector<T>.AllBitsSet : Vector<T>.Zero;

    /// <summary><see cref="Math.Floor(double)"/> of each lane.</summary>
    /// <param name="x">The values.</param>
    /// <returns>The vector.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<T> Floor(Vector<T> x) => typeof(T) == typeof(float)
        ? Vector.Floor(x.As<T, float>()).As<float, T>()
        : Vector.Floor(x.As<T, double>()).As<double, T>();

    /// <summary><see cref="Math.Ceiling(double)"/> of each lane.</summary>
    /// <param name="x">The values.</param>
    /// <returns>The vector.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<T> Ceiling(Vector<T> x) => typeof(T) == typeof(float)
        ? Vector.Ceiling(x.As<T, float>()).As<float, T>()
        : Vector.Ceiling(x.As<T, double>()).As<double, T>();

    /// <summary><see cref="Math.Truncate(double)"/> of each lane.</summary>
    /// <param name="x">The values.</param>
    /// <returns>The vector.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<T> Truncate(Vector<T> x) => typeof(T) == typeof(float)
        ? Vector.Truncate(x.As<T, float>()).As<float, T>()
        : Vector.Truncate(x.As<T, double>()).As<double, T>();

    /// <summary><see cref="Math.Round(double)"/> of each lane: to the nearest integer, halves to the even one.</summary>
    /// <param name="x">The values.</param>
    /// <returns>The vector.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<T> Round(Vector<T> x) => typeof(T) == typeof(float)
        ? Vector.Round(x.As<T, float>()).As<float, T>()
        : Vector.Round(x.As<T, double>()).As<double, T>();

    /// <summary>x · y + z with one rounding, as <see cref="Math.FusedMultiplyAdd"/>.</summary>
    /// <param name="x">A factor.</param>
    /// <param name="y">A factor.</param>
    /// <param name="z">The addend.</param>
    /// <returns>The vector.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<T> FusedMultiplyAdd(Vector<T> x, Vector<T> y, Vector<T> z) => typeof(T) == typeof(float)
        ? Vector.FusedMultiplyAdd(x.As<T, float>(), y.As<T, float>(), z.As<T, float>()).As<float, T>()
        : Vector.FusedMultiplyAdd(x.As<T, double>(), y.As<T, double>(), z.As<T, double>()).As<double, T>();

    /// <summary>
    /// 1, 0 or −1 by the sign of each lane, as <see cref="Math.Sign(double)"/>; NaN where that would throw.
    /// </summary>
    /// <param name="x">The values.</param>
    /// <returns>The vector.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<T> Sign(Vector<T> x)
    {
        var sign = (Vector.GreaterThan(x, Vector<T>.Zero) & Vector<T>.One)
            | (Vector.LessThan(x, Vector<T>.Zero) & Vector.Create(-T.One));
        return Vector.ConditionalSelect(Vector.Equals(x, x), sign, x);
    }

    /// <summary>
    /// Each lane limited to a range, as <see cref="Math.Clamp(double, double, double)"/>; NaN where that would throw because
    /// <paramref name="min"/> exceeds <paramref name="max"/>.
    /// </summary>
    /// <param name="x">The values.</param>
    /// <param name="min">The lower bounds.</param>
    /// <param name="max">The upper bounds.</param>
    /// <returns>The vector.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<T> Clamp(Vector<T> x, Vector<T> min, Vector<T> max)
    {
        var clamped = Vector.ConditionalSelect(Vector.LessThan(x, min), min, Vector.ConditionalSelect(Vector.GreaterThan(x, max), max, x));
        return Vector.ConditionalSelect(Vector.GreaterThan(min, max), Vector.Create(T.NaN), clamped);
    }

    /// <summary>The first lanes from memory, the others zero.</summary>
    /// <param name="values">At most as many values as a vector has lanes.</param>
    /// <returns>The vector.</returns>
    public static Vector<T> LoadTail(ReadOnlySpan<T> values)
    {
        var tail = Vector<T>.Zero;
        ref var lanes = ref Unsafe.As<Vector<T>, T>(ref tail);
        for (var lane = 0; lane < values.Length && lane < Vector<T>.Count; lane++)
        {
            Unsafe.Add(ref lanes, lane) = values[lane];
        }

        return tail;
    }

    /// <summary>The first lanes to memory.</summary>
    /// <param name="tail">The vector.</param>
    /// <param name="values">At most as many values as a vector has lanes.</param>
    public static void StoreTail(Vector<T> tail, Span<T> values)
    {
        ref var lanes = ref Unsafe.As<Vector<T>, T>(ref tail);
        for (var lane = 0; lane < values.Length && lane < Vector<T>.Count; lane++)
        {
            values[lane] = Unsafe.Add(ref lanes, lane);
        }
    }
}
