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
        var (done, magnitudes, others) = (0, Vector512<int>.Zero, Vector512<int>.Zero);
        var mask = Vector512.Create(int.MaxValue);
        for (; done <= values.Length - (2 * Vector512<float>.Count); done += 2 * Vector512<float>.Count)
        {
            magnitudes = Vector512.Max(magnitudes, Vector512.LoadUnsafe(ref first, (nuint)done).AsInt32() & mask);
            others = Vector512.Max(others, Vector512.LoadUnsafe(ref first, (nuint)(done + Vector512<float>.Count)).AsInt32() & mask);
        }

        magnitudes = Vector512.Max(magnitudes, others);
        var half = Vector256.Max(magnitudes.GetLower(), magnitudes.GetUpper());
        var quarter = Vector128.Max(half.GetLower(), half.GetUpper());
        quarter = Vector128.Max(quarter, Vector128.Shuffle(quarter, Vector128.Create(2, 3, 0, 1)));
        var largest = Math.Max(quarter[0], quarter[1]);
        for (; done < values.Length; done++)
        {
            largest = Math.Max(largest, BitConverter.SingleToInt32Bits(values[done]) & int.MaxValue);
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
        var lines = new Lines(code);
        var reciprocals = Vector512.Create(reciprocal);
        var done = 0;
        for (; done <= values.Length - Stride; done += Stride)
        {
            var first = Vector512.LoadUnsafe(ref from, (nuint)done) * reciprocals;
            var second = Vector512.LoadUnsafe(ref from, (nuint)done + 16) * reciprocals;
            var third = Vector512.LoadUnsafe(ref from, (nuint)done + 32) * reciprocals;
            var fourth = Vector512.LoadUnsafe(ref from, (nuint)done + 48) * reciprocals;
            if (code.IsSigned)
            {
                Store(SignedCodes(first, in lines), SignedCodes(second, in lines), SignedCodes(third, in lines), SignedCodes(fourth, in lines), ref to, done);
            }
            else
            {
                Store(UnsignedCodes(first, in lines), UnsignedCodes(second, in lines), UnsignedCodes(third, in lines), UnsignedCodes(fourth, in lines), ref to, done);
            }
        }

        return done;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(Vector512<uint> first, Vector512<uint> second, Vector512<uint> third, Vector512<uint> fourth, ref byte to, int index)
    {
        if (Avx512F.IsSupported)
        {
            Avx512F.ConvertToVector128Byte(first).StoreUnsafe(ref to, (nuint)index);
            Avx512F.ConvertToVector128Byte(second).StoreUnsafe(ref to, (nuint)index + 16);
            Avx512F.ConvertToVector128Byte(third).StoreUnsafe(ref to, (nuint)index + 32);
            Avx512F.ConvertToVector128Byte(fourth).StoreUnsafe(ref to, (nuint)index + 48);
        }
        else
        {
            Vector512.Narrow(Vector512.Narrow(first, second), Vector512.Narrow(third, fourth)).StoreUnsafe(ref to, (nuint)index);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<uint> SignedCodes(Vector512<float> value, in Lines lines)
    {
        var q = lines.Places(Vector512.Abs(value));
        var negative = Vector512.LessThan(value, Vector512<float>.Zero).AsInt32();
        var limited = Vector512.Min(q, Vector512.Create(128) + negative);
        return ((limited ^ negative) - negative + Vector512.Create(127)).AsUInt32();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<uint> UnsignedCodes(Vector512<float> value, in Lines lines)
    {
        var magnitude = (value.AsInt32() & Vector512.GreaterThan(value, Vector512<float>.Zero).AsInt32()).AsSingle();
        return Vector512.Max(lines.Places(magnitude) - Vector512<int>.One, Vector512<int>.Zero).AsUInt32();
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

    /// <summary>The lines of a code, as vectors: in which power of ten a value lies, and which of its codes is nearest.</summary>
    private readonly struct Lines
    {
        private readonly Vector512<float> _factors;
        private readonly Vector512<float> _addends;
        private readonly Vector512<float> _borders;
        private readonly Vector512<int> _limits;
        private readonly Vector512<float> _smallest;

        /// <summary>By the last five bits of the exponent, which tell those of all values that are not 0 apart: the power of ten, and where the next begins.</summary>
        private readonly (Vector512<int> Low, Vector512<int> High) _decadeOfExponent;
        private readonly (Vector512<float> Low, Vector512<float> High) _borderOfExponent;

        public Lines(BlockCode code)
        {
            (_factors, _addends, _borders) = (Table(code.Factors), Table(code.Addends), Table(code.Borders));
            _limits = Table(MemoryMarshal.Cast<int, float>(code.Limits)).AsInt32();
            _smallest = Vector512.Create(code.Smallest);
            var sixteen = Vector512.CreateSequence(0, 1);
            _decadeOfExponent = (Decade(sixteen + Vector512.Create(96)), Decade(sixteen + Vector512.Create(112)));
            _borderOfExponent = (LookUp(_borders, _decadeOfExponent.Low), LookUp(_borders, _decadeOfExponent.High));
        }

        /// <summary>Which q a magnitude has; 0 where it is 0.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector512<int> Places(Vector512<float> magnitude)
        {
            var exponent = magnitude.AsInt32() >>> 23;
            Vector512<int> decade;
            Vector512<float> border;
            if (Avx512F.IsSupported)
            {
                decade = Avx512F.PermuteVar16x32x2(_decadeOfExponent.Low, exponent, _decadeOfExponent.High);
                border = Avx512F.PermuteVar16x32x2(_borderOfExponent.Low, exponent, _borderOfExponent.High);
            }
            else
            {
                decade = Decade(exponent);
                border = LookUp(_borders, decade);
            }

            decade -= Vector512.GreaterThan(magnitude, border).AsInt32();
            var place = Vector512.FusedMultiplyAdd(magnitude, LookUp(_factors, decade), LookUp(_addends, decade));
            var above = Avx512F.IsSupported
                ? Avx512F.ConvertToVector512Int32(place, FloatRoundingMode.ToPositiveInfinity)
                : Vector512.ConvertToInt32Native(Vector512.Ceiling(place));
            var q = Vector512.Min(above - Vector512<int>.One, LookUp(_limits.AsSingle(), decade).AsInt32());
            return Vector512.AndNot(q, Vector512.LessThanOrEqual(magnitude, _smallest).AsInt32());
        }

        /// <summary>The power of ten by the exponent, or the one below it.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static Vector512<int> Decade(Vector512<int> exponent)
        {
            var decade = Vector512.Create(6) - (((Vector512.Create(127) - exponent) * 77) >> 8);
            return Vector512.Min(Vector512.Max(decade, Vector512<int>.Zero), Vector512.Create(6));
        }
    }
}
