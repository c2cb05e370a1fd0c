using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Descent.CompilerServices;

/// <summary>Blocks of values, each with one scale, from and to the type of the arithmetic: as <see cref="BlockCode"/> codes one value, in vectors.</summary>
internal static class BlockConverter
{
    /// <summary>What is smaller than the smallest normal number has no reciprocal: a block of such values is 0.</summary>
    private const float SmallestScale = 1.17549435e-38f;

    /// <summary>How many values go into one vector of bytes.</summary>
    private const int Stride = 64;

    /// <summary>The values of a block.</summary>
    public static void Decode<T>(BlockCode code, ReadOnlySpan<byte> codes, float scale, Span<T> values)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var done = typeof(T) == typeof(float) ? DecodeVectors(code, codes, scale, MemoryMarshal.Cast<T, float>(values)) : 0;
        for (; done < codes.Length; done++)
        {
            values[done] = T.CreateTruncating(code.Decode(codes[done]) * scale);
        }
    }

    /// <summary>Codes the values of a block.</summary>
    /// <returns>Their scale: the largest magnitude, or NaN where a value is not finite.</returns>
    public static float Encode<T>(BlockCode code, ReadOnlySpan<T> values, Span<byte> codes)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (typeof(T) == typeof(float))
        {
            return Encode(code, MemoryMarshal.Cast<T, float>(values), codes);
        }

        Span<float> rounded = stackalloc float[BlockCode.BlockLength];
        for (var index = 0; index < values.Length; index++)
        {
            rounded[index] = float.CreateTruncating(values[index]);
        }

        return Encode(code, rounded[..values.Length], codes);
    }

    private static float Encode(BlockCode code, ReadOnlySpan<float> values, Span<byte> codes)
    {
        var scale = LargestMagnitude(values);
        if (!float.IsFinite(scale))
        {
            codes.Clear();
            return float.NaN;
        }

        if (scale < SmallestScale)
        {
            codes.Fill(code.Encode(0));
            return 0;
        }

        var reciprocal = 1 / scale;
        for (var done = EncodeVectors(code, values, reciprocal, codes); done < values.Length; done++)
        {
            codes[done] = code.Encode(values[done] * reciprocal);
        }

        return scale;
    }

    /// <summary>The largest magnitude, compared as integers, among which NaN is the largest.</summary>
    private static float LargestMagnitude(ReadOnlySpan<float> values)
    {
        ref var first = ref MemoryMarshal.GetReference(values);
        var (done, magnitudes) = (0, Vector512<int>.Zero);
        var mask = Vector512.Create(int.MaxValue);
        for (; done <= values.Length - Vector512<float>.Count; done += Vector512<float>.Count)
        {
            magnitudes = Vector512.Max(magnitudes, Vector512.LoadUnsafe(ref first, (nuint)done).AsInt32() & mask);
        }

        var largest = 0;
        for (var lane = 0; lane < Vector512<int>.Count; lane++)
        {
            largest = Math.Max(largest, magnitudes[lane]);
        }

        for (; done < values.Length; done++)
        {
            largest = Math.Max(largest, BitConverter.SingleToInt32Bits(values[done]) & mask[0]);
        }

        return BitConverter.Int32BitsToSingle(largest);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int DecodeVectors(BlockCode code, ReadOnlySpan<byte> codes, float scale, Span<float> values)
    {
        ref var from = ref MemoryMarshal.GetReference(codes);
        ref var to = ref MemoryMarshal.GetReference(values);
        var (slopes, offsets) = (Table(code.Slopes), Table(code.Offsets));
        var scales = Vector512.Create(scale);
        var shift = Vector512.Create(code.IsSigned ? -127 : 1);
        var last = Vector512.Create(code.IsSigned ? int.MaxValue : 256);
        var done = 0;
        for (; done <= codes.Length - Stride; done += Stride)
        {
            var (low, high) = Vector512.Widen(Vector512.LoadUnsafe(ref from, (nuint)done));
            var (first, second) = Vector512.Widen(low);
            var (third, fourth) = Vector512.Widen(high);
            (Numbers(first.AsInt32() + shift, slopes, offsets, last) * scales).StoreUnsafe(ref to, (nuint)done);
            (Numbers(second.AsInt32() + shift, slopes, offsets, last) * scales).StoreUnsafe(ref to, (nuint)done + 16);
            (Numbers(third.AsInt32() + shift, slopes, offsets, last) * scales).StoreUnsafe(ref to, (nuint)done + 32);
            (Numbers(fourth.AsInt32() + shift, slopes, offsets, last) * scales).StoreUnsafe(ref to, (nuint)done + 48);
        }

        return done;
    }

    /// <summary>The values of codes, which are counted from their zero, or without signs from 1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Numbers(Vector512<int> signed, Vector512<float> slopes, Vector512<float> offsets, Vector512<int> last)
    {
        var count = Vector512.ConvertToSingle(Vector512.Abs(signed));
        var exponent = (count.AsInt32() >> 23) - Vector512.Create(127);
        var magnitude = Vector512.FusedMultiplyAdd(count, LookUp(slopes, exponent), LookUp(offsets, exponent));
        var number = Vector512.ConditionalSelect(Vector512.Equals(signed, last), Vector512<float>.One.AsInt32(), magnitude.AsInt32());
        return (Vector512.AndNot(number, Vector512.Equals(signed, Vector512<int>.Zero)) | (signed & Vector512.Create(int.MinValue))).AsSingle();
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int EncodeVectors(BlockCode code, ReadOnlySpan<float> values, float reciprocal, Span<byte> codes)
    {
        ref var from = ref MemoryMarshal.GetReference(values);
        ref var to = ref MemoryMarshal.GetReference(codes);
        var (factors, addends, borders) = (Table(code.Factors), Table(code.Addends), Table(code.Borders));
        var limits = Table(MemoryMarshal.Cast<int, float>(code.Limits)).AsInt32();
        var reciprocals = Vector512.Create(reciprocal);
        var smallest = Vector512.Create(code.Smallest);
        var done = 0;
        for (; done <= values.Length - Stride; done += Stride)
        {
            var first = Vector512.LoadUnsafe(ref from, (nuint)done) * reciprocals;
            var second = Vector512.LoadUnsafe(ref from, (nuint)done + 16) * reciprocals;
            var third = Vector512.LoadUnsafe(ref from, (nuint)done + 32) * reciprocals;
            var fourth = Vector512.LoadUnsafe(ref from, (nuint)done + 48) * reciprocals;
            var (low, high) = code.IsSigned
                ? (Vector512.Narrow(
                        SignedCodes(first, factors, addends, borders, limits, smallest), SignedCodes(second, factors, addends, borders, limits, smallest)),
                    Vector512.Narrow(
                        SignedCodes(third, factors, addends, borders, limits, smallest), SignedCodes(fourth, factors, addends, borders, limits, smallest)))
                : (Vector512.Narrow(
                        UnsignedCodes(first, factors, addends, borders, limits, smallest), UnsignedCodes(second, factors, addends, borders, limits, smallest)),
                    Vector512.Narrow(
                        UnsignedCodes(third, factors, addends, borders, limits, smallest), UnsignedCodes(fourth, factors, addends, borders, limits, smallest)));
            Vector512.Narrow(low, high).StoreUnsafe(ref to, (nuint)done);
        }

        return done;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<uint> SignedCodes(
        Vector512<float> value, Vector512<float> factors, Vector512<float> addends, Vector512<float> borders, Vector512<int> limits, Vector512<float> smallest)
    {
        var q = Places(Vector512.Abs(value), factors, addends, borders, limits, smallest);
        var negative = Vector512.LessThan(value, Vector512<float>.Zero).AsInt32();
        var limited = Vector512.Min(q, Vector512.Create(128) + negative);
        return ((limited ^ negative) - negative + Vector512.Create(127)).AsUInt32();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<uint> UnsignedCodes(
        Vector512<float> value, Vector512<float> factors, Vector512<float> addends, Vector512<float> borders, Vector512<int> limits, Vector512<float> smallest)
    {
        var magnitude = (value.AsInt32() & Vector512.GreaterThan(value, Vector512<float>.Zero).AsInt32()).AsSingle();
        return Vector512.Max(Places(magnitude, factors, addends, borders, limits, smallest) - Vector512<int>.One, Vector512<int>.Zero).AsUInt32();
    }

    /// <summary>Which q a magnitude has; 0 where it is 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<int> Places(
        Vector512<float> magnitude, Vector512<float> factors, Vector512<float> addends, Vector512<float> borders, Vector512<int> limits, Vector512<float> smallest)
    {
        var binades = Vector512.Create(127) - (magnitude.AsInt32() >> 23);
        var decade = Vector512.Create(6) - ((binades * 77) >> 8);
        decade = Vector512.Min(Vector512.Max(decade, Vector512<int>.Zero), Vector512.Create(6));
        decade -= Vector512.GreaterThan(magnitude, LookUp(borders, decade)).AsInt32();
        var place = Vector512.Ceiling(Vector512.FusedMultiplyAdd(magnitude, LookUp(factors, decade), LookUp(addends, decade)));
        var q = Vector512.Min(Vector512.ConvertToInt32Native(place) - Vector512<int>.One, LookUp(limits.AsSingle(), decade).AsInt32());
        return Vector512.AndNot(q, Vector512.LessThanOrEqual(magnitude, smallest).AsInt32());
    }

    /// <summary>Eight numbers, twice.</summary>
    private static Vector512<float> Table(ReadOnlySpan<float> numbers) => Vector512.Create(Vector256.Create(numbers), Vector256.Create(numbers));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> LookUp(Vector512<float> table, Vector512<int> index)
    {
        if (Avx512F.IsSupported)
        {
            return Avx512F.PermuteVar16x32(table, index);
        }

        if (Avx2.IsSupported)
        {
            return Vector512.Create(Avx2.PermuteVar8x32(table.GetLower(), index.GetLower()), Avx2.PermuteVar8x32(table.GetLower(), index.GetUpper()));
        }

        return Vector512.Shuffle(table, index & Vector512.Create(7));
    }
}
