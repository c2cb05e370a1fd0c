using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Descent.CompilerServices;

/// <summary>Numbers as <see cref="Half"/>, rounded to the nearest, of two to the even one.</summary>
internal readonly struct HalfFormat : INarrowFormat
{
    private const ushort NaN = 0x7E00;
    private const uint SignMask = 0x80000000;
    private const uint Infinity = 0x7F800000;

    /// <summary>2¹⁶: what rounds to infinity is 65,520 and more, which the additions below carry there.</summary>
    private const uint Overflow = 0x47800000;

    /// <summary>2⁻¹⁴, the smallest normal number.</summary>
    private const uint SmallestNormal = 0x38800000;

    private const float SmallestNormalNumber = 1f / (1 << 14);

    /// <summary>½, whose last place is that of the numbers below the smallest normal one.</summary>
    private const uint OneHalf = 0x3F000000;

    public static StateStorage Storage => StateStorage.Half;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Decode(ushort stored) => (float)BitConverter.UInt16BitsToHalf(stored);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ushort Encode(float value) => float.IsNaN(value) ? NaN : BitConverter.HalfToUInt16Bits((Half)value);

    /// <summary>Normal numbers move by their exponent; smaller ones are what lies above the smallest normal one, whose last place is theirs: no processor stumbles over it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Decode(Vector<uint> stored)
    {
        var sign = (stored & new Vector<uint>(0x8000)) << 16;
        var magnitude = (stored & new Vector<uint>(0x7FFF)) << 13;
        var normal = magnitude + new Vector<uint>(SmallestNormal - (1 << 23));
        var small = Vector.AsVectorUInt32(Vector.AsVectorSingle(magnitude | new Vector<uint>(SmallestNormal)) - new Vector<float>(SmallestNormalNumber));
        var finite = Vector.ConditionalSelect(Vector.LessThan(magnitude, new Vector<uint>(1 << 23)), small, normal);
        var special = magnitude | new Vector<uint>(Infinity);
        return Vector.AsVectorSingle(sign | Vector.ConditionalSelect(Vector.GreaterThanOrEqual(magnitude, new Vector<uint>(0x0F800000)), special, finite));
    }

    /// <summary>Normal numbers are rounded as integers; smaller ones by adding ½, whose last place is theirs.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<uint> Encode(Vector<float> value)
    {
        var bits = Vector.AsVectorUInt32(value);
        var magnitude = bits & new Vector<uint>(~SignMask);
        var normal = (magnitude - new Vector<uint>(SmallestNormal - (1 << 23)) + new Vector<uint>(0xFFF) + ((magnitude >> 13) & Vector<uint>.One)) >> 13;
        var small = Vector.AsVectorUInt32(Vector.AsVectorSingle(magnitude) + new Vector<float>(0.5f)) - new Vector<uint>(OneHalf);
        var finite = Vector.ConditionalSelect(Vector.LessThan(magnitude, new Vector<uint>(SmallestNormal)), small, normal);
        var limited = Vector.ConditionalSelect(Vector.GreaterThanOrEqual(magnitude, new Vector<uint>(Overflow)), new Vector<uint>(0x7C00), finite) | ((bits & new Vector<uint>(SignMask)) >> 16);
        return Vector.ConditionalSelect(Vector.GreaterThan(magnitude, new Vector<uint>(Infinity)), new Vector<uint>(NaN), limited);
    }

    /// <summary>Magnitudes are compared as signed numbers, which these vectors can.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Decode(Vector128<ushort> narrow)
    {
        // The sign is widened with the number.
        var stored = Avx2.ConvertToVector256Int32(narrow.AsInt16());
        var magnitude = (stored & Vector256.Create(0x7FFF)) << 13;
        var normal = magnitude + Vector256.Create((int)SmallestNormal - (1 << 23));
        var small = (magnitude | Vector256.Create((int)SmallestNormal)).AsSingle() - Vector256.Create(SmallestNormalNumber);
        var finite = Avx.BlendVariable(normal.AsSingle(), small, Vector256.GreaterThan(Vector256.Create(1 << 23), magnitude).AsSingle());
        var special = Vector256.GreaterThan(magnitude, Vector256.Create(0x0F7FFFFF)) & Vector256.Create((int)Infinity);
        return (finite.AsInt32() | special | (stored & Vector256.Create(int.MinValue))).AsSingle();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<ushort> Encode(Vector256<float> value)
    {
        var bits = value.AsInt32();

        // What rounds to infinity and more becomes 2¹⁶, which is its code.
        var magnitude = Vector256.Min(bits & Vector256.Create(int.MaxValue), Vector256.Create((int)Overflow));
        var normal = (magnitude - Vector256.Create((int)SmallestNormal - (1 << 23) - 0xFFF) + ((magnitude >>> 13) & Vector256<int>.One)) >>> 13;
        var small = (magnitude.AsSingle() + Vector256.Create(0.5f)).AsInt32() - Vector256.Create((int)OneHalf);
        var finite = Avx.BlendVariable(normal.AsSingle(), small.AsSingle(), Vector256.GreaterThan(Vector256.Create((int)SmallestNormal), magnitude).AsSingle());
        var signed = finite.AsInt32() | ((bits >>> 16) & Vector256.Create(0x8000));
        var stored = Avx.BlendVariable(signed.AsSingle(), Vector256.Create((int)NaN).AsSingle(), Avx.CompareUnordered(value, value)).AsInt32();
        return Sse41.PackUnsignedSaturate(stored.GetLower(), stored.GetUpper());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Decode(Vector256<ushort> narrow)
    {
        var stored = NarrowLanes.Lanes(narrow);
        var sign = (stored & Vector512.Create(0x8000u)) << 16;
        var magnitude = (stored & Vector512.Create(0x7FFFu)) << 13;
        var normal = magnitude + Vector512.Create(SmallestNormal - (1u << 23));
        var small = ((magnitude | Vector512.Create(SmallestNormal)).AsSingle() - Vector512.Create(SmallestNormalNumber)).AsUInt32();
        var finite = Vector512.ConditionalSelect(Vector512.LessThan(magnitude, Vector512.Create(1u << 23)), small, normal);
        var isSpecial = Vector512.GreaterThanOrEqual(magnitude, Vector512.Create(0x0F800000u));
        return (sign | Vector512.ConditionalSelect(isSpecial, magnitude | Vector512.Create(Infinity), finite)).AsSingle();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<ushort> Encode(Vector512<float> value)
    {
        var bits = value.AsUInt32();
        var magnitude = bits & Vector512.Create(~SignMask);
        var normal = (magnitude - Vector512.Create(SmallestNormal - (1 << 23) - 0xFFF) + ((magnitude >> 13) & Vector512<uint>.One)) >> 13;
        var small = (magnitude.AsSingle() + Vector512.Create(0.5f)).AsUInt32() - Vector512.Create(OneHalf);
        var finite = Vector512.ConditionalSelect(Vector512.LessThan(magnitude, Vector512.Create(SmallestNormal)), small, normal);
        var limited = Vector512.ConditionalSelect(Vector512.GreaterThanOrEqual(magnitude, Vector512.Create(Overflow)), Vector512.Create(0x7C00u), finite) | ((bits & Vector512.Create(SignMask)) >> 16);
        var stored = Vector512.ConditionalSelect(Vector512.IsNaN(value).AsUInt32(), Vector512.Create((uint)NaN), limited);
        return NarrowLanes.LowerHalves(stored);
    }

    /// <summary>One of the two numbers around a value, the nearer one with the greater probability.</summary>
    /// <param name="value">The value.</param>
    /// <param name="random">32 random bits, of which the highest 24 are used at most.</param>
    public static ushort Encode(float value, uint random)
    {
        var bits = BitConverter.SingleToUInt32Bits(value);
        var magnitude = bits & ~SignMask;
        if (magnitude >= Overflow)
        {
            return Encode(value);
        }

        var sign = (bits & SignMask) >> 16;
        if (magnitude >= SmallestNormal)
        {
            return (ushort)(sign | ((magnitude - (SmallestNormal - (1 << 23)) + (random >> 19)) >> 13));
        }

        // In units of 2⁻²⁴: the whole part, and one more as often as the rest says.
        var units = BitConverter.UInt32BitsToSingle(magnitude) * (1 << 24);
        var whole = (uint)units;
        return (ushort)(sign | (whole + ((random >> 8) * (1f / (1 << 24)) < units - whole ? 1u : 0u)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<uint> Encode(Vector<float> value, Vector<uint> random)
    {
        var bits = Vector.AsVectorUInt32(value);
        var magnitude = bits & new Vector<uint>(~SignMask);
        var normal = (magnitude - new Vector<uint>(SmallestNormal - (1 << 23)) + (random >> 19)) >> 13;

        // What is not below the smallest normal number is not taken, and may be anything.
        var isSmall = Vector.LessThan(magnitude, new Vector<uint>(SmallestNormal));
        var units = Vector.AsVectorSingle(magnitude & isSmall) * new Vector<float>(1 << 24);
        var whole = Vector.ConvertToInt32(units);
        var share = Vector.ConvertToSingle(Vector.AsVectorInt32(random >> 8)) * new Vector<float>(1f / (1 << 24));
        var isMore = Vector.LessThan(share, units - Vector.ConvertToSingle(whole));
        var finite = Vector.ConditionalSelect(isSmall, Vector.AsVectorUInt32(whole - isMore), normal) | ((bits & new Vector<uint>(SignMask)) >> 16);
        return Vector.ConditionalSelect(Vector.GreaterThanOrEqual(magnitude, new Vector<uint>(Overflow)), Encode(value), finite);
    }
}
