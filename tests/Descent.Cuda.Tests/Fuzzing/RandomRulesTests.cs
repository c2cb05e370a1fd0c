using System.Diagnostics;
using System.Globalization;
using Descent.Tests.Strictness.Fuzzing;
using Xunit.Abstractions;

namespace Descent.Cuda.Tests.Fuzzing;

/// <summary>
/// Random rules leave on the interpreter the bits that they leave on this processor: the trees of the fuzzers, compiled for GPUs as well. What they mean is held elsewhere.
/// </summary>
public sealed class RandomRulesTests(ITestOutputHelper output)
{
    /// <summary>How far behind the seeds that the processor's run of all tests has.</summary>
    private const int Further = 900_000;

    /// <summary>How many rules of a long hunt are compiled at once.</summary>
    private const int LongBatch = 200;

    /// <summary>The first seed of each kind, and how many rules.</summary>
    public static TheoryData<int, int> Seeds => new()
    {
        { Further, 25 },
        { RandomRule.FirstReducingSeed + Further, 12 },
        { RandomRule.FirstChainSeed + Further, 12 },
        { RandomRule.FirstOptimizerSeed + Further, 10 },
    };

    [Theory]
    [MemberData(nameof(Seeds))]
    public void RandomRules_LeaveTheSameBits(int firstSeed, int count)
    {
        var failures = DeviceCheck.Run(Grow(firstSeed, count), out var ran);

        Assert.True(failures.Count == 0, string.Join('\n', failures.Take(1).Select(DeviceCheck.Describe)));
        output.WriteLine($"{ran} of {count} rules ran.");
        Assert.InRange(ran, count * 9 / 10, count);
    }

    /// <summary>
    /// The long hunt: <c>DESCENT_CUDA_RULES=905000,2000</c> compares 2,000 rules from seed 905,000 on, goes on after a failure, and tells all at the end.
    /// </summary>
    [Fact]
    public void LongHunt()
    {
        if (Environment.GetEnvironmentVariable("DESCENT_CUDA_RULES")?.Split(',') is not [var start, var number])
        {
            return;
        }

        var (first, count) = (int.Parse(start, CultureInfo.InvariantCulture), int.Parse(number, CultureInfo.InvariantCulture));
        var (clock, failures, all) = (Stopwatch.StartNew(), new List<string>(), 0);
        for (var seed = first; seed < first + count; seed += LongBatch)
        {
            failures.AddRange(DeviceCheck.Run(Grow(seed, Math.Min(LongBatch, first + count - seed)), out var ran).Select(DeviceCheck.Describe));
            all += ran;
        }

        output.WriteLine($"Seeds {first} to {first + count - 1}: {all} ran in {clock.Elapsed.TotalSeconds:F0} s, {failures.Count} failures.");
        Assert.True(failures.Count == 0, string.Join("\n\n", failures));
    }

    private static List<RuleTree> Grow(int firstSeed, int count) => [.. Enumerable.Range(firstSeed, count).Select(seed => new RandomRule(seed).Grow())];
}
