namespace Descent.Training;

/// <summary>The ranges of one epoch, for <c>foreach</c>. Made by <see cref="MiniBatchRanges.Epoch"/>.</summary>
public readonly ref struct MiniBatchRangeEpoch
{
    private readonly MiniBatchRanges _ranges;
    private readonly MiniBatchEpoch _order;

    internal MiniBatchRangeEpoch(MiniBatchRanges ranges, MiniBatchEpoch order)
    {
        _ranges = ranges;
        _order = order;
    }

    /// <summary>Shuffles the ranges and begins before the first. Allocates nothing.</summary>
    /// <returns>The enumerator.</returns>
    public MiniBatchRangeEnumerator GetEnumerator() => new(_ranges, _order.GetEnumerator());
}
