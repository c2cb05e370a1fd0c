namespace Descent.Training;

/// <summary>
/// Points that lie evenly in each dimension by itself: of n points each n-th part of every range has one (McKay, Beckman and Conover,
/// 1979, Technometrics 21).
/// </summary>
internal static class LatinHypercube
{
    /// <summary>One of the points, in the unit cube.</summary>
    public static double[] At(int number, int count, SearchHistory history)
    {
        var within = history.RandomOf(number);
        var point = new double[history.Space.Dimensions.Count];
        for (var i = 0; i < point.Length; i++)
        {
            var order = new RandomSource(history.Seed, FormattableString.Invariant($"hypercube {i}"));
            var ranks = Enumerable.Range(0, count).ToArray();
            var keys = ranks.Select(_ => order.NextBits()).ToArray();
            Array.Sort(keys, ranks);
            point[i] = (ranks[number] + within.NextUniform()) / count;
        }

        return point;
    }
}
