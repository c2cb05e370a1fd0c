using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Descent.CompilerServices;

/// <summary>What <see cref="BlockCode"/> says of one value, in vectors of 256 bits: eight lines are what one of them looks up.</summary>
internal static class Avx2BlockLanes
{
    /// <summary>How many codes go into one vector.</summary>
    private const int Stride = 32;

    public static bool AreSupported => Avx2.IsSupported && Fma.IsSupported;

    /// <summary>Which four codes stand where, so that they are in order once they were packed twice.</summary>
    private static Vector256<int> Packed
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Vector256.Create(0, 4, 1, 5, 2, 6, 3, 7);
    }

    /// <summary>Decodes blocks.</summary>
    /// <returns>How many of the values whole vectors were.</returns>
    public static int Decode(BlockCode code, ReadOnlySpan<byte> codes, ReadOnlySpan<float> scales, Span<float> values)
        => code.IsSigned ? Decode<Signed>(code.Cells, codes, scales, values) : Decode<Unsigned>(code.Cells, codes, scales, values);

    /// <summary>Encodes whole blocks, up to one whose scale has no reciprocal.</summary>
    /// <returns>How many values they had.</returns>
    public static int Encode(BlockCode code, ReadOnlySpan<float> values, Span<byte> codes, Span<float> scales)
        => code.IsSigned ? Encode<Signed>(code.Cells, values, codes, scales) : Encode<Unsigned>(code.Cells, values, codes, scales);

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static int Decode<TSign>(BlockCells cells, ReadOnlySpan<byte> codes, ReadOnlySpan<float> scales, Span<float> values)
        where TSign : struct, ISign
    {
        ref var from = ref MemoryMarshal.GetReference(codes);
        ref var scale = ref MemoryMarshal.GetReference(scales);
        ref var to = ref MemoryMarshal.GetReference(values);
        var (slopes, offsets) = (cells.Slopes, cells.Offsets);
        var done = 0;
        for (; done <= codes.Length - Stride; done += Stride)
        {
            var scaled = Vector256.Create(Unsafe.Add(ref scale, done / BlockCode.BlockLength));
            Decode<TSign>(Vector128.LoadUnsafe(in from, (nuint)done), slopes, offsets, scaled, ref Unsafe.Add(ref to, done));
            Decode<TSign>(Vector128.LoadUnsafe(in from, (nuint)(done + (Stride / 2))), slopes, offsets, scaled, ref Unsafe.Add(ref to, done + (Stride / 2)));
        }

        return done;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Decode<TSign>(Vector128<byte> codes, Vector256<float> slopes, Vector256<float> offsets, Vector256<float> scale, ref float values)
        where TSign : struct, ISign
    {
        (TSign.Numbers(Avx2.ConvertToVector256Int32(codes), slopes, offsets) * scale).StoreUnsafe(ref values);
        var upper = Avx2.ConvertToVector256Int32(Sse2.ShiftRightLogical128BitLane(codes, 8));
        (TSign.Numbers(upper, slopes, offsets) * scale).StoreUnsafe(ref values, (nuint)Vector256<float>.Count);
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static int Encode<TSign>(BlockCells cells, ReadOnlySpan<float> values, Span<byte> codes, Span<float> scales)
        where TSign : struct, ISign
    {
        ref var from = ref MemoryMarshal.GetReference(values);
        ref var to = ref MemoryMarshal.GetReference(codes);
        var largest = Vector256<int>.Zero;
        for (var place = 0; place < BlockCode.BlockLength && values.Length >= BlockCode.BlockLength; place += Stride)
        {
            largest = Larger(largest, ref Unsafe.Add(ref from, place));
        }

        var done = 0;
        for (; done <= values.Length - BlockCode.BlockLength; done += BlockCode.BlockLength)
        {
            var spread = Spread(largest).AsSingle();
            if (!BlockConverter.HasReciprocal(spread.ToScalar()))
            {
                break;
            }

            scales[done / BlockCode.BlockLength] = spread.ToScalar();
            var lines = new Lines(cells, Vector256<float>.One / spread);

            // The scale of the next block is sought meanwhile, which hides how long that takes.
            ref var next = ref Unsafe.Add(ref from, Math.Min(done + BlockCode.BlockLength, values.Length - BlockCode.BlockLength));
            largest = Vector256<int>.Zero;
            for (var place = 0; place < BlockCode.BlockLength; place += Stride)
            {
                ref var value = ref Unsafe.Add(ref from, done + place);
                TSign.Codes(
                    Vector256.LoadUnsafe(in value), Vector256.LoadUnsafe(in value, 8), Vector256.LoadUnsafe(in value, 16), Vector256.LoadUnsafe(in value, 24), in lines)
                    .StoreUnsafe(ref Unsafe.Add(ref to, done + place));
                largest = Larger(largest, ref Unsafe.Add(ref next, place));
            }
        }

        return done;
    }

    /// <summary>The largest magnitudes, compared as integers, among which NaN is the largest, of some and of 32 more.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<int> Larger(Vector256<int> largest, ref float values)
    {
        var mask = Vector256.Create(int.MaxValue);
        return Vector256.Max(
            Vector256.Max(
                Vector256.Max(largest, Vector256.LoadUnsafe(in values).AsInt32() & mask),
                Vector256.LoadUnsafe(in values, 8).AsInt32() & mask),
            Vector256.Max(
                Vector256.LoadUnsafe(in values, 16).AsInt32() & mask,
                Vector256.LoadUnsafe(in values, 24).AsInt32() & mask));
    }

    /// <summary>The largest of a vector in each of its places.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<int> Spread(Vector256<int> values)
    {
        values = Vector256.Max(values, Avx2.Permute2x128(values, values, 0b0000_0001));
        values = Vector256.Max(values, Avx2.Shuffle(values, 0b01_00_11_10));
        return Vector256.Max(values, Avx2.Shuffle(values, 0b10_11_00_01));
    }

    /// <summary>What finds the places of the values of one block.</summary>
    private readonly struct Lines(BlockCells cells, Vector256<float> reciprocals)
    {
        private readonly Vector256<float> _smallest = cells.Smallest;
        private readonly Vector256<ushort> _cellsOfBits = cells.CellsOfBits;
        private readonly Vector256<float> _borders = cells.Borders;
        private readonly Vector256<float> _factors = cells.Factors;
        private readonly Vector256<float> _addends = cells.Addends;

        /// <summary>The values, in the scale of the block.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<float> Scale(Vector256<float> values) => values * reciprocals;

        /// <summary>Which place after its own a magnitude has: by its line, and not beyond the end of it. What is too small counts as 0.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<int> Next(Vector256<float> magnitude)
        {
            var kept = magnitude & Avx.CompareGreaterThan(magnitude, _smallest);
            var cell = Avx2.MultiplyHigh((kept.AsUInt32() >> 16).AsUInt16(), _cellsOfBits).AsInt32();
            var line = cell - Avx.CompareGreaterThan(kept, Avx2.PermuteVar8x32(_borders, cell)).AsInt32();
            var addend = Avx2.PermuteVar8x32(_addends, line);
            var place = Fma.MultiplyAdd(kept, Avx2.PermuteVar8x32(_factors, line), addend);
            return Avx.ConvertToVector256Int32WithTruncation(Avx.Ceiling(Avx.Min(place, addend * Vector256.Create(BlockSteps.LimitOfAddend))));
        }
    }

    /// <summary>Whether a code has signs.</summary>
    private interface ISign
    {
        /// <summary>The values of eight codes.</summary>
        static abstract Vector256<float> Numbers(Vector256<int> codes, Vector256<float> slopes, Vector256<float> offsets);

        /// <summary>The codes of 32 values.</summary>
        static abstract Vector256<byte> Codes(Vector256<float> first, Vector256<float> second, Vector256<float> third, Vector256<float> fourth, in Lines lines);
    }

    /// <summary>Below 0 there is no code of 1: −1 has that of the nearest, which is 0.</summary>
    private readonly struct Signed : ISign
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector256<float> Numbers(Vector256<int> codes, Vector256<float> slopes, Vector256<float> offsets)
        {
            var signed = codes - Vector256.Create(127);
            var places = Vector256.Abs(signed);
            var count = Avx.ConvertToVector256Single(places);
            var exponent = count.AsInt32() >>> 23;
            var magnitude = Fma.MultiplyAdd(count, Avx2.PermuteVar8x32(slopes, exponent), Avx2.PermuteVar8x32(offsets, exponent));

            // The "sign" of a place is 0 or 1: so is what it leaves of a magnitude.
            return (Avx2.Sign(magnitude.AsInt32(), places) | (signed & Vector256.Create(int.MinValue))).AsSingle();
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector256<byte> Codes(Vector256<float> first, Vector256<float> second, Vector256<float> third, Vector256<float> fourth, in Lines lines)
        {
            // What saturates keeps its sign.
            var signs = Avx2.PackSignedSaturate(
                Avx2.PackSignedSaturate(first.AsInt32(), second.AsInt32()), Avx2.PackSignedSaturate(third.AsInt32(), fourth.AsInt32())).AsByte();
            var next = Avx2.PackUnsignedSaturate(
                Avx2.PackUnsignedSaturate(lines.Next(Vector256.Abs(lines.Scale(first))), lines.Next(Vector256.Abs(lines.Scale(second)))).AsInt16(),
                Avx2.PackUnsignedSaturate(lines.Next(Vector256.Abs(lines.Scale(third))), lines.Next(Vector256.Abs(lines.Scale(fourth)))).AsInt16());
            var codes = Avx2.BlendVariable(Vector256.Create((byte)126) + next, Avx2.SubtractSaturate(Vector256.Create((byte)128), next), signs);
            return Avx2.PermuteVar8x32(codes.AsInt32(), Packed).AsByte();
        }
    }

    private readonly struct Unsigned : ISign
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector256<float> Numbers(Vector256<int> codes, Vector256<float> slopes, Vector256<float> offsets)
        {
            var count = Avx.ConvertToVector256Single(codes + Vector256<int>.One);
            var exponent = count.AsInt32() >>> 23;
            return Fma.MultiplyAdd(count, Avx2.PermuteVar8x32(slopes, exponent), Avx2.PermuteVar8x32(offsets, exponent));
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector256<byte> Codes(Vector256<float> first, Vector256<float> second, Vector256<float> third, Vector256<float> fourth, in Lines lines)
        {
            var two = Vector256.Create((ushort)2);
            var codes = Avx2.PackUnsignedSaturate(
                (Avx2.PackUnsignedSaturate(lines.Next(lines.Scale(first)), lines.Next(lines.Scale(second))) - two).AsInt16(),
                (Avx2.PackUnsignedSaturate(lines.Next(lines.Scale(third)), lines.Next(lines.Scale(fourth))) - two).AsInt16());
            return Avx2.PermuteVar8x32(codes.AsInt32(), Packed).AsByte();
        }
    }
}
