using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace Descent.CompilerServices.Functions;

/// <summary>Lanes of a <see cref="Vector{T}"/>, for <see cref="DefaultLanes{T, TMemory}"/>.</summary>
#pragma warning disable CS0660, CS0661 // Lanes are compared lane by lane.
internal readonly struct DefaultDoubles(Vector<double> values) : IDoubles<DefaultDoubles>
#pragma warning restore CS0660, CS0661
{
    public Vector<double> Values { get; } = values;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DefaultDoubles Create(double value) => new(Vector.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DefaultDoubles FromBits(ulong bits) => new(Vector.Create(bits).As<ulong, double>());

    public static DefaultDoubles Places
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => new(Vector<ulong>.Indices.As<ulong, double>());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DefaultDoubles operator +(DefaultDoubles left, DefaultDoubles right) => new(left.Values + right.Values);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DefaultDoubles operator -(DefaultDoubles left, DefaultDoubles right) => new(left.Values - right.Values);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DefaultDoubles operator *(DefaultDoubles left, DefaultDoubles right) => new(left.Values * right.Values);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DefaultDoubles operator /(DefaultDoubles left, DefaultDoubles right) => new(left.Values / right.Values);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DefaultDoubles operator -(DefaultDoubles value) => new(-value.Values);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DefaultDoubles operator &(DefaultDoubles left, DefaultDoubles right) => new(left.Values & right.Values);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DefaultDoubles operator |(DefaultDoubles left, DefaultDoubles right) => new(left.Values | right.Values);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DefaultDoubles operator ^(DefaultDoubles left, DefaultDoubles right) => new(left.Values ^ right.Values);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DefaultDoubles operator ~(DefaultDoubles value) => new(~value.Values);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DefaultDoubles operator <(DefaultDoubles left, DefaultDoubles right) => new(Vector.LessThan(left.Values, right.Values).As<long, double>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DefaultDoubles operator <=(DefaultDoubles left, DefaultDoubles right) => new(Vector.LessThanOrEqual(left.Values, right.Values).As<long, double>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DefaultDoubles operator >(DefaultDoubles left, DefaultDoubles right) => new(Vector.GreaterThan(left.Values, right.Values).As<long, double>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DefaultDoubles operator >=(DefaultDoubles left, DefaultDoubles right) => new(Vector.GreaterThanOrEqual(left.Values, right.Values).As<long, double>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DefaultDoubles operator ==(DefaultDoubles left, DefaultDoubles right) => new(Vector.Equals(left.Values, right.Values).As<long, double>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DefaultDoubles operator !=(DefaultDoubles left, DefaultDoubles right) => new(~Vector.Equals(left.Values, right.Values).As<long, double>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DefaultDoubles operator <<(DefaultDoubles value, int count) => new((value.Values.As<double, ulong>() << count).As<ulong, double>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DefaultDoubles operator >>>(DefaultDoubles value, int count) => new((value.Values.As<double, ulong>() >>> count).As<ulong, double>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DefaultDoubles AddBits(DefaultDoubles left, DefaultDoubles right) => new((left.Values.As<double, ulong>() + right.Values.As<double, ulong>()).As<ulong, double>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DefaultDoubles MultiplyWords(DefaultDoubles left, DefaultDoubles right)
    {
        var (x, y) = (left.Values.As<double, ulong>(), right.Values.As<double, ulong>());
        switch (Vector<byte>.Count)
        {
            case 64 when Avx512F.IsSupported:
                return new(Avx512F.Multiply(x.AsVector512().AsUInt32(), y.AsVector512().AsUInt32()).AsVector().As<ulong, double>());
            case 32 when Avx2.IsSupported:
                return new(Avx2.Multiply(x.AsVector256().AsUInt32(), y.AsVector256().AsUInt32()).AsVector().As<ulong, double>());
            case 16 when Sse2.IsSupported:
                return new(Sse2.Multiply(x.AsVector128().AsUInt32(), y.AsVector128().AsUInt32()).AsVector().As<ulong, double>());
            case 16 when AdvSimd.IsSupported:
                var (narrowX, narrowY) = (AdvSimd.ExtractNarrowingLower(x.AsVector128()), AdvSimd.ExtractNarrowingLower(y.AsVector128()));
                return new(AdvSimd.MultiplyWideningLower(narrowX, narrowY).AsVector().As<ulong, double>());
            default:
                var mask = Vector.Create((ulong)uint.MaxValue);
                return new(((x & mask) * (y & mask)).As<ulong, double>());
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DefaultDoubles Select(DefaultDoubles condition, DefaultDoubles whenTrue, DefaultDoubles whenFalse) => new(Vector.ConditionalSelect(condition.Values, whenTrue.Values, whenFalse.Values));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool AreBelow(DefaultDoubles left, DefaultDoubles right) => Vector.LessThanAll(left.Values, right.Values);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool AnyClear(DefaultDoubles left, DefaultDoubles right, uint offset, uint mask)
    {
        var (first, second) = (left.Values.As<double, ulong>() + Vector.Create((ulong)offset), right.Values.As<double, ulong>() + Vector.Create((ulong)offset));
        var bits = Vector.Create((ulong)mask);
        return (Vector.Equals(first & bits, Vector<ulong>.Zero) | Vector.Equals(second & bits, Vector<ulong>.Zero)) != Vector<ulong>.Zero;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Any(DefaultDoubles mask) => !Vector.EqualsAll(mask.Values.As<double, ulong>(), Vector<ulong>.Zero);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DefaultDoubles FusedMultiplyAdd(DefaultDoubles x, DefaultDoubles y, DefaultDoubles z) => new(Vector.FusedMultiplyAdd(x.Values, y.Values, z.Values));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DefaultDoubles IsNegative(DefaultDoubles x) => new(Vector.LessThan(x.Values.As<double, long>(), Vector<long>.Zero).As<long, double>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DefaultDoubles IsNaN(DefaultDoubles x) => new(~Vector.Equals(x.Values, x.Values).As<long, double>());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DefaultDoubles Abs(DefaultDoubles x) => new(Vector.Abs(x.Values));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DefaultDoubles Sqrt(DefaultDoubles x) => new(Vector.SquareRoot(x.Values));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DefaultDoubles CopySign(DefaultDoubles magnitude, DefaultDoubles sign) => new(Vector.CopySign(magnitude.Values, sign.Values));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DefaultDoubles Truncate(DefaultDoubles x) => new(Vector.Truncate(x.Values));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DefaultDoubles Round(DefaultDoubles x) => new(Vector.Round(x.Values));
}
