namespace Descent.Matrices;

/// <summary>Square states as matrices.</summary>
public static class SquareMatrixViews
{
    /// <summary>The values of a square state as a matrix.</summary>
    /// <param name="matrix">The state.</param>
    /// <returns>A view of its values.</returns>
    public static MatrixView<double> View(this SquareMatrix matrix) => new(matrix.Values, matrix.Size, matrix.Size);
}
