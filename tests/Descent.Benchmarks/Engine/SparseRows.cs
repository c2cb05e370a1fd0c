using System.Globalization;
using Descent.Benchmarks.Measurement;

namespace Descent.Benchmarks.Engine;

/// <summary>Steps over some rows of a table that no cache holds, each time other ones, as those of an embedding are drawn by a batch.</summary>
internal static class SparseRows
{
    /// <summary>How many rows a step has.</summary>
    public const int Count = 4_000;

    /// <summary>How many values the table has.</summary>
    public const int Length = 64_000_000;

    private const int Sets = 40;

    public static void Run(int rounds, TextWriter output)
    {
        var table = new MarkdownTable("columns", "AdaGrad, ns a row", "AdamW, ns a row");
        foreach (var columns in (int[])[8, 16, 64, 256])
        {
            using Optimizer adaGrad = new AdaGrad(), adamW = new AdamW();
            Action[] steps = [Step(adaGrad, columns), Step(adamW, columns)];
            Alternation.WarmUp(steps);
            var samples = Alternation.Measure(steps, rounds, Sets);
            table.Add(columns.ToString(CultureInfo.InvariantCulture), Number(samples[0].Median / Count), Number(samples[1].Median / Count));
        }

        table.Write(output);
    }

    private static Action Step(Optimizer optimizer, int columns)
    {
        var random = new Random(1);
        var rows = Length / columns;
        var sets = Enumerable.Range(0, Sets).Select(_ => Draw(random, rows)).ToArray();
        optimizer.Options.MaxDegreeOfParallelism = 1;
        var parameter = optimizer.Add("table", new float[Length], shape: [rows, columns]);
        var (gradients, next) = (new float[Count * columns], 0);
        gradients.AsSpan().Fill(0.1f);
        return () =>
        {
            parameter.BindGradients<float>(gradients, sets[next++ % Sets]);
            optimizer.Step();
        };
    }

    private static int[] Draw(Random random, int rows)
    {
        var drawn = new SortedSet<int>();
        while (drawn.Count < Count)
        {
            drawn.Add(random.Next(rows));
        }

        return [.. drawn];
    }

    private static string Number(double nanoseconds) => nanoseconds.ToString("0", CultureInfo.InvariantCulture);
}
