using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Descent.Checkpoints;
using Descent.CompilerServices;

namespace Descent.Training;

/// <summary>The lines of a search's log. Numbers are written so that reading them gives the same bits.</summary>
internal static class SearchLogLine
{
    /// <summary>28,000 years: what a <see cref="TimeSpan"/> holds.</summary>
    private const double MostSeconds = 9e11;

    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>What the search is: all that decides which trials it makes.</summary>
    public static string Of(HyperparameterSearch search) => Write(json =>
    {
        json.WriteString("name", search.Name);
        json.WriteString("strategy", search.Strategy.Identity);
        json.WriteNumber("seed", search.Seed);
        json.WriteString("goal", search.Maximize ? "maximize" : "minimize");
        json.WriteStartArray("space");
        foreach (var dimension in search.Space.Dimensions)
        {
            json.WriteStringValue(dimension.ToString());
        }

        json.WriteEndArray();
    });

    public static string Of(TrialResult trial) => Write(json =>
    {
        json.WriteNumber("trial", trial.Number);
        json.WriteStartArray("point");
        foreach (var coordinate in trial.Point.Values)
        {
            json.WriteRawValue(NumberText.Of(coordinate));
        }

        json.WriteEndArray();
        WriteNumber(json, "budget", trial.Budget);
        if (trial.Parent is { } parent)
        {
            json.WriteNumber("parent", parent);
        }

        if (trial.Value is { } value)
        {
            WriteNumber(json, "value", value);
        }
        else
        {
            json.WriteString("error", trial.Error);
        }

        json.WriteNumber("seconds", trial.Duration.TotalSeconds);
    });

    /// <summary>Reads a trial's line. Every number is checked for the range that it can have.</summary>
    public static TrialResult Parse(string line, SearchSpace space)
    {
        using var document = JsonDocument.Parse(line);
        var root = document.RootElement;
        double? value = root.TryGetProperty("value", out var given) ? Guard.Hyperparameter(given.GetDouble(), "value") : null;
        var number = root.GetProperty("trial").GetInt32();
        double[] point = [.. root.GetProperty("point").EnumerateArray().Select(element => element.GetDouble())];
        var proposal = new TrialProposal(space.Point(point))
        {
            Budget = Guard.Hyperparameter(root.GetProperty("budget").GetDouble(), "budget", above: 0),
            Parent = root.TryGetProperty("parent", out var parent) ? Guard.Hyperparameter(parent.GetInt32(), "parent", min: 0, below: number) : null,
        };
        return new(
            number,
            proposal,
            value,
            value is null ? root.GetProperty("error").GetString() ?? throw new FormatException("error must be a text.") : null,
            TimeSpan.FromSeconds(Guard.Hyperparameter(root.GetProperty("seconds").GetDouble(), "seconds", min: 0, max: MostSeconds)));
    }

    private static void WriteNumber(Utf8JsonWriter json, string name, double value)
    {
        json.WritePropertyName(name);
        json.WriteRawValue(NumberText.Of(value));
    }

    private static string Write(Action<Utf8JsonWriter> members)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes, Options))
        {
            json.WriteStartObject();
            members(json);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(bytes.ToArray());
    }
}
