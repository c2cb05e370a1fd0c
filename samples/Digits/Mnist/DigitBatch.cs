using Digits.Model;

namespace Digits.Mnist;

/// <summary>The images of one mini-batch, gathered from wherever they lie in their set. Its buffers are used again for each batch.</summary>
/// <param name="digits">The set.</param>
/// <param name="capacity">The largest number of images in a batch.</param>
internal sealed class DigitBatch(DigitSet digits, int capacity)
{
    private readonly float[] _images = new float[capacity * digits.PixelsPerImage];
    private readonly byte[] _labels = new byte[capacity];
    private int _count;

    /// <summary>The images, one a row.</summary>
    public Matrix Images => new(_images, _count, digits.PixelsPerImage);

    /// <summary>The digits they show.</summary>
    public ReadOnlySpan<byte> Labels => _labels.AsSpan(0, _count);

    /// <summary>Takes the images of the next batch.</summary>
    /// <param name="indices">Their numbers in the set.</param>
    public void Gather(ReadOnlySpan<int> indices)
    {
        _count = indices.Length;
        for (var row = 0; row < indices.Length; row++)
        {
            digits.Images.Row(indices[row]).CopyTo(Images.Row(row));
            _labels[row] = digits.Labels[indices[row]];
        }
    }
}
