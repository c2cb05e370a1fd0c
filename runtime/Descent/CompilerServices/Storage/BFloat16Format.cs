using System.Numerics;
using System.Runtime.CompilerServices;

namespace Descent.CompilerServices;

/// <summary>Numbers as <see cref="BFloat16"/>: the upper half of a <see cref="float"/>, rounded to the nearest, of two to the even one.</summary>
internal readonly struct BFloat16Format : INarrowFormat
{
    /// <summary>The one NaN that is stored.</summary>
    public const ushort NaN = 0x7FC0;

    private const uint MagnitudeMask = 0x7FFFFFFF;
    private const uint Infinity = 0x7F800000;

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

    /// <summary>One of the two numbers around a value, the nearer one with the greater probability.</summary>
    /// <param name="value">The value.</param>
    /// <param name="random">32 random bits, of which the highest 16 are used.</param>
    public static ushort Encode(float value, uint random)
    {
        var bits = BitConverter.SingleToUInt32Bits(value);
        return (bits & MagnitudeMask) >= Infinity ? Encode(value) : (ushort)((bits + (random >> 16)) >> 16);
    }
}
