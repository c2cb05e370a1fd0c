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
var models = Models.All.Where(model => model.Key.Contains(only, StringComparison.OrdinalIgnoreCase)).ToList();
if (models.Count > 0)
{
    Console.WriteLine("| model | rule | rounds | TorchSharp | Descent | of it reaching the tensors | fused |");
    Console.WriteLine("| --- | --- | ---: | ---: | ---: | ---: | ---: |");
}

foreach (var (name, shapes) in models)
{
    foreach (var rule in new[] { "Adam", "AdamW", "SGD momentum", "RMSProp" })
    {
        Measure(name, [.. shapes()], rule, threads, seconds);
    }
}

if (MuonSteps.Name.Contains(only, StringComparison.OrdinalIgnoreCase))
{
    MeasureMuon(threads, seconds);
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
    var times = Alternate(contenders, repeats, threads, seconds);
    var medians = times.Select(Median).ToArray();
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

static void MeasureMuon(int threads, double seconds)
{
    using var muon = new MuonSteps(threads);
    var times = Alternate([.. muon.Contenders.Select(contender => contender.Step)], repeats: 1, threads, seconds);
    Console.WriteLine();
    Console.WriteLine($"| {MuonSteps.Name} | rounds | ms | times Descent's |");
    Console.WriteLine("| --- | ---: | ---: | ---: |");
    foreach (var (contender, list) in muon.Contenders.Zip(times))
    {
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {contender.Name} | {list.Count} | {Median(list):F0} | {Median(list) / Median(times[0]):F2} |"));
    }
}

// Milliseconds of the contenders, which take turns.
static IReadOnlyList<List<double>> Alternate(Action[] contenders, int repeats, int threads, double seconds)
{
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

    return times;
}

static double Median(List<double> times) => times.Order().ElementAt(times.Count / 2);

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
