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
        new Grown("matrices", RandomRule.FirstMatrixSeed, s_batches),
        new Grown("whole matrices", RandomRule.FirstWholeSeed, s_batches),
    ];

    /// <summary>Many times what a fuzzer takes; a compiler that takes longer goes round for ever.</summary>
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(10);

    /// <summary>The names of the fuzzers.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. s_fuzzers.Select(fuzzer => fuzzer.Name)];

    /// <summary>How many rules each writes, but for the reader's.</summary>
    public static int Rules => s_batches.Sum();

    /// <summary>How many rules the reader's writes.</summary>
    public static int RulesOfReader => Rules + FurtherOfReader;

    /// <summary>Runs one of them on top of a compiler.</summary>
    /// <returns>What it has found; <see langword="null"/> for nothing.</returns>
    public static string? Run(string name, CompilerUnderTest compiler)
    {
        var fuzzer = s_fuzzers.Single(fuzzer => fuzzer.Name == name);
        fuzzer.Prepare();
        return Within(s_limit, () =>
        {
            CompilerUnderTest.Current = compiler;
            return fuzzer.Run();
        });
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
        private List<Batch>? _batches;

        /// <summary>Writes the rules, and sees what a compiler without a fault makes of them.</summary>
        public void Prepare() => _batches ??= [.. Batches.Select((count, index) =>
        {
            var seeds = Enumerable.Range(First + Batches.Take(index).Sum(), count).ToDictionary(RuleName);
            var compilation = CompiledRule.Compile([.. seeds.Values.Select(Source), OwnOperations.Text]);
            return new Batch(seeds, compilation, Generate(compilation));
        })];

        /// <summary>The first thing that is found.</summary>
        public string? Run()
        {
            foreach (var batch in _batches!)
            {
                try
                {
                    var made = Generate(batch.Compilation);
                    List<int> others = [.. batch.Seeds.Where(rule => made.GetValueOrDefault(rule.Key) != batch.Right.GetValueOrDefault(rule.Key)).Select(rule => rule.Value)];
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
            }

            return null;
        }

        /// <summary>What the compiler makes of rules, by their names; nothing where it throws.</summary>
        private static Dictionary<string, string> Generate(CSharpCompilation compilation)
            => CSharpGeneratorDriver.Create(CompilerUnderTest.Current.Generator).RunGenerators(compilation).GetRunResult().GeneratedTrees
                .GroupBy(tree => Path.GetFileName(tree.FilePath).Split('.')[0], tree => tree.ToString())
                .ToDictionary(files => files.Key, string.Concat);

        /// <summary>A rule as C#.</summary>
        protected abstract string Source(int seed);

        /// <summary>A rule's name.</summary>
        protected abstract string RuleName(int seed);

        /// <summary>The first thing that is found in some rules.</summary>
        protected abstract string? Check(IReadOnlyList<int> seeds);

        /// <summary>Rules that are compiled together: the seed of each by its name, and what becomes of it.</summary>
        private sealed record Batch(Dictionary<string, int> Seeds, CSharpCompilation Compilation, Dictionary<string, string> Right);
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
