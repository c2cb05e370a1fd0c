using System.Globalization;
using System.Numerics;

namespace Descent.Matrices;

/// <summary>Says what is wrong with a matrix that does not fit.</summary>
internal static class Shapes
{
    public static void Require<T>(int length, string name, int rows, int columns)
    {
        if (typeof(T) != typeof(float) && typeof(T) != typeof(double))
        {
            throw new NotSupportedException($"A matrix is of float or double, not of {typeof(T).Name}.");
        }

        RequireAtLeast(rows, 1, nameof(rows));
        RequireAtLeast(columns, 1, nameof(columns));
        if (length != (long)rows * columns)
        {
            throw new ArgumentException(Text($"A matrix of {rows} × {columns} has {(long)rows * columns} values; there are {length}."), name);
        }
    }

    public static void RequireAtLeast(int value, int least, string name)
    {
        if (value < least)
        {
            throw new ArgumentOutOfRangeException(name, value, Text($"{name} must be at least {least}."));
        }
    }

    public static void RequireIndex(int index, int count, string name)
    {
        if ((uint)index >= (uint)count)
        {
            throw new ArgumentOutOfRangeException(name, index, Text($"{name} must be from 0 to {count - 1}."));
        }
    }

    public static void Require<T>(ReadOnlyMatrixView<T> matrix, int rows, int columns, string name)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (matrix.Rows != rows || matrix.Columns != columns)
        {
            throw new ArgumentException(Text($"{name} must be {rows} × {columns}; it is {matrix.Rows} × {matrix.Columns}."), name);
        }
    }

    /// <summary>Throws if a matrix is <see langword="default"/>.</summary>
    public static void RequireValues<T>(ReadOnlyMatrixView<T> matrix, string name)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (matrix.Values.IsEmpty)
        {
            throw new ArgumentException($"{name} must have values; it is 0 × 0.", name);
        }
    }

    public static void RequireLength(int length, int expected, string name)
    {
        if (length != expected)
        {
            throw new ArgumentException(Text($"{name} must have {expected} values; it has {length}."), name);
        }
    }

    public static void RequireSquare<T>(ReadOnlyMatrixView<T> matrix, string name)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        RequireValues(matrix, name);
        if (matrix.Rows != matrix.Columns)
        {
            throw new ArgumentException(Text($"{name} must be square; it is {matrix.Rows} × {matrix.Columns}."), name);
        }
    }

    public static void RequireApart<T>(ReadOnlyMatrixView<T> matrix, MatrixView<T> result, string name)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (matrix.Values.Overlaps(result.Values))
        {
            throw new ArgumentException($"{name} must not share memory with the result.", name);
        }
    }

    public static void RequireSameOrApart<T>(ReadOnlyMatrixView<T> matrix, MatrixView<T> result, string name)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (matrix.IsTransposed)
        {
            throw new ArgumentException($"{name} must lie row by row in memory; it is a transpose.", name);
        }

        if (matrix.Values.Overlaps(result.Values, out var distance) && distance != 0)
        {
            throw new ArgumentException($"{name} must be the result itself or share no memory with it.", name);
        }
    }

    public static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
