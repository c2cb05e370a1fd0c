namespace Descent.Training;

/// <summary>The batches of one epoch, for <c>foreach</c>. Made by <see cref="MiniBatches.Epoch"/>.</summary>
public readonly ref struct MiniBatchEpoch
{
    private readonly MiniBatches _batches;
    private readonly int _epoch;
    private readonly int _firstBatch;

    internal MiniBatchEpoch(MiniBatches batches, int epoch, int firstBatch) => (_batches, _epoch, _firstBatch) = (batches, epoch, firstBatch);

    /// <summary>Shuffles the samples and begins before the first batch. Allocates nothing.</summary>
    /// <returns>The enumerator.</returns>
    public MiniBatchEnumerator GetEnumerator() => new(_batches, _epoch, _firstBatch);
}
