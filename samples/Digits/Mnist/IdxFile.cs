using System.Buffers.Binary;
using System.IO.Compression;

namespace Digits.Mnist;

/// <summary>
/// A gzip-compressed file in MNIST's idx format: two zero bytes, the type of the values, the number of dimensions, the dimensions as
/// big-endian integers, and the values.
/// </summary>
internal sealed record IdxFile(int[] Shape, byte[] Values)
{
    private const byte UnsignedBytes = 8;

    /// <summary>Reads a file of unsigned bytes.</summary>
    /// <exception cref="InvalidDataException">It is not such a file, or not of this many dimensions.</exception>
    public static IdxFile Read(string path, int dimensions)
    {
        var content = Decompress(path);
        var headerLength = 4 + 4 * dimensions;
        if (content.Length < headerLength || content is not [0, 0, UnsignedBytes, var actual, ..] || actual != dimensions)
        {
            throw new InvalidDataException($"it does not start as an idx file of bytes in {dimensions} dimensions does");
        }

        var shape = new int[dimensions];
        long length = 1;
        for (var i = 0; i < dimensions; i++)
        {
            shape[i] = BinaryPrimitives.ReadInt32BigEndian(content.AsSpan(4 + 4 * i));
            length = shape[i] > 0 ? Math.Min(length * shape[i], int.MaxValue) : throw new InvalidDataException($"dimension {i + 1} is {shape[i]}");
        }

        var values = content[headerLength..];
        return values.Length == length
            ? new IdxFile(shape, values)
            : throw new InvalidDataException($"its header promises {string.Join(" × ", shape)} values, but {values.Length} follow");
    }

    private static byte[] Decompress(string path)
    {
        using var file = File.OpenRead(path);
        using var decompressed = new GZipStream(file, CompressionMode.Decompress);
        using var content = new MemoryStream();
        try
        {
            decompressed.CopyTo(content);
        }
        catch (InvalidDataException failure)
        {
            throw new InvalidDataException("it cannot be decompressed", failure);
        }

        return content.ToArray();
    }
}
