using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Descent.CompilerServices;

/// <summary>What <see cref="BlockCode"/> says of one value, in vectors of 512 bits: with the tables that it has for them, a permutation is a look-up.</summary>
internal static class WideBlockLanes
{
    /// <summary>How many codes go into one vector.</summary>
    private const int Stride = 64;

    public static bool CanDecode => Avx512Vbmi.IsSupported;

    public static bool CanEncode => Avx512BW.IsSupported && Avx512DQ.IsSupported;

    /// <summary>Which four codes stand where, so that after two rounds of interleaving each vector has sixteen that follow one another, and in order once they were packed twice.</summary>
    private static Vector512<int> Interleaved
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Vector512.Create(0, 4, 8, 12, 1, 5, 9, 13, 2, 6, 10, 14, 3, 7, 11, 15);
    }

    /// <summary>Decodes blocks: each of the four bytes of a value is looked up for 64 codes at once.</summary>
    /// <returns>How many of the values whole vectors were.</returns>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static int Decode(BlockCode code, ReadOnlySpan<byte> codes, ReadOnlySpan<float> scales, Span<float> values)
    {
        ref var from = ref MemoryMarshal.GetReference(codes);
        ref var scale = ref MemoryMarshal.GetReference(scales);
        ref var to = ref MemoryMarshal.GetReference(values);
        var (first, second, third, fourth) = (new Plane(code, 0), new Plane(code, 1), new Plane(code, 2), new Plane(code, 3));
        var done = 0;
        for (; done <= codes.Length - Stride; done += Stride)
        {
            CacheHints.Ahead(in from, (nuint)done);
            var scaled = Vector512.Create(Unsafe.Add(ref scale, done / BlockCode.BlockLength));
            var index = Avx512F.PermuteVar16x32(Vector512.LoadUnsafe(in from, (nuint)done).AsInt32(), Interleaved).AsByte();
            var isUpper = Vector512.LessThan(index.AsSByte(), Vector512<sbyte>.Zero).AsByte();
            var (byte0, byte1) = (first.LookUp(index, isUpper), second.LookUp(index, isUpper));
            var (byte2, byte3) = (third.LookUp(index, isUpper), fourth.LookUp(index, isUpper));
            var (lowHalf, highHalf) = (Avx512BW.UnpackLow(byte0, byte1).AsUInt16(), Avx512BW.UnpackLow(byte2, byte3).AsUInt16());
            (Avx512BW.UnpackLow(lowHalf, highHalf).AsSingle() * scaled).StoreUnsafe(ref to, (nuint)done);
            (Avx512BW.UnpackHigh(lowHalf, highHalf).AsSingle() * scaled).StoreUnsafe(ref to, (nuint)done + 16);
            (lowHalf, highHalf) = (Avx512BW.UnpackHigh(byte0, byte1).AsUInt16(), Avx512BW.UnpackHigh(byte2, byte3).AsUInt16());
            (Avx512BW.UnpackLow(lowHalf, highHalf).AsSingle() * scaled).StoreUnsafe(ref to, (nuint)done + 32);
            (Avx512BW.UnpackHigh(lowHalf, highHalf).AsSingle() * scaled).StoreUnsafe(ref to, (nuint)done + 48);
        }

        return done;
    }

    /// <summary>Encodes whole blocks, up to one whose scale has no reciprocal.</summary>
    /// <returns>How many values they had.</returns>
    public static int Encode(BlockCode code, ReadOnlySpan<float> values, Span<byte> codes, Span<float> scales)
        => code.IsSigned ? Encode<Signed>(in code.Steps, values, codes, scales) : Encode<Unsigned>(in code.Steps, values, codes, scales);

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static int Encode<TSign>(ref readonly BlockSteps steps, ReadOnlySpan<float> values, Span<byte> codes, Span<float> scales)
        where TSign : struct, ISign
    {
        ref var from = ref MemoryMarshal.GetReference(values);
        ref var to = ref MemoryMarshal.GetReference(codes);
        var lines = (steps.Moves, steps.Factors, steps.Addends);
        var largest = Vector512<int>.Zero;
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
            var reciprocals = Vector512<float>.One / spread;

            // The scale of the next block is sought meanwhile, which hides how long that takes.
            ref var next = ref Unsafe.Add(ref from, Math.Min(done + BlockCode.BlockLength, values.Length - BlockCode.BlockLength));
            largest = Vector512<int>.Zero;
            for (var place = 0; place < BlockCode.BlockLength; place += Stride)
            {
                ref var value = ref Unsafe.Add(ref from, done + place);
                TSign.Codes(
                    Vector512.LoadUnsafe(in value), Vector512.LoadUnsafe(in value, 16), Vector512.LoadUnsafe(in value, 32), Vector512.LoadUnsafe(in value, 48),
                    reciprocals, lines).StoreUnsafe(ref Unsafe.Add(ref to, done + place));
                largest = Larger(largest, ref Unsafe.Add(ref next, place));
            }
        }

        return done;
    }

    /// <summary>The largest magnitudes, compared as integers, among which NaN is the largest, of some and of 64 more.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<int> Larger(Vector512<int> largest, ref float values)
    {
        var mask = Vector512.Create(int.MaxValue);
        return Vector512.Max(
            Vector512.Max(
                Vector512.Max(largest, Vector512.LoadUnsafe(in values).AsInt32() & mask),
                Vector512.LoadUnsafe(in values, 16).AsInt32() & mask),
            Vector512.Max(
                Vector512.LoadUnsafe(in values, 32).AsInt32() & mask,
                Vector512.LoadUnsafe(in values, 48).AsInt32() & mask));
    }

    /// <summary>The largest of a vector in each of its places.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<int> Spread(Vector512<int> values)
    {
        values = Vector512.Max(values, Avx512F.Shuffle4x128(values, values, 0b01_00_11_10));
        values = Vector512.Max(values, Avx512F.Shuffle4x128(values, values, 0b10_11_00_01));
        values = Vector512.Max(values, Avx512F.Shuffle(values, 0b01_00_11_10));
        return Vector512.Max(values, Avx512F.Shuffle(values, 0b10_11_00_01));
    }

    /// <summary>One of the four bytes of the value of each code.</summary>
    private readonly struct Plane
    {
        private readonly Vector512<byte> _first;
        private readonly Vector512<byte> _second;
        private readonly Vector512<byte> _third;
        private readonly Vector512<byte> _fourth;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Plane(BlockCode code, int number)
        {
            ref var bytes = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(code.Planes), 256 * number);
            (_first, _second) = (Vector512.LoadUnsafe(in bytes), Vector512.LoadUnsafe(in bytes, 64));
            (_third, _fourth) = (Vector512.LoadUnsafe(in bytes, 128), Vector512.LoadUnsafe(in bytes, 192));
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector512<byte> LookUp(Vector512<byte> index, Vector512<byte> isUpper) => Vector512.ConditionalSelect(
            isUpper, Avx512Vbmi.PermuteVar64x8x2(_third, index, _fourth), Avx512Vbmi.PermuteVar64x8x2(_first, index, _second));
    }

    /// <summary>Which place after its own a magnitude has that is not below <see cref="BlockSteps.Smallest"/>: by its line, and not beyond the end of it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<int> Next(Vector512<float> magnitude, (Vector512<int> Moves, Vector512<float> Factors, Vector512<float> Addends) lines)
    {
        var bits = magnitude.AsInt32();
        var pair = (bits + Avx512F.PermuteVar16x32(lines.Moves, bits >>> BlockSteps.PairBits)) >>> BlockSteps.PairBits;
        var addend = Avx512F.PermuteVar16x32(lines.Addends, pair);
        var place = Vector512.FusedMultiplyAdd(magnitude, Avx512F.PermuteVar16x32(lines.Factors, pair), addend);
        return Avx512F.ConvertToVector512Int32(
            Avx512F.Min(place, addend * Vector512.Create(BlockSteps.LimitOfAddend)), FloatRoundingMode.ToPositiveInfinity);
    }

    /// <summary>Whether a code has signs.</summary>
    private interface ISign
    {
        /// <summary>The codes of 64 values.</summary>
        static abstract Vector512<byte> Codes(
            Vector512<float> first, Vector512<float> second, Vector512<float> third, Vector512<float> fourth,
            Vector512<float> reciprocals, (Vector512<int> Moves, Vector512<float> Factors, Vector512<float> Addends) lines);
    }

    /// <summary>Below 0 there is no code of 1: −1 has that of the nearest, which is 0.</summary>
    private readonly struct Signed : ISign
    {
        /// <summary>The larger of two magnitudes (VRANGEPS).</summary>
        private const byte LargerMagnitude = 0b10_11;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector512<byte> Codes(
            Vector512<float> first, Vector512<float> second, Vector512<float> third, Vector512<float> fourth,
            Vector512<float> reciprocals, (Vector512<int> Moves, Vector512<float> Factors, Vector512<float> Addends) lines)
        {
            var smallest = Vector512.Create(BlockSteps.Smallest);
            var next = Avx512BW.PackUnsignedSaturate(
                Avx512BW.PackUnsignedSaturate(
                    Next(Avx512DQ.Range(first * reciprocals, smallest, LargerMagnitude), lines),
                    Next(Avx512DQ.Range(second * reciprocals, smallest, LargerMagnitude), lines)).AsInt16(),
                Avx512BW.PackUnsignedSaturate(
                    Next(Avx512DQ.Range(third * reciprocals, smallest, LargerMagnitude), lines),
                    Next(Avx512DQ.Range(fourth * reciprocals, smallest, LargerMagnitude), lines)).AsInt16());

            // What saturates keeps its sign.
            var signs = Avx512BW.PackSignedSaturate(
                Avx512BW.PackSignedSaturate(first.AsInt32(), second.AsInt32()), Avx512BW.PackSignedSaturate(third.AsInt32(), fourth.AsInt32()));
            var codes = Vector512.ConditionalSelect(
                Vector512.LessThan(signs, Vector512<sbyte>.Zero).AsByte(),
                Avx512BW.SubtractSaturate(Vector512.Create((byte)128), next),
                Vector512.Create((byte)126) + next);
            return Avx512F.PermuteVar16x32(codes.AsInt32(), Interleaved).AsByte();
        }
    }

    private readonly struct Unsigned : ISign
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector512<byte> Codes(
            Vector512<float> first, Vector512<float> second, Vector512<float> third, Vector512<float> fourth,
            Vector512<float> reciprocals, (Vector512<int> Moves, Vector512<float> Factors, Vector512<float> Addends) lines)
        {
            var smallest = Vector512.Create(BlockSteps.Smallest);
            var two = Vector512.Create((ushort)2);
            var codes = Avx512BW.PackUnsignedSaturate(
                (Avx512BW.PackUnsignedSaturate(
                    Next(Avx512F.Max(first * reciprocals, smallest), lines), Next(Avx512F.Max(second * reciprocals, smallest), lines)) - two).AsInt16(),
                (Avx512BW.PackUnsignedSaturate(
                    Next(Avx512F.Max(third * reciprocals, smallest), lines), Next(Avx512F.Max(fourth * reciprocals, smallest), lines)) - two).AsInt16());
            return Avx512F.PermuteVar16x32(codes.AsInt32(), Interleaved).AsByte();
        }
    }
}
