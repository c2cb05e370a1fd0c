using System.Numerics.Tensors;
using Digits.Model;
using Digits.Shared;

namespace Digits.Mnist;

/// <summary>Images of handwritten digits, and which digit each of them shows.</summary>
internal sealed class DigitSet
{
    private readonly float[] _pixels;
    private readonly byte[] _labels;

    private DigitSet(float[] pixels, byte[] labels)
    {
        _pixels = pixels;
        _labels = labels;
    }

    public int Count => _labels.Length;

    public int PixelsPerImage => _pixels.Length / _labels.Length;

    /// <summary>The digits, in the order of <see cref="Images"/>.</summary>
    public ReadOnlySpan<byte> Labels => _labels;

    /// <summary>One image a row, each pixel from 0 (paper) to 1 (ink).</summary>
    public Matrix Images => new(_pixels, Count, PixelsPerImage);

    /// <summary>Some of the digits.</summary>
    public DigitSet Range(int first, int count)
        => new(_pixels[(first * PixelsPerImage)..((first + count) * PixelsPerImage)], _labels[first..(first + count)]);

    /// <summary>Reads <c>NAME-images-idx3-ubyte.gz</c> and <c>NAME-labels-idx1-ubyte.gz</c> of a folder.</summary>
    /// <exception cref="InputException">A file is missing or corrupt, or the two do not belong together.</exception>
    public static DigitSet Load(string folder, string name)
    {
        var images = Read(folder, $"{name}-images-idx3-ubyte.gz", dimensions: 3);
        var labels = Read(folder, $"{name}-labels-idx1-ubyte.gz", dimensions: 1);
        if (labels.Values.Length != images.Shape[0])
        {
            var counts = $"{images.Shape[0]} images and {labels.Values.Length} labels";
            throw new InputException($"--data '{folder}' must have one label for each image, but its {name} files have {counts}.");
        }

        if (labels.Values.AsSpan().IndexOfAnyExceptInRange((byte)0, (byte)9) is >= 0 and var stray)
        {
            throw new InputException($"--data '{folder}' must have labels from 0 to 9, but its {name} file has {labels.Values[stray]}.");
        }

        var pixels = new float[images.Values.Length];
        TensorPrimitives.ConvertChecked<byte, float>(images.Values, pixels);
        TensorPrimitives.Divide(pixels, 255f, pixels);
        return new DigitSet(pixels, labels.Values);
    }

    private static IdxFile Read(string folder, string file, int dimensions)
    {
        try
        {
            return IdxFile.Read(Path.Combine(folder, file), dimensions);
        }
        catch (InvalidDataException corrupt)
        {
            throw new InputException($"--data '{folder}' must hold MNIST's files, but {file} is corrupt: {corrupt.Message}.");
        }
        catch (Exception missing) when (missing is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"--data '{folder}' must hold MNIST's files, but {file} cannot be read: {missing.Message.TrimEnd('.')}.");
        }
    }
}
