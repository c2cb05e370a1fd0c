namespace Descent.Training;

/// <summary>Goes through the batches of an epoch. Made by <see cref="MiniBatchEpoch.GetEnumerator"/>.</summary>
public ref struct MiniBatchEnumerator
{
    private readonly MiniBatches _batches;
    private readonly int _epoch;
    private int _next;

    internal MiniBatchEnumerator(MiniBatches batches, int epoch, int firstBatch)
    {
        (_batches, _epoch, _next) = (batches, epoch, firstBatch);
        batches.Prepare(epoch);
    }

    /// <summary>The sample numbers of this batch, valid until another epoch is enumerated.</summary>
    public ReadOnlySpan<int> Current { get; private set; }

    /// <summary>Goes to the next batch.</summary>
    /// <returns>Whether there is one.</returns>
    /// <exception cref="InvalidOperationException">Another epoch of the same <see cref="MiniBatches"/> was enumerated meanwhile.</exception>
    public bool MoveNext()
    {
        if (_next == _batches.BatchesPerEpoch)
        {
            Current = default;
            return false;
        }

        Current = _batches.Batch(_epoch, _next++);
        return true;
    }
}
