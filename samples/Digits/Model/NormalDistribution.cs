namespace Digits.Model;

/// <summary>Random numbers with mean 0 and a given standard deviation, by the method of Box and Muller.</summary>
internal static class NormalDistribution
{
    /// <summary>Fills <paramref name="values"/>; the same generator in the same state gives the same numbers.</summary>
    public static void Fill(Span<float> values, double standardDeviation, Random random)
    {
        foreach (ref var value in values)
        {
            var radius = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble()));
            var angle = 2 * Math.PI * random.NextDouble();
            value = (float)(standardDeviation * radius * Math.Cos(angle));
        }
    }
}
