using System.ComponentModel;

namespace Descent.CompilerServices;

/// <summary>
/// The totals of one tensor's reductions while a step is under way. Each chunk of <see cref="Reduction.ChunkLength"/> weights leaves its
/// partial total in a place of its own, and the partial totals are combined by one tree: whichever thread ran a chunk, and whenever, the bits
/// are the same. Not meant to be used by hand.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class ReductionTotals
{
    private readonly int _chunks;
    private readonly ReductionKind[] _kinds;
    private readonly double[] _partials;
    private readonly double[] _totals;

    /// <summary>Makes room for the reductions of a tensor.</summary>
    /// <param name="length">The number of weights.</param>
    /// <param name="reductions">The number of reductions in a step.</param>
    public ReductionTotals(int length, int reductions)
    {
        _chunks = Reduction.CountChunks(length);
        _kinds = new ReductionKind[reductions];
        _partials = new double[checked(_chunks * reductions)];
        _totals = new double[reductions];
    }

    /// <summary>The number of reductions.</summary>
    public int Count => _totals.Length;

    /// <summary>A total, once all chunks have left theirs and <see cref="Combine"/> was called.</summary>
    /// <param name="reduction">The number of the reduction.</param>
    public double this[int reduction] => _totals[reduction];

    /// <summary>What a reduction does with its terms.</summary>
    /// <param name="reduction">The number of the reduction.</param>
    /// <returns>The kind, once a chunk has left its total.</returns>
    public ReductionKind KindOf(int reduction) => _kinds[reduction];

    /// <summary>Keeps the total of one chunk.</summary>
    /// <param name="reduction">The number of the reduction.</param>
    /// <param name="kind">What it does with its terms.</param>
    /// <param name="start">Where the chunk begins.</param>
    /// <param name="total">The total of its terms.</param>
    public void Record(int reduction, ReductionKind kind, int start, double total)
    {
        _kinds[reduction] = kind;
        _partials[(reduction * _chunks) + (start / Reduction.ChunkLength)] = total;
    }

    /// <summary>Combines the totals of the chunks. No chunk may be under way.</summary>
    public void Combine()
    {
        for (var reduction = 0; reduction < _totals.Length; reduction++)
        {
            _totals[reduction] = ReductionTree.Combine(_kinds[reduction], _partials.AsSpan(reduction * _chunks, _chunks));
        }
    }
}
