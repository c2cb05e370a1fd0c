using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Numerics;

namespace Descent.Matrices;

/// <summary>A matrix to be read and written: a view of values that lie row by row in memory.</summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
[SuppressMessage("Usage", "CA2225", Justification = "AsReadOnly is the conversion's name.")]
public readonly ref struct MatrixView<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Views values as a matrix.</summary>
    /// <param name="values">The values, row by row.</param>
    /// <param name="rows">The number of rows, at least 1.</param>
    /// <param name="columns">The number of columns, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="rows"/> or <paramref name="columns"/> is less than 1.</exception>
    /// <exception cref="ArgumentException"><paramref name="values"/> are not rows × columns.</exception>
    /// <exception cref="NotSupportedException"><typeparamref name="T"/> is neither <see cref="float"/> nor <see cref="double"/>.</exception>
    public MatrixView(Span<T> values, int rows, int columns)
    {
        Shapes.Require<T>(values.Length, nameof(values), rows, columns);
        Values = values;
        (Rows, Columns) = (rows, columns);
    }

    /// <summary>The number of rows.</summary>
    public int Rows { get; }

    /// <summary>The number of columns.</summary>
    public int Columns { get; }

    /// <summary>All values, row by row.</summary>
    public Span<T> Values { get; }

    /// <summary>The transpose, to be read: the same memory, with rows for columns.</summary>
    public ReadOnlyMatrixView<T> Transposed => AsReadOnly().Transposed;

    /// <summary>An element.</summary>
    /// <param name="row">The row, from 0 to <see cref="Rows"/> − 1.</param>
    /// <param name="column">The column, from 0 to <see cref="Columns"/> − 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The matrix has no such row or column.</exception>
    public ref T this[int row, int column]
    {
        get
        {
            Shapes.RequireIndex(row, Rows, nameof(row));
            Shapes.RequireIndex(column, Columns, nameof(column));
            return ref Values[(row * Columns) + column];
        }
    }

    /// <summary>The matrix, to be read.</summary>
    /// <param name="matrix">The matrix.</param>
    public static implicit operator ReadOnlyMatrixView<T>(MatrixView<T> matrix) => matrix.AsReadOnly();

    /// <summary>The matrix, to be read.</summary>
    /// <returns>A view of the same memory.</returns>
    public ReadOnlyMatrixView<T> AsReadOnly() => new(Values, Rows, Columns, isTransposed: false);

    /// <summary>The values of a row.</summary>
    /// <param name="row">The row, from 0 to <see cref="Rows"/> − 1.</param>
    /// <returns>The values.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The matrix has no such row.</exception>
    public Span<T> Row(int row)
    {
        Shapes.RequireIndex(row, Rows, nameof(row));
        return Values.Slice(row * Columns, Columns);
    }

    /// <summary>Its size, as in <c>3 × 4</c>.</summary>
    /// <returns>The text, in invariant culture.</returns>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Rows} × {Columns}");
}
