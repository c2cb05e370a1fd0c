using System.Runtime.InteropServices;

namespace Descent.Distributed;

/// <summary>
/// Tells the ranks, before a step, which rows have gradients: whoever steps a share, which of its rows come from whom; and all, which rows are stepped, whose weights come.
/// </summary>
internal sealed class RowMessages(Ranks ranks, int[] sums)
{
    /// <summary>Exchanges the rows of all tensors of which some rows have gradients.</summary>
    public void Exchange(IReadOnlyList<ShardedTensor> tensors)
    {
        if (tensors.Count == 0)
        {
            return;
        }

        // Of each tensor and sum, how many rows; then the rows.
        int[][][][] mine = [.. tensors.Select(tensor => ranks.Range.Select(other => tensor.RowsFor(other)).ToArray())];
        var counts = Exchange(
            "the numbers of rows with gradients",
            other => [.. mine.SelectMany(ofTensor => ofTensor[other].Select(rows => rows.Length))],
            other => tensors.Count * sums[other]);
        var rows = Exchange("the rows with gradients", other => [.. mine.SelectMany(ofTensor => ofTensor[other]).SelectMany(ofSum => ofSum)], other => counts[other].Sum());
        foreach (var (index, tensor) in tensors.Index())
        {
            tensor.TakeRows([.. ranks.Range.Select(other => other == ranks.Rank ? null : Split(rows[other], counts[other], index * sums[other], sums[other]))]);
        }

        int[] stepped = [.. tensors.Select(tensor => tensor.SteppedRows.Length)];
        var steppedCounts = Exchange("how many rows are stepped", _ => stepped, _ => tensors.Count);
        int[] steppedRows = [.. tensors.SelectMany(tensor => tensor.SteppedRows)];
        var all = Exchange("the rows that are stepped", _ => steppedRows, other => steppedCounts[other].Sum());
        foreach (var (index, tensor) in tensors.Index())
        {
            tensor.CompleteRows([.. ranks.Range.Select(other => other == ranks.Rank ? tensor.SteppedRows : Split(all[other], steppedCounts[other], index, 1)[0])]);
        }
    }

    /// <summary>Some of the lists that lie one after the other.</summary>
    private static int[][] Split(int[] values, int[] counts, int first, int count)
    {
        var start = counts.Take(first).Sum();
        var lists = new int[count][];
        for (var list = 0; list < count; list++)
        {
            lists[list] = values.AsSpan(start, counts[first + list]).ToArray();
            start += counts[first + list];
        }

        return lists;
    }

    /// <summary>Sends numbers to each other rank, and has those of the others.</summary>
    private int[][] Exchange(string what, Func<int, int[]> send, Func<int, int> countFrom)
    {
        var (sends, receives) = (new List<Message>(), new List<Message>());
        var received = new byte[ranks.Size][];
        foreach (var other in ranks.Range)
        {
            received[other] = new byte[other == ranks.Rank ? 0 : checked(countFrom(other) * sizeof(int))];
            if (other == ranks.Rank)
            {
                continue;
            }

            if (send(other) is { Length: > 0 } numbers)
            {
                sends.Add(new(other, MemoryMarshal.AsBytes(numbers.AsSpan()).ToArray()));
            }

            if (received[other].Length > 0)
            {
                receives.Add(new(other, received[other]));
            }
        }

        ranks.Wait(ranks.Start([.. sends], [.. receives]), what);
        return [.. received.Select(bytes => MemoryMarshal.Cast<byte, int>(bytes).ToArray())];
    }
}
