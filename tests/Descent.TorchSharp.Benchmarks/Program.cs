using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using Descent.Torch;
using Descent.Torch.Benchmarks;
using static TorchSharp.torch;
using TorchParameter = TorchSharp.Modules.Parameter;

// Usage: [threads] [seconds for each row] [part of a model's name]. One thread is measured by its own time on a processor, several by the clock.
var threads = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 1;
var seconds = args.Length > 1 ? double.Parse(args[1], CultureInfo.InvariantCulture) : 20;
var only = args.Length > 2 ? args[2] : "";
set_num_threads(threads);
Console.WriteLine($"{threads} thread{(threads == 1 ? "" : "s")}, median milliseconds of a step, and how many times that of Descent");
Console.WriteLine();
Console.WriteLine("| model | rule | rounds | TorchSharp | Descent | of it reaching the tensors | fused |");
Console.WriteLine("| --- | --- | ---: | ---: | ---: | ---: | ---: |");
foreach (var (name, shapes) in Models.All.Where(model => model.Key.Contains(only, StringComparison.OrdinalIgnoreCase)))
{
    foreach (var rule in new[] { "Adam", "AdamW", "SGD momentum", "RMSProp" })
    {
        Measure(name, [.. shapes()], rule, threads, seconds);
    }
}

static void Measure(string model, long[][] shapes, string rule, int threads, double seconds)
{
    var parameters = shapes.Select(shape => new TorchParameter(randn(shape) * 0.02)).ToArray();
    foreach (var parameter in parameters)
    {
        using var gradient = randn_like(parameter) * 1e-3;
        parameter.grad = gradient;
    }

    using var theirs = rule switch
    {
        "Adam" => optim.Adam(parameters),
        "AdamW" => optim.AdamW(parameters, weight_decay: 1e-2),
        "SGD momentum" => optim.SGD(parameters, 1e-3, 0.9),
        _ => (optim.Optimizer)optim.RMSProp(parameters),
    };
    using var ours = rule switch
    {
        "Adam" => TorchDefaults.Adam(parameters),
        "AdamW" => TorchDefaults.AdamW(parameters),
        "SGD momentum" => TorchDefaults.SGD(parameters, 1e-3, 0.9),
        _ => TorchDefaults.RMSProp(parameters),
    };
    ours.Options.MaxDegreeOfParallelism = threads;
    using var fused = rule == "RMSProp" ? null : new Fused(parameters, hasSecond: rule != "SGD momentum");
    Action[] contenders =
    [
        () => theirs.step(), () => ours.step(), ours.Synchronize, .. fused is null ? Array.Empty<Action>() : [rule switch { "Adam" => fused.Adam, "AdamW" => fused.AdamW, _ => fused.Sgd }],
    ];
    var repeats = Math.Max(1, (int)(200_000 / shapes.Sum(shape => shape.Aggregate(1L, (product, size) => product * size))));
    var times = contenders.Select(_ => new List<double>()).ToArray();
    var watch = Stopwatch.StartNew();
    for (var round = 0; round < 5 || watch.Elapsed.TotalSeconds < seconds; round++)
    {
        for (var index = 0; index < contenders.Length; index++)
        {
            var start = Now(threads);
            for (var repeat = 0; repeat < repeats; repeat++)
            {
                contenders[index]();
            }

            // The first rounds make states and compile.
            if (round >= 2)
            {
                times[index].Add((Now(threads) - start) / repeats);
            }
        }
    }

    var medians = times.Select(list => list.Order().ElementAt(list.Count / 2)).ToArray();
    string Cell(int index) => index < medians.Length
        ? string.Create(CultureInfo.InvariantCulture, $"{medians[index]:G3}{(index is 1 or 2 ? "" : $" ({medians[index] / medians[1]:F2})")}")
        : "";
    Console.WriteLine($"| {model} | {rule} | {times[0].Count} | {Cell(0)} | {Cell(1)} | {Cell(2)} | {Cell(3)} |");
    foreach (var parameter in parameters)
    {
        parameter.grad = null;
        parameter.Dispose();
    }
}

static double Now(int threads) => threads == 1 ? ThreadClock.Milliseconds : Stopwatch.GetElapsedTime(0).TotalMilliseconds;

/// <summary>The time that this thread had on a processor.</summary>
internal static class ThreadClock
{
    private const int OfThisThread = 3;

    public static double Milliseconds
    {
        get
        {
            _ = clock_gettime(OfThisThread, out var time);
            return (time.Seconds * 1e3) + (time.Nanoseconds / 1e6);
        }
    }

    [DllImport("libc")]
    private static extern int clock_gettime(int clock, out Time time);

    private struct Time
    {
        public long Seconds;
        public long Nanoseconds;
    }
}
