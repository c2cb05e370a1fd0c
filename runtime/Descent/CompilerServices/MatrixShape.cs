using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;

namespace Descent.CompilerServices;

/// <summary>
/// A tensor as the rows and columns that a rule names: its first axis against the rest, a vector as one row. Its rows are walked in bands, which
/// know neither threads nor vectors: at most <see cref="MaxBands"/> of them, each of at least a chunk of weights. Not meant to be used by hand.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
[SuppressMessage("Performance", "CA1815", Justification = "Nobody compares shapes.")]
public readonly struct MatrixShape
{
    /// <summary>As many bands as the tree of all reductions has columns, so that their totals are one row of it.</summary>
    internal const int MaxBands = 32;

    /// <summary>A matrix.</summary>
    /// <param name="rows">How many rows it has.</param>
    /// <param name="columns">How many columns.</param>
    /// <param name="length">How many weights there are.</param>
    /// <exception cref="ArgumentException">There are not as many weights as rows times columns.</exception>
    public MatrixShape(int rows, int columns, int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        ArgumentOutOfRangeException.ThrowIfNegative(columns);
        if ((long)rows * columns != length)
        {
            throw new ArgumentException($"There are {length} weights, which are not {rows} rows of {columns}.", nameof(rows));
        }

        (Rows, Columns, WholeRows, WholeColumns) = (rows, columns, rows, columns);
        (RowsAtOnce, RowsOfBand) = Walk(rows, columns);
    }

    /// <summary>A range of the rows of a whole matrix: its bands are those of the whole.</summary>
    internal MatrixShape(int rows, MatrixShape whole)
        : this(rows, whole.Columns, whole)
    {
    }

    /// <summary>Nothing of a whole matrix, not even what there is one of for each column.</summary>
    internal static MatrixShape NothingOf(MatrixShape whole) => new(0, 0, whole);

    private MatrixShape(int rows, int columns, MatrixShape whole)
    {
        (Rows, Columns, WholeRows, WholeColumns) = (rows, columns, whole.Rows, whole.Columns);
        (RowsAtOnce, RowsOfBand) = (whole.RowsAtOnce, whole.RowsOfBand);
    }

    /// <summary>How many rows there are.</summary>
    public int Rows { get; }

    /// <summary>How many columns.</summary>
    public int Columns { get; }

    /// <summary>How many rows the whole matrix has of which these are some.</summary>
    internal int WholeRows { get; }

    /// <summary>How many columns it has.</summary>
    internal int WholeColumns { get; }

    /// <summary>How many rows are walked at a time: a chunk of weights, or one row.</summary>
    internal int RowsAtOnce { get; }

    /// <summary>How many rows a band has: what one thread takes at least, and so a multiple of what is walked, stored in blocks and counted at a time.</summary>
    internal int RowsOfBand { get; }

    /// <summary>How many bands there are.</summary>
    internal int Bands => (Rows + RowsOfBand - 1) / RowsOfBand;

    private static (int AtOnce, int OfBand) Walk(int wholeRows, int columns)
    {
        var atOnce = Math.Max(1, Reduction.ChunkLength / Math.Max(1, columns));
        var share = (wholeRows / MaxBands) + (wholeRows % MaxBands > 0 ? 1 : 0);
        return (atOnce, Math.Max(1, (share / atOnce) + (share % atOnce > 0 ? 1 : 0)) * atOnce);
    }
}
