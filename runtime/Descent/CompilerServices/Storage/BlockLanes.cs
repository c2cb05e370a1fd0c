using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Descent.CompilerServices;

/// <summary>What <see cref="BlockCode"/> says of one value, in vectors that every processor has.</summary>
internal static class BlockLanes
{
    /// <summary>How many values go into one vector of bytes.</summary>
    private const int Stride = 64;

    /// <summary>Decodes blocks.</summary>
    /// <returns>How many of the values whole vectors were.</returns>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static int Decode(BlockCode code, ReadOnlySpan<byte> codes, ReadOnlySpan<float> scales, Span<float> values)
    {
        ref var from = ref MemoryMarshal.GetReference(codes);
        ref var to = ref MemoryMarshal.GetReference(values);
        var (slopes, offsets) = (Table(code.Slopes), Table(code.Offsets));
        ref var scale = ref MemoryMarshal.GetReference(scales);
        var shift = Vector512.Create(code.IsSigned ? -127 : 1);
        var last = Vector512.Create(code.IsSigned ? int.MaxValue : 256);
        var done = 0;
        for (; done <= codes.Length - Stride; done += Stride)
        {
            CacheHints.Ahead(in from, (nuint)done);
            var scaled = Vector512.Create(Unsafe.Add(ref scale, done / BlockCode.BlockLength));
            var (low, high) = Vector512.Widen(Vector512.LoadUnsafe(ref from, (nuint)done));
            var (first, second) = Vector512.Widen(low);
            var (third, fourth) = Vector512.Widen(high);
            (Numbers(first.AsInt32() + shift, slopes, offsets, last) * scaled).StoreUnsafe(ref to, (nuint)done);
            (Numbers(second.AsInt32() + shift, slopes, offsets, last) * scaled).StoreUnsafe(ref to, (nuint)done + 16);
            (Numbers(third.AsInt32() + shift, slopes, offsets, last) * scaled).StoreUnsafe(ref to, (nuint)done + 32);
            (Numbers(fourth.AsInt32() + shift, slopes, offsets, last) * scaled).StoreUnsafe(ref to, (nuint)done + 48);
        }

        return done;
    }

    /// <summary>Encodes the values of one block.</summary>
    /// <returns>How many of the values whole vectors were.</returns>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static int Encode(BlockCode code, ReadOnlySpan<float> values, float reciprocal, Span<byte> codes)
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
                Vector512.Narrow(
                    Vector512.Narrow(SignedCodes(first, in lines), SignedCodes(second, in lines)),
                    Vector512.Narrow(SignedCodes(third, in lines), SignedCodes(fourth, in lines))).StoreUnsafe(ref to, (nuint)done);
            }
            else
            {
                Vector512.Narrow(
                    Vector512.Narrow(UnsignedCodes(first, in lines), UnsignedCodes(second, in lines)),
                    Vector512.Narrow(UnsignedCodes(third, in lines), UnsignedCodes(fourth, in lines))).StoreUnsafe(ref to, (nuint)done);
            }
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

        public Lines(BlockCode code)
        {
            (_factors, _addends, _borders) = (Table(code.Factors), Table(code.Addends), Table(code.Borders));
            _limits = Table(MemoryMarshal.Cast<int, float>(code.Limits)).AsInt32();
            _smallest = Vector512.Create(code.Smallest);
        }

        /// <summary>Which q a magnitude has; 0 where it is 0.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector512<int> Places(Vector512<float> magnitude)
        {
            var decade = Decade(magnitude.AsInt32() >>> 23);
            decade -= Vector512.GreaterThan(magnitude, LookUp(_borders, decade)).AsInt32();
            var place = Vector512.FusedMultiplyAdd(magnitude, LookUp(_factors, decade), LookUp(_addends, decade));
            var above = Vector512.ConvertToInt32Native(Vector512.Ceiling(place));
            var q = Vector512.Min(above - Vector512<int>.One, LookUp(_limits.AsSingle(), decade).AsInt32());
            return Vector512.AndNot(q, Vector512.LessThanOrEqual(magnitude, _smallest).AsInt32());
        }

        /// <summary>The power of ten by the exponent, or the one below it.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static Vector512<int> Decade(Vector512<int> exponent)
        {
            var decade = Vector512.Create(6) - (((Vector512.Create(127) - exponent) * BlockCode.DecadesOfBinades) >> 8);
            return Vector512.Min(Vector512.Max(decade, Vector512<int>.Zero), Vector512.Create(6));
        }
    }
}
