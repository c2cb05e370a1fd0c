using System.Numerics;
using System.Runtime.InteropServices;
using Descent.CompilerServices;

namespace Descent.Checkpoints;

/// <summary>Values of one type in a file for another in memory.</summary>
internal static class TensorConversion
{
    /// <summary>Whether values can be converted.</summary>
    public static bool Exists(StoredType from, StoredType to) => from == to || (IsFloating(from) && IsFloating(to));

    /// <summary>Sets a tensor to values of another type. A narrower one rounds.</summary>
    /// <param name="tensor">The tensor.</param>
    /// <param name="start">The first byte of the values among those of the file's tensor.</param>
    /// <param name="source">The values.</param>
    /// <param name="from">Their type.</param>
    public static void Write(StoredTensor tensor, long start, ReadOnlySpan<byte> source, StoredType from)
    {
        var (first, count) = (start * 8 / from.Bits, source.Length * 8 / from.Bits);
        var converted = new byte[count * tensor.Type.Bits / 8];
        if (tensor.Type == StoredType.F32)
        {
            Convert<float>(source, from, MemoryMarshal.Cast<byte, float>(converted.AsSpan()));
        }
        else if (tensor.Type == StoredType.F64)
        {
            Convert<double>(source, from, MemoryMarshal.Cast<byte, double>(converted.AsSpan()));
        }
        else
        {
            var values = new double[count];
            Convert<double>(source, from, values);
            Narrow(values, tensor.Type, MemoryMarshal.Cast<byte, ushort>(converted.AsSpan()));
        }

        tensor.Write(first * tensor.Type.Bits / 8, converted);
    }

    /// <summary>Whether values of a type are numbers with a fraction.</summary>
    public static bool IsFloating(StoredType type)
        => type == StoredType.F64 || type == StoredType.F32 || type == StoredType.F16 || type == StoredType.BF16;

    /// <summary>Values of a type of the file.</summary>
    public static void Convert<T>(ReadOnlySpan<byte> source, StoredType from, Span<T> destination)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (var index = 0; index < destination.Length; index++)
        {
            var value = source[(index * from.Bits / 8)..];
            destination[index] = from.Name switch
            {
                "F64" => T.CreateTruncating(BitConverter.ToDouble(value)),
                "F32" => T.CreateTruncating(BitConverter.ToSingle(value)),
                "F16" => T.CreateTruncating(BitConverter.ToHalf(value)),
                _ => T.CreateTruncating(BitConverter.Int32BitsToSingle(BitConverter.ToInt16(value) << 16)),
            };
        }
    }

    private static void Narrow(ReadOnlySpan<double> values, StoredType type, Span<ushort> narrow)
    {
        if (type == StoredType.BF16)
        {
            NarrowConverter<BFloat16Format>.Encode(values, narrow);
        }
        else
        {
            NarrowConverter<HalfFormat>.Encode(values, narrow);
        }
    }
}
