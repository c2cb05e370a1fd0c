using System.Globalization;
using System.Text;

namespace Descent.Distributed.Tests;

/// <summary>
/// A model of a step on many machines: the shares are those that the library cuts, a rank sends and receives at once, each at the wire's bandwidth, and each message
/// takes the processor some time. What is exchanged hides behind the step but for one bucket, and the slowest rank counts.
/// </summary>
internal sealed record TimeModel(double BytesPerSecond, double SecondsPerMessage, double Latency, double MemoryBytesPerSecond)
{
    /// <summary>The tensors of GPT-2 small.</summary>
    public static (string Name, int Length)[] Gpt2 { get; } =
    [
        ("wte", 50_257 * 768), ("wpe", 1024 * 768),
        .. Enumerable.Range(0, 12).SelectMany(_ => (int[])[768, 768, 768 * 2304, 2304, 768 * 768, 768, 768, 768, 768 * 3072, 3072, 3072 * 768, 768]).Index().Select(tensor => ($"h{tensor.Index}", tensor.Item)),
        ("ln.weight", 768), ("ln.bias", 768),
    ];

    /// <summary>What a step of Adam in float takes, with as many micro-batches as make one sum a rank.</summary>
    /// <returns>The largest share, what a rank sends at most, in how many messages, and the seconds of the three phases.</returns>
    public (long Weights, long Bytes, long Messages, double Gradients, double Step, double Gather) Simulate((string Name, int Length)[] tensors, int ranks)
    {
        var borders = ShardCutter.Cut([.. tensors.Select(tensor => (tensor.Length, 8192))], ranks);
        var mine = new long[ranks];
        var shares = new long[ranks];
        for (var tensor = 0; tensor < tensors.Length; tensor++)
        {
            for (var rank = 0; rank < ranks; rank++)
            {
                var length = borders[tensor][rank + 1] - borders[tensor][rank];
                mine[rank] += length;
                shares[rank] += length > 0 ? 1 : 0;
            }
        }

        var total = mine.Sum();
        var holders = shares.Count(count => count > 0);
        var buckets = BucketsOf(4 * total, ranks);
        var (gradients, gather, bytes, messages) = (0.0, 0.0, 0L, 0L);
        for (var rank = 0; rank < ranks; rank++)
        {
            var (others, asked) = (4 * (total - mine[rank]), 4 * mine[rank] * (ranks - 1));
            var sums = buckets * (mine[rank] > 0 ? holders - 1 : holders);
            var parts = shares[rank] + buckets - 1;
            gradients = Math.Max(gradients, Time(Math.Max(others, asked), sums));
            gather = Math.Max(gather, Time(Math.Max(others, asked), parts * (ranks - 1)));
            (bytes, messages) = (Math.Max(bytes, others + asked), Math.Max(messages, sums + ((parts + 1) * (ranks - 1))));
        }

        // What ranks agree about is a message to each, as small as one can be.
        return (mine.Max(), bytes, messages, gradients + Time(8L * ranks, ranks - 1), mine.Max() * 28 / MemoryBytesPerSecond, gather);

        double Time(long size, long count) => count == 0 ? 0 : Latency + (count * SecondsPerMessage) + (size / BytesPerSecond);
    }

    /// <summary>A step's time: the wire's or the processor's, whichever is longer, and what one bucket takes of the other.</summary>
    public static double InAll(double gradients, double step, double gather, int buckets)
        => Math.Max(gradients + gather + (step / buckets), step + ((gradients + gather) / buckets));

    /// <summary>How many buckets there are of 32 MiB, or of 512 KiB a rank where that is more.</summary>
    public static int BucketsOf(long bytes, int ranks) => (int)(((bytes - 1) / Math.Max(32L << 20, ranks * (512L << 10))) + 1);

    /// <summary>The table of the page.</summary>
    public string Table(params ReadOnlySpan<int> ranks)
    {
        var text = new StringBuilder("| ranks | weights of a rank | states of a rank | sent by a rank | messages | gradients | step | weights | in all |\n| --: | --: | --: | --: | --: | --: | --: | --: | --: |\n");
        foreach (var count in ranks)
        {
            var (weights, bytes, messages, gradients, step, gather) = Simulate(Gpt2, count);
            text.Append(CultureInfo.InvariantCulture, $"| {count:N0} | {weights:N0} | {weights * 8 / 1e6:N1} MB | {bytes / 1e6:N1} MB | {messages:N0} | {gradients * 1e3:N2} ms | {step * 1e3:N2} ms | {gather * 1e3:N2} ms | {InAll(gradients, step, gather, BucketsOf(4L * Gpt2.Sum(tensor => (long)tensor.Length), count)) * 1e3:N2} ms |\n");
        }

        return text.ToString();
    }
}
