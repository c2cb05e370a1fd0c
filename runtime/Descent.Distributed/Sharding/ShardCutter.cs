namespace Descent.Distributed;

/// <summary>
/// Shares tensors among ranks, so that each has about as many weights. A tensor that cannot be cut goes whole to the rank that has the fewest; the others fill up the ranks in
/// their order, cut at borders of their own: those of chunks, or of bands of rows.
/// </summary>
internal static class ShardCutter
{
    /// <summary>Cuts tensors.</summary>
    /// <param name="tensors">How many weights each has, and how many of them stay together: all, where it cannot be cut.</param>
    /// <param name="ranks">How many ranks there are.</param>
    /// <returns>Of each tensor, where the ranks' ranges begin and the last one ends.</returns>
    public static int[][] Cut(IReadOnlyList<(int Length, int Unit)> tensors, int ranks)
    {
        var loads = new long[ranks];
        var borders = new int[tensors.Count][];
        foreach (var (index, (length, _)) in tensors.Index().Where(tensor => tensor.Item.Unit >= tensor.Item.Length && tensor.Item.Length > 0).OrderByDescending(tensor => tensor.Item.Length).ThenBy(tensor => tensor.Index))
        {
            var taker = Array.IndexOf(loads, loads.Min());
            loads[taker] += length;
            borders[index] = new int[ranks + 1];
            Array.Fill(borders[index], length, taker + 1, ranks - taker);
        }

        var left = tensors.Index().Where(tensor => borders[tensor.Index] is null).Sum(tensor => (long)tensor.Item.Length);
        var current = 0;
        foreach (var (index, (length, unit)) in tensors.Index().Where(tensor => borders[tensor.Index] is null))
        {
            var cut = borders[index] = new int[ranks + 1];
            var start = 0;
            while (start < length)
            {
                // What every rank from here on would have if what is left were shared so that they have the same.
                var share = current == ranks - 1 ? 2L * int.MaxValue : ShareOf(loads, current, left) - loads[current];
                var units = Math.Min((share + (unit / 2)) / unit, ((long)length - start + unit - 1) / unit);
                if (units <= 0)
                {
                    cut[++current] = start;
                    continue;
                }

                var taken = (int)Math.Min(units * unit, length - start);
                (start, left, loads[current]) = (start + taken, left - taken, loads[current] + taken);
                if (start < length)
                {
                    cut[++current] = start;
                }
            }

            Array.Fill(cut, length, current + 1, ranks - current);
        }

        return borders;
    }

    /// <summary>The level to which so many weights fill the ranks from one on, the emptier ones first.</summary>
    private static long ShareOf(long[] loads, int first, long left)
    {
        var ordered = loads[first..];
        Array.Sort(ordered);
        var sum = left;
        for (var count = 1; count <= ordered.Length; count++)
        {
            sum += ordered[count - 1];
            if (count == ordered.Length || sum <= ordered[count] * count)
            {
                return (sum + count - 1) / count;
            }
        }

        return sum;
    }
}
