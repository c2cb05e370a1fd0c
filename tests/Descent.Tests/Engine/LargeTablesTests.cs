namespace Descent.Tests.Engine;

/// <summary>Steps over some rows of tables that no cache holds, for which the engine asks ahead of time.</summary>
public sealed class LargeTablesTests
{
    private const int Length = 3_000_000;

    [Theory]
    [InlineData(nameof(AdamW), 24, 1)]
    [InlineData(nameof(AdamW), 33, 2)]
    [InlineData(nameof(AdamW), 4_800, 2)]
    [InlineData(nameof(AdamMini), 64, 2)]
    [InlineData(nameof(Sgd), 1, 1)]
    public void Rows_AreThoseOfATableOfTheseRowsAlone(string name, int columns, int threads)
    {
        var (random, rows) = (new Random(5), Length / columns);
        int[] list = [0, .. Enumerable.Range(1, rows - 2).Where(row => row % 50 < 3 && random.Next(Math.Max(1, rows / 2_000)) == 0), rows - 1];
        var weights = Values(rows * columns);
        float[] before = [.. weights], alone = [.. list.SelectMany(row => weights.AsSpan(row * columns, columns).ToArray())];
        using var some = Create(name, threads);
        using var all = Create(name, threads);
        var table = some.Add("table", weights, shape: [rows, columns]);
        var whole = all.Add("table", alone, shape: [list.Length, columns]);
        for (var step = 0; step < 3; step++)
        {
            var gradients = Values(alone.Length);
            table.BindGradients<float>(gradients, list);
            whole.BindGradients<float>(gradients);
            some.Step();
            all.Step();
        }

        foreach (var (place, row) in list.Index())
        {
            alone.AsSpan(place * columns, columns).CopyTo(before.AsSpan(row * columns));
        }

        Assert.Equal(before.Select(BitConverter.SingleToInt32Bits), weights.Select(BitConverter.SingleToInt32Bits));

        float[] Values(int count) => [.. Enumerable.Range(0, count).Select(_ => random.NextSingle() - 0.5f)];
    }

    private static Optimizer Create(string name, int threads)
    {
        var optimizer = (Optimizer)Activator.CreateInstance(typeof(Optimizer).Assembly.GetType("Descent." + name, throwOnError: true)!)!;
        optimizer.Options.MaxDegreeOfParallelism = threads;
        return optimizer;
    }
}
