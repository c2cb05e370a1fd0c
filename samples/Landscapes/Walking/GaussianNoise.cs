namespace Landscapes.Walking;

/// <summary>Independent normal deviates around zero, the same ones for the same seed (Box and Muller, 1958).</summary>
/// <param name="seed">Chooses the sequence.</param>
/// <param name="deviation">The standard deviation of each coordinate.</param>
internal sealed class GaussianNoise(int seed, double deviation)
{
    private readonly Random _random = new(seed);

    /// <summary>The next pair: one normal deviate for each coordinate.</summary>
    public Point Next()
    {
        var radius = deviation * Math.Sqrt(-2 * Math.Log(1 - _random.NextDouble()));
        var angle = 2 * Math.PI * _random.NextDouble();
        return new(radius * Math.Cos(angle), radius * Math.Sin(angle));
    }
}
