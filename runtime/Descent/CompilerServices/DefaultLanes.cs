using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using System.Runtime.CompilerServices;
using Descent.CompilerServices.Functions;

namespace Descent.CompilerServices;

/// <summary>Lanes of a <see cref="Vector{T}"/>: as wide as the runtime holds best for this machine.</summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>; the just-in-time compiler folds the choice away.</typeparam>
/// <typeparam name="TMemory"><see cref="NearMemory"/>, <see cref="FarMemory"/> or <see cref="FartherMemory"/>: where the loop reads from.</typeparam>
[CLSCompliant(false)]
[EditorBrowsable(EditorBrowsableState.Never)]
[SuppressMessage("Design", "CA1000", Justification = "A generated loop names the type that it is generic over.")]
[SuppressMessage("Usage", "CA2225", Justification = "Generated loops use the operators.")]
[SuppressMessage("Performance", "CA1815", Justification = "Lanes are compared lane by lane.")]
[SuppressMessage("Design", "CA1066", Justification = "Lanes are compared lane by lane.")]
public readonly struct DefaultLanes<T, TMemory> : ILanes<DefaultLanes<T, TMemory>, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TMemory : struct
{
    private readonly Vector<T> _values;

    private DefaultLanes(Vector<T> values) => _values = values;

    /// <inheritdoc/>
    public static int Count => Vector<T>.Count;

    /// <inheritdoc/>
    public static DefaultLanes<T, TMemory> Zero => new(Vector<T>.Zero);

    /// <inheritdoc/>
    public static DefaultLanes<T, TMemory> One => new(Vector<T>.One);

    /// <inheritdoc/>
    public static DefaultLanes<T, TMemory> AllBitsSet => new(Vector<T>.AllBitsSet);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DefaultLanes<T, TMemory> Broadcast(double value) => new(Vector.Create(T.CreateTruncating(value)));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DefaultLanes<T, TMemory> Load(ref readonly T source, nuint index)
    {
        AskAhead(in source, index);
        return new(Vector.LoadUnsafe(in source, index));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DefaultLanes<T, TMemory> LoadWeight(ref readonly T source, nuint index)
        => typeof(TMemory) == typeof(NarrowWeights) || typeof(TMemory) == typeof(NarrowMemory) ? LoadNarrow(in source, index) : Load(in source, index);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DefaultLanes<T, TMemory> LoadState(ref readonly T source, nuint index)
        => typeof(TMemory) == typeof(NarrowStates) || typeof(TMemory) == typeof(NarrowMemory) ? LoadNarrow(in source, index) : Load(in source, index);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void StoreWeight(ref T destination, nuint index)
    {
        if (typeof(TMemory) == typeof(NarrowWeights) || typeof(TMemory) == typeof(NarrowMemory))
        {
            StoreNarrow(ref destination, index);
        }
        else
        {
            Store(ref destination, index);
        }
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void StoreState(ref T destination, nuint index)
    {
        if (typeof(TMemory) == typeof(NarrowStates) || typeof(TMemory) == typeof(NarrowMemory))
        {
            StoreNarrow(ref destination, index);
        }
        else
        {
            Store(ref destination, index);
        }
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DefaultLanes<T, TMemory> LoadNear(ref readonly T source, nuint index) => new(Vector.LoadUnsafe(in source, index));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void StoreNear(ref T destination, nuint index) => _values.StoreUnsafe(ref destination, index);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(ref T destination, nuint index)
    {
        // A line that is written to has to come, too; where it was read, asking twice costs nothing.
        AskAhead(in destination, index);
        _values.StoreUnsafe(ref destination, index);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DefaultLanes<T, TMemory> operator +(DefaultLanes<T, TMemory> left, DefaultLanes<T, TMemory> right) => new(left._values + right._values);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DefaultLanes<T, TMemory> operator -(DefaultLanes<T, TMemory> left, DefaultLanes<T, TMemory> right) => new(left._values - right._values);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DefaultLanes<T, TMemory> operator *(DefaultLanes<T, TMemory> left, DefaultLanes<T, TMemory> right) => new(left._values * right._values);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DefaultLanes<T, TMemory> operator /(DefaultLanes<T, TMemory> left, DefaultLanes<T, TMemory> right) => new(left._values / right._values);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DefaultLanes<T, TMemory> operator &(DefaultLanes<T, TMemory> left, DefaultLanes<T, TMemory> right) => new(left._values & right._values);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DefaultLanes<T, TMemory> operator |(DefaultLanes<T, TMemory> left, DefaultLanes<T, TMemory> right) => new(left._values | right._values);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DefaultLanes<T, TMemory> operator ^(DefaultLanes<T, TMemory> left, DefaultLanes<T, TMemory> right) => new(left._values ^ right._values);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DefaultLanes<T, TMemory> operator <(DefaultLanes<T, TMemory> left, DefaultLanes<T, TMemory> right) => new(Vector.LessThan(left._values, right._values));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DefaultLanes<T, TMemory> operator <=(DefaultLanes<T, TMemory> left, DefaultLanes<T, TMemory> right) => new(Vector.LessThanOrEqual(left._values, right._values));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DefaultLanes<T, TMemory> operator >(DefaultLanes<T, TMemory> left, DefaultLanes<T, TMemory> right) => new(Vector.GreaterThan(left._values, right._values));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DefaultLanes<T, TMemory> operator >=(DefaultLanes<T, TMemory> left, DefaultLanes<T, TMemory> right) => new(Vector.GreaterThanOrEqual(left._values, right._values));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DefaultLanes<T, TMemory> operator ==(DefaultLanes<T, TMemory> left, DefaultLanes<T, TMemory> right) => new(Vector.Equals(left._values, right._values));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DefaultLanes<T, TMemory> operator !=(DefaultLanes<T, TMemory> left, DefaultLanes<T, TMemory> right) => new(~Vector.Equals(left._values, right._values));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DefaultLanes<T, TMemory> operator -(DefaultLanes<T, TMemory> value) => new(-value._values);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DefaultLanes<T, TMemory> operator ~(DefaultLanes<T, TMemory> value) => new(~value._values);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool AnyIsNaNOrTiny(DefaultLanes<T, TMemory> x)
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
    public static DefaultLanes<T, TMemory> Select(DefaultLanes<T, TMemory> condition, DefaultLanes<T, TMemory> whenTrue, DefaultLanes<T, TMemory> whenFalse) => new(Vector.ConditionalSelect(condition._values, whenTrue._values, whenFalse._values));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DefaultLanes<T, TMemory> IsNaN(DefaultLanes<T, TMemory> x) => new(~Vector.Equals(x._values, x._values));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DefaultLanes<T, TMemory> Sqrt(DefaultLanes<T, TMemory> x) => new(Vector.SquareRoot(x._values));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DefaultLanes<T, TMemory> Abs(DefaultLanes<T, TMemory> x) => new(Vector.Abs(x._values));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DefaultLanes<T, TMemory> Min(DefaultLanes<T, TMemory> x, DefaultLanes<T, TMemory> y) => new(Vector.Min(x._values, y._values));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DefaultLanes<T, TMemory> Max(DefaultLanes<T, TMemory> x, DefaultLanes<T, TMemory> y) => new(Vector.Max(x._values, y._values));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DefaultLanes<T, TMemory> CopySign(DefaultLanes<T, TMemory> x, DefaultLanes<T, TMemory> y) => new(Vector.CopySign(x._values, y._values));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DefaultLanes<T, TMemory> FusedMultiplyAdd(DefaultLanes<T, TMemory> x, DefaultLanes<T, TMemory> y, DefaultLanes<T, TMemory> z) => typeof(T) == typeof(float)
        ? new(Vector.FusedMultiplyAdd(x._values.As<T, float>(), y._values.As<T, float>(), z._values.As<T, float>()).As<float, T>())
        : new(Vector.FusedMultiplyAdd(x._values.As<T, double>(), y._values.As<T, double>(), z._values.As<T, double>()).As<double, T>());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DefaultLanes<T, TMemory> MultiplyAdd(DefaultLanes<T, TMemory> x, DefaultLanes<T, TMemory> y, DefaultLanes<T, TMemory> z) => typeof(T) == typeof(float)
        ? new(Vector.MultiplyAddEstimate(x._values.As<T, float>(), y._values.As<T, float>(), z._values.As<T, float>()).As<float, T>())
        : new(Vector.MultiplyAddEstimate(x._values.As<T, double>(), y._values.As<T, double>(), z._values.As<T, double>()).As<double, T>());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DefaultLanes<T, TMemory> Floor(DefaultLanes<T, TMemory> x) => typeof(T) == typeof(float)
        ? new(Vector.Floor(x._values.As<T, float>()).As<float, T>())
        : new(Vector.Floor(x._values.As<T, double>()).As<double, T>());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DefaultLanes<T, TMemory> Ceiling(DefaultLanes<T, TMemory> x) => typeof(T) == typeof(float)
        ? new(Vector.Ceiling(x._values.As<T, float>()).As<float, T>())
        : new(Vector.Ceiling(x._values.As<T, double>()).As<double, T>());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DefaultLanes<T, TMemory> Round(DefaultLanes<T, TMemory> x) => typeof(T) == typeof(float)
        ? new(Vector.Round(x._values.As<T, float>()).As<float, T>())
        : new(Vector.Round(x._values.As<T, double>()).As<double, T>());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DefaultLanes<T, TMemory> Truncate(DefaultLanes<T, TMemory> x) => typeof(T) == typeof(float)
        ? new(Vector.Truncate(x._values.As<T, float>()).As<float, T>())
        : new(Vector.Truncate(x._values.As<T, double>()).As<double, T>());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DefaultLanes<T, TMemory> VectorExp(DefaultLanes<T, TMemory> x) => typeof(T) == typeof(float)
        ? new(Vector.Exp(x._values.As<T, float>()).As<float, T>())
        : DoubleFunctions.Apply<VectorFunctions.Exp, DefaultLanes<T, TMemory>, T>(x);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DefaultLanes<T, TMemory> VectorLog(DefaultLanes<T, TMemory> x) => typeof(T) == typeof(float)
        ? new(Vector.Log(x._values.As<T, float>()).As<float, T>())
        : DoubleFunctions.Apply<VectorFunctions.Log, DefaultLanes<T, TMemory>, T>(x);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DefaultLanes<T, TMemory> VectorLog2(DefaultLanes<T, TMemory> x) => typeof(T) == typeof(float)
        ? new(Vector.Log2(x._values.As<T, float>()).As<float, T>())
        : DoubleFunctions.Apply<VectorFunctions.Log2, DefaultLanes<T, TMemory>, T>(x);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DefaultLanes<T, TMemory> VectorSin(DefaultLanes<T, TMemory> x) => typeof(T) == typeof(float)
        ? new(Vector.Sin(x._values.As<T, float>()).As<float, T>())
        : DoubleFunctions.Apply<VectorFunctions.Sin, DefaultLanes<T, TMemory>, T>(x);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DefaultLanes<T, TMemory> VectorCos(DefaultLanes<T, TMemory> x) => typeof(T) == typeof(float)
        ? new(Vector.Cos(x._values.As<T, float>()).As<float, T>())
        : DoubleFunctions.Apply<VectorFunctions.Cos, DefaultLanes<T, TMemory>, T>(x);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is DefaultLanes<T, TMemory> other && _values.Equals(other._values);

    /// <inheritdoc/>
    public override int GetHashCode() => _values.GetHashCode();

    /// <summary>Of vectors that are half a line loops over narrow memory would ask for each line twice to four times, which takes longer than it saves.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AskAhead(ref readonly T source, nuint index)
    {
        if (typeof(TMemory) == typeof(FarMemory) || typeof(TMemory) == typeof(FartherMemory))
        {
            CacheHints.Ahead<T, TMemory>(in source, index);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static DefaultLanes<T, TMemory> LoadNarrow(ref readonly T source, nuint index)
    {
        ref var narrow = ref Unsafe.As<T, ushort>(ref Unsafe.AsRef(in source));
        return new(Vector.As<float, T>(NarrowLanes.DecodeDefault<BFloat16Format>(in narrow, index)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void StoreNarrow(ref T destination, nuint index)
        => NarrowLanes.EncodeDefault<BFloat16Format>(Vector.As<T, float>(_values), ref Unsafe.As<T, ushort>(ref destination), index);
}
