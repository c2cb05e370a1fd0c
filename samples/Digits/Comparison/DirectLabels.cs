namespace Digits.Comparison;

/// <summary>Finds places for labels at the ends of curves that may end close to each other.</summary>
internal static class DirectLabels
{
    /// <summary>Moves heights apart, in their order, until none is closer to the next than a line of text; and none lies outside.</summary>
    /// <returns>The height of each label, in the order given.</returns>
    public static double[] Spread(IReadOnlyList<double> heights, double lineHeight, double top, double bottom)
    {
        int[] order = [.. Enumerable.Range(0, heights.Count).OrderBy(i => heights[i])];
        var places = new double[heights.Count];
        var free = top;
        foreach (var i in order)
        {
            places[i] = Math.Max(heights[i], free);
            free = places[i] + lineHeight;
        }

        free = bottom;
        foreach (var i in order.Reverse())
        {
            places[i] = Math.Min(places[i], free);
            free = places[i] - lineHeight;
        }

        return places;
    }
}
