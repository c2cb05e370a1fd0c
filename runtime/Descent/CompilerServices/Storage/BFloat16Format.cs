using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Descent.CompilerServices;

/// <summary>Numbers as <see cref="BFloat16"/>: the upper half of a <see cref="float"/>, rounded to the nearest, of two to the even one.</summary>
internal readonly struct BFloat16Format : INarrowFormat
{
    /// <summary>The one NaN that is stored.</summary>
    public const ushort NaN = 0xFFC0;

    /// <summary>For both kinds of NaN the one that the processor makes, for all else the value itself.</summary>
    private const int OneNaN = 0x11111133;

    /// <summary>The third, and of the second what the first has not.</summary>
    private const byte EvenOrHalf = 0xAE;

    private const uint MagnitudeMask = 0x7FFFFFFF;
    private const uint Infinity = 0x7F800000;

    private static Vector512<ushort> ToUpperHalves
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Vector512.Create(
            (ushort)16, 0, 16, 1, 16, 2, 16, 3, 16, 4, 16, 5, 16, 6, 16, 7, 16, 8, 16, 9, 16, 10, 16, 11, 16, 12, 16, 13, 16, 14, 16, 15);
    }

    private static Vector512<ushort> OfUpperHalves
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Vector512.Create(
            (ushort)1, 3, 5, 7, 9, 11, 13, 15, 17, 19, 21, 23, 25, 27, 29, 31, 1, 3, 5, 7, 9, 11, 13, 15, 17, 19, 21, 23, 25, 27, 29, 31);
    }

    /// <summary>The upper halves of four lanes, one after the other, twice.</summary>
    private static Vector256<byte> UpperHalves
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Vector256.Create((byte)2, 3, 6, 7, 10, 11, 14, 15, 2, 3, 6, 7, 10, 11, 14, 15, 2, 3, 6, 7, 10, 11, 14, 15, 2, 3, 6, 7, 10, 11, 14, 15);
    }

    public static StateStorage Storage => StateStorage.BFloat16;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Decode(ushort stored) => BitConverter.UInt32BitsToSingle((uint)stored << 16);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ushort Encode(float value)
    {
        var bits = BitConverter.SingleToUInt32Bits(value);
        return (bits & MagnitudeMask) > Infinity ? NaN : (ushort)((bits + 0x7FFF + ((bits >> 16) & 1)) >> 16);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Decode(Vector<uint> stored) => Vector.AsVectorSingle(stored << 16);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<uint> Encode(Vector<float> value)
    {
        var bits = Vector.AsVectorUInt32(value);
        var rounded = (bits + new Vector<uint>(0x7FFF) + ((bits >> 16) & Vector<uint>.One)) >> 16;
        return Vector.ConditionalSelect(Vector.GreaterThan(bits & new Vector<uint>(MagnitudeMask), new Vector<uint>(Infinity)), new Vector<uint>(NaN), rounded);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Decode(Vector128<ushort> stored) => (Avx2.ConvertToVector256Int32(stored) << 16).AsSingle();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<ushort> Encode(Vector256<float> value)
    {
        var bits = value.AsUInt32();
        var rounded = bits + Vector256.Create(0x7FFFu) + ((bits >> 16) & Vector256<uint>.One);
        var stored = Avx.BlendVariable(rounded.AsSingle(), Vector256.Create((uint)NaN << 16).AsSingle(), Avx.CompareUnordered(value, value));
        var halves = Avx2.Shuffle(stored.AsByte(), UpperHalves).AsUInt64();
        return Sse2.UnpackLow(halves.GetLower(), halves.GetUpper()).AsUInt16();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Decode(Vector256<ushort> stored)
    {
        if (Avx512BW.IsSupported)
        {
            // One instruction puts each number into the upper half of a lane, and zero into the lower.
            return Avx512BW.PermuteVar32x16(stored.ToVector512(), ToUpperHalves).AsSingle();
        }

        return (NarrowLanes.Lanes(stored) << 16).AsSingle();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<ushort> Encode(Vector512<float> value)
    {
        if (Avx512BW.IsSupported)
        {
            // NaN becomes the one whose lower half is zero.
            var bits = Avx512F.Fixup(value, value, Vector512.Create(OneNaN), 0).AsUInt32();
            var negatedHalf = Avx512F.TernaryLogic(bits >> 16, Vector512<uint>.One, Vector512.Create(0xFFFF8000u), EvenOrHalf);
            return Avx512BW.PermuteVar32x16((bits - negatedHalf).AsUInt16(), OfUpperHalves).GetLower();
        }

        var all = value.AsUInt32();
        var rounded = (all + Vector512.Create(0x7FFFu) + ((all >> 16) & Vector512<uint>.One)) >> 16;
        var stored = Vector512.ConditionalSelect(Vector512.IsNaN(value).AsUInt32(), Vector512.Create((uint)NaN), rounded);
        return NarrowLanes.LowerHalves(stored);
    }

    /// <summary>One of the two numbers around a value, the nearer one with the greater probability.</summary>
    /// <param name="value">The value.</param>
    /// <param name="random">32 random bits, of which the highest 16 are used.</param>
    public static ushort Encode(float value, uint random)
    {
        var bits = BitConverter.SingleToUInt32Bits(value);
        return (bits & MagnitudeMask) >= Infinity ? Encode(value) : (ushort)((bits + (random >> 16)) >> 16);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<uint> Encode(Vector<float> value, Vector<uint> random)
    {
        var bits = Vector.AsVectorUInt32(value);
        var isSpecial = Vector.GreaterThanOrEqual(bits & new Vector<uint>(MagnitudeMask), new Vector<uint>(Infinity));
        return Vector.ConditionalSelect(isSpecial, Encode(value), (bits + (random >> 16)) >> 16);
    }
}
