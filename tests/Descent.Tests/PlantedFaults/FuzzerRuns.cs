using System.Globalization;
using Descent.Tests.Strictness;
using Descent.Tests.Strictness.Fuzzing;
using Descent.Tests.Strictness.ReaderFuzzing;
using Microsoft.CodeAnalysis.CSharp;

namespace Descent.Tests.PlantedFaults;

/// <summary>
/// The fuzzers, each over the first of the rules that a run of all tests has it write, up to the first thing that is found. A rule that
/// becomes the very text that it should become is not run: nothing could be found.
/// </summary>
internal static class FuzzerRuns
{
    /// <summary>What generated text has where a rule became a loop.</summary>
    private const string Loops = "file static class ";

    /// <summary>How many more rules the reader's fuzzer writes, which differ more from one another.</summary>
    private const int FurtherOfReader = 75;

    /// <summary>How many rules are run together, once the first was run alone.</summary>
    private const int MostAtOnce = 8;

    /// <summary>How many rules each writes: batches that grow, since most faults are found at once.</summary>
    private static readonly int[] s_batches = [2, 6, 17];

    private static readonly Fuzzer[] s_fuzzers =
    [
        new Grown("elementwise", 0, s_batches),
        new Written("reader", 0, [.. s_batches, FurtherOfReader]),
        new Grown("reducing", RandomRule.FirstReducingSeed, s_batches),
        new Grown("chains", RandomRule.FirstChainSeed, s_batches),
        new Grown("optimizer-wide", RandomRule.FirstOptimizerSeed, s_batches),
    ];

    /// <summary>What a compiler without a fault makes of all rules that became loops, by their names.</summary>
    private static readonly Lazy<Dictionary<string, string>> s_right = new(()
        => s_fuzzers.SelectMany(fuzzer => fuzzer.Generate(fuzzer.First, fuzzer.Batches.Sum())).ToDictionary(rule => rule.Key, rule => rule.Value));

    /// <summary>Many times what a fuzzer takes; a compiler that takes longer goes round for ever.</summary>
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(10);

    /// <summary>The names of the fuzzers.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. s_fuzzers.Select(fuzzer => fuzzer.Name)];

    /// <summary>How many rules each writes, but for the reader's.</summary>
    public static int Rules => s_batches.Sum();

    /// <summary>How many rules the reader's writes.</summary>
    public static int RulesOfReader => Rules + FurtherOfReader;

    /// <summary>Runs all of them on top of a compiler.</summary>
    /// <returns>What each has found, in order; <see langword="null"/> for nothing.</returns>
    public static string?[] Run(CompilerUnderTest compiler)
    {
        _ = s_right.Value;
        return [.. s_fuzzers.Select(fuzzer => Within(s_limit, () =>
        {
            CompilerUnderTest.Current = compiler;
            return fuzzer.Run();
        }))];
    }

    /// <summary>Runs in a thread of its own, which is left behind where it does not end.</summary>
    private static string? Within(TimeSpan limit, Func<string?> run)
    {
        string? found = null;
        var thread = new Thread(() => found = run()) { IsBackground = true };
        thread.Start();
        return thread.Join(limit) ? found : string.Create(CultureInfo.InvariantCulture, $"no end within {limit.TotalMinutes} minutes");
    }

    /// <summary>A fuzzer, and the seeds of its rules.</summary>
    private abstract record Fuzzer(string Name, int First, int[] Batches)
    {
        /// <summary>What the compiler makes of rules that became loops, by their names; of none where it throws.</summary>
        public IEnumerable<KeyValuePair<string, string>> Generate(int seed, int count)
            => CSharpGeneratorDriver.Create(CompilerUnderTest.Current.Generator).RunGenerators(CompiledRule.Compile(Enumerable.Range(seed, count).Select(Source))).GetRunResult().GeneratedTrees
                .GroupBy(tree => Path.GetFileName(tree.FilePath).Split('.')[0], tree => tree.ToString())
                .Select(files => KeyValuePair.Create(files.Key, string.Concat(files)))
                .Where(rule => rule.Value.Contains(Loops, StringComparison.Ordinal));

        /// <summary>The first thing that is found.</summary>
        public string? Run()
        {
            var seed = First;
            foreach (var batch in Batches)
            {
                try
                {
                    var same = Generate(seed, batch).Where(rule => s_right.Value.GetValueOrDefault(rule.Key) == rule.Value).Select(rule => rule.Key).ToHashSet();
                    List<int> others = [.. Enumerable.Range(seed, batch).Where(number => !same.Contains(RuleName(number)))];
                    if (others.Take(1).Chunk(1).Concat(others.Skip(1).Chunk(MostAtOnce)).Select(Check).FirstOrDefault(problem => problem is not null) is { } found)
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

        /// <summary>A rule as C#.</summary>
        protected abstract string Source(int seed);

        /// <summary>A rule's name.</summary>
        protected abstract string RuleName(int seed);

        /// <summary>The first thing that is found in some rules.</summary>
        protected abstract string? Check(IReadOnlyList<int> seeds);
    }

    private sealed record Written(string Name, int First, int[] Batches) : Fuzzer(Name, First, Batches)
    {
        protected override string Source(int seed) => new RandomSource(seed).Write().File;

        protected override string RuleName(int seed) => new RandomSource(seed).Write().Name;

        protected override string? Check(IReadOnlyList<int> seeds)
            => SourceCheck.Run([.. seeds.Select(seed => new RandomSource(seed).Write())], out _) is [var failure, ..] ? $"{failure.Rule.Name}, {failure.Kind}: {failure.Problem}" : null;
    }

    private sealed record Grown(string Name, int First, int[] Batches) : Fuzzer(Name, First, Batches)
    {
        protected override string Source(int seed) => RuleWriter.Write(new RandomRule(seed).Grow());

        protected override string RuleName(int seed) => new RandomRule(seed).Grow().Name;

        protected override string? Check(IReadOnlyList<int> seeds)
            => RuleCheck.Run([.. seeds.Select(seed => new RandomRule(seed).Grow())], out _) is [var failure, ..] ? $"{failure.Rule.Name}: {failure.Problem}" : null;
    }
}
