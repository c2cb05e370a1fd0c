using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Descent.CompilerServices.Functions;

/// <summary>Lanes of 512 bits, for <see cref="WideLanes{T, TMemory}"/>.</summary>
#pragma warning disable CS0660, CS0661 // Lanes are compared lane by lane.
internal readonly struct WideDoubles(Vector512<double> values) : IDoubles<WideDoubles>
#pragma warning restore CS0660, CS0661
{
    public Vector512<double> Values { get; } = values;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideDoubles Create(double value) => new(Vector512.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideDoubles FromBits(ulong bits) => new(Vector512.Create(bits).As<ulong, double>());

    public static WideDoubles Places
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => new(Vector512<ulong>.Indices.As<ulong, double>());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideDoubles operator +(WideDoubles left, WideDoubles right) => new(left.Values + right.Values);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideDoubles operator -(WideDoubles left, WideDoubles right) => new(left.Values - right.Values);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideDoubles operator *(WideDoubles left, WideDoubles right) => new(left.Values * right.Values);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideDoubles operator /(WideDoubles left, WideDoubles right) => new(left.Values / right.Values);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideDoubles operator -(WideDoubles value) => new(-value.Values);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideDoubles operator &(WideDoubles left, WideDoubles right) => new(left.Values & right.Values);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideDoubles operator |(WideDoubles left, WideDoubles right) => new(left.Values | right.Values);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideDoubles operator ^(WideDoubles left, WideDoubles right) => new(left.Values ^ right.Values);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideDoubles operator ~(WideDoubles value) => new(~value.Values);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideDoubles operator <(WideDoubles left, WideDoubles right) => new(Vector512.LessThan(left.Values, right.Values));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideDoubles operator <=(WideDoubles left, WideDoubles right) => new(Vector512.LessThanOrEqual(left.Values, right.Values));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideDoubles operator >(WideDoubles left, WideDoubles right) => new(Vector512.GreaterThan(left.Values, right.Values));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideDoubles operator >=(WideDoubles left, WideDoubles right) => new(Vector512.GreaterThanOrEqual(left.Values, right.Values));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideDoubles operator ==(WideDoubles left, WideDoubles right) => new(Vector512.Equals(left.Values, right.Values));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideDoubles operator !=(WideDoubles left, WideDoubles right) => new(~Vector512.Equals(left.Values, right.Values));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideDoubles operator <<(WideDoubles value, int count) => new((value.Values.As<double, ulong>() << count).As<ulong, double>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideDoubles operator >>>(WideDoubles value, int count) => new((value.Values.As<double, ulong>() >>> count).As<ulong, double>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideDoubles AddBits(WideDoubles left, WideDoubles right) => new((left.Values.As<double, ulong>() + right.Values.As<double, ulong>()).As<ulong, double>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideDoubles MultiplyWords(WideDoubles left, WideDoubles right) => Avx512F.IsSupported
        ? new(Avx512F.Multiply(left.Values.AsUInt32(), right.Values.AsUInt32()).As<ulong, double>())
        : new(((left.Values.AsUInt64() & Vector512.Create((ulong)uint.MaxValue)) * (right.Values.AsUInt64() & Vector512.Create((ulong)uint.MaxValue))).As<ulong, double>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideDoubles Select(WideDoubles condition, WideDoubles whenTrue, WideDoubles whenFalse) => new(Vector512.ConditionalSelect(condition.Values, whenTrue.Values, whenFalse.Values));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool AreBelow(WideDoubles left, WideDoubles right) => Vector512.LessThanAll(left.Values, right.Values);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool AnyClear(WideDoubles left, WideDoubles right, uint offset, uint mask)
    {
        if (!Avx512F.IsSupported)
        {
            var (first, second) = (left.Values.AsUInt64() + Vector512.Create((ulong)offset), right.Values.AsUInt64() + Vector512.Create((ulong)offset));
            return Vector512.EqualsAny(first & Vector512.Create((ulong)mask), Vector512<ulong>.Zero) || Vector512.EqualsAny(second & Vector512.Create((ulong)mask), Vector512<ulong>.Zero);
        }

        // The low halves of both in one vector, in whatever order.
        var low = Avx512F.Shuffle(left.Values.AsSingle(), right.Values.AsSingle(), 0b10_00_10_00).AsUInt32();
        return Vector512.EqualsAny((low + Vector512.Create(offset)) & Vector512.Create(mask), Vector512<uint>.Zero);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Any(WideDoubles mask) => !Vector512.EqualsAll(mask.Values.As<double, ulong>(), Vector512<ulong>.Zero);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideDoubles FusedMultiplyAdd(WideDoubles x, WideDoubles y, WideDoubles z) => new(Vector512.FusedMultiplyAdd(x.Values, y.Values, z.Values));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideDoubles IsNegative(WideDoubles x) => new((x.Values.As<double, long>() >> 63).As<long, double>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideDoubles IsNaN(WideDoubles x) => new(~Vector512.Equals(x.Values, x.Values));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideDoubles Abs(WideDoubles x) => new(Vector512.Abs(x.Values));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideDoubles Sqrt(WideDoubles x) => new(Vector512.Sqrt(x.Values));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideDoubles CopySign(WideDoubles magnitude, WideDoubles sign) => new(Vector512.CopySign(magnitude.Values, sign.Values));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideDoubles Truncate(WideDoubles x) => new(Vector512.Truncate(x.Values));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideDoubles Round(WideDoubles x) => new(Vector512.Round(x.Values));
}
