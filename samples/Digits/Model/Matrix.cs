namespace Digits.Model;

/// <summary>A view of memory as a matrix, row after row. Its transpose is another view of the same numbers.</summary>
internal readonly struct Matrix
{
    private readonly Memory<float> _values;

    /// <summary>Views the first <paramref name="rows"/> × <paramref name="columns"/> values.</summary>
    public Matrix(Memory<float> values, int rows, int columns)
        : this(values[..(rows * columns)], rows, columns, rowStride: columns, columnStride: 1)
    {
    }

    private Matrix(Memory<float> values, int rows, int columns, int rowStride, int columnStride)
    {
        _values = values;
        Rows = rows;
        Columns = columns;
        RowStride = rowStride;
        ColumnStride = columnStride;
    }

    public int Rows { get; }

    public int Columns { get; }

    /// <summary>How far apart in memory an element and the one below it are.</summary>
    public int RowStride { get; }

    /// <summary>How far apart in memory an element and the one to its right are.</summary>
    public int ColumnStride { get; }

    /// <summary>The same numbers with rows and columns exchanged; nothing is copied.</summary>
    public Matrix Transposed => new(_values, Columns, Rows, ColumnStride, RowStride);

    /// <summary>All elements, in the order in which they lie in memory.</summary>
    public Span<float> Values => _values.Span;

    /// <summary>One row of a matrix that is not transposed.</summary>
    public Span<float> Row(int row) => _values.Span.Slice(row * RowStride, Columns);

    /// <summary>Some successive rows of a matrix that is not transposed.</summary>
    public Matrix RowRange(int first, int count) => new(_values[(first * RowStride)..], count, Columns);
}
