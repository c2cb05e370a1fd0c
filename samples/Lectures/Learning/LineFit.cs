using Descent.Training;
using Landscapes.Walking;

namespace Lectures.Learning;

/// <summary>The smallest model with data: a line through points that scatter around one. Its two weights are slope and height.</summary>
internal sealed class LineFit
{
    private const double Slope = 1.5, Height = 0.4, Scatter = 0.6;

    private readonly Point[] _points;

    public LineFit(int count)
    {
        var random = new RandomSource(seed: 1, "points");
        _points = new Point[count];
        foreach (ref var point in _points.AsSpan())
        {
            var x = 2 * random.NextUniform() - 1;
            point = new(x, Slope * x + Height + Scatter * random.NextNormal());
        }

        Landscape = new("mean of (a x + b − y)² / 2", at => _points.Average(point => Math.Pow(Error(at, point), 2)) / 2, at => Gradient(at, _points));
    }

    public int Count => _points.Length;

    /// <summary>The mean loss of all points.</summary>
    public Landscape Landscape { get; }

    public Point Start { get; } = new(-1, -0.8);

    /// <summary>Where the loss is smallest, by the normal equations.</summary>
    public Point Best
    {
        get
        {
            var (x, y) = (_points.Average(point => point.X), _points.Average(point => point.Y));
            var slope = _points.Sum(point => (point.X - x) * (point.Y - y)) / _points.Sum(point => (point.X - x) * (point.X - x));
            return new(slope, y - slope * x);
        }
    }

    /// <summary>Walks by the gradients of mini-batches.</summary>
    public Trajectory Walk(Walker walker, int batch, int steps)
    {
        var batches = new MiniBatches(_points.Length, batch, seed: 1);
        return Trajectory.Of(walker, Landscape, Start, steps, (step, at) =>
        {
            var (epoch, first) = batches.PositionAfter(step - 1);
            var next = batches.Epoch(epoch, first).GetEnumerator();
            next.MoveNext();
            List<Point> points = [];
            foreach (var index in next.Current)
            {
                points.Add(_points[index]);
            }

            return Gradient(at, points);
        });
    }

    private static double Error(Point line, Point point) => line.X * point.X + line.Y - point.Y;

    private static Point Gradient(Point line, IReadOnlyCollection<Point> points)
        => new(points.Average(point => Error(line, point) * point.X), points.Average(point => Error(line, point)));
}
