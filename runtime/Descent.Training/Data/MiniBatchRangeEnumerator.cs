namespace Descent.Training;

/// <summary>Goes through the ranges of an epoch. Made by <see cref="MiniBatchRangeEpoch.GetEnumerator"/>.</summary>
public ref struct MiniBatchRangeEnumerator
{
    private readonly MiniBatchRanges _ranges;
    private MiniBatchEnumerator _order;

    internal MiniBatchRangeEnumerator(MiniBatchRanges ranges, MiniBatchEnumerator order)
    {
        _ranges = ranges;
        _order = order;
    }

    /// <summary>The samples of this batch, from first to last.</summary>
    public Range Current { get; private set; }

    /// <summary>Goes to the next range.</summary>
    /// <returns>Whether there is one.</returns>
    /// <exception cref="InvalidOperationException">Another epoch of the same <see cref="MiniBatchRanges"/> was enumerated meanwhile.</exception>
    public bool MoveNext()
    {
        if (!_order.MoveNext())
        {
            return false;
        }

        Current = _ranges.RangeOf(_order.Current[0]);
        return true;
    }
}
