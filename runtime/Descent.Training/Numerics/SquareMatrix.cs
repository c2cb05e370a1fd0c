using MathNet.Numerics.LinearAlgebra;

namespace Descent.Training;

/// <summary>A square matrix of numbers in memory, such as a Hessian.</summary>
public sealed class SquareMatrix
{
    private readonly double[] _values;

    /// <summary>A matrix of zeros.</summary>
    internal SquareMatrix(int dimension) => (Dimension, _values) = (dimension, new double[dimension * dimension]);

    /// <summary>The number of rows, and of columns.</summary>
    public int Dimension { get; }

    /// <summary>All elements, row by row.</summary>
    public ReadOnlySpan<double> Values => _values;

    /// <summary>An element.</summary>
    /// <param name="row">The row, from 0 to <see cref="Dimension"/> − 1.</param>
    /// <param name="column">The column, from 0 to <see cref="Dimension"/> − 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The matrix has no such row or column.</exception>
    public double this[int row, int column]
    {
        get => _values[Place(row, column)];
        set => _values[Place(row, column)] = value;
    }

    /// <summary>Its size, as in <c>3 × 3</c>.</summary>
    /// <returns>The text, in invariant culture.</returns>
    public override string ToString() => $"{Dimension} × {Dimension}";

    /// <summary>Writes what is below the diagonal to its place above it as well.</summary>
    internal void MirrorLowerTriangle()
    {
        for (var row = 0; row < Dimension; row++)
        {
            for (var column = 0; column < row; column++)
            {
                this[column, row] = this[row, column];
            }
        }
    }

    /// <summary>The same memory as MathNet's matrix, which lies column by column: for symmetric matrices only.</summary>
    internal Matrix<double> AsSymmetric() => Matrix<double>.Build.Dense(Dimension, Dimension, _values);

    private int Place(int row, int column)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(row);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(row, Dimension);
        ArgumentOutOfRangeException.ThrowIfNegative(column);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(column, Dimension);
        return (row * Dimension) + column;
    }
}
