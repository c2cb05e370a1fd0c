namespace Descent.PlantedFaults;

/// <summary>A table in Markdown of who finds which fault.</summary>
internal static class FoundTable
{
    /// <summary>The cells behind name and file of each fault, by its name; none where there is no table yet.</summary>
    public static Dictionary<string, string[]> Read(string location) => !File.Exists(location) ? [] : File.ReadLines(location)
        .Where(line => line.StartsWith('|')).Skip(2).Select(line => line[1..^1].Split('|', StringSplitOptions.TrimEntries)).ToDictionary(cells => cells[0], cells => cells[2..]);
}
