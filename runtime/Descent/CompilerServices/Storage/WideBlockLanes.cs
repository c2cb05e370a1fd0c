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

    public static bool CanEncode => Avx512BW.IsSupported;

    /// <summary>Which four codes stand where, so that after two rounds of interleaving each vector has sixteen that follow one another, and in order once they were packed twice.</summary>
    private static Vector512<int> Interleaved
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Vector512.Create(0, 4, 8, 12, 1, 5, 9, 13, 2, 6, 10, 14, 3, 7, 11, 15);
    }

    /// <summary>Each of the four bytes of a value is looked up for 64 codes at once.</summary>
    /// <returns>How many of the values whole vectors were.</returns>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static int Decode(BlockCode code, ReadOnlySpan<byte> codes, float scale, Span<float> values)
    {
        ref var from = ref MemoryMarshal.GetReference(codes);
        ref var to = ref MemoryMarshal.GetReference(values);
        var scales = Vector512.Create(scale);
        var (first, second, third, fourth) = (new Plane(code, 0), new Plane(code, 1), new Plane(code, 2), new Plane(code, 3));
        var done = 0;
        for (; done <= codes.Length - Stride; done += Stride)
        {
            CacheHints.Ahead(in from, (nuint)done);
            var index = Avx512F.PermuteVar16x32(Vector512.LoadUnsafe(in from, (nuint)done).AsInt32(), Interleaved).AsByte();
            var isUpper = Vector512.LessThan(index.AsSByte(), Vector512<sbyte>.Zero).AsByte();
            var (byte0, byte1) = (first.LookUp(index, isUpper), second.LookUp(index, isUpper));
            var (byte2, byte3) = (third.LookUp(index, isUpper), fourth.LookUp(index, isUpper));
            var (lowHalf, highHalf) = (Avx512BW.UnpackLow(byte0, byte1).AsUInt16(), Avx512BW.UnpackLow(byte2, byte3).AsUInt16());
            (Avx512BW.UnpackLow(lowHalf, highHalf).AsSingle() * scales).StoreUnsafe(ref to, (nuint)done);
            (Avx512BW.UnpackHigh(lowHalf, highHalf).AsSingle() * scales).StoreUnsafe(ref to, (nuint)done + 16);
            (lowHalf, highHalf) = (Avx512BW.UnpackHigh(byte0, byte1).AsUInt16(), Avx512BW.UnpackHigh(byte2, byte3).AsUInt16());
            (Avx512BW.UnpackLow(lowHalf, highHalf).AsSingle() * scales).StoreUnsafe(ref to, (nuint)done + 32);
            (Avx512BW.UnpackHigh(lowHalf, highHalf).AsSingle() * scales).StoreUnsafe(ref to, (nuint)done + 48);
        }

        return done;
    }

    /// <returns>How many of the values whole vectors were.</returns>
    public static int Encode(BlockCode code, ReadOnlySpan<float> values, float reciprocal, Span<byte> codes)
        => code.IsSigned ? Encode<Signed>(code, values, reciprocal, codes) : Encode<Unsigned>(code, values, reciprocal, codes);

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static int Encode<TSign>(BlockCode code, ReadOnlySpan<float> values, float reciprocal, Span<byte> codes)
        where TSign : struct, ISign
    {
        ref var from = ref MemoryMarshal.GetReference(values);
        ref var to = ref MemoryMarshal.GetReference(codes);
        ref readonly var steps = ref code.Steps;
        var reciprocals = Vector512.Create(reciprocal);
        var done = 0;
        for (; done <= values.Length - Stride; done += Stride)
        {
            Pack(
                TSign.Codes(Vector512.LoadUnsafe(in from, (nuint)done) * reciprocals, in steps),
                TSign.Codes(Vector512.LoadUnsafe(in from, (nuint)done + 16) * reciprocals, in steps),
                TSign.Codes(Vector512.LoadUnsafe(in from, (nuint)done + 32) * reciprocals, in steps),
                TSign.Codes(Vector512.LoadUnsafe(in from, (nuint)done + 48) * reciprocals, in steps)).StoreUnsafe(ref to, (nuint)done);
        }

        return done;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<byte> Pack(Vector512<int> first, Vector512<int> second, Vector512<int> third, Vector512<int> fourth)
    {
        var packed = Avx512BW.PackUnsignedSaturate(
            Avx512BW.PackUnsignedSaturate(first, second).AsInt16(), Avx512BW.PackUnsignedSaturate(third, fourth).AsInt16());
        return Avx512F.PermuteVar16x32(packed.AsInt32(), Interleaved).AsByte();
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

    /// <summary>The place after that of a magnitude: by the last five bits of its exponent the tables say which step it is on and where the next begins, by the step its line.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<int> NextPlace(Vector512<float> magnitude, ref readonly BlockSteps steps)
    {
        magnitude = Avx512F.Max(magnitude, Vector512.Create(BlockSteps.Smallest));
        var exponent = magnitude.AsInt32() >>> 23;
        var step = Avx512F.PermuteVar16x32x2(steps.LowSteps, exponent, steps.HighSteps);
        var isBeyond = Vector512.GreaterThan(magnitude, Avx512F.PermuteVar16x32x2(steps.LowBorders, exponent, steps.HighBorders)).AsInt32();
        step = Vector512.ConditionalSelect(isBeyond, step + Vector512<int>.One, step);
        var place = Vector512.FusedMultiplyAdd(magnitude, Avx512F.PermuteVar16x32(steps.Factors, step), Avx512F.PermuteVar16x32(steps.Addends, step));
        return Vector512.Min(Avx512F.ConvertToVector512Int32(place, FloatRoundingMode.ToPositiveInfinity), Avx512F.PermuteVar16x32(steps.Limits, step));
    }

    /// <summary>Whether a code has signs.</summary>
    private interface ISign
    {
        /// <summary>The codes of values.</summary>
        static abstract Vector512<int> Codes(Vector512<float> value, ref readonly BlockSteps steps);
    }

    /// <summary>Below 0 there is no code of 1: −1 is packed as 0, the code of the nearest.</summary>
    private readonly struct Signed : ISign
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector512<int> Codes(Vector512<float> value, ref readonly BlockSteps steps)
        {
            var next = NextPlace(Vector512.Abs(value), in steps);
            var negative = Vector512.LessThan(value, Vector512<float>.Zero).AsInt32();
            return Vector512.ConditionalSelect(negative, Vector512.Create(128) - next, Vector512.Create(126) + next);
        }
    }

    private readonly struct Unsigned : ISign
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector512<int> Codes(Vector512<float> value, ref readonly BlockSteps steps) => NextPlace(value, in steps) - Vector512.Create(2);
    }
}
