using Digits.Model;

namespace Digits.Mnist;

/// <summary>Deals the training images out in mini-batches, shuffled anew in every epoch. Its buffers are used again for each batch.</summary>
internal sealed class MiniBatches
{
    private readonly DigitSet _digits;
    private readonly Random _random;
    private readonly int _size;
    private readonly int[] _order;
    private readonly float[] _images;
    private readonly byte[] _labels;
    private int _dealt;
    private int _inBatch;

    public MiniBatches(DigitSet digits, int size, Random random)
    {
        _digits = digits;
        _size = size;
        _random = random;
        _order = [.. Enumerable.Range(0, digits.Count)];
        _images = new float[size * digits.PixelsPerImage];
        _labels = new byte[size];
    }

    /// <summary>How many mini-batches an epoch has. The last may be smaller than the others.</summary>
    public int PerEpoch => (_digits.Count + _size - 1) / _size;

    /// <summary>The images of the present mini-batch, one a row.</summary>
    public Matrix Images => new(_images, _inBatch, _digits.PixelsPerImage);

    /// <summary>The digits they show.</summary>
    public ReadOnlySpan<byte> Labels => _labels.AsSpan(0, _inBatch);

    /// <summary>Shuffles all images for another epoch.</summary>
    public void Shuffle()
    {
        _random.Shuffle(_order);
        _dealt = 0;
    }

    /// <summary>Deals the next mini-batch of this epoch.</summary>
    /// <returns>Whether there was one.</returns>
    public bool MoveNext()
    {
        _inBatch = Math.Min(_size, _order.Length - _dealt);
        for (var row = 0; row < _inBatch; row++)
        {
            var image = _order[_dealt + row];
            _digits.Images.Row(image).CopyTo(Images.Row(row));
            _labels[row] = _digits.Labels[image];
        }

        _dealt += _inBatch;
        return _inBatch > 0;
    }
}
