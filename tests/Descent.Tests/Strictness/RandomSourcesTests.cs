using System.Diagnostics;
using System.Globalization;
using Descent.Tests.Strictness.ReaderFuzzing;
using Xunit.Abstractions;

namespace Descent.Tests.Strictness;

/// <summary>
/// Random rules written from all of C# that a rule may have, compiled by the real generator and compared as bits with C# itself: with a
/// plain copy that the compiler never saw, and with the author's method. A rule that differs is shrunk and printed.
/// </summary>
public sealed class RandomSourcesTests(ITestOutputHelper output)
{
    /// <summary>How many rules a run of all tests writes.</summary>
    internal const int Count = 225;

    /// <summary>How many rules that name rows and columns it writes besides, and how many with operations on whole matrices.</summary>
    private const int CountOfMatrices = 75, CountOfWhole = 60;

    private const int Batch = 75;

    /// <summary>How many rules of a long hunt are compiled at once.</summary>
    private const int LongBatch = 300;

    [Fact]
    public void WrittenRules_DoWhatCSharpDoes()
    {
        var coverage = new Coverage();
        var (failures, accepted) = Hunt(0, Count, Batch, withSmall: false, TimeSpan.MaxValue, coverage);
        var (failuresOfMatrices, acceptedOfMatrices) = Hunt(RandomSource.FirstMatrixSeed, CountOfMatrices, CountOfMatrices, withSmall: false, TimeSpan.MaxValue, coverage);
        var (failuresOfWhole, acceptedOfWhole) = Hunt(RandomSource.FirstWholeSeed, CountOfWhole, CountOfWhole, withSmall: false, TimeSpan.MaxValue, coverage);

        Assert.True(failures.Count + failuresOfMatrices.Count + failuresOfWhole.Count == 0, failures.Concat(failuresOfMatrices).Concat(failuresOfWhole).FirstOrDefault());
        Assert.InRange(accepted, Count * 8 / 10, Count);
        Assert.InRange(acceptedOfMatrices, CountOfMatrices * 8 / 10, CountOfMatrices);
        Assert.InRange(acceptedOfWhole, CountOfWhole * 8 / 10, CountOfWhole);
        output.WriteLine(coverage.ToString());
        var missing = string.Join("; ", CoverageTable.Missing(coverage));
        Assert.True(missing.Length == 0, missing);
    }

    /// <summary>
    /// The long hunt: <c>DESCENT_RANDOM_SOURCES=5000,20000</c> writes 20,000 rules from seed 5,000 on, and <c>DESCENT_RANDOM_HOURS=8</c>
    /// beside it as many as fit into 8 hours. Those with odd seeds are small. It goes on after a failure, and tells all at the end.
    /// </summary>
    [Fact]
    public void LongHunt()
    {
        if (Environment.GetEnvironmentVariable("DESCENT_RANDOM_SOURCES")?.Split(',') is not [var first, .. var rest])
        {
            return;
        }

        var count = rest is [var number] ? Number(number) : int.MaxValue;
        var hours = Environment.GetEnvironmentVariable("DESCENT_RANDOM_HOURS") is { } limit ? TimeSpan.FromHours(double.Parse(limit, CultureInfo.InvariantCulture)) : TimeSpan.MaxValue;
        var coverage = new Coverage();
        var (failures, accepted) = Hunt(Number(first), count, LongBatch, withSmall: true, hours, coverage);
        output.WriteLine($"{accepted} rules became loops; {failures.Count} failures.");
        output.WriteLine(coverage.ToString());
        failures.ForEach(output.WriteLine);
        Assert.Empty(failures);
    }

    private static (List<string> Failures, int Accepted) Hunt(int first, long count, int batch, bool withSmall, TimeSpan time, Coverage coverage)
    {
        var (clock, failures, accepted) = (Stopwatch.StartNew(), new List<string>(), 0);
        for (var done = 0; done < count && clock.Elapsed < time; done += batch)
        {
            var rules = Enumerable.Range(first + done, (int)Math.Min(batch, count - done)).Select(seed => new RandomSource(seed, isSmall: withSmall && seed % 2 == 1).Write()).ToList();
            failures.AddRange(SourceCheck.Run(rules, out var loops, coverage).Select(SourceShrinker.Describe));
            accepted += loops;
        }

        return (failures, accepted);
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
