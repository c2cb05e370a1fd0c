using System.Numerics;
using System.Runtime.InteropServices;

namespace Descent.CompilerServices;

/// <summary>Spans of weights or gradients, from and to the type of the arithmetic.</summary>
internal static class Spans
{
    /// <summary>The values themselves where they are of the type of the arithmetic, else decoded into room that is given.</summary>
    public static Span<T> Decode<T, TStored>(ReadOnlySpan<TStored> stored, Span<T> room)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TStored : unmanaged
    {
        var words = MemoryMarshal.Cast<TStored, ushort>(stored);
        if (typeof(TStored) == typeof(T))
        {
            var native = MemoryMarshal.Cast<TStored, T>(stored);
            return MemoryMarshal.CreateSpan(ref MemoryMarshal.GetReference(native), native.Length);
        }

        if (typeof(TStored) == typeof(BFloat16))
        {
            NarrowConverter<BFloat16Format>.Decode(words, room);
        }
        else
        {
            NarrowConverter<HalfFormat>.Decode(words, room);
        }

        return room[..stored.Length];
    }

    /// <summary>Each value rounded once, to the nearest; nothing where they are of the type of the arithmetic.</summary>
    public static void Encode<T, TStored>(ReadOnlySpan<T> values, Span<TStored> stored)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TStored : unmanaged
    {
        if (typeof(TStored) == typeof(BFloat16))
        {
            NarrowConverter<BFloat16Format>.Encode(values, MemoryMarshal.Cast<TStored, ushort>(stored));
        }
        else if (typeof(TStored) == typeof(Half))
        {
            NarrowConverter<HalfFormat>.Encode(values, MemoryMarshal.Cast<TStored, ushort>(stored));
        }
    }
}
