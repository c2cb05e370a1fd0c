using System.Diagnostics;
using System.Globalization;
using Descent.Tests.Strictness.Fuzzing;
using Xunit.Abstractions;

namespace Descent.Tests.Strictness;

/// <summary>
/// Random rules, compiled by the real generator and compared as bits with the author's method and with what their tree means. A rule that
/// differs is shrunk to the fault and printed as C#.
/// </summary>
public sealed class RandomRulesTests(ITestOutputHelper output)
{
    /// <summary>How many rules a batch has.</summary>
    internal const int Batch = 100;

    /// <summary>How many rules of a long hunt are compiled at once.</summary>
    private const int LongBatch = 300;

    [Theory]
    [InlineData(0)]
    [InlineData(100)]
    [InlineData(200)]
    public void RandomRules_GiveTheSpecifiedBits(int firstSeed) => Check(firstSeed, Batch);

    /// <summary>
    /// The long hunt: <c>DESCENT_RANDOM_RULES=5000,20000</c> compares 20,000 rules from seed 5,000 on, and
    /// <c>DESCENT_RANDOM_HOURS=8</c> as many as fit into 8 hours. It goes on after a failure, and tells all at the end.
    /// </summary>
    [Fact]
    public void LongHunt()
    {
        var (range, hours) = (Environment.GetEnvironmentVariable("DESCENT_RANDOM_RULES"), Environment.GetEnvironmentVariable("DESCENT_RANDOM_HOURS"));
        if (range is null && hours is null)
        {
            return;
        }

        var (first, count) = range?.Split(',') switch { [var start, var number] => (Number(start), Number(number)), [var start] => (Number(start), int.MaxValue), _ => (1000, int.MaxValue) };
        var deadline = hours is null ? TimeSpan.MaxValue : TimeSpan.FromHours(double.Parse(hours, CultureInfo.InvariantCulture));
        var (clock, failures, seed) = (Stopwatch.StartNew(), new List<string>(), first);
        for (; seed - first < count && clock.Elapsed < deadline; seed += LongBatch)
        {
            failures.AddRange(RuleCheck.Run(Grow(seed, Math.Min(LongBatch, count - (seed - first))), out _).Select(RuleCheck.Describe));
        }

        output.WriteLine($"Seeds {first} to {Math.Min(seed, first + (long)count) - 1}: {failures.Count} failures.");
        Assert.True(failures.Count == 0, string.Join("\n\n", failures));
    }

    /// <summary>Compares as many rules from a seed on.</summary>
    internal static void Check(int firstSeed, int count)
    {
        var failures = RuleCheck.Run(Grow(firstSeed, count), out var legal);

        Assert.True(failures.Count == 0, string.Join('\n', failures.Take(1).Select(RuleCheck.Describe)));
        // A step-rate Clamp that lands under an element-rate condition is refused, so a few rules are no rules.
        Assert.InRange(legal, count * 9 / 10, count);
    }

    /// <summary>The rules of as many seeds.</summary>
    internal static List<RuleTree> Grow(int firstSeed, int count) => [.. Enumerable.Range(firstSeed, count).Select(seed => new RandomRule(seed).Grow())];

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
