using System.Diagnostics.CodeAnalysis;

namespace Descent;

/// <summary>
/// A square state of a rule, <c>[State(Per = Per.Row)] SquareMatrix left</c>: a matrix with a row and a column for each row of the weights, or for
/// each of their columns. Its diagonal starts with the state's <see cref="StateAttribute.Initial"/>, all else with 0. In a rule it is an argument of
/// methods marked <see cref="MatrixOperationAttribute"/>, and nothing else.
/// </summary>
[SuppressMessage("Performance", "CA1815", Justification = "Nobody compares matrices.")]
public readonly struct SquareMatrix
{
    private readonly double[] _values;

    /// <summary>Makes a copy of values, row by row.</summary>
    /// <param name="values">As many as the square of the size.</param>
    /// <exception cref="ArgumentException">Their number is no square.</exception>
    public SquareMatrix(ReadOnlySpan<double> values)
    {
        Size = (int)Math.Round(Math.Sqrt(values.Length));
        if ((long)Size * Size != values.Length)
        {
            throw new ArgumentException($"A square matrix has a square number of values, not {values.Length}.", nameof(values));
        }

        _values = values.ToArray();
    }

    /// <summary>The number of rows, and of columns.</summary>
    public int Size { get; }

    /// <summary>The values, row by row.</summary>
    public Span<double> Values => _values;
}
