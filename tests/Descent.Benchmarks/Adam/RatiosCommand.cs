using System.Globalization;
using System.Numerics;
using System.Runtime.CompilerServices;
using Descent.Benchmarks.Measurement;
using Descent.Benchmarks.Norm;

namespace Descent.Benchmarks.Adam;

/// <summary>Compares the generated Adam with what one could use instead, and with the speed of the memory.</summary>
internal static class RatiosCommand
{
    /// <summary>One measurement updates about so many weights: shorter than a turn that another process may take on the core.</summary>
    private const int WeightsAMeasurement = 1 << 19;
    private const int WarmUpLength = 1_000;

    /// <summary>Adam reads w, g, m and v and writes w, m and v.</summary>
    private const int Streams = 7;

    public static void Run(Options options, TextWriter output)
    {
        using var strict = NativeAdam.TryLoad(NativeAdam.Strict, out var note);
        output.WriteLine(note);
        using var relaxed = NativeAdam.TryLoad(NativeAdam.Relaxed, out note);
        output.WriteLine(note);
        var chart = new BarChart("One step of Adam, one thread, nanoseconds a weight");
        Run(options, Loops<float>(strict, relaxed), output, chart);
        Run(options, Loops<double>(strict, relaxed), output, chart);
        if (options.Chart is { } path)
        {
            chart.Write(path);
        }
    }

    private static IEnumerable<Contender<T>> Loops<T>(NativeAdam? strict, NativeAdam? relaxed)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        => strict is null || relaxed is null
            ? []
            : [new NativeLoop<T>(strict, "C++ (g++ -O3)", Agreement.SameBits), new NativeLoop<T>(relaxed, "C++ (g++ -O3 -ffast-math)", Agreement.EqualButForRounding)];

    private static void Run<T>(Options options, IEnumerable<Contender<T>> native, TextWriter output, BarChart chart)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        List<Contender<T>> contenders =
        [
            new GeneratedSpans<T>(), new GeneratedStep<T>(), new GeneratedRelaxed<T>(), new ScalarLoop<T>(), new TensorPrimitivesAsWritten<T>(),
            new TensorPrimitivesRegrouped<T>(), new MemoryLimit<T>(), .. native,
        ];
        output.WriteLine();
        output.WriteLine($"## {(typeof(T) == typeof(float) ? "float" : "double")}");
        output.WriteLine();
        output.WriteLine(Verification.Run(contenders));
        using (var small = new AdamTensor<T>(WarmUpLength))
        {
            Alternation.WarmUp(Steps(contenders, small));
        }

        foreach (var length in options.Weights)
        {
            using var tensor = new AdamTensor<T>(length);
            var calls = Math.Max(1, WeightsAMeasurement / length);
            var samples = Alternation.Measure(Steps(contenders, tensor), options.Rounds, calls);
            output.WriteLine();
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{length:N0} weights, one thread, n = {options.Rounds} measurements of {calls} step{(calls == 1 ? "" : "s")} each; ratios are row over column:"));
            output.WriteLine();
            Write(contenders, samples, length, output);
            chart.Add(
                string.Create(CultureInfo.InvariantCulture, $"{(typeof(T) == typeof(float) ? "float" : "double")}, {length:N0} weights"),
                [.. contenders.Zip(samples, (contender, sample) => (contender.Name, sample.Median / length))]);
        }

        NormRatios.Run<T>(options, output);
    }

    private static List<Action> Steps<T>(IReadOnlyList<Contender<T>> contenders, AdamTensor<T> tensor)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        => [.. contenders.Select(contender => (Action)(() => contender.Step(tensor)))];

    private static void Write<T>(IReadOnlyList<Contender<T>> contenders, IReadOnlyList<Sample> samples, int length, TextWriter output)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var table = new MarkdownTable(
            ["contender", "median ns/weight", "minimum", "GB/s", .. contenders.Select((_, index) => $"÷ {Letter(index)}")]);
        for (var index = 0; index < samples.Count; index++)
        {
            var sample = samples[index];
            table.Add(
            [
                $"{Letter(index)} {contenders[index].Name}",
                Number(sample.Median / length, "0.000"),
                Number(sample.Minimum / length, "0.000"),
                Number((double)Streams * Unsafe.SizeOf<T>() * length / sample.Median, "0.0"),
                .. samples.Select(other => other == sample ? "" : Number(sample.RatioTo(other), "0.00")),
            ]);
        }

        table.Write(output);
    }

    private static char Letter(int index) => (char)('A' + index);

    private static string Number(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
