using System.Diagnostics;
using System.Globalization;
using Descent.Benchmarks.Measurement;
using AdamRule = Descent.Adam;

namespace Descent.Benchmarks.Engine;

/// <summary>Measures what the engine adds to the loops: many tensors, threads, and what a step does beside the rule.</summary>
internal static class EngineCommand
{
    public static void Run(int rounds, TextWriter output)
    {
        Title(output, $"Ten million weights as one tensor and as ten thousand, Adam, float, one thread, n = {rounds}");
        Compare(
            output,
            rounds,
            calls: 1,
            10_000_000,
            ("A one tensor of 10,000,000", Step(new AdamRule(), Shapes.Equal(1, 10_000_000), threads: 1)),
            ("B 10,000 tensors of 1,000", Step(new AdamRule(), Shapes.Equal(10_000, 1_000), threads: 1)),
            ("C the streams alone, one tensor", Step(new Streams(), Shapes.Equal(1, 10_000_000), threads: 1)),
            ("D the streams alone, 10,000 tensors", Step(new Streams(), Shapes.Equal(10_000, 1_000), threads: 1)));

        Title(output, $"A small step: 20 tensors of 100 weights, Adam, float, n = {rounds} measurements of 1,000 steps");
        Small(output, rounds);

        Title(output, $"Few weights, AdamW, float, steps one after the other (n = {rounds} measurements of 500) and a millisecond apart (n = {50 * rounds} steps)");
        Few(output, rounds);

        Title(output, string.Create(CultureInfo.InvariantCulture, $"{SparseRows.Count:N0} rows of a table of {SparseRows.Length:N0} values, float, one thread, n = {rounds}"));
        SparseRows.Run(rounds, output);

        Title(output, $"Two threads, Adam, float, 33,554,432 weights, n = {rounds}");
        Compare(
            output,
            rounds,
            calls: 1,
            33_554_432,
            ("A one thread", Step(new AdamRule(), Shapes.Equal(1, 33_554_432), threads: 1)),
            ("B two threads", Step(new AdamRule(), Shapes.Equal(1, 33_554_432), threads: 2)),
            ("C the streams alone, one thread", Step(new Streams(), Shapes.Equal(1, 33_554_432), threads: 1)),
            ("D the streams alone, two threads", Step(new Streams(), Shapes.Equal(1, 33_554_432), threads: 2)));

        Title(output, $"GPT-2 small: AdamW on 148 tensors, 124,439,808 weights, float, two threads, n = {rounds}");
        Compare(
            output,
            rounds,
            calls: 1,
            124_439_808,
            ("A the streams alone, gradients read once more", Step(new Streams(), Shapes.Gpt2Small, threads: 2, clips: true)),
            ("B AdamW, clipped by the global norm", Step(new AdamW(), Shapes.Gpt2Small, threads: 2, clips: true)),
            ("C AdamW", Step(new AdamW(), Shapes.Gpt2Small, threads: 2)));
    }

    private static void Small(TextWriter output, int rounds)
    {
        var step = Step(new AdamRule(), Shapes.Equal(20, 100), threads: 1);
        Alternation.WarmUp([step]);
        var before = GC.GetAllocatedBytesForCurrentThread();
        step();
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        var sample = Alternation.Measure([step], rounds, 1_000)[0];
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"median {sample.Median / 1000:0.00} µs, minimum {sample.Minimum / 1000:0.00} µs, {allocated} bytes allocated"));
    }

    /// <summary>A model that trains steps now and then: threads that slept since are woken, and late.</summary>
    private static void Few(TextWriter output, int rounds)
    {
        var table = new MarkdownTable("weights", "one thread, µs", "two", "apart: one thread", "two");
        foreach (var length in (int[])[16_384, 65_536, 131_072, 262_144])
        {
            List<Action> steps = [Step(new AdamW(), Shapes.Equal(1, length), threads: 1), Step(new AdamW(), Shapes.Equal(1, length), threads: 2)];
            Alternation.WarmUp(steps);
            var together = Alternation.Measure(steps, rounds, 500);
            var apart = Apart(steps, 50 * rounds);
            table.Add(
                Number(length, "N0"), Number(together[0].Median / 1000, "0.0"), Number(together[1].Median / 1000, "0.0"), Number(apart[0], "0.0"), Number(apart[1], "0.0"));
        }

        table.Write(output);
    }

    /// <summary>The median time of each step, in µs, where the thread that steps does something else for a millisecond before.</summary>
    private static double[] Apart(List<Action> steps, int rounds)
    {
        var times = steps.Select(_ => new List<double>()).ToList();
        for (var round = 0; round < rounds; round++)
        {
            for (var index = 0; index < steps.Count; index++)
            {
                var began = Stopwatch.GetTimestamp();
                while (Stopwatch.GetElapsedTime(began).TotalMilliseconds < 1)
                {
                    Thread.SpinWait(20);
                }

                began = Stopwatch.GetTimestamp();
                steps[index]();
                times[index].Add(Stopwatch.GetElapsedTime(began).TotalMicroseconds);
            }
        }

        return [.. times.Select(each => each.Order().ElementAt(each.Count / 2))];
    }

    private static void Compare(TextWriter output, int rounds, int calls, long weights, params (string Name, Action Step)[] contenders)
    {
        var steps = contenders.Select(contender => contender.Step).ToList();
        foreach (var step in steps)
        {
            // The loops are compiled once and for all; the engine around them is soon warm.
            for (var call = 0; call < 5; call++)
            {
                step();
            }
        }

        var samples = Alternation.Measure(steps, rounds, calls);
        var table = new MarkdownTable("contender", "median ms", "minimum", "ns/weight", "÷ A");
        for (var index = 0; index < samples.Count; index++)
        {
            table.Add(
                contenders[index].Name,
                Number(samples[index].Median / 1e6, "0.00"),
                Number(samples[index].Minimum / 1e6, "0.00"),
                Number(samples[index].Median / weights, "0.000"),
                index == 0 ? "" : Number(samples[index].RatioTo(samples[0]), "0.00"));
        }

        table.Write(output);
    }

    /// <summary>A step of an optimizer over tensors of random weights and gradients.</summary>
    private static Action Step(Optimizer optimizer, IReadOnlyList<int> lengths, int threads, bool clips = false)
    {
        var random = new Random(1);
        for (var index = 0; index < lengths.Count; index++)
        {
            optimizer.Add("tensor" + index.ToString(CultureInfo.InvariantCulture), Values(random, lengths[index]), Values(random, lengths[index]));
        }

        optimizer.Options.MaxDegreeOfParallelism = threads;
        optimizer.Options.MaximumGradientNorm = clips ? 1 : double.PositiveInfinity;
        return () => optimizer.Step();
    }

    private static float[] Values(Random random, int length)
    {
        var values = new float[length];
        foreach (ref var value in values.AsSpan())
        {
            value = random.NextSingle() - 0.5f;
        }

        return values;
    }

    private static void Title(TextWriter output, string title)
    {
        output.WriteLine();
        output.WriteLine(title);
        output.WriteLine();
    }

    private static string Number(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
