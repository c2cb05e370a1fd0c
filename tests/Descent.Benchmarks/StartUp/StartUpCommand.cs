using System.Diagnostics;
using System.Globalization;
using Descent.Benchmarks.Measurement;

namespace Descent.Benchmarks.StartUp;

/// <summary>Measures the first step of a fresh process, just-in-time compilation included: this program starts itself again and again.</summary>
internal static class StartUpCommand
{
    private const int Weights = 1_000;

    public static void Run(int rounds, TextWriter output)
    {
        var runs = Enumerable.Range(0, rounds).Select(_ => RunChild()).ToList();
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"A fresh process, Adam, {Weights:N0} weights in float, n = {rounds}:"));
        output.WriteLine();
        var table = new MarkdownTable("", "median ms", "minimum");
        var names = new[] { "new Adam and Add", "the first Step", "the second Step", "the same step as a scalar loop, the first time" };
        for (var index = 0; index < names.Length; index++)
        {
            var sample = new Sample([.. runs.Select(run => run[index])]);
            table.Add(names[index], sample.Median.ToString("0.00", CultureInfo.InvariantCulture), sample.Minimum.ToString("0.00", CultureInfo.InvariantCulture));
        }

        table.Write(output);
    }

    /// <summary>What the fresh process does: the times in milliseconds, on one line.</summary>
    public static void RunOnce(TextWriter output)
    {
        float[] weights = new float[Weights], gradients = new float[Weights], others = new float[Weights];
        Array.Fill(gradients, 1);
        var start = Stopwatch.GetTimestamp();
        using var optimizer = new Descent.Adam();
        optimizer.Options.MaxDegreeOfParallelism = 1;
        optimizer.Add("weights", weights, gradients);
        var added = Stopwatch.GetTimestamp();
        optimizer.Step();
        var first = Stopwatch.GetTimestamp();
        optimizer.Step();
        var second = Stopwatch.GetTimestamp();
        Scalar(others, gradients, new float[Weights], new float[Weights]);
        var scalar = Stopwatch.GetTimestamp();
        double[] times = [Milliseconds(start, added), Milliseconds(added, first), Milliseconds(first, second), Milliseconds(second, scalar)];
        output.WriteLine(string.Join(' ', times.Select(time => time.ToString("R", CultureInfo.InvariantCulture))));
    }

    private static double Milliseconds(long start, long end) => Stopwatch.GetElapsedTime(start, end).TotalMilliseconds;

    private static void Scalar(float[] weights, float[] gradients, float[] m, float[] v)
    {
        for (var i = 0; i < weights.Length; i++)
        {
            m[i] = (0.9f * m[i]) + (0.1f * gradients[i]);
            v[i] = (0.999f * v[i]) + (0.001f * gradients[i] * gradients[i]);
            weights[i] -= 1e-3f * (m[i] / 0.1f) / (MathF.Sqrt(v[i] / 0.001f) + 1e-8f);
        }
    }

    private static double[] RunChild()
    {
        using var child = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, ["first-step"]) { RedirectStandardOutput = true })!;
        var line = child.StandardOutput.ReadToEnd();
        child.WaitForExit();
        return [.. line.Split(' ', StringSplitOptions.TrimEntries).Select(time => double.Parse(time, CultureInfo.InvariantCulture))];
    }
}
