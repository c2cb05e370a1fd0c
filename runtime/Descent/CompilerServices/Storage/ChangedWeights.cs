using System.Numerics;
using System.Runtime.CompilerServices;

namespace Descent.CompilerServices;

/// <summary>
/// What is kept beside weights of 16 bits, after other code may have set some of them: it stays where a weight is what it would be stored as, and is forgotten
/// where it is another. So it makes no difference whether weights and what is kept are loaded in this order or in the other.
/// </summary>
internal static class ChangedWeights<TFormat>
    where TFormat : struct, INarrowFormat
{
    /// <summary>Takes those weights into a copy that it does not round to.</summary>
    [SkipLocalsInit]
    public static void MeetMaster<T>(ReadOnlySpan<ushort> stored, Span<T> master)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Span<ushort> rounded = stackalloc ushort[Reduction.BlockLength];
        for (var start = 0; start < stored.Length; start += rounded.Length)
        {
            var count = Math.Min(rounded.Length, stored.Length - start);
            NarrowConverter<TFormat>.Encode<T>(master.Slice(start, count), rounded);
            for (var index = start + rounded[..count].CommonPrefixLength(stored.Slice(start, count)); index < start + count; index++)
            {
                if (rounded[index - start] != stored[index])
                {
                    NarrowConverter<TFormat>.Decode(stored.Slice(index, 1), master.Slice(index, 1));
                }
            }
        }
    }

    /// <summary>Clears second numbers that are more than half of a weight's last place.</summary>
    [SkipLocalsInit]
    public static void MeetCompensation<T>(ReadOnlySpan<ushort> stored, Span<ushort> rest)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Span<ushort> codes = stackalloc ushort[Reduction.BlockLength];
        Span<T> sums = stackalloc T[Reduction.BlockLength], lacking = stackalloc T[Reduction.BlockLength];
        for (var start = 0; start < stored.Length; start += codes.Length)
        {
            var count = Math.Min(codes.Length, stored.Length - start);
            for (var index = 0; index < count; index++)
            {
                // The next number towards 0: what is kept is rounded itself, and half of a last place may have become of less.
                codes[index] = (ushort)(rest[start + index] - ((rest[start + index] & 0x7FFF) == 0 ? 0 : 1));
            }

            NarrowConverter<TFormat>.Decode(codes[..count], lacking);
            NarrowConverter<TFormat>.Decode(stored.Slice(start, count), sums);
            for (var index = 0; index < count; index++)
            {
                sums[index] = T.IsZero(lacking[index]) ? sums[index] : sums[index] + lacking[index];
            }

            NarrowConverter<TFormat>.Encode<T>(sums[..count], codes);
            for (var index = 0; index < count; index++)
            {
                rest[start + index] = codes[index] == stored[start + index] ? rest[start + index] : (ushort)0;
            }
        }
    }

    /// <summary>Clears lower halves with which a weight's bits would be those of no number; with all others it is the weight, within its rounding.</summary>
    public static void MeetLowHalves(ReadOnlySpan<ushort> stored, Span<short> rest)
    {
        for (var index = 0; index < stored.Length; index++)
        {
            var bits = unchecked(((uint)stored[index] << 16) + (uint)rest[index]);
            rest[index] = (bits & 0x7FFFFFFF) > 0x7F800000 ? (short)0 : rest[index];
        }
    }
}
