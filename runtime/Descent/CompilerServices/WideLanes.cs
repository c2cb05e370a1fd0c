using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Descent.CompilerServices.Functions;

namespace Descent.CompilerServices;

/// <summary>Lanes of 512 bits, where the hardware has them and a <see cref="Vector{T}"/> leaves half of them unused.</summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>; the just-in-time compiler folds the choice away.</typeparam>
[CLSCompliant(false)]
[EditorBrowsable(EditorBrowsableState.Never)]
[SuppressMessage("Design", "CA1000", Justification = "A generated loop names the type that it is generic over.")]
[SuppressMessage("Usage", "CA2225", Justification = "Generated loops use the operators.")]
[SuppressMessage("Performance", "CA1815", Justification = "Lanes are compared lane by lane.")]
[SuppressMessage("Design", "CA1066", Justification = "Lanes are compared lane by lane.")]
public readonly struct WideLanes<T> : ILanes<WideLanes<T>, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Vector512<T> _values;

    private WideLanes(Vector512<T> values) => _values = values;

    /// <summary>Whether loops are to use these lanes, not <see cref="DefaultLanes{T}"/>. One answer for a process, known when a loop is compiled.</summary>
    public static bool IsSupported
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Vector512.IsHardwareAccelerated && Vector<T>.Count < Vector512<T>.Count;
    }

    /// <inheritdoc/>
    public static int Count => Vector512<T>.Count;

    /// <inheritdoc/>
    public static WideLanes<T> Zero => new(Vector512<T>.Zero);

    /// <inheritdoc/>
    public static WideLanes<T> One => new(Vector512<T>.One);

    /// <inheritdoc/>
    public static WideLanes<T> AllBitsSet => new(Vector512<T>.AllBitsSet);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideLanes<T> Broadcast(double value) => new(Vector512.Create(T.CreateTruncating(value)));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideLanes<T> Load(ref readonly T source, nuint index) => new(Vector512.LoadUnsafe(in source, index));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(ref T destination, nuint index) => _values.StoreUnsafe(ref destination, index);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideLanes<T> operator +(WideLanes<T> left, WideLanes<T> right) => new(left._values + right._values);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideLanes<T> operator -(WideLanes<T> left, WideLanes<T> right) => new(left._values - right._values);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideLanes<T> operator *(WideLanes<T> left, WideLanes<T> right) => new(left._values * right._values);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideLanes<T> operator /(WideLanes<T> left, WideLanes<T> right) => new(left._values / right._values);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideLanes<T> operator &(WideLanes<T> left, WideLanes<T> right) => new(left._values & right._values);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideLanes<T> operator |(WideLanes<T> left, WideLanes<T> right) => new(left._values | right._values);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideLanes<T> operator ^(WideLanes<T> left, WideLanes<T> right) => new(left._values ^ right._values);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideLanes<T> operator <(WideLanes<T> left, WideLanes<T> right) => new(Vector512.LessThan(left._values, right._values));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideLanes<T> operator <=(WideLanes<T> left, WideLanes<T> right) => new(Vector512.LessThanOrEqual(left._values, right._values));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideLanes<T> operator >(WideLanes<T> left, WideLanes<T> right) => new(Vector512.GreaterThan(left._values, right._values));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideLanes<T> operator >=(WideLanes<T> left, WideLanes<T> right) => new(Vector512.GreaterThanOrEqual(left._values, right._values));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideLanes<T> operator ==(WideLanes<T> left, WideLanes<T> right) => new(Vector512.Equals(left._values, right._values));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideLanes<T> operator !=(WideLanes<T> left, WideLanes<T> right) => new(~Vector512.Equals(left._values, right._values));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideLanes<T> operator -(WideLanes<T> value) => new(-value._values);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideLanes<T> operator ~(WideLanes<T> value) => new(~value._values);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool AnyIsNaNOrTiny(WideLanes<T> x)
    {
        // One comparison: 0 − 1 is the largest unsigned number, and only NaN exceeds the bits of infinity.
        if (typeof(T) == typeof(float))
        {
            var singleBits = Vector512.Abs(x._values).AsUInt32();
            var leastSingle = Vector512.Create(LaneFunctions.TinySingleBits);
            return Vector512.LessThanAny(
                Vector512.Min(singleBits - Vector512<uint>.One, Vector512.Create(LaneFunctions.InfinitySingleBits) + leastSingle - singleBits), leastSingle);
        }

        var bits = Vector512.Abs(x._values).AsUInt64();
        var least = Vector512.Create(LaneFunctions.TinyBits);
        return Vector512.LessThanAny(Vector512.Min(bits - Vector512<ulong>.One, Vector512.Create(LaneFunctions.InfinityBits) + least - bits), least);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideLanes<T> Select(WideLanes<T> condition, WideLanes<T> whenTrue, WideLanes<T> whenFalse) => new(Vector512.ConditionalSelect(condition._values, whenTrue._values, whenFalse._values));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideLanes<T> IsNaN(WideLanes<T> x) => new(~Vector512.Equals(x._values, x._values));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideLanes<T> Sqrt(WideLanes<T> x) => new(Vector512.Sqrt(x._values));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideLanes<T> Abs(WideLanes<T> x) => new(Vector512.Abs(x._values));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideLanes<T> Min(WideLanes<T> x, WideLanes<T> y) => new(Vector512.Min(x._values, y._values));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideLanes<T> Max(WideLanes<T> x, WideLanes<T> y) => new(Vector512.Max(x._values, y._values));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideLanes<T> CopySign(WideLanes<T> x, WideLanes<T> y) => new(Vector512.CopySign(x._values, y._values));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideLanes<T> FusedMultiplyAdd(WideLanes<T> x, WideLanes<T> y, WideLanes<T> z) => typeof(T) == typeof(float)
        ? new(Vector512.FusedMultiplyAdd(x._values.AsSingle(), y._values.AsSingle(), z._values.AsSingle()).As<float, T>())
        : new(Vector512.FusedMultiplyAdd(x._values.AsDouble(), y._values.AsDouble(), z._values.AsDouble()).As<double, T>());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideLanes<T> MultiplyAdd(WideLanes<T> x, WideLanes<T> y, WideLanes<T> z) => typeof(T) == typeof(float)
        ? new(Vector512.MultiplyAddEstimate(x._values.AsSingle(), y._values.AsSingle(), z._values.AsSingle()).As<float, T>())
        : new(Vector512.MultiplyAddEstimate(x._values.AsDouble(), y._values.AsDouble(), z._values.AsDouble()).As<double, T>());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideLanes<T> Floor(WideLanes<T> x) => typeof(T) == typeof(float)
        ? new(Vector512.Floor(x._values.AsSingle()).As<float, T>())
        : new(Vector512.Floor(x._values.AsDouble()).As<double, T>());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideLanes<T> Ceiling(WideLanes<T> x) => typeof(T) == typeof(float)
        ? new(Vector512.Ceiling(x._values.AsSingle()).As<float, T>())
        : new(Vector512.Ceiling(x._values.AsDouble()).As<double, T>());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideLanes<T> Round(WideLanes<T> x) => typeof(T) == typeof(float)
        ? new(Vector512.Round(x._values.AsSingle()).As<float, T>())
        : new(Vector512.Round(x._values.AsDouble()).As<double, T>());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideLanes<T> Truncate(WideLanes<T> x) => typeof(T) == typeof(float)
        ? new(Vector512.Truncate(x._values.AsSingle()).As<float, T>())
        : new(Vector512.Truncate(x._values.AsDouble()).As<double, T>());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideLanes<T> VectorExp(WideLanes<T> x) => typeof(T) == typeof(float)
        ? new(Vector512.Exp(x._values.AsSingle()).As<float, T>())
        : DoubleFunctions.Apply<VectorFunctions.Exp, WideLanes<T>, T>(x);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideLanes<T> VectorLog(WideLanes<T> x) => typeof(T) == typeof(float)
        ? new(Vector512.Log(x._values.AsSingle()).As<float, T>())
        : DoubleFunctions.Apply<VectorFunctions.Log, WideLanes<T>, T>(x);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideLanes<T> VectorLog2(WideLanes<T> x) => typeof(T) == typeof(float)
        ? new(Vector512.Log2(x._values.AsSingle()).As<float, T>())
        : DoubleFunctions.Apply<VectorFunctions.Log2, WideLanes<T>, T>(x);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideLanes<T> VectorSin(WideLanes<T> x) => typeof(T) == typeof(float)
        ? new(Vector512.Sin(x._values.AsSingle()).As<float, T>())
        : DoubleFunctions.Apply<VectorFunctions.Sin, WideLanes<T>, T>(x);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideLanes<T> VectorCos(WideLanes<T> x) => typeof(T) == typeof(float)
        ? new(Vector512.Cos(x._values.AsSingle()).As<float, T>())
        : DoubleFunctions.Apply<VectorFunctions.Cos, WideLanes<T>, T>(x);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is WideLanes<T> other && _values.Equals(other._values);

    /// <inheritdoc/>
    public override int GetHashCode() => _values.GetHashCode();
}
