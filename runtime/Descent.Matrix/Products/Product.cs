using System.Numerics;

namespace Descent.Matrices;

/// <summary>A product of two matrices whose memory is pinned: result = scale (left × right) + addend's scale × addend.</summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
internal readonly unsafe struct Product<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public required Operand<T> Left { get; init; }

    public required Operand<T> Right { get; init; }

    /// <summary>Where the result goes, row by row.</summary>
    public required T* Result { get; init; }

    /// <summary>What is added, row by row; null for nothing.</summary>
    public required T* Addend { get; init; }

    public required int Rows { get; init; }

    public required int Columns { get; init; }

    /// <summary>The number of terms of each element.</summary>
    public required int Depth { get; init; }

    public required T Scale { get; init; }

    public required T AddendScale { get; init; }

    /// <summary>Whether the elements below the diagonal are also those above it.</summary>
    public required bool IsSymmetric { get; init; }
}

/// <summary>A factor: an element is <c>First[row * RowStride + column * ColumnStride]</c>, and one of the strides is 1.</summary>
internal readonly unsafe struct Operand<T>(T* first, nint rowStride, nint columnStride)
    where T : unmanaged
{
    public T* First { get; } = first;

    public nint RowStride { get; } = rowStride;

    public nint ColumnStride { get; } = columnStride;

    /// <summary>Where an element is.</summary>
    public T* At(int row, int column) => First + (row * RowStride) + (column * ColumnStride);
}
