using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Descent.CompilerServices.Functions;

namespace Descent.CompilerServices;

/// <summary>Lanes of 512 bits, where the hardware has them and a <see cref="Vector{T}"/> leaves half of them unused.</summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>; the just-in-time compiler folds the choice away.</typeparam>
/// <typeparam name="TMemory"><see cref="NearMemory"/>, <see cref="FarMemory"/> or <see cref="FartherMemory"/>: where the loop reads from.</typeparam>
[CLSCompliant(false)]
[EditorBrowsable(EditorBrowsableState.Never)]
[SuppressMessage("Design", "CA1000", Justification = "A generated loop names the type that it is generic over.")]
[SuppressMessage("Usage", "CA2225", Justification = "Generated loops use the operators.")]
[SuppressMessage("Performance", "CA1815", Justification = "Lanes are compared lane by lane.")]
[SuppressMessage("Design", "CA1066", Justification = "Lanes are compared lane by lane.")]
public readonly struct WideLanes<T, TMemory> : ILanes<WideLanes<T, TMemory>, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TMemory : struct
{
    private readonly Vector512<T> _values;

    private WideLanes(Vector512<T> values) => _values = values;

    /// <summary>Whether loops are to use these lanes, not <see cref="DefaultLanes{T, TMemory}"/>. One answer for a process, known when a loop is compiled.</summary>
    public static bool IsSupported
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Vector512.IsHardwareAccelerated && Vector<T>.Count < Vector512<T>.Count;
    }

    /// <inheritdoc/>
    public static int Count => Vector512<T>.Count;

    /// <inheritdoc/>
    public static WideLanes<T, TMemory> Zero => new(Vector512<T>.Zero);

    /// <inheritdoc/>
    public static WideLanes<T, TMemory> One => new(Vector512<T>.One);

    /// <inheritdoc/>
    public static WideLanes<T, TMemory> AllBitsSet => new(Vector512<T>.AllBitsSet);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideLanes<T, TMemory> Broadcast(double value) => new(Vector512.Create(T.CreateTruncating(value)));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideLanes<T, TMemory> Load(ref readonly T source, nuint index)
    {
        CacheHints.Ahead<T, TMemory>(in source, index);
        return new(Vector512.LoadUnsafe(in source, index));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe WideLanes<T, TMemory> LoadTail(ReadOnlySpan<T> values)
    {
        if (!Avx512F.IsSupported)
        {
            return LaneFunctions.LoadTail<WideLanes<T, TMemory>, T>(values);
        }

        fixed (T* first = values)
        {
            return typeof(T) == typeof(float)
                ? new(Avx512F.MaskLoad((float*)first, FirstLanes(values.Length).AsSingle(), default).As<float, T>())
                : new(Avx512F.MaskLoad((double*)first, FirstLanes(values.Length).AsDouble(), default).As<double, T>());
        }
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe void StoreTail(WideLanes<T, TMemory> tail, Span<T> values)
    {
        if (!Avx512F.IsSupported)
        {
            LaneFunctions.StoreTail(tail, values);
            return;
        }

        fixed (T* first = values)
        {
            if (typeof(T) == typeof(float))
            {
                Avx512F.MaskStore((float*)first, FirstLanes(values.Length).AsSingle(), tail._values.AsSingle());
            }
            else
            {
                Avx512F.MaskStore((double*)first, FirstLanes(values.Length).AsDouble(), tail._values.AsDouble());
            }
        }
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideLanes<T, TMemory> LoadWeight(ref readonly T source, nuint index)
        => typeof(TMemory) == typeof(NarrowWeights) || typeof(TMemory) == typeof(NarrowMemory) ? LoadNarrow(in source, index) : Load(in source, index);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideLanes<T, TMemory> LoadState(ref readonly T source, nuint index)
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
    public static WideLanes<T, TMemory> LoadNear(ref readonly T source, nuint index) => new(Vector512.LoadUnsafe(in source, index));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void StoreNear(ref T destination, nuint index) => _values.StoreUnsafe(ref destination, index);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(ref T destination, nuint index)
    {
        // A line that is written to has to come, too; where it was read, asking twice costs nothing.
        CacheHints.Ahead<T, TMemory>(in destination, index);
        _values.StoreUnsafe(ref destination, index);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideLanes<T, TMemory> operator +(WideLanes<T, TMemory> left, WideLanes<T, TMemory> right) => new(left._values + right._values);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideLanes<T, TMemory> operator -(WideLanes<T, TMemory> left, WideLanes<T, TMemory> right) => new(left._values - right._values);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideLanes<T, TMemory> operator *(WideLanes<T, TMemory> left, WideLanes<T, TMemory> right) => new(left._values * right._values);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideLanes<T, TMemory> operator /(WideLanes<T, TMemory> left, WideLanes<T, TMemory> right) => new(left._values / right._values);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideLanes<T, TMemory> operator &(WideLanes<T, TMemory> left, WideLanes<T, TMemory> right) => new(left._values & right._values);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideLanes<T, TMemory> operator |(WideLanes<T, TMemory> left, WideLanes<T, TMemory> right) => new(left._values | right._values);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideLanes<T, TMemory> operator ^(WideLanes<T, TMemory> left, WideLanes<T, TMemory> right) => new(left._values ^ right._values);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideLanes<T, TMemory> operator <(WideLanes<T, TMemory> left, WideLanes<T, TMemory> right) => new(Vector512.LessThan(left._values, right._values));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideLanes<T, TMemory> operator <=(WideLanes<T, TMemory> left, WideLanes<T, TMemory> right) => new(Vector512.LessThanOrEqual(left._values, right._values));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideLanes<T, TMemory> operator >(WideLanes<T, TMemory> left, WideLanes<T, TMemory> right) => new(Vector512.GreaterThan(left._values, right._values));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideLanes<T, TMemory> operator >=(WideLanes<T, TMemory> left, WideLanes<T, TMemory> right) => new(Vector512.GreaterThanOrEqual(left._values, right._values));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideLanes<T, TMemory> operator ==(WideLanes<T, TMemory> left, WideLanes<T, TMemory> right) => new(Vector512.Equals(left._values, right._values));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideLanes<T, TMemory> operator !=(WideLanes<T, TMemory> left, WideLanes<T, TMemory> right) => new(~Vector512.Equals(left._values, right._values));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideLanes<T, TMemory> operator -(WideLanes<T, TMemory> value) => new(-value._values);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideLanes<T, TMemory> operator ~(WideLanes<T, TMemory> value) => new(~value._values);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool AnyIsNaNOrTiny(WideLanes<T, TMemory> x) => typeof(T) == typeof(float)
        ? AnyIsNaNOrTiny(x._values.AsUInt32(), LaneFunctions.InfinitySingleBits, LaneFunctions.TinySingleBits)
        : AnyIsNaNOrTiny(x._values.AsUInt64(), LaneFunctions.InfinityBits, LaneFunctions.TinyBits);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideLanes<T, TMemory> Select(WideLanes<T, TMemory> condition, WideLanes<T, TMemory> whenTrue, WideLanes<T, TMemory> whenFalse) => new(Vector512.ConditionalSelect(condition._values, whenTrue._values, whenFalse._values));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideLanes<T, TMemory> IsNaN(WideLanes<T, TMemory> x) => new(~Vector512.Equals(x._values, x._values));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideLanes<T, TMemory> Sqrt(WideLanes<T, TMemory> x) => new(Vector512.Sqrt(x._values));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideLanes<T, TMemory> Abs(WideLanes<T, TMemory> x) => new(Vector512.Abs(x._values));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideLanes<T, TMemory> Min(WideLanes<T, TMemory> x, WideLanes<T, TMemory> y) => new(Vector512.Min(x._values, y._values));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideLanes<T, TMemory> Max(WideLanes<T, TMemory> x, WideLanes<T, TMemory> y) => new(Vector512.Max(x._values, y._values));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideLanes<T, TMemory> CopySign(WideLanes<T, TMemory> x, WideLanes<T, TMemory> y) => new(Vector512.CopySign(x._values, y._values));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideLanes<T, TMemory> FusedMultiplyAdd(WideLanes<T, TMemory> x, WideLanes<T, TMemory> y, WideLanes<T, TMemory> z) => typeof(T) == typeof(float)
        ? new(Vector512.FusedMultiplyAdd(x._values.AsSingle(), y._values.AsSingle(), z._values.AsSingle()).As<float, T>())
        : new(Vector512.FusedMultiplyAdd(x._values.AsDouble(), y._values.AsDouble(), z._values.AsDouble()).As<double, T>());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideLanes<T, TMemory> MultiplyAdd(WideLanes<T, TMemory> x, WideLanes<T, TMemory> y, WideLanes<T, TMemory> z) => typeof(T) == typeof(float)
        ? new(Vector512.MultiplyAddEstimate(x._values.AsSingle(), y._values.AsSingle(), z._values.AsSingle()).As<float, T>())
        : new(Vector512.MultiplyAddEstimate(x._values.AsDouble(), y._values.AsDouble(), z._values.AsDouble()).As<double, T>());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideLanes<T, TMemory> Floor(WideLanes<T, TMemory> x) => typeof(T) == typeof(float)
        ? new(Vector512.Floor(x._values.AsSingle()).As<float, T>())
        : new(Vector512.Floor(x._values.AsDouble()).As<double, T>());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideLanes<T, TMemory> Ceiling(WideLanes<T, TMemory> x) => typeof(T) == typeof(float)
        ? new(Vector512.Ceiling(x._values.AsSingle()).As<float, T>())
        : new(Vector512.Ceiling(x._values.AsDouble()).As<double, T>());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideLanes<T, TMemory> Round(WideLanes<T, TMemory> x) => typeof(T) == typeof(float)
        ? new(Vector512.Round(x._values.AsSingle()).As<float, T>())
        : new(Vector512.Round(x._values.AsDouble()).As<double, T>());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideLanes<T, TMemory> Truncate(WideLanes<T, TMemory> x) => typeof(T) == typeof(float)
        ? new(Vector512.Truncate(x._values.AsSingle()).As<float, T>())
        : new(Vector512.Truncate(x._values.AsDouble()).As<double, T>());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideLanes<T, TMemory> VectorExp(WideLanes<T, TMemory> x) => typeof(T) == typeof(float)
        ? new(Vector512.Exp(x._values.AsSingle()).As<float, T>())
        : DoubleFunctions.Apply<VectorFunctions.Exp, WideLanes<T, TMemory>, T>(x);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideLanes<T, TMemory> VectorLog(WideLanes<T, TMemory> x) => typeof(T) == typeof(float)
        ? new(Vector512.Log(x._values.AsSingle()).As<float, T>())
        : DoubleFunctions.Apply<VectorFunctions.Log, WideLanes<T, TMemory>, T>(x);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideLanes<T, TMemory> VectorLog2(WideLanes<T, TMemory> x) => typeof(T) == typeof(float)
        ? new(Vector512.Log2(x._values.AsSingle()).As<float, T>())
        : DoubleFunctions.Apply<VectorFunctions.Log2, WideLanes<T, TMemory>, T>(x);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideLanes<T, TMemory> VectorSin(WideLanes<T, TMemory> x) => typeof(T) == typeof(float)
        ? new(Vector512.Sin(x._values.AsSingle()).As<float, T>())
        : DoubleFunctions.Apply<VectorFunctions.Sin, WideLanes<T, TMemory>, T>(x);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideLanes<T, TMemory> VectorCos(WideLanes<T, TMemory> x) => typeof(T) == typeof(float)
        ? new(Vector512.Cos(x._values.AsSingle()).As<float, T>())
        : DoubleFunctions.Apply<VectorFunctions.Cos, WideLanes<T, TMemory>, T>(x);

    /// <summary>
    /// Twice the bits are without the sign; then NaN, zero and what is tiny lie side by side across the end of the unsigned numbers, and one comparison tells whether
    /// there are any. Only then are zeros told from the others.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool AnyIsNaNOrTiny<TBits>(Vector512<TBits> bits, TBits infinity, TBits least)
        where TBits : unmanaged, IBinaryInteger<TBits>
    {
        var fromInfinity = ~(infinity + infinity);
        var twice = bits + bits;
        var afterInfinity = twice + Vector512.Create(fromInfinity);
        var end = Vector512.Create(fromInfinity + least + least);
        return Vector512.LessThanAny(afterInfinity, end)
            && (Vector512.LessThan(afterInfinity, end) & ~Vector512.Equals(twice, Vector512<TBits>.Zero)) != Vector512<TBits>.Zero;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<T> FirstLanes(int count) => Vector512.LessThan(Vector512<T>.Indices, Vector512.Create(T.CreateTruncating(count)));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is WideLanes<T, TMemory> other && _values.Equals(other._values);

    /// <inheritdoc/>
    public override int GetHashCode() => _values.GetHashCode();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static WideLanes<T, TMemory> LoadNarrow(ref readonly T source, nuint index)
    {
        ref var narrow = ref Unsafe.As<T, ushort>(ref Unsafe.AsRef(in source));
        CacheHints.Ahead(in narrow, index);
        return new(NarrowLanes.Decode<BFloat16Format>(in narrow, index).As<float, T>());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void StoreNarrow(ref T destination, nuint index)
        => NarrowLanes.Encode<BFloat16Format>(_values.As<T, float>(), ref Unsafe.As<T, ushort>(ref destination), index);
}
