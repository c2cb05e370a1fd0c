using Descent.Tests.Strictness.Fuzzing;
using Descent.Tests.Strictness.ReaderFuzzing;

namespace Descent.Tests.PlantedFaults;

/// <summary>The fuzzers, each over the first of the rules that a run of all tests has it write, up to the first thing that is found.</summary>
public static class FuzzerRuns
{
    /// <summary>The names of the fuzzers, and how to run each.</summary>
    private static readonly (string Name, Func<string?> Run)[] s_fuzzers =
    [
        ("elementwise", () => Grown(0)),
        ("reader", Written),
        ("reducing", () => Grown(RandomRule.FirstReducingSeed)),
        ("chains", () => Grown(RandomRule.FirstChainSeed)),
        ("optimizer-wide", () => Grown(RandomRule.FirstOptimizerSeed)),
    ];

    /// <summary>How many rules each writes: batches that grow, since most faults are found at once.</summary>
    private static readonly int[] s_batches = [8, 17];

    /// <summary>How many more the reader's writes, whose rules differ more from one another.</summary>
    private const int FurtherOfReader = 75;

    /// <summary>The names of the fuzzers.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. s_fuzzers.Select(fuzzer => fuzzer.Name)];

    /// <summary>How many rules each writes, but for the reader's.</summary>
    public static int Rules => s_batches.Sum();

    /// <summary>How many rules the reader's writes.</summary>
    public static int RulesOfReader => Rules + FurtherOfReader;

    /// <summary>Runs all of them.</summary>
    /// <returns>What each has found, in order; <see langword="null"/> for nothing.</returns>
    public static string?[] Run() => [.. s_fuzzers.Select(fuzzer => fuzzer.Run())];

    private static string? Written() => First(0, [.. s_batches, FurtherOfReader], (seed, count) =>
        SourceCheck.Run([.. Enumerable.Range(seed, count).Select(number => new RandomSource(number).Write())], out _) is [var failure, ..]
            ? $"{failure.Rule.Name}, {failure.Kind}: {failure.Problem}"
            : null);

    private static string? Grown(int first) => First(first, s_batches, (seed, count) =>
    {
        var failures = RuleCheck.Run([.. Enumerable.Range(seed, count).Select(number => new RandomRule(number).Grow())], out var legal);
        return failures is [var failure, ..] ? $"{failure.Rule.Name}: {failure.Problem}" : legal < count * 3 / 4 ? $"{count - legal} of {count} rules are refused" : null;
    });

    private static string? First(int seed, int[] batches, Func<int, int, string?> run)
    {
        foreach (var batch in batches)
        {
            try
            {
                if (run(seed, batch) is { } found)
                {
                    return found;
                }
            }
#pragma warning disable CA1031 // Whatever a faulty compiler does is found.
            catch (Exception error)
#pragma warning restore CA1031
            {
                return error.GetType().Name + ": " + error.Message;
            }

            seed += batch;
        }

        return null;
    }
}
