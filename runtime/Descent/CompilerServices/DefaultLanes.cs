using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using System.Runtime.CompilerServices;
using Descent.CompilerServices.Functions;

namespace Descent.CompilerServices;

/// <summary>Lanes of a <see cref="Vector{T}"/>: as wide as the runtime holds best for this machine.</summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>; the just-in-time compiler folds the choice away.</typeparam>
[CLSCompliant(false)]
[EditorBrowsable(EditorBrowsableState.Never)]
[SuppressMessage("Design", "CA1000", Justification = "A generated loop names the type that it is generic over.")]
[SuppressMessage("Usage", "CA2225", Justification = "Generated loops use the operators.")]
[SuppressMessage("Performance", "CA1815", Justification = "Lanes are compared lane by lane.")]
[SuppressMessage("Design", "CA1066", Justification = "Lanes are compared lane by lane.")]
public readonly struct DefaultLanes<T> : ILanes<DefaultLanes<T>, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Vector<T> _values;

    private DefaultLanes(Vector<T> values) => _values = values;

    /// <inheritdoc/>
    public static int Count => Vector<T>.Count;

    /// <inheritdoc/>
    public static DefaultLanes<T> Zero => new(Vector<T>.Zero);

    /// <inheritdoc/>
    public static DefaultLanes<T> One => new(Vector<T>.One);

    /// <inheritdoc/>
    public static DefaultLanes<T> AllBitsSet => new(Vector<T>.AllBitsSet);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DefaultLanes<T> Broadcast(double value) => new(Vector.Create(T.CreateTruncating(value)));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DefaultLanes<T> Load(ref readonly T source, nuint index) => new(Vector.LoadUnsafe(in source, index));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(ref T destination, nuint index) => _values.StoreUnsafe(ref destination, index);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DefaultLanes<T> operator +(DefaultLanes<T> left, DefaultLanes<T> right) => new(left._values + right._values);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DefaultLanes<T> operator -(DefaultLanes<T> left, DefaultLanes<T> right) => new(left._values - right._values);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DefaultLanes<T> operator *(DefaultLanes<T> left, DefaultLanes<T> right) => new(left._values * right._values);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DefaultLanes<T> operator /(DefaultLanes<T> left, DefaultLanes<T> right) => new(left._values / right._values);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DefaultLanes<T> operator &(DefaultLanes<T> left, DefaultLanes<T> right) => new(left._values & right._values);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DefaultLanes<T> operator |(DefaultLanes<T> left, DefaultLanes<T> right) => new(left._values | right._values);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DefaultLanes<T> operator ^(DefaultLanes<T> left, DefaultLanes<T> right) => new(left._values ^ right._values);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DefaultLanes<T> operator <(DefaultLanes<T> left, DefaultLanes<T> right) => new(Vector.LessThan(left._values, right._values));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DefaultLanes<T> operator <=(DefaultLanes<T> left, DefaultLanes<T> right) => new(Vector.LessThanOrEqual(left._values, right._values));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DefaultLanes<T> operator >(DefaultLanes<T> left, DefaultLanes<T> right) => new(Vector.GreaterThan(left._values, right._values));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DefaultLanes<T> operator >=(DefaultLanes<T> left, DefaultLanes<T> right) => new(Vector.GreaterThanOrEqual(left._values, right._values));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DefaultLanes<T> operator ==(DefaultLanes<T> left, DefaultLanes<T> right) => new(Vector.Equals(left._values, right._values));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DefaultLanes<T> operator !=(DefaultLanes<T> left, DefaultLanes<T> right) => new(~Vector.Equals(left._values, right._values));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DefaultLanes<T> operator -(DefaultLanes<T> value) => new(-value._values);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DefaultLanes<T> operator ~(DefaultLanes<T> value) => new(~value._values);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool AnyIsNaNOrTiny(DefaultLanes<T> x)
    {
        // The bits of what is not tiny wrap around to negative numbers, and zero becomes the bias itself.
        if (typeof(T) == typeof(float))
        {
            var singleBias = Vector.Create(unchecked(int.MinValue - (int)LaneFunctions.TinySingleBits));
            return Vector.GreaterThanAny(Vector.Abs(x._values).As<T, int>() + singleBias, singleBias) || !Vector.EqualsAll(x._values, x._values);
        }

        var bias = Vector.Create(unchecked(long.MinValue - (long)LaneFunctions.TinyBits));
        return Vector.GreaterThanAny(Vector.Abs(x._values).As<T, long>() + bias, bias) || !Vector.EqualsAll(x._values, x._values);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DefaultLanes<T> Select(DefaultLanes<T> condition, DefaultLanes<T> whenTrue, DefaultLanes<T> whenFalse) => new(Vector.ConditionalSelect(condition._values, whenTrue._values, whenFalse._values));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DefaultLanes<T> IsNaN(DefaultLanes<T> x) => new(~Vector.Equals(x._values, x._values));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DefaultLanes<T> Sqrt(DefaultLanes<T> x) => new(Vector.SquareRoot(x._values));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DefaultLanes<T> Abs(DefaultLanes<T> x) => new(Vector.Abs(x._values));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DefaultLanes<T> Min(DefaultLanes<T> x, DefaultLanes<T> y) => new(Vector.Min(x._values, y._values));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DefaultLanes<T> Max(DefaultLanes<T> x, DefaultLanes<T> y) => new(Vector.Max(x._values, y._values));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DefaultLanes<T> CopySign(DefaultLanes<T> x, DefaultLanes<T> y) => new(Vector.CopySign(x._values, y._values));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DefaultLanes<T> FusedMultiplyAdd(DefaultLanes<T> x, DefaultLanes<T> y, DefaultLanes<T> z) => typeof(T) == typeof(float)
        ? new(Vector.FusedMultiplyAdd(x._values.As<T, float>(), y._values.As<T, float>(), z._values.As<T, float>()).As<float, T>())
        : new(Vector.FusedMultiplyAdd(x._values.As<T, double>(), y._values.As<T, double>(), z._values.As<T, double>()).As<double, T>());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DefaultLanes<T> MultiplyAdd(DefaultLanes<T> x, DefaultLanes<T> y, DefaultLanes<T> z) => typeof(T) == typeof(float)
        ? new(Vector.MultiplyAddEstimate(x._values.As<T, float>(), y._values.As<T, float>(), z._values.As<T, float>()).As<float, T>())
        : new(Vector.MultiplyAddEstimate(x._values.As<T, double>(), y._values.As<T, double>(), z._values.As<T, double>()).As<double, T>());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DefaultLanes<T> Floor(DefaultLanes<T> x) => typeof(T) == typeof(float)
        ? new(Vector.Floor(x._values.As<T, float>()).As<float, T>())
        : new(Vector.Floor(x._values.As<T, double>()).As<double, T>());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DefaultLanes<T> Ceiling(DefaultLanes<T> x) => typeof(T) == typeof(float)
        ? new(Vector.Ceiling(x._values.As<T, float>()).As<float, T>())
        : new(Vector.Ceiling(x._values.As<T, double>()).As<double, T>());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DefaultLanes<T> Round(DefaultLanes<T> x) => typeof(T) == typeof(float)
        ? new(Vector.Round(x._values.As<T, float>()).As<float, T>())
        : new(Vector.Round(x._values.As<T, double>()).As<double, T>());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DefaultLanes<T> Truncate(DefaultLanes<T> x) => typeof(T) == typeof(float)
        ? new(Vector.Truncate(x._values.As<T, float>()).As<float, T>())
        : new(Vector.Truncate(x._values.As<T, double>()).As<double, T>());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DefaultLanes<T> VectorExp(DefaultLanes<T> x) => typeof(T) == typeof(float)
        ? new(Vector.Exp(x._values.As<T, float>()).As<float, T>())
        : DoubleFunctions.Apply<VectorFunctions.Exp, DefaultLanes<T>, T>(x);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DefaultLanes<T> VectorLog(DefaultLanes<T> x) => typeof(T) == typeof(float)
        ? new(Vector.Log(x._values.As<T, float>()).As<float, T>())
        : DoubleFunctions.Apply<VectorFunctions.Log, DefaultLanes<T>, T>(x);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DefaultLanes<T> VectorLog2(DefaultLanes<T> x) => typeof(T) == typeof(float)
        ? new(Vector.Log2(x._values.As<T, float>()).As<float, T>())
        : DoubleFunctions.Apply<VectorFunctions.Log2, DefaultLanes<T>, T>(x);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DefaultLanes<T> VectorSin(DefaultLanes<T> x) => typeof(T) == typeof(float)
        ? new(Vector.Sin(x._values.As<T, float>()).As<float, T>())
        : DoubleFunctions.Apply<VectorFunctions.Sin, DefaultLanes<T>, T>(x);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DefaultLanes<T> VectorCos(DefaultLanes<T> x) => typeof(T) == typeof(float)
        ? new(Vector.Cos(x._values.As<T, float>()).As<float, T>())
        : DoubleFunctions.Apply<VectorFunctions.Cos, DefaultLanes<T>, T>(x);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is DefaultLanes<T> other && _values.Equals(other._values);

    /// <inheritdoc/>
    public override int GetHashCode() => _values.GetHashCode();
}
