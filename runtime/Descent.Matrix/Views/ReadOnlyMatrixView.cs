using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Numerics;

namespace Descent.Matrices;

/// <summary>
/// A matrix to be read: a view of values that lie row by row in memory, or the transpose of one, which moves nothing.
/// </summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
public readonly ref struct ReadOnlyMatrixView<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Views values as a matrix.</summary>
    /// <param name="values">The values, row by row.</param>
    /// <param name="rows">The number of rows, at least 1.</param>
    /// <param name="columns">The number of columns, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="rows"/> or <paramref name="columns"/> is less than 1.</exception>
    /// <exception cref="ArgumentException"><paramref name="values"/> are not rows × columns.</exception>
    /// <exception cref="NotSupportedException"><typeparamref name="T"/> is neither <see cref="float"/> nor <see cref="double"/>.</exception>
    public ReadOnlyMatrixView(ReadOnlySpan<T> values, int rows, int columns)
        : this(values, rows, columns, isTransposed: false) => Shapes.Require<T>(values.Length, nameof(values), rows, columns);

    /// <summary>A view whose memory is known to fit; also that of no memory, which what takes a matrix then names.</summary>
    internal ReadOnlyMatrixView(ReadOnlySpan<T> values, int rows, int columns, bool isTransposed)
    {
        Values = values;
        (Rows, Columns, IsTransposed) = (rows, columns, isTransposed);
    }

    /// <summary>The number of rows.</summary>
    public int Rows { get; }

    /// <summary>The number of columns.</summary>
    public int Columns { get; }

    /// <summary>Whether the values lie column by column, as those of a transpose do.</summary>
    public bool IsTransposed { get; }

    /// <summary>All values, row by row, or column by column if <see cref="IsTransposed"/>.</summary>
    public ReadOnlySpan<T> Values { get; }

    /// <summary>The transpose: the same memory, with rows for columns.</summary>
    [SuppressMessage("Design", "CA1721", Justification = "Nothing here is called GetTransposed.")]
    public ReadOnlyMatrixView<T> Transposed => new(Values, Columns, Rows, !IsTransposed);

    /// <summary>An element.</summary>
    /// <param name="row">The row, from 0 to <see cref="Rows"/> − 1.</param>
    /// <param name="column">The column, from 0 to <see cref="Columns"/> − 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The matrix has no such row or column.</exception>
    public T this[int row, int column]
    {
        get
        {
            Shapes.RequireIndex(row, Rows, nameof(row));
            Shapes.RequireIndex(column, Columns, nameof(column));
            return Values[(row * RowStride) + (column * ColumnStride)];
        }
    }

    /// <summary>How many values further the next row is.</summary>
    internal int RowStride => IsTransposed ? 1 : Columns;

    /// <summary>How many values further the next column is.</summary>
    internal int ColumnStride => IsTransposed ? Rows : 1;

    /// <summary>Its size, as in <c>3 × 4</c>.</summary>
    /// <returns>The text, in invariant culture.</returns>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Rows} × {Columns}");
}
