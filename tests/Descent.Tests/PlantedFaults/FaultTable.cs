using System.Globalization;

namespace Descent.Tests.PlantedFaults;

/// <summary>Who finds which planted fault: <c>table.md</c> beside this file, written by the full mode.</summary>
internal static class FaultTable
{
    /// <summary>The column of the compiler's own tests, which run where no fuzzer finds anything.</summary>
    public const string Tests = "tests";

    private const string Yes = "found";

    private static string Location => Path.Combine(Repository.Root, "tests", "Descent.Tests", "PlantedFaults", "table.md");

    private static IReadOnlyList<string> Finders => [.. FuzzerRuns.Names, Tests];

    /// <summary>The rows of the table as it is: who has found each fault, by its name.</summary>
    public static Dictionary<string, HashSet<string>> Read() => File.Exists(Location)
        ? File.ReadLines(Location).Select(line => line.Split('|', StringSplitOptions.TrimEntries)).Where(cells => cells.Length == Finders.Count + 4 && cells[1] != "fault" && !cells[1].StartsWith('-'))
            .ToDictionary(cells => cells[1], cells => Finders.Where((_, index) => cells[index + 3] == Yes).ToHashSet())
        : [];

    /// <summary>Writes the table; rows of faults that are no more are left out.</summary>
    public static void Write(Dictionary<string, HashSet<string>> found)
    {
        var faults = PlantedFault.All.Where(fault => found.ContainsKey(fault.Name)).ToList();
        var text = string.Create(CultureInfo.InvariantCulture, $"""
            # Planted faults

            Each row is the compiler with one mistake, and who finds it: each fuzzer over its first {FuzzerRuns.Rules} rules, the reader's over
            {FuzzerRuns.RulesOfReader}, and, where none does, the compiler's own tests. `CONTRIBUTING.md` says how this table is made. Cells with a
            question mark have not been run, and faults without a row have not been planted yet.

            | fault | file | {string.Join(" | ", Finders)} |
            | --- | --- |{string.Concat(Finders.Select(_ => " --- |"))}

            """);
        text += string.Concat(faults.Select(fault => $"| {fault.Name} | {fault.File} | {string.Join(" | ", Finders.Select(finder => found[fault.Name].Contains(finder) ? Yes : ""))} |\n"));
        text += "\n" + string.Join(", ", FuzzerRuns.Names.Select(name => string.Create(CultureInfo.InvariantCulture, $"{name}: {faults.Count(fault => found[fault.Name].Contains(name))} of {faults.Count}"))) + ".\n";
        File.WriteAllText(Location, text);
    }
}
