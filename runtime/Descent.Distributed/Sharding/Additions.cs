using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Descent.Distributed;

/// <summary>Sums of gradients, and the formats that they have on the wire.</summary>
internal static class Additions
{
    /// <summary>Adds to each value, in place.</summary>
    public static void Add<T>(Span<T> sums, ReadOnlySpan<T> terms)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ref var sum = ref MemoryMarshal.GetReference(sums);
        ref var term = ref MemoryMarshal.GetReference(terms);
        var index = 0;
        for (; index <= sums.Length - Vector<T>.Count; index += Vector<T>.Count)
        {
            (Vector.LoadUnsafe(ref sum, (nuint)index) + Vector.LoadUnsafe(ref term, (nuint)index)).StoreUnsafe(ref sum, (nuint)index);
        }

        for (; index < sums.Length; index++)
        {
            sums[index] += terms[index];
        }
    }

    /// <summary>Writes values for the wire: as they are, or as bfloat16, rounded to the nearest.</summary>
    public static void Encode<T>(ReadOnlySpan<T> values, Span<byte> wire, bool isNarrow)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (!isNarrow)
        {
            MemoryMarshal.AsBytes(values).CopyTo(wire);
            return;
        }

        var narrow = MemoryMarshal.Cast<byte, BFloat16>(wire);
        for (var index = 0; index < values.Length; index++)
        {
            narrow[index] = (BFloat16)float.CreateTruncating(values[index]);
        }
    }

    /// <summary>Reads values from the wire.</summary>
    public static void Decode<T>(ReadOnlySpan<byte> wire, Span<T> values, bool isNarrow)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (!isNarrow)
        {
            wire.CopyTo(MemoryMarshal.AsBytes(values));
            return;
        }

        var narrow = MemoryMarshal.Cast<byte, BFloat16>(wire);
        for (var index = 0; index < values.Length; index++)
        {
            values[index] = T.CreateTruncating((float)narrow[index]);
        }
    }

    /// <summary>How many bytes a value takes on the wire.</summary>
    public static int WireSize<T>(bool isNarrow)
        where T : unmanaged => isNarrow ? Unsafe.SizeOf<BFloat16>() : Unsafe.SizeOf<T>();
}
