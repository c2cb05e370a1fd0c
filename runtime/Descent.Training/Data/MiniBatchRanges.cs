namespace Descent.Training;

/// <summary>
/// Cuts samples that lie one after the other in memory into ranges of neighbours, and takes the ranges in a new random order every
/// epoch: a batch is a slice, and nothing is gathered. Shuffle the samples themselves once before, because neighbours stay together.
/// </summary>
/// <remarks>As for <see cref="MiniBatches"/>, the order of an epoch is a pure function of the seed and the epoch's number.</remarks>
/// <example><code>foreach (var range in ranges.Epoch(epoch)) { var batch = samples[range]; … }</code></example>
public sealed class MiniBatchRanges
{
    private readonly MiniBatches _order;

    /// <summary>Ranges of the samples 0 to <paramref name="count"/> − 1.</summary>
    /// <param name="count">The number of samples, at least 1.</param>
    /// <param name="batchSize">The number of samples in a range, at least 1.</param>
    /// <param name="seed">Any number.</param>
    /// <param name="lastBatch">
    /// What becomes of the samples at the end that do not fill a range. Dropped, they are the same in every epoch, for ranges do not move.
    /// </param>
    /// <param name="order">In which order an epoch goes through the ranges.</param>
    /// <inheritdoc cref="MiniBatches(int, int, ulong, LastBatch, SampleOrder)" path="/exception"/>
    public MiniBatchRanges(int count, int batchSize, ulong seed, LastBatch lastBatch = LastBatch.Keep, SampleOrder order = SampleOrder.Shuffled)
    {
        MiniBatches.Check(count, batchSize, lastBatch);
        (Count, BatchSize, LastBatch) = (count, batchSize, lastBatch);
        _order = new(MiniBatches.BatchCount(count, batchSize, lastBatch), 1, seed, LastBatch.Keep, order);
    }

    /// <summary>The number of samples.</summary>
    public int Count { get; }

    /// <summary>The number of samples in a range; the last may have fewer.</summary>
    public int BatchSize { get; }

    /// <summary>The seed of all epochs.</summary>
    public ulong Seed => _order.Seed;

    /// <summary>What becomes of samples that do not fill a range.</summary>
    public LastBatch LastBatch { get; }

    /// <summary>In which order an epoch goes through the ranges.</summary>
    public SampleOrder Order => _order.Order;

    /// <summary>The number of ranges in an epoch.</summary>
    public int BatchesPerEpoch => _order.BatchesPerEpoch;

    /// <summary>The ranges of an epoch, for <c>foreach</c>.</summary>
    /// <param name="epoch">The epoch's number, from 0.</param>
    /// <param name="firstBatch">The range to begin with, from 0 to <see cref="BatchesPerEpoch"/>, to resume inside an epoch.</param>
    /// <returns>The ranges.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="epoch"/> or <paramref name="firstBatch"/> is out of range.</exception>
    public MiniBatchRangeEpoch Epoch(int epoch, int firstBatch = 0) => new(this, _order.Epoch(epoch, firstBatch));

    /// <inheritdoc cref="MiniBatches.PositionAfter"/>
    public (int Epoch, int Batch) PositionAfter(long steps) => _order.PositionAfter(steps);

    internal Range RangeOf(int batch) => (batch * BatchSize)..Math.Min(Count, (int)Math.Min(((long)batch + 1) * BatchSize, int.MaxValue));
}
