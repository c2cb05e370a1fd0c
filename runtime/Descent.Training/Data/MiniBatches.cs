using Descent.CompilerServices;

namespace Descent.Training;

/// <summary>
/// Cuts the samples of a training set into mini-batches, in a new random order every epoch.
/// </summary>
/// <remarks>
/// The order of an epoch is a pure function of the seed and the epoch's number, the same on every platform: training that resumes at
/// (epoch, batch) sees exactly the batches it would have seen. It is a Fisher–Yates shuffle, every order equally likely up to the
/// 2⁶⁴ streams of a seed. Nothing is allocated after the constructor. One epoch at a time is in memory, and so one thread at a time may
/// enumerate.
/// </remarks>
/// <example>
/// <code>
/// var batches = new MiniBatches(count: 60_000, batchSize: 64, seed: 1);
/// for (var epoch = 0; epoch &lt; 10; epoch++)
/// {
///     foreach (var indices in batches.Epoch(epoch))
///     {
///         // indices: a ReadOnlySpan&lt;int&gt; of up to 64 sample numbers
///     }
/// }
/// </code>
/// </example>
public sealed class MiniBatches
{
    private readonly int[]? _subset;
    private readonly int[] _order;
    private int _shuffledEpoch = -1;

    /// <summary>Batches of the samples 0 to <paramref name="count"/> − 1.</summary>
    /// <param name="count">The number of samples, at least 1.</param>
    /// <param name="batchSize">The number of samples in a batch, at least 1.</param>
    /// <param name="seed">Any number.</param>
    /// <param name="lastBatch">What becomes of samples that do not fill a batch.</param>
    /// <param name="order">In which order an epoch goes through them.</param>
    /// <exception cref="ArgumentOutOfRangeException">
    /// <paramref name="count"/> or <paramref name="batchSize"/> is below 1, <paramref name="count"/> is greater than <see cref="Array.MaxLength"/>, <paramref name="lastBatch"/> or <paramref name="order"/> is not a
    /// member, or the only batch would be dropped.
    /// </exception>
    public MiniBatches(int count, int batchSize, ulong seed, LastBatch lastBatch = LastBatch.Keep, SampleOrder order = SampleOrder.Shuffled)
    {
        Check(count, batchSize, lastBatch);
        Order = Enum.IsDefined(order) ? order : throw Guard.NotAMember(order, nameof(order), string.Join(", ", Enum.GetNames<SampleOrder>()));
        (Count, BatchSize, Seed, LastBatch) = (count, batchSize, seed, lastBatch);
        BatchesPerEpoch = BatchCount(count, batchSize, lastBatch);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, Array.MaxLength);
        _order = new int[count];
        Arrange();
    }

    /// <summary>Batches of a part of the samples, such as a fold of a cross-validation.</summary>
    /// <param name="indices">The sample numbers, at least one, none negative; copied. A number may be there several times.</param>
    /// <param name="batchSize">The number of samples in a batch, at least 1.</param>
    /// <param name="seed">Any number.</param>
    /// <param name="lastBatch">What becomes of samples that do not fill a batch.</param>
    /// <param name="order">In which order an epoch goes through them.</param>
    /// <exception cref="ArgumentException">There is no index.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An index is negative, or as for the other constructor.</exception>
    public MiniBatches(ReadOnlySpan<int> indices, int batchSize, ulong seed, LastBatch lastBatch = LastBatch.Keep, SampleOrder order = SampleOrder.Shuffled)
        : this(Checked(indices).Length, batchSize, seed, lastBatch, order)
    {
        _subset = indices.ToArray();
        Arrange();
    }

    /// <summary>The number of samples.</summary>
    public int Count { get; }

    /// <summary>The number of samples in a batch; the last may have fewer.</summary>
    public int BatchSize { get; }

    /// <summary>The seed of all epochs.</summary>
    public ulong Seed { get; }

    /// <summary>What becomes of samples that do not fill a batch.</summary>
    public LastBatch LastBatch { get; }

    /// <summary>In which order an epoch goes through the samples.</summary>
    public SampleOrder Order { get; }

    /// <summary>The number of batches in an epoch.</summary>
    public int BatchesPerEpoch { get; }

    /// <summary>The batches of an epoch, for <c>foreach</c>.</summary>
    /// <param name="epoch">The epoch's number, from 0.</param>
    /// <param name="firstBatch">The batch to begin with, from 0 to <see cref="BatchesPerEpoch"/>, to resume inside an epoch.</param>
    /// <returns>Spans of sample numbers. They are valid until another epoch is enumerated.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="epoch"/> or <paramref name="firstBatch"/> is out of range.</exception>
    public MiniBatchEpoch Epoch(int epoch, int firstBatch = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(epoch);
        ArgumentOutOfRangeException.ThrowIfNegative(firstBatch);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(firstBatch, BatchesPerEpoch);
        return new(this, epoch, firstBatch);
    }

    /// <summary>Where training stands after a number of steps of one batch each.</summary>
    /// <param name="steps">The number of steps, at least 0.</param>
    /// <returns>The epoch and the batch that come next, as <see cref="Epoch"/> takes them.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="steps"/> is negative or beyond epoch <see cref="int.MaxValue"/>.</exception>
    public (int Epoch, int Batch) PositionAfter(long steps)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(steps);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(steps, ((long)int.MaxValue * BatchesPerEpoch) + BatchesPerEpoch - 1);
        var (epoch, batch) = Math.DivRem(steps, BatchesPerEpoch);
        return ((int)epoch, (int)batch);
    }

    internal static void Check(int count, int batchSize, LastBatch lastBatch)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(batchSize, 1);
        if (!Enum.IsDefined(lastBatch))
        {
            throw Guard.NotAMember(lastBatch, nameof(lastBatch), string.Join(", ", Enum.GetNames<LastBatch>()));
        }

        if (lastBatch == LastBatch.Drop && batchSize > count)
        {
            throw new ArgumentOutOfRangeException(
                nameof(batchSize), batchSize, $"batchSize must be at most the number of samples, {count}, where the last batch is dropped: there would be no batch.");
        }
    }

    internal static int BatchCount(int count, int batchSize, LastBatch lastBatch)
        => (count / batchSize) + (lastBatch == LastBatch.Keep && count % batchSize != 0 ? 1 : 0);

    /// <summary>Puts the order of an epoch in memory, unless it is there.</summary>
    internal void Prepare(int epoch)
    {
        if (Order == SampleOrder.AsGiven || _shuffledEpoch == epoch)
        {
            return;
        }

        Arrange();
        var random = new Xoshiro256(Seed, (ulong)epoch);
        for (var last = _order.Length - 1; last > 0; last--)
        {
            var other = random.NextIndex(last + 1);
            (_order[last], _order[other]) = (_order[other], _order[last]);
        }

        _shuffledEpoch = epoch;
    }

    internal ReadOnlySpan<int> Batch(int epoch, int batch)
    {
        if (Order == SampleOrder.Shuffled && _shuffledEpoch != epoch)
        {
            throw new InvalidOperationException(
                $"Epoch {_shuffledEpoch} was enumerated while epoch {epoch} was: one epoch at a time is in memory. Take a MiniBatches for each.");
        }

        var start = batch * BatchSize;
        return _order.AsSpan(start, Math.Min(BatchSize, Count - start));
    }

    private static ReadOnlySpan<int> Checked(ReadOnlySpan<int> indices)
    {
        if (indices.IsEmpty)
        {
            throw new ArgumentException("There are 0 indices; at least 1 is needed.", nameof(indices));
        }

        foreach (var index in indices)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(index, nameof(indices));
        }

        return indices;
    }

    /// <summary>The order before shuffling, so that an epoch does not depend on the one before.</summary>
    private void Arrange()
    {
        if (_subset is not null)
        {
            _subset.CopyTo(_order, 0);
            return;
        }

        for (var i = 0; i < _order.Length; i++)
        {
            _order[i] = i;
        }
    }
}
