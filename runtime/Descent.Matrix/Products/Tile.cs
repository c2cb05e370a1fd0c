using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Descent.CompilerServices;

namespace Descent.Matrices;

/// <summary>
/// A part of a product's result, whose sums lie in panels: the values of a panel's rows one after the other. Of a symmetric result only
/// what is on or below the diagonal is computed.
/// </summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
internal readonly unsafe ref struct Tile<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The most rows and columns: a multiple of the kernel's rows and of every panel.</summary>
    public const int Side = 192;

    private readonly ref readonly Product<T> _product;

    public Tile(int row, int column, ref readonly Product<T> product)
    {
        _product = ref product;
        (Row, Column) = (row, column);
        (Rows, Columns) = (Math.Min(Side, product.Rows - row), Math.Min(Side, product.Columns - column));
    }

    /// <summary>Its first row of the result.</summary>
    public int Row { get; }

    /// <summary>Its first column of the result.</summary>
    public int Column { get; }

    public int Rows { get; }

    public int Columns { get; }

    private bool IsOnDiagonal => _product.IsSymmetric && Row == Column;

    /// <summary>Where the sum of a row and the first column of a panel is.</summary>
    public static int Place(int row, int column, int panel) => (column * Side) + (row * panel);

    /// <summary>The first row of a panel that is computed, a multiple of some number of rows.</summary>
    public int FirstRowOf(int column, int multiple) => IsOnDiagonal ? column / multiple * multiple : 0;

    /// <summary>Asks for what <see cref="Finish"/> will read and write of some rows of a panel, so that it is there once their last terms are added.</summary>
    public void AskAhead(int row, int column, int rows, int panel)
    {
        for (var end = Math.Min(row + rows, Rows); row < end; row++)
        {
            Ask(Values(_product.Result, row, column, panel));
            if (_product.Addend != null && _product.Addend != _product.Result)
            {
                Ask(Values(_product.Addend, row, column, panel));
            }
        }

        static void Ask(Span<T> values) => CacheHints.Range(ref Unsafe.As<T, byte>(ref MemoryMarshal.GetReference(values)), values.Length * sizeof(T));
    }

    /// <summary>Reads the sums of earlier terms.</summary>
    public void Load(T* partial, T* sums, int panel)
    {
        for (var row = 0; row < Rows; row++)
        {
            for (var column = 0; column < ColumnsOf(row); column += panel)
            {
                Values(partial, row, column, panel).CopyTo(new(sums + Place(row, column, panel), panel));
            }
        }
    }

    /// <summary>Writes the sums so far.</summary>
    public void Save(T* sums, T* partial, int panel)
    {
        for (var row = 0; row < Rows; row++)
        {
            for (var column = 0; column < ColumnsOf(row); column += panel)
            {
                var values = Values(partial, row, column, panel);
                new ReadOnlySpan<T>(sums + Place(row, column, panel), values.Length).CopyTo(values);
            }
        }
    }

    /// <summary>Scales the sums, adds the addend and writes the result.</summary>
    public void Finish(T* sums, int panel)
    {
        for (var row = 0; row < Rows; row++)
        {
            for (var column = 0; column < ColumnsOf(row); column += panel)
            {
                var values = Values(_product.Result, row, column, panel);
                var total = new Span<T>(sums + Place(row, column, panel), values.Length);
                if (_product.Addend != null)
                {
                    RowArithmetic.ScaleAndAdd(total, _product.Scale, Values(_product.Addend, row, column, panel), _product.AddendScale);
                }
                else if (_product.Scale != T.One)
                {
                    RowArithmetic.Scale(total, _product.Scale);
                }

                total.CopyTo(values);
            }
        }

        if (_product.IsSymmetric)
        {
            Mirror(sums, panel);
        }
    }

    /// <summary>Writes what is below the diagonal to its place above it.</summary>
    private void Mirror(T* sums, int panel)
    {
        for (var column = 0; column < Columns; column += panel)
        {
            var result = _product.Result + ((nint)(Column + column) * _product.Columns) + Row;
            var columns = Math.Min(panel, Columns - column);
            if (!IsOnDiagonal)
            {
                Transposition.Copy(sums + Place(0, column, panel), panel, result, _product.Columns, Rows, columns);
                continue;
            }

            for (var index = 0; index < columns; index++)
            {
                for (var row = column + index + 1; row < Rows; row++)
                {
                    result[((nint)index * _product.Columns) + row] = sums[Place(row, column, panel) + index];
                }
            }
        }
    }

    /// <summary>How many columns of a row are computed, but for what is left of the last one's panel.</summary>
    private int ColumnsOf(int row) => IsOnDiagonal ? Math.Min(Columns, row + 1) : Columns;

    /// <summary>The values of one row of a panel in a matrix of the result's shape.</summary>
    private Span<T> Values(T* matrix, int row, int column, int panel)
        => new(matrix + ((nint)(Row + row) * _product.Columns) + Column + column, Math.Min(panel, Columns - column));
}
