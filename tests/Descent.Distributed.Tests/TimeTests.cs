using System.Diagnostics;

namespace Descent.Distributed.Tests;

/// <summary>The model of a step's time, and the page that shows it.</summary>
public sealed class TimeTests
{
    private static readonly string s_page = Path.Combine(Repository.Root, "runtime", "docs", "distributed.md");

    [Fact]
    public void Table_of_the_page_is_that_of_the_model()
    {
        var table = new TimeModel(12.5e9, 1e-6, 2e-6, 100e9).Table(1, 2, 4, 8, 16, 64, 256, 1024);
        var page = File.ReadAllText(s_page).ReplaceLineEndings("\n");
        var start = page.IndexOf("| ranks | weights of a rank", StringComparison.Ordinal);
        var end = page.IndexOf("\n\n", start, StringComparison.Ordinal) + 1;
        var expected = page[..start] + table + page[end..];
        if (expected != page)
        {
            File.WriteAllText(Path.ChangeExtension(s_page, ".received.md"), expected);
        }

        Assert.Equal(expected, page);
    }

    /// <summary>With a slow wire the wire is what a step takes: the model says how long that is at least.</summary>
    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    public void Step_takes_at_least_what_the_wire_takes(int ranks)
    {
        const int length = 1 << 20;
        const double bytesPerSecond = 20e6;
        var times = Rig.OnRanks(ranks, communicator =>
        {
            using var wire = new WireModel(communicator, bytesPerSecond, TimeSpan.FromMilliseconds(1));
            using var sharded = new ShardedOptimizer(new Adam { Options = { MaxDegreeOfParallelism = 1 } }, wire);
            for (var tensor = 0; tensor < 4; tensor++)
            {
                sharded.Add($"w{tensor}", new float[length / 4], new float[length / 4]);
            }

            sharded.Step();
            var start = Stopwatch.GetTimestamp();
            sharded.Step();
            return Stopwatch.GetElapsedTime(start).TotalSeconds;
        });

        // A rank receives sums of its share from all others, and the weights of the rest: either the same number of bytes.
        var expected = 2.0 * (ranks - 1) / ranks * length * sizeof(float) / bytesPerSecond;
        Assert.All(times, seconds => Assert.InRange(seconds, expected, double.PositiveInfinity));
    }
}
