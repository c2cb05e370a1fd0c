using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Descent.CompilerServices;

/// <summary>What <see cref="BlockCode"/> says of one value, in vectors that every processor has.</summary>
internal static class BlockLanes
{
    /// <summary>How many values go into one vector of bytes.</summary>
    private static int Stride => Vector<byte>.Count;

    /// <summary>Decodes blocks.</summary>
    /// <returns>How many of the values whole vectors were.</returns>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static int Decode(BlockCode code, ReadOnlySpan<byte> codes, ReadOnlySpan<float> scales, Span<float> values)
    {
        ref var from = ref MemoryMarshal.GetReference(codes);
        ref var scale = ref MemoryMarshal.GetReference(scales);
        ref var to = ref MemoryMarshal.GetReference(values);
        var (slopes, offsets) = (new EightNumbers(code.Slopes), new EightNumbers(code.Offsets));
        var shift = new Vector<int>(code.IsSigned ? -127 : 1);
        var last = new Vector<int>(code.IsSigned ? int.MaxValue : 256);
        var done = 0;
        for (; EightNumbers.AreSupported && done <= codes.Length - Stride; done += Stride)
        {
            CacheHints.Ahead(in from, (nuint)done);
            var scaled = new Vector<float>(Unsafe.Add(ref scale, done / BlockCode.BlockLength));
            Vector.Widen(Vector.LoadUnsafe(in from, (nuint)done), out var low, out var high);
            Vector.Widen(low, out var first, out var second);
            Vector.Widen(high, out var third, out var fourth);
            (Numbers(Vector.AsVectorInt32(first) + shift, in slopes, in offsets, last) * scaled).StoreUnsafe(ref to, (nuint)done);
            (Numbers(Vector.AsVectorInt32(second) + shift, in slopes, in offsets, last) * scaled).StoreUnsafe(ref to, (nuint)(done + (Stride / 4)));
            (Numbers(Vector.AsVectorInt32(third) + shift, in slopes, in offsets, last) * scaled).StoreUnsafe(ref to, (nuint)(done + (Stride / 2)));
            (Numbers(Vector.AsVectorInt32(fourth) + shift, in slopes, in offsets, last) * scaled).StoreUnsafe(ref to, (nuint)(done + (3 * Stride / 4)));
        }

        return done;
    }

    /// <summary>Encodes the values of one block.</summary>
    /// <returns>How many of the values whole vectors were.</returns>
    public static int Encode(BlockCode code, ReadOnlySpan<float> values, float reciprocal, Span<byte> codes)
        => code.IsSigned ? Encode<Signed>(code, values, reciprocal, codes) : Encode<Unsigned>(code, values, reciprocal, codes);

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static int Encode<TSign>(BlockCode code, ReadOnlySpan<float> values, float reciprocal, Span<byte> codes)
        where TSign : struct, ISign
    {
        ref var from = ref MemoryMarshal.GetReference(values);
        ref var to = ref MemoryMarshal.GetReference(codes);
        var (factors, addends, borders) = (new EightNumbers(code.Factors), new EightNumbers(code.Addends), new EightNumbers(code.Borders));
        var limits = new EightNumbers(MemoryMarshal.Cast<int, float>(code.Limits));
        var smallest = new Vector<float>(code.Smallest);
        var reciprocals = new Vector<float>(reciprocal);
        var done = 0;
        for (; EightNumbers.AreSupported && done <= values.Length - Stride; done += Stride)
        {
            Vector.Narrow(
                Vector.Narrow(Codes(ref from, done), Codes(ref from, done + (Stride / 4))),
                Vector.Narrow(Codes(ref from, done + (Stride / 2)), Codes(ref from, done + (3 * Stride / 4)))).StoreUnsafe(ref to, (nuint)done);
        }

        return done;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        Vector<uint> Codes(ref float first, int place)
        {
            var value = Vector.LoadUnsafe(in first, (nuint)place) * reciprocals;
            var magnitude = TSign.Magnitudes(value);
            var decade = Decade(Vector.ShiftRightLogical(Vector.AsVectorInt32(magnitude), 23));
            decade -= Vector.GreaterThan(magnitude, borders.At(decade));
            var above = Vector.ConvertToInt32Native(Vector.Ceiling(Vector.FusedMultiplyAdd(magnitude, factors.At(decade), addends.At(decade))));
            var q = Vector.Min(above - Vector<int>.One, Vector.AsVectorInt32(limits.At(decade)));
            return Vector.AsVectorUInt32(TSign.Codes(Vector.AndNot(q, Vector.LessThanOrEqual(magnitude, smallest)), value));
        }
    }

    /// <summary>The power of ten by the exponent, which is at most that of 1, or the one below it: 6 − ⌊(127 − exponent) · 79 ⁄ 256⌋.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<int> Decade(Vector<int> exponent)
    {
        var decade = (exponent * BlockCode.DecadesOfBinades) + new Vector<int>((6 * 256) + 255 - (127 * BlockCode.DecadesOfBinades));
        return Vector.Max(Vector.ShiftRightArithmetic(decade, 8), Vector<int>.Zero);
    }

    /// <summary>The values of codes, which are counted from their zero, or without signs from 1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<float> Numbers(Vector<int> signed, in EightNumbers slopes, in EightNumbers offsets, Vector<int> last)
    {
        var count = Vector.ConvertToSingle(Vector.Abs(signed));
        var exponent = Vector.ShiftRightArithmetic(Vector.AsVectorInt32(count), 23) - new Vector<int>(127);
        var magnitude = Vector.FusedMultiplyAdd(count, slopes.At(exponent), offsets.At(exponent));
        var number = Vector.ConditionalSelect(Vector.Equals(signed, last), Vector.AsVectorInt32(Vector<float>.One), Vector.AsVectorInt32(magnitude));
        return Vector.AsVectorSingle(Vector.AndNot(number, Vector.Equals(signed, Vector<int>.Zero)) | (signed & new Vector<int>(int.MinValue)));
    }

    /// <summary>Whether a code has signs.</summary>
    private interface ISign
    {
        /// <summary>The magnitudes of values.</summary>
        static abstract Vector<float> Magnitudes(Vector<float> value);

        /// <summary>The codes of values whose magnitudes have a q.</summary>
        static abstract Vector<int> Codes(Vector<int> q, Vector<float> value);
    }

    private readonly struct Signed : ISign
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector<float> Magnitudes(Vector<float> value) => Vector.Abs(value);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector<int> Codes(Vector<int> q, Vector<float> value)
        {
            var negative = Vector.LessThan(value, Vector<float>.Zero);
            return (Vector.Min(q, new Vector<int>(128) + negative) ^ negative) - negative + new Vector<int>(127);
        }
    }

    private readonly struct Unsigned : ISign
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector<float> Magnitudes(Vector<float> value)
            => Vector.AsVectorSingle(Vector.AsVectorInt32(value) & Vector.GreaterThan(value, Vector<float>.Zero));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector<int> Codes(Vector<int> q, Vector<float> value) => Vector.Max(q - Vector<int>.One, Vector<int>.Zero);
    }
}
