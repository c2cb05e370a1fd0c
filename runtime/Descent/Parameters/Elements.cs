using System.Numerics;
using System.Runtime.InteropServices;
using Descent.CompilerServices;

namespace Descent;

/// <summary>Values in memory whose type is known when a program runs, from and to a type that is known when it is compiled.</summary>
internal static class Elements
{
    /// <summary>Reads values; a narrower type rounds.</summary>
    /// <param name="type">What is stored.</param>
    /// <param name="region">Where.</param>
    /// <param name="length">How many there are.</param>
    /// <param name="start">The first to read.</param>
    /// <param name="values">What they are read into.</param>
    public static void Read<T>(Type type, MemoryRegion region, int length, int start, Span<T> values)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (type == typeof(BFloat16))
        {
            NarrowConverter<BFloat16Format>.Decode<T>(region.Values<ushort>(length).Slice(start, values.Length), values);
        }
        else if (type == typeof(Half))
        {
            NarrowConverter<HalfFormat>.Decode<T>(region.Values<ushort>(length).Slice(start, values.Length), values);
        }
        else if (type == typeof(float))
        {
            Convert<float, T>(region.Values<float>(length).Slice(start, values.Length), values);
        }
        else if (type == typeof(short))
        {
            var halves = region.Values<short>(length).Slice(start, values.Length);
            for (var index = 0; index < halves.Length; index++)
            {
                values[index] = T.CreateTruncating(halves[index]);
            }
        }
        else
        {
            Convert<double, T>(region.Values<double>(length).Slice(start, values.Length), values);
        }
    }

    /// <summary>Writes values, each rounded once.</summary>
    /// <param name="type">What is stored.</param>
    /// <param name="region">Where.</param>
    /// <param name="length">How many there are.</param>
    /// <param name="start">The first to write.</param>
    /// <param name="values">The values.</param>
    public static void Write<T>(Type type, MemoryRegion region, int length, int start, ReadOnlySpan<T> values)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (type == typeof(BFloat16))
        {
            NarrowConverter<BFloat16Format>.Encode(values, region.Values<ushort>(length).Slice(start, values.Length));
        }
        else if (type == typeof(Half))
        {
            NarrowConverter<HalfFormat>.Encode(values, region.Values<ushort>(length).Slice(start, values.Length));
        }
        else if (type == typeof(float))
        {
            Convert(values, region.Values<float>(length).Slice(start, values.Length));
        }
        else if (type == typeof(short))
        {
            var halves = region.Values<short>(length).Slice(start, values.Length);
            for (var index = 0; index < halves.Length; index++)
            {
                halves[index] = short.CreateSaturating(T.Round(values[index]));
            }
        }
        else
        {
            Convert(values, region.Values<double>(length).Slice(start, values.Length));
        }
    }

    private static void Convert<TFrom, TTo>(ReadOnlySpan<TFrom> source, Span<TTo> destination)
        where TFrom : unmanaged, IBinaryFloatingPointIeee754<TFrom>
        where TTo : unmanaged, IBinaryFloatingPointIeee754<TTo>
    {
        if (typeof(TFrom) == typeof(TTo))
        {
            source.CopyTo(MemoryMarshal.Cast<TTo, TFrom>(destination));
            return;
        }

        for (var index = 0; index < source.Length; index++)
        {
            destination[index] = TTo.CreateTruncating(source[index]);
        }
    }
}
