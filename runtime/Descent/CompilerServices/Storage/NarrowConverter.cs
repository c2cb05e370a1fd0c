using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Descent.CompilerServices;

/// <summary>Ranges of numbers of 16 bits, from and to the type of the arithmetic.</summary>
internal static class NarrowConverter<TFormat>
    where TFormat : struct, INarrowFormat
{
    /// <summary>The numbers that are stored.</summary>
    public static void Decode<T>(ReadOnlySpan<ushort> stored, Span<T> values)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (typeof(T) == typeof(float))
        {
            DecodeSingles(stored, MemoryMarshal.Cast<T, float>(values));
            return;
        }

        for (var index = 0; index < stored.Length; index++)
        {
            values[index] = T.CreateTruncating(TFormat.Decode(stored[index]));
        }
    }

    /// <summary>Each value rounded once, to the nearest.</summary>
    public static void Encode<T>(ReadOnlySpan<T> values, Span<ushort> stored)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (typeof(T) == typeof(float))
        {
            EncodeSingles(MemoryMarshal.Cast<T, float>(values), stored);
            return;
        }

        for (var index = 0; index < values.Length; index++)
        {
            stored[index] = TFormat.Encode(StoredRounding.ToOdd(double.CreateTruncating(values[index])));
        }
    }

    /// <summary>Each value rounded once, by chance, to one of the two numbers around it.</summary>
    [SkipLocalsInit]
    public static void EncodeByChance<T>(ReadOnlySpan<T> values, Span<ushort> stored, in Draws draws)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Span<uint> words = stackalloc uint[Math.Min(values.Length, Reduction.BlockLength)];
        for (var done = 0; done < values.Length; done += words.Length)
        {
            var count = Math.Min(words.Length, values.Length - done);
            draws.Words(done, words[..count]);
            var index = typeof(T) == typeof(float)
                ? EncodeByChance(MemoryMarshal.Cast<T, float>(values.Slice(done, count)), words[..count], stored.Slice(done, count))
                : 0;
            for (; index < count; index++)
            {
                stored[done + index] = TFormat.Encode(float.CreateTruncating(values[done + index]), words[index]);
            }
        }
    }

    /// <returns>How many of the values whole vectors were.</returns>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static int EncodeByChance(ReadOnlySpan<float> values, ReadOnlySpan<uint> words, Span<ushort> stored)
    {
        ref var from = ref MemoryMarshal.GetReference(values);
        ref var random = ref MemoryMarshal.GetReference(words);
        ref var to = ref MemoryMarshal.GetReference(stored);
        var index = 0;
        for (; index <= values.Length - Vector<ushort>.Count; index += Vector<ushort>.Count)
        {
            var (low, high) = ((nuint)index, (nuint)(index + Vector<float>.Count));
            Vector.Narrow(
                TFormat.Encode(Vector.LoadUnsafe(ref from, low), Vector.LoadUnsafe(ref random, low)),
                TFormat.Encode(Vector.LoadUnsafe(ref from, high), Vector.LoadUnsafe(ref random, high))).StoreUnsafe(ref to, low);
        }

        return index;
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void DecodeSingles(ReadOnlySpan<ushort> stored, Span<float> values)
    {
        ref var from = ref MemoryMarshal.GetReference(stored);
        ref var to = ref MemoryMarshal.GetReference(values);
        var index = 0;
        for (; WideLanes<float, NearMemory>.IsSupported && index <= stored.Length - Vector512<ushort>.Count; index += Vector512<ushort>.Count)
        {
            CacheHints.Ahead(in from, (nuint)index);
            NarrowLanes.Decode<TFormat>(in from, (nuint)index).StoreUnsafe(ref to, (nuint)index);
            NarrowLanes.Decode<TFormat>(in from, (nuint)(index + Vector512<float>.Count)).StoreUnsafe(ref to, (nuint)(index + Vector512<float>.Count));
        }

        for (; NarrowLanes.OfEightAreSupported && index <= stored.Length - Vector256<float>.Count; index += Vector256<float>.Count)
        {
            TFormat.Decode(Vector128.LoadUnsafe(in from, (nuint)index)).StoreUnsafe(ref to, (nuint)index);
        }

        for (; index <= stored.Length - Vector<ushort>.Count; index += Vector<ushort>.Count)
        {
            Vector.Widen(Vector.LoadUnsafe(ref from, (nuint)index), out var low, out var high);
            TFormat.Decode(low).StoreUnsafe(ref to, (nuint)index);
            TFormat.Decode(high).StoreUnsafe(ref to, (nuint)(index + Vector<uint>.Count));
        }

        for (; index < stored.Length; index++)
        {
            values[index] = TFormat.Decode(stored[index]);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void EncodeSingles(ReadOnlySpan<float> values, Span<ushort> stored)
    {
        ref var from = ref MemoryMarshal.GetReference(values);
        ref var to = ref MemoryMarshal.GetReference(stored);
        var index = 0;
        for (; WideLanes<float, NearMemory>.IsSupported && index <= values.Length - Vector512<float>.Count; index += Vector512<float>.Count)
        {
            NarrowLanes.Encode<TFormat>(Vector512.LoadUnsafe(ref from, (nuint)index), ref to, (nuint)index);
        }

        for (; NarrowLanes.OfEightAreSupported && index <= values.Length - Vector256<float>.Count; index += Vector256<float>.Count)
        {
            TFormat.Encode(Vector256.LoadUnsafe(in from, (nuint)index)).StoreUnsafe(ref to, (nuint)index);
        }

        for (; index <= values.Length - Vector<ushort>.Count; index += Vector<ushort>.Count)
        {
            var low = TFormat.Encode(Vector.LoadUnsafe(ref from, (nuint)index));
            var high = TFormat.Encode(Vector.LoadUnsafe(ref from, (nuint)(index + Vector<float>.Count)));
            Vector.Narrow(low, high).StoreUnsafe(ref to, (nuint)index);
        }

        for (; index < values.Length; index++)
        {
            stored[index] = TFormat.Encode(values[index]);
        }
    }
}
