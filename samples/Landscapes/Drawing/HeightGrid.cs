using Landscapes.Walking;

namespace Landscapes.Drawing;

/// <summary>
/// The heights of a landscape on a regular grid over a window, with a rim of infinitely high ground around it. The rim lies on the
/// window's border, so every contour line closes, along the border where it leaves the window.
/// </summary>
internal sealed class HeightGrid
{
    private readonly Window _window;
    private readonly double[,] _heights;

    /// <summary>Samples a landscape.</summary>
    /// <param name="landscape">The landscape.</param>
    /// <param name="window">The part to sample.</param>
    /// <param name="columns">The number of cells from left to right, without the rim.</param>
    /// <param name="rows">The number of cells from bottom to top, without the rim.</param>
    public HeightGrid(Landscape landscape, Window window, int columns, int rows)
    {
        _window = window;
        _heights = new double[columns + 3, rows + 3];
        for (var column = 0; column < Columns + 1; column++)
        {
            for (var row = 0; row < Rows + 1; row++)
            {
                var isRim = column == 0 || column == Columns || row == 0 || row == Rows;
                _heights[column, row] = isRim ? double.MaxValue : landscape.Height(PositionOf(column, row));
            }
        }
    }

    /// <summary>The number of cells from left to right, the rim included.</summary>
    public int Columns => _heights.GetLength(0) - 1;

    /// <summary>The number of cells from bottom to top, the rim included.</summary>
    public int Rows => _heights.GetLength(1) - 1;

    /// <summary>The height of a node.</summary>
    public double this[int column, int row] => _heights[column, row];

    /// <summary>Where a node lies in the plane.</summary>
    public Point PositionOf(int column, int row) => new(
        _window.X.At(Math.Clamp((column - 1.0) / (Columns - 2), 0, 1)),
        _window.Y.At(Math.Clamp((row - 1.0) / (Rows - 2), 0, 1)));
}
