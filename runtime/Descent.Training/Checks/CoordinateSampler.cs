namespace Descent.Training;

/// <summary>
/// Draws different indices, each subset with the same probability, by Floyd's algorithm (Bentley and Floyd, 1987), from SplitMix64
/// (Steele, Lea and Flood, 2014): the same seed gives the same indices on every platform and version.
/// </summary>
internal sealed class CoordinateSampler(ulong seed)
{
    private ulong _state = seed;

    /// <summary>Draws <paramref name="count"/> indices below <paramref name="length"/>, or all if there are not more; ascending.</summary>
    public int[] Draw(int length, int count)
    {
        var drawn = new SortedSet<int>();
        for (var last = Math.Max(0, length - count); last < length; last++)
        {
            var index = (int)Math.BigMul(Next(), (ulong)last + 1, out _);
            drawn.Add(drawn.Contains(index) ? last : index);
        }

        return [.. drawn];
    }

    private ulong Next()
    {
        _state += 0x9E3779B97F4A7C15;
        var mixed = (_state ^ (_state >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        return mixed ^ (mixed >> 31);
    }
}
