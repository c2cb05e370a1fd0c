using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace Descent.CompilerServices;

/// <summary>
/// The totals of one tensor's reductions while a step is under way. Each chunk of <see cref="Reduction.ChunkLength"/> weights, or each row
/// where the rule names rows, leaves its total in a place of its own, and these are combined by one tree: whichever thread ran a part, and
/// whenever, the bits are the same. Not meant to be used by hand.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class ReductionTotals
{
    private const int Padding = CacheLine.Size / sizeof(double);

    private readonly int _parts;
    private readonly int _partLength;
    private readonly ColumnTotals? _columns;
    private readonly ReductionKind[] _kinds;
    private readonly bool[] _hasTerms;
    private readonly double[] _partials;
    private readonly double[] _totals;

    /// <summary>Makes room for the reductions of a tensor.</summary>
    /// <param name="length">The number of weights.</param>
    /// <param name="reductions">The number of reductions in a step.</param>
    /// <param name="shape">The rows and columns, if the rule names them.</param>
    internal ReductionTotals(int length, int reductions, MatrixShape? shape = null)
    {
        _partLength = shape is { } matrix ? Math.Max(1, matrix.Columns) : Reduction.ChunkLength;
        _parts = (int)(((long)length + _partLength - 1) / _partLength);
        _columns = shape is { } columns ? new(columns, reductions) : null;
        _kinds = new ReductionKind[reductions];
        _hasTerms = new bool[reductions];

        // Loops over rows read whole vectors, the last of which goes beyond the last row.
        _partials = new double[checked((_parts * reductions) + Padding)];
        _totals = new double[reductions];
    }

    /// <summary>The number of reductions.</summary>
    public int Count => _totals.Length;

    /// <summary>A total, once all parts have left theirs and <see cref="Combine"/> was called.</summary>
    /// <param name="reduction">The number of the reduction.</param>
    public double this[int reduction] => _totals[reduction];

    /// <summary>What a reduction does with its terms.</summary>
    /// <param name="reduction">The number of the reduction.</param>
    /// <returns>The kind, once a part has left its total.</returns>
    public ReductionKind KindOf(int reduction) => _kinds[reduction];

    /// <summary>The total of one row, once the row has left it.</summary>
    /// <param name="reduction">The number of the reduction.</param>
    /// <param name="row">The row.</param>
    /// <returns>The total over the row.</returns>
    public double OfRow(int reduction, int row) => _partials[(reduction * _parts) + row];

    /// <summary>Where the totals of the rows lie, one after the other, once the rows have left them.</summary>
    /// <param name="reduction">The number of the reduction.</param>
    /// <returns>The total over the first row, from which whole vectors may be read.</returns>
    public ref readonly double FirstOfRows(int reduction) => ref _partials[reduction * _parts];

    /// <summary>Where the totals of the columns lie, one after the other, once all rows have left their terms and <see cref="Combine"/> was called.</summary>
    /// <param name="reduction">The number of the reduction.</param>
    /// <returns>The total over the first column, from which whole vectors may be read; 0 where there were no rows, as all others.</returns>
    public ref readonly double FirstOfColumns(int reduction) => ref _columns!.First(reduction);

    /// <summary>The total of one column, once all rows have left their terms and <see cref="Combine"/> was called.</summary>
    /// <param name="reduction">The number of the reduction.</param>
    /// <param name="column">The column.</param>
    /// <returns>The total over the column.</returns>
    public double OfColumn(int reduction, int column) => _columns![reduction, column];

    /// <summary>Where the totals of a band's columns go, from wherever they come.</summary>
    internal Span<double> ColumnsOf(int reduction, ReductionKind kind, int band)
    {
        (_kinds[reduction], _hasTerms[reduction]) = (kind, true);
        return _columns!.BandOf(reduction, kind, band);
    }

    /// <summary>Keeps the total of one chunk, or row.</summary>
    /// <param name="reduction">The number of the reduction.</param>
    /// <param name="kind">What it does with its terms.</param>
    /// <param name="start">Where it begins.</param>
    /// <param name="total">The total of its terms.</param>
    public void Record(int reduction, ReductionKind kind, int start, double total) => RecordRow(reduction, kind, start / _partLength, total);

    /// <summary>Keeps the total of one row, or of a chunk, by its number.</summary>
    /// <param name="reduction">The number of the reduction.</param>
    /// <param name="kind">What it does with its terms.</param>
    /// <param name="row">The number of the row.</param>
    /// <param name="total">The total of its terms.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void RecordRow(int reduction, ReductionKind kind, int row, double total)
    {
        // Whoever comes first writes; that the others only read spares them the line of the cache.
        if (_kinds[reduction] != kind)
        {
            _kinds[reduction] = kind;
        }

        if (!_hasTerms[reduction])
        {
            _hasTerms[reduction] = true;
        }

        _partials[(reduction * _parts) + row] = total;
    }

    /// <summary>The totals of the parts over columns, if the rule names rows or columns.</summary>
    internal ColumnTotals? OfColumns => _columns;

    /// <summary>Whether a part has left its total since this was asked last.</summary>
    internal bool TakeHasTerms(int reduction)
    {
        var has = _hasTerms[reduction];
        _hasTerms[reduction] = false;
        return has;
    }

    /// <summary>How many parts so many weights have.</summary>
    internal int CountParts(int length) => (int)(((long)length + _partLength - 1) / _partLength);

    /// <summary>What the parts left.</summary>
    internal ReadOnlySpan<double> PartsOf(int reduction) => _partials.AsSpan(reduction * _parts, _parts);

    /// <summary>Combines the totals of the parts of a whole tensor, of which those that are kept here are some.</summary>
    internal void CombineWhole(int reduction, ReductionKind kind, ReadOnlySpan<double> parts)
    {
        _kinds[reduction] = kind;
        _totals[reduction] = ReductionTree.Combine(kind, parts);
    }

    /// <summary>Takes totals that were combined elsewhere.</summary>
    internal void Set(ReadOnlySpan<double> totals) => totals.CopyTo(_totals);

    /// <summary>Combines the totals of the parts of what has had terms since. None may be under way.</summary>
    public void Combine()
    {
        for (var reduction = 0; reduction < _totals.Length; reduction++)
        {
            if (!TakeHasTerms(reduction))
            {
                continue;
            }

            _totals[reduction] = ReductionTree.Combine(_kinds[reduction], _partials.AsSpan(reduction * _parts, _parts));
        }

        _columns?.Combine();
    }
}
