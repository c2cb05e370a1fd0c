using System.Collections.Concurrent;
using System.Text.Json;

namespace Descent.Tests.Oracles;

/// <summary>A rule as a library ran it.</summary>
/// <param name="Id">Its name, such as <c>adam.big_eps</c>.</param>
/// <param name="Groups">The hyperparameters, of each parameter group where there are several.</param>
/// <param name="Runs">What came out, by the name of the problem.</param>
internal sealed record OracleEntry(string Id, IReadOnlyList<IReadOnlyDictionary<string, JsonElement>> Groups, IReadOnlyDictionary<string, OracleRun> Runs);

/// <summary>The recorded trajectory of one entry on one problem.</summary>
/// <param name="RelativeTolerance">How far a value may be off, relative to the scale of its coordinate.</param>
/// <param name="Snapshots">The weights, at some steps.</param>
/// <param name="FinalState">The library's state after the last step, by its own names, of each tensor; empty where none is recorded.</param>
internal sealed record OracleRun(
    double RelativeTolerance,
    IReadOnlyList<Snapshot> Snapshots,
    IReadOnlyList<IReadOnlyDictionary<string, double[]>> FinalState)
{
    /// <summary>The weights at which the model is evaluated, at some steps; empty where they are the same.</summary>
    public IReadOnlyList<Snapshot> Evaluated { get; init; } = [];
}

/// <summary>The weights of every tensor after a step.</summary>
/// <param name="Step">The step, from 1.</param>
/// <param name="Weights">The weights of each tensor.</param>
internal sealed record Snapshot(int Step, double[][] Weights);

/// <summary>Reads the recorded trajectories.</summary>
internal static class OracleFile
{
    private static readonly ConcurrentDictionary<string, JsonElement> Documents = new();

    private static readonly Lazy<Dictionary<string, OracleEntry>> AllEntries = new(() =>
        new[]
            {
                "sgd.json", "momentum.json", "sign.json", "ftrl.json", "adagrad_rmsprop.json", "adam.json", "adam_variants.json", "layerwise.json",
                "adafactor_sm3.json", "parameter_free.json", "schedule_free.json", "sophia.json", "wrappers.json",
            }
            .SelectMany(file => Document(file).GetProperty("entries").EnumerateArray())
            .Select(ReadEntry)
            .ToDictionary(entry => entry.Id));

    /// <summary>Every entry of every file, by its id.</summary>
    public static IReadOnlyDictionary<string, OracleEntry> Entries => AllEntries.Value;

    /// <summary>The root of a file of the data folder.</summary>
    public static JsonElement Document(string file) => Documents.GetOrAdd(file, static name =>
    {
        using var document = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Oracles", "data", name)));
        return document.RootElement.Clone();
    });

    /// <summary>An array of numbers.</summary>
    public static double[] Vector(JsonElement element) => Array(element, value => value.GetDouble());

    /// <summary>An array of anything.</summary>
    public static T[] Array<T>(JsonElement element, Func<JsonElement, T> read) => [.. element.EnumerateArray().Select(read)];

    private static OracleEntry ReadEntry(JsonElement entry) => new(
        entry.GetProperty("id").GetString()!,
        ReadGroups(entry),
        entry.GetProperty("runs").EnumerateObject().ToDictionary(run => run.Name, run => ReadRun(run.Name, run.Value)));

    /// <summary>
    /// What the class was given lies over what it used: an entry composed of two classes, such as decoupled decay around RAdam, has its own
    /// hyperparameters only among the former.
    /// </summary>
    private static IReadOnlyDictionary<string, JsonElement>[] ReadGroups(JsonElement entry)
    {
        var effective = entry.GetProperty("effective");
        if (effective.ValueKind == JsonValueKind.Array)
        {
            return Array(effective, group => (IReadOnlyDictionary<string, JsonElement>)Properties(group));
        }

        var group = Properties(effective);
        foreach (var (name, value) in Properties(entry.GetProperty("args")))
        {
            group[name] = value;
        }

        return [group];
    }

    private static OracleRun ReadRun(string problem, JsonElement run) => new(
        run.GetProperty("rtol").GetDouble(),
        run.TryGetProperty("steps", out var steps)
            ? ReadSnapshots(problem, steps, run.GetProperty("w"))
            : [.. Vector(run.GetProperty("x")).Zip(Vector(run.GetProperty("y")), (x, y) => (x, y)).Select((point, i) => new Snapshot(i + 1, [[point.x, point.y]]))],
        run.TryGetProperty("state", out var state)
            ? state.ValueKind == JsonValueKind.Array ? Array(state, ReadState) : [ReadState(state)]
            : [])
    {
        Evaluated = run.TryGetProperty("eval_steps", out var evaluated) ? ReadSnapshots(problem, evaluated, run.GetProperty("eval_w")) : [],
    };

    private static List<Snapshot> ReadSnapshots(string problem, JsonElement steps, JsonElement weights)
        => [.. steps.EnumerateArray().Zip(weights.EnumerateArray(), (step, tensors) => new Snapshot(step.GetInt32(), ReadTensors(problem, tensors)))];

    /// <summary>Problem C and its variants have two tensors; a problem of one has no level for it.</summary>
    private static double[][] ReadTensors(string problem, JsonElement weights) => problem.StartsWith('C') ? Array(weights, Vector) : [Vector(weights)];

    /// <summary>A state that has parts, such as one momentum for each decay, is as many states, named after both; one with a shape is its data.</summary>
    private static IReadOnlyDictionary<string, double[]> ReadState(JsonElement state) => state.EnumerateObject()
        .SelectMany(item => item.Value.ValueKind == JsonValueKind.Object && !item.Value.TryGetProperty("data", out _)
            ? item.Value.EnumerateObject().Select(part => (Name: $"{item.Name} {part.Name}", part.Value))
            : [(item.Name, item.Value)])
        .ToDictionary(item => item.Name, item => item.Value.ValueKind switch
        {
            JsonValueKind.Array => Vector(item.Value),
            JsonValueKind.Object => Vector(item.Value.GetProperty("data")),
            _ => [item.Value.GetDouble()],
        });

    private static Dictionary<string, JsonElement> Properties(JsonElement element)
        => element.EnumerateObject().ToDictionary(property => property.Name, property => property.Value);
}
