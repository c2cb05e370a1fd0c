using Landscapes.Walking;

namespace Landscapes.Drawing;

/// <summary>Contour lines by marching squares: each cell of the grid is looked at alone, and the pieces are joined at the cells' edges.</summary>
internal static class Contours
{
    /// <summary>The rings around all ground that is no higher than a level, with that ground on their left.</summary>
    /// <param name="grid">The heights.</param>
    /// <param name="level">The level.</param>
    public static IReadOnlyList<Point[]> Trace(HeightGrid grid, double level)
    {
        var next = new Dictionary<Edge, Edge>();
        List<Edge> starts = [];
        for (var row = 0; row < grid.Rows; row++)
        {
            for (var column = 0; column < grid.Columns; column++)
            {
                foreach (var (from, to) in CrossCell(grid, column, row, level))
                {
                    next.Add(from, to);
                    starts.Add(from);
                }
            }
        }

        List<Point[]> rings = [];
        foreach (var start in starts)
        {
            List<Point> ring = [];
            for (var edge = start; next.Remove(edge, out var following); edge = following)
            {
                ring.Add(Crossing(grid, edge, level));
            }

            if (ring.Count > 0)
            {
                rings.Add([.. ring]);
            }
        }

        return rings;
    }

    /// <summary>The pieces of the line in one cell, each from the edge where it enters to the edge where it leaves.</summary>
    private static IEnumerable<(Edge From, Edge To)> CrossCell(HeightGrid grid, int column, int row, double level)
    {
        // Counter-clockwise from the lower left; edge k joins corner k and corner k + 1.
        double[] corners = [grid[column, row], grid[column + 1, row], grid[column + 1, row + 1], grid[column, row + 1]];
        Edge[] edges = [new(column, row, 1, 0), new(column + 1, row, 0, 1), new(column, row + 1, 1, 0), new(column, row, 0, 1)];

        bool IsLow(int corner) => corners[corner & 3] <= level;
        bool FallsAlong(int edge) => !IsLow(edge) && IsLow(edge + 1);

        // Where low ground lies in two opposite corners, the middle decides: a low middle joins them, a high one keeps them apart.
        var turn = corners.Average() <= level ? 1 : 3;
        for (var edge = 0; edge < 4; edge++)
        {
            if (IsLow(edge) && !IsLow(edge + 1))
            {
                var leaving = edge + turn;
                while (!FallsAlong(leaving))
                {
                    leaving += turn;
                }

                yield return (edges[edge], edges[leaving & 3]);
            }
        }
    }

    /// <summary>The point of an edge at the level, by linear interpolation.</summary>
    private static Point Crossing(HeightGrid grid, Edge edge, double level)
    {
        var start = grid.PositionOf(edge.Column, edge.Row);
        var end = grid.PositionOf(edge.Column + edge.Right, edge.Row + edge.Up);
        var startHeight = grid[edge.Column, edge.Row];
        var endHeight = grid[edge.Column + edge.Right, edge.Row + edge.Up];
        var fraction = (level - startHeight) / (endHeight - startHeight);
        return new(start.X + fraction * (end.X - start.X), start.Y + fraction * (end.Y - start.Y));
    }

    /// <summary>An edge of the grid: the node it starts from, and one step to the right or up.</summary>
    private readonly record struct Edge(int Column, int Row, int Right, int Up);
}
