using Descent.Engine;

namespace Descent.Distributed;

/// <summary>A part of a tensor that a rank steps in one bucket, in the whole tensor.</summary>
/// <param name="Tensor">The tensor.</param>
/// <param name="Start">Where the part begins.</param>
/// <param name="Length">How many weights it has.</param>
/// <param name="Beyond">How many gradients behind it the rank needs, too.</param>
internal readonly record struct ShardPart(ShardedTensor Tensor, int Start, int Length, int Beyond);

/// <summary>
/// Cuts what each rank steps into as many buckets, of about as many weights each. A tensor that is stepped in one piece is in one bucket; others are cut where pieces
/// may begin: at chunks, or at bands of rows. One that has gradients of some rows is in one, too: how many it will be, nobody knows.
/// </summary>
internal static class ShardParts
{
    /// <summary>How many buckets there are.</summary>
    public static int CountBuckets(IReadOnlyList<ShardedTensor> tensors, long bucketBytes, Optimizer optimizer)
    {
        var (bytes, units) = (0L, 0L);
        foreach (var tensor in tensors)
        {
            var unit = tensor.UnitIn(optimizer);
            bytes += (long)tensor.Length * sizeof(float);
            units += ((long)tensor.Length + unit - 1) / unit;
        }

        return (int)Math.Clamp((bytes - 1) / bucketBytes + 1, tensors.Count > 0 ? 1 : 0, Math.Max(tensors.Count > 0 ? 1 : 0, units));
    }

    /// <summary>Cuts the share of one rank.</summary>
    /// <param name="tensors">What is stepped, in the order of the step.</param>
    /// <param name="rank">The rank.</param>
    /// <param name="buckets">How many buckets there are.</param>
    /// <param name="optimizer">What steps.</param>
    /// <returns>The parts with their buckets, ascending; at least one of each tensor.</returns>
    public static IEnumerable<(int Bucket, ShardPart Part)> Cut(IReadOnlyList<ShardedTensor> tensors, int rank, int buckets, Optimizer optimizer)
    {
        var total = tensors.Sum(tensor => (long)tensor.Shard!.LengthOf(rank));
        var position = 0L;
        foreach (var tensor in tensors)
        {
            var (shard, unit) = (tensor.Shard!, tensor.UnitIn(optimizer));
            var length = shard.LengthOf(rank);
            var start = 0;
            do
            {
                var bucket = total == 0 ? 0 : (int)Math.Min(buckets - 1, (position + start) * buckets / total);
                var count = length - start;
                if (length > StepPlan.PieceLength && unit < length && !tensor.HasRowGradients)
                {
                    var wanted = (total * (bucket + 1) / buckets) - position - start;
                    count = (int)Math.Min(Math.Max(1, (wanted + (unit / 2)) / unit) * unit, count);
                }

                yield return (bucket, new(tensor, shard.StartOf(rank) + start, count, start + count == length ? shard.BeyondOf(rank) : 0));
                start += count;
            }
            while (start < length);
            position += length;
        }
    }
}
