using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Descent.CompilerServices.Functions;

namespace Descent.CompilerServices;

/// <summary>
/// The functions that processors do not have. For <see cref="float"/> they are vectors of our own arithmetic, see <see cref="FloatFunctions"/>;
/// for <see cref="double"/> each lane is given to C#'s own. Either way the result does not depend on the lane or its neighbours.
/// </summary>
[SkipLocalsInit]
internal static class LaneFunctions
{
    /// <summary>The bits of 2⁻⁷⁰⁰, where what is tiny ends in <see cref="double"/>.</summary>
    internal const ulong TinyBits = (1023UL - 700) << 52;

    /// <summary>The bits of infinity.</summary>
    internal const ulong InfinityBits = 2047UL << 52;

    /// <summary>The bits of 2⁻⁷⁸, where what is tiny ends in <see cref="float"/>.</summary>
    internal const uint TinySingleBits = (127U - 78) << 23;

    /// <summary>The bits of infinity in <see cref="float"/>.</summary>
    internal const uint InfinitySingleBits = 255U << 23;

    /// <summary>The lanes of a vector, in memory.</summary>
    internal static Span<T> AsSpan<TLanes, T>(ref TLanes lanes)
        where TLanes : struct
        where T : unmanaged
        => MemoryMarshal.CreateSpan(ref Unsafe.As<TLanes, T>(ref lanes), Unsafe.SizeOf<TLanes>() / Unsafe.SizeOf<T>());

    /// <inheritdoc cref="ILanes{TLanes, T}.LoadTail"/>
    internal static unsafe TLanes LoadTail<TLanes, T>(ReadOnlySpan<T> values)
        where TLanes : struct
        where T : unmanaged
    {
        if (HasMasks<TLanes>())
        {
            fixed (T* first = values)
            {
                return typeof(T) == typeof(float)
                    ? Unsafe.BitCast<Vector256<float>, TLanes>(Avx.MaskLoad((float*)first, FirstOf<int>(values.Length).AsSingle()))
                    : Unsafe.BitCast<Vector256<double>, TLanes>(Avx.MaskLoad((double*)first, FirstOf<long>(values.Length).AsDouble()));
            }
        }

        var tail = default(TLanes);
        values.CopyTo(AsSpan<TLanes, T>(ref tail));
        return tail;
    }

    /// <inheritdoc cref="ILanes{TLanes, T}.StoreTail"/>
    internal static unsafe void StoreTail<TLanes, T>(TLanes tail, Span<T> values)
        where TLanes : struct
        where T : unmanaged
    {
        if (!HasMasks<TLanes>())
        {
            AsSpan<TLanes, T>(ref tail)[..values.Length].CopyTo(values);
            return;
        }

        fixed (T* first = values)
        {
            if (typeof(T) == typeof(float))
            {
                Avx.MaskStore((float*)first, FirstOf<int>(values.Length).AsSingle(), Unsafe.BitCast<TLanes, Vector256<float>>(tail));
            }
            else
            {
                Avx.MaskStore((double*)first, FirstOf<long>(values.Length).AsDouble(), Unsafe.BitCast<TLanes, Vector256<double>>(tail));
            }
        }
    }

    /// <summary>Whether the processor reads and writes the first of the lanes alone.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool HasMasks<TLanes>()
        where TLanes : struct
        => Avx2.IsSupported && Unsafe.SizeOf<TLanes>() == Vector256<byte>.Count;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<T> FirstOf<T>(int count)
        where T : unmanaged, IBinaryInteger<T>
        => Vector256.LessThan(Vector256<T>.Indices, Vector256.Create(T.CreateTruncating(count)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static TLanes Apply<TFunction, TLanes, T>(TLanes x)
        where TFunction : struct, IUnaryFunction
        where TLanes : struct, ILanes<TLanes, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (IsWide<TLanes, T>())
        {
            ref var place = ref VectorRoom.Hold(ToWide(x), out var room);
            FloatFunctions.Apply<TFunction>(ref place);
            return FromWide<TLanes>(place);
        }

        return typeof(T) == typeof(float) ? FromDefault<TLanes>(FloatFunctions.Apply<TFunction>(ToDefault(x)))
            : LaneByLane<TFunction, TLanes, T>(x);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static TLanes ApplyQuickly<TFunction, TLanes, T>(TLanes x)
        where TFunction : struct, IQuickFunction
        where TLanes : struct, ILanes<TLanes, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (IsWide<TLanes, T>())
        {
            ref var place = ref VectorRoom.Hold(ToWide(x), out var room);
            QuickFunctions.Apply<TFunction>(ref place);
            return FromWide<TLanes>(place);
        }

        return typeof(T) == typeof(float) ? FromDefault<TLanes>(QuickFunctions.Apply<TFunction>(ToDefault(x)))
            : LaneByLane<TFunction, TLanes, T>(x);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static TLanes Apply<TFunction, TLanes, T>(TLanes x, TLanes y)
        where TFunction : struct, IBinaryFunction
        where TLanes : struct, ILanes<TLanes, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (IsWide<TLanes, T>())
        {
            ref var place = ref VectorRoom.Hold(ToWide(x), ToWide(y), out var room);
            FloatFunctions.Apply<TFunction>(ref place, in VectorRoom.Second(ref place));
            return FromWide<TLanes>(place);
        }

        return typeof(T) == typeof(float) ? FromDefault<TLanes>(FloatFunctions.Apply<TFunction>(ToDefault(x), ToDefault(y)))
            : LaneByLane<TFunction, TLanes, T>(x, y);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static TLanes ApplyQuickly<TFunction, TLanes, T>(TLanes x, TLanes y)
        where TFunction : struct, ITestedFunction
        where TLanes : struct, ILanes<TLanes, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (IsWide<TLanes, T>())
        {
            ref var place = ref VectorRoom.Hold(ToWide(x), ToWide(y), out var room);
            QuickFunctions.Apply<TFunction>(ref place, in VectorRoom.Second(ref place));
            return FromWide<TLanes>(place);
        }

        return typeof(T) == typeof(float) ? FromDefault<TLanes>(QuickFunctions.Apply<TFunction>(ToDefault(x), ToDefault(y)))
            : LaneByLane<TFunction, TLanes, T>(x, y);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static TLanes Power<TFunction, TLanes, T>(TLanes x, TLanes y)
        where TFunction : struct, ITestedFunction
        where TLanes : struct, ILanes<TLanes, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (IsWide<TLanes, T>())
        {
            ref var place = ref VectorRoom.Hold(ToWide(x), ToWide(y), out var room);
            QuickFunctions.Power<TFunction>(ref place, in VectorRoom.Second(ref place));
            return FromWide<TLanes>(place);
        }

        return typeof(T) == typeof(float) ? FromDefault<TLanes>(QuickFunctions.Power<TFunction>(ToDefault(x), ToDefault(y)))
            : LaneByLane<TFunction, TLanes, T>(x, y);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static TLanes Remainder<TFunction, TLanes, T>(TLanes x, TLanes y)
        where TFunction : struct, IBinaryFunction
        where TLanes : struct, ILanes<TLanes, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (IsWide<TLanes, T>())
        {
            ref var place = ref VectorRoom.Hold(ToWide(x), ToWide(y), out var room);
            QuickFunctions.Remainder<TFunction>(ref place, in VectorRoom.Second(ref place));
            return FromWide<TLanes>(place);
        }

        return typeof(T) == typeof(float) ? FromDefault<TLanes>(QuickFunctions.Remainder<TFunction>(ToDefault(x), ToDefault(y)))
            : LaneByLane<TFunction, TLanes, T>(x, y);
    }

    /// <inheritdoc cref="ILanes{TLanes, T}.VectorDivide"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static TLanes Quotient<TLanes, T>(TLanes x, TLanes y)
        where TLanes : struct, ILanes<TLanes, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        => IsWide<TLanes, T>() && EstimatedQuotient.SavesTime ? FromWide<TLanes>(EstimatedQuotient.Of(ToWide(x), ToWide(y))) : x / y;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsWide<TLanes, T>()
        where TLanes : struct
        => typeof(T) == typeof(float) && Unsafe.SizeOf<TLanes>() == Vector512<byte>.Count;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> ToWide<TLanes>(TLanes lanes)
        where TLanes : struct
        => Unsafe.BitCast<TLanes, Vector512<float>>(lanes);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes FromWide<TLanes>(Vector512<float> values)
        where TLanes : struct
        => Unsafe.BitCast<Vector512<float>, TLanes>(values);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<float> ToDefault<TLanes>(TLanes lanes)
        where TLanes : struct
        => Unsafe.BitCast<TLanes, Vector<float>>(lanes);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes FromDefault<TLanes>(Vector<float> values)
        where TLanes : struct
        => Unsafe.BitCast<Vector<float>, TLanes>(values);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static TLanes LaneByLane<TFunction, TLanes, T>(TLanes x)
        where TFunction : struct, IUnaryFunction
        where TLanes : struct, ILanes<TLanes, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        foreach (ref var value in AsSpan<TLanes, T>(ref x))
        {
            value = T.CreateTruncating(TFunction.Of(double.CreateTruncating(value)));
        }

        return x;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static TLanes LaneByLane<TFunction, TLanes, T>(TLanes x, TLanes y)
        where TFunction : struct, IBinaryFunction
        where TLanes : struct, ILanes<TLanes, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var values = AsSpan<TLanes, T>(ref x);
        var others = AsSpan<TLanes, T>(ref y);
        for (var lane = 0; lane < values.Length; lane++)
        {
            values[lane] = T.CreateTruncating(TFunction.Of(double.CreateTruncating(values[lane]), double.CreateTruncating(others[lane])));
        }

        return x;
    }
}
