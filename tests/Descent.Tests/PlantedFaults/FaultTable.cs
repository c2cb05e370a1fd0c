using System.Globalization;

namespace Descent.Tests.PlantedFaults;

/// <summary>Who finds which planted fault: <c>table.md</c> beside this file, written by the full mode.</summary>
internal static class FaultTable
{
    /// <summary>The column of the compiler's own tests, which run where no fuzzer finds anything.</summary>
    public const string Tests = "tests";

    private const string Found = "found";
    private const string NotFound = "";
    private const string NotRun = "–";

    private static string Location => Path.Combine(Repository.Root, "tests", "Descent.Tests", "PlantedFaults", "table.md");

    private static IReadOnlyList<string> Finders => [.. FuzzerRuns.Names, Tests];

    /// <summary>The rows of the table as it is: who has found each fault, by its name.</summary>
    /// <exception cref="FormatException">A row is not whole.</exception>
    public static Dictionary<string, IReadOnlyList<string>> Read() => !File.Exists(Location) ? [] : File.ReadLines(Location)
        .Where(line => line.StartsWith('|')).Skip(2).Select(line => line[1..^1].Split('|', StringSplitOptions.TrimEntries))
        .ToDictionary(cells => cells[0], cells => FindersOf(cells[0], cells[2..]));

    /// <summary>Writes who has found a fault into the table; rows of faults that are no more are left out.</summary>
    public static void Add(PlantedFault fault, IReadOnlyList<string> finders)
    {
        var table = Read();
        table[fault.Name] = finders;
        var faults = PlantedFault.All.Where(one => table.ContainsKey(one.Name)).ToList();
        var text = string.Create(CultureInfo.InvariantCulture, $"""
            # Planted faults

            Each row is the compiler with one mistake, and who finds it: each fuzzer over its first {FuzzerRuns.Rules} rules, the reader's over
            {FuzzerRuns.RulesOfReader}, and, where none does, the compiler's own tests. `CONTRIBUTING.md` says how this table is made.

            Of {faults.Count} faults{(faults.Count < PlantedFault.All.Count ? $" (the other {PlantedFault.All.Count - faults.Count} have not been planted yet)" : "")}, {string.Join(", ", FuzzerRuns.Names.Select(name => $"{name} finds {Share(name.Equals)}"))}.
            All fuzzers together find {Share(finder => finder != Tests)}, and the compiler's own tests the other {Count(Tests.Equals)}.

            | fault | file | {string.Join(" | ", Finders)} |
            | --- | --- |{string.Concat(Finders.Select(_ => " --- |"))}

            """);
        text += string.Concat(faults.Select(one => $"| {one.Name} | {one.File} | {string.Join(" | ", Finders.Select(finder => Cell(finder, table[one.Name])))} |\n"));
        File.WriteAllText(Location, text);

        int Count(Func<string, bool> isMeant) => faults.Count(one => table[one.Name].Any(isMeant));
        string Share(Func<string, bool> isMeant) => string.Create(CultureInfo.InvariantCulture, $"{Count(isMeant)} ({100.0 * Count(isMeant) / faults.Count:0} %)");
    }

    private static string Cell(string finder, IReadOnlyList<string> finders)
        => finders.Contains(finder) ? Found : finder == Tests && finders.Count > 0 ? NotRun : NotFound;

    private static IReadOnlyList<string> FindersOf(string fault, string[] cells) => cells.Length == Finders.Count && cells.All(cell => cell is Found or NotFound or NotRun)
        ? [.. Finders.Where((_, index) => cells[index] == Found)]
        : throw new FormatException($"The row of '{fault}' is not whole.");
}
