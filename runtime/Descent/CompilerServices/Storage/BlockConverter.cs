using System.Numerics;
using System.Runtime.InteropServices;

namespace Descent.CompilerServices;

/// <summary>Blocks of values, each with one scale, from and to the type of the arithmetic: as <see cref="BlockCode"/> codes one value, in vectors.</summary>
internal static class BlockConverter
{
    /// <summary>What is smaller than the smallest normal number has no reciprocal: a block of such values is 0.</summary>
    private const float SmallestScale = 1.17549435e-38f;

    /// <summary>The values of blocks that follow one another, of which the last may be shorter.</summary>
    public static void Decode<T>(BlockCode code, ReadOnlySpan<byte> codes, ReadOnlySpan<float> scales, Span<T> values)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var done = typeof(T) != typeof(float) ? 0
            : WideBlockLanes.CanDecode ? WideBlockLanes.Decode(code, codes, scales, MemoryMarshal.Cast<T, float>(values))
            : Avx2BlockLanes.AreSupported ? Avx2BlockLanes.Decode(code, codes, scales, MemoryMarshal.Cast<T, float>(values))
            : BlockLanes.Decode(code, codes, scales, MemoryMarshal.Cast<T, float>(values));
        for (; done < codes.Length; done++)
        {
            values[done] = T.CreateTruncating(code.Decode(codes[done]) * scales[done / BlockCode.BlockLength]);
        }
    }

    /// <summary>Encodes the values of blocks that follow one another, of which the last may be shorter. A scale is the largest magnitude, or NaN where a value is not finite.</summary>
    public static void Encode<T>(BlockCode code, ReadOnlySpan<T> values, Span<byte> codes, Span<float> scales)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (typeof(T) == typeof(float))
        {
            Encode(code, MemoryMarshal.Cast<T, float>(values), codes, scales);
            return;
        }

        Span<float> rounded = stackalloc float[BlockCode.BlockLength];
        for (var done = 0; done < values.Length; done += BlockCode.BlockLength)
        {
            var block = BlockAt(values, done);
            for (var index = 0; index < block.Length; index++)
            {
                rounded[index] = float.CreateTruncating(block[index]);
            }

            Encode(code, rounded[..block.Length], codes[done..], scales[(done / BlockCode.BlockLength)..]);
        }
    }

    private static void Encode(BlockCode code, ReadOnlySpan<float> values, Span<byte> codes, Span<float> scales)
    {
        for (var done = 0; done < values.Length;)
        {
            var number = done / BlockCode.BlockLength;
            var inVectors = WideBlockLanes.CanEncode ? WideBlockLanes.Encode(code, values[done..], codes[done..], scales[number..])
                : Avx2BlockLanes.AreSupported ? Avx2BlockLanes.Encode(code, values[done..], codes[done..], scales[number..])
                : 0;
            if (inVectors > 0)
            {
                done += inVectors;
                continue;
            }

            var block = BlockAt(values, done);
            scales[number] = EncodeBlock(code, block, codes.Slice(done, block.Length));
            done += block.Length;
        }
    }

    private static ReadOnlySpan<T> BlockAt<T>(ReadOnlySpan<T> values, int start) => values.Slice(start, Math.Min(BlockCode.BlockLength, values.Length - start));

    /// <summary>Whether a largest magnitude is finite and has a reciprocal.</summary>
    public static bool HasReciprocal(float scale) => scale is >= SmallestScale and <= float.MaxValue;

    private static float EncodeBlock(BlockCode code, ReadOnlySpan<float> values, Span<byte> codes)
    {
        var scale = LargestMagnitude(values);
        if (!float.IsFinite(scale))
        {
            codes.Clear();
            return float.NaN;
        }

        if (!HasReciprocal(scale))
        {
            codes.Fill(code.Encode(0));
            return 0;
        }

        var reciprocal = 1 / scale;
        for (var done = BlockLanes.Encode(code, values, reciprocal, codes); done < values.Length; done++)
        {
            codes[done] = code.Encode(values[done] * reciprocal);
        }

        return scale;
    }

    /// <summary>The largest magnitude, compared as integers, among which NaN is the largest.</summary>
    private static float LargestMagnitude(ReadOnlySpan<float> values)
    {
        ref var first = ref MemoryMarshal.GetReference(values);
        var (done, magnitudes, others) = (0, Vector<int>.Zero, Vector<int>.Zero);
        var mask = new Vector<int>(int.MaxValue);
        for (; done <= values.Length - (2 * Vector<float>.Count); done += 2 * Vector<float>.Count)
        {
            magnitudes = Vector.Max(magnitudes, Vector.AsVectorInt32(Vector.LoadUnsafe(in first, (nuint)done)) & mask);
            others = Vector.Max(others, Vector.AsVectorInt32(Vector.LoadUnsafe(in first, (nuint)(done + Vector<float>.Count))) & mask);
        }

        magnitudes = Vector.Max(magnitudes, others);
        var largest = 0;
        for (var lane = 0; lane < Vector<int>.Count; lane++)
        {
            largest = Math.Max(largest, magnitudes[lane]);
        }

        for (; done < values.Length; done++)
        {
            largest = Math.Max(largest, BitConverter.SingleToInt32Bits(values[done]) & int.MaxValue);
        }

        return BitConverter.Int32BitsToSingle(largest);
    }
}
