using System.Diagnostics;
using System.Globalization;
using Descent.Tests.Strictness.ReaderFuzzing;
using Xunit.Abstractions;

namespace Descent.Cuda.Tests.Fuzzing;

/// <summary>Random rules that are written as text, those that name rows and columns above all, leave on the interpreter the bits that they leave on this processor.</summary>
public sealed class RandomSourcesTests(ITestOutputHelper output)
{
    /// <summary>How far behind the seeds that the processor's run of all tests has.</summary>
    private const int Further = 900_000;

    /// <summary>How many rules of a long hunt are compiled at once.</summary>
    private const int LongBatch = 100;

    [Fact]
    public void RandomSources_ThatNameRows_LeaveTheSameBits()
    {
        var failures = SourceCheck.Run(Write(RandomSource.FirstMatrixSeed + Further, 60), out var ran);

        Assert.True(failures.Count == 0, failures.Count == 0 ? "" : failures[0]);
        output.WriteLine($"{ran} rules ran.");
        Assert.InRange(ran, 40, 60);
    }

    /// <summary>
    /// The long hunt: <c>DESCENT_CUDA_SOURCES=4905000,2000</c> compares 2,000 rules from seed 4,905,000 on, goes on after a failure, and tells all at the end.
    /// </summary>
    [Fact]
    public void LongHunt()
    {
        if (Environment.GetEnvironmentVariable("DESCENT_CUDA_SOURCES")?.Split(',') is not [var start, var number])
        {
            return;
        }

        var (first, count) = (int.Parse(start, CultureInfo.InvariantCulture), int.Parse(number, CultureInfo.InvariantCulture));
        var (clock, failures, all) = (Stopwatch.StartNew(), new List<string>(), 0);
        for (var seed = first; seed < first + count; seed += LongBatch)
        {
            failures.AddRange(SourceCheck.Run(Write(seed, Math.Min(LongBatch, first + count - seed)), out var ran));
            all += ran;
        }

        output.WriteLine($"Seeds {first} to {first + count - 1}: {all} ran in {clock.Elapsed.TotalSeconds:F0} s, {failures.Count} failures.");
        Assert.True(failures.Count == 0, string.Join("\n\n", failures));
    }

    private static List<SourceRule> Write(int firstSeed, int count) => [.. Enumerable.Range(firstSeed, count).Select(seed => new RandomSource(seed, isSmall: seed % 2 == 0).Write())];
}
