using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Descent.CompilerServices;

/// <summary>Vectors of numbers of 16 bits, read and written where they lie.</summary>
internal static class NarrowLanes
{
    /// <summary>Whether there are the instructions for eight numbers at a time.</summary>
    public static bool OfEightAreSupported => Avx2.IsSupported;

    /// <summary>Sixteen numbers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Decode<TFormat>(ref readonly ushort source, nuint index)
        where TFormat : struct, INarrowFormat
        => TFormat.Decode(Vector256.LoadUnsafe(in source, index));

    /// <summary>Sixteen numbers, each rounded to the nearest.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Encode<TFormat>(Vector512<float> values, ref ushort destination, nuint index)
        where TFormat : struct, INarrowFormat
        => TFormat.Encode(values).StoreUnsafe(ref destination, index);

    /// <summary>Sixteen lanes with a number in the lower half of each, and zero in the upper.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<uint> Lanes(Vector256<ushort> lowerHalves) => Avx512F.IsSupported
        ? Avx512F.ConvertToVector512UInt32(lowerHalves)
        : Vector512.Create(Vector256.WidenLower(lowerHalves), Vector256.WidenUpper(lowerHalves));

    /// <summary>The lower half of each of sixteen lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<ushort> LowerHalves(Vector512<uint> lanes)
        => Avx512F.IsSupported ? Avx512F.ConvertToVector256UInt16(lanes) : Vector256.Narrow(lanes.GetLower(), lanes.GetUpper());

    /// <summary>As many numbers as a vector of <see cref="float"/> has.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> DecodeDefault<TFormat>(ref readonly ushort source, nuint index)
        where TFormat : struct, INarrowFormat
    {
        if (Vector<float>.Count == Vector256<float>.Count && OfEightAreSupported)
        {
            return TFormat.Decode(Vector128.LoadUnsafe(in source, index)).AsVector();
        }

        return DecodeOneByOne<TFormat>(in source, index);
    }

    /// <summary>As many numbers as a vector of <see cref="float"/> has, each rounded to the nearest.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void EncodeDefault<TFormat>(Vector<float> values, ref ushort destination, nuint index)
        where TFormat : struct, INarrowFormat
    {
        if (Vector<float>.Count == Vector256<float>.Count && OfEightAreSupported)
        {
            TFormat.Encode(values.AsVector256()).StoreUnsafe(ref destination, index);
            return;
        }

        var stored = TFormat.Encode(values);
        var narrow = Vector.Narrow(stored, stored);
        for (var lane = 0; lane < Vector<float>.Count; lane++)
        {
            Unsafe.Add(ref destination, index + (nuint)lane) = narrow[lane];
        }
    }

    /// <summary>A method of its own: with memory on the stack the look of it would not be drawn into a loop.</summary>
    private static Vector<float> DecodeOneByOne<TFormat>(ref readonly ushort source, nuint index)
        where TFormat : struct, INarrowFormat
    {
        // Half of a vector is read, and the rest of it left alone.
        Span<ushort> room = stackalloc ushort[Vector<ushort>.Count];
        for (var lane = 0; lane < Vector<float>.Count; lane++)
        {
            room[lane] = Unsafe.Add(ref Unsafe.AsRef(in source), index + (nuint)lane);
        }

        Vector.Widen(new Vector<ushort>(room), out var low, out _);
        return TFormat.Decode(low);
    }
}
