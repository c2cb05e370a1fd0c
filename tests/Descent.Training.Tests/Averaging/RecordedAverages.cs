using System.Text.Json;

namespace Descent.Training.Tests.Averaging;

/// <summary>The averages that PyTorch's AveragedModel computed of the weights of problem B.</summary>
internal static class RecordedAverages
{
    /// <summary>The weights shown at update 1, 2, …</summary>
    public static double[][] Weights { get; } = Read("problems.json", root => Rows(root.GetProperty("B").GetProperty("g")));

    public static (double[][] Averages, double Tolerance) Entry(string id) => Read("averaging.json", root =>
    {
        var entry = root.GetProperty("entries").EnumerateArray().Single(entry => entry.GetProperty("id").GetString() == id);
        return (Rows(entry.GetProperty("avg")), entry.GetProperty("rtol").GetDouble());
    });

    /// <summary>An error is judged against the largest weight so far in its coordinate.</summary>
    public static double[] Scales(int updates)
        => [.. Enumerable.Range(0, Weights[0].Length).Select(i => Weights.Take(updates).Max(row => Math.Abs(row[i])))];

    private static T Read<T>(string file, Func<JsonElement, T> read)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "data", file)));
        return read(document.RootElement);
    }

    private static double[][] Rows(JsonElement element)
        => [.. element.EnumerateArray().Select(row => row.EnumerateArray().Select(value => value.GetDouble()).ToArray())];
}
