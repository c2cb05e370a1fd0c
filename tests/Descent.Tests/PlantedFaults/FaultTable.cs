using System.Globalization;
using Descent.PlantedFaults;

namespace Descent.Tests.PlantedFaults;

/// <summary>Who finds which planted fault: <c>table.md</c> beside this file, written by the full mode.</summary>
internal static class FaultTable
{
    /// <summary>The column of the compiler's own tests, which run where no fuzzer finds anything.</summary>
    public const string Tests = "tests";

    /// <summary>The cell of one that finds the fault.</summary>
    public const string Found = "found";

    /// <summary>The cell of one that does not.</summary>
    public const string NotFound = "";

    /// <summary>The cell of one that was not run.</summary>
    public const string NotRun = "–";

    private static string Location => Path.Combine(Repository.Root, "tests", "Descent.Tests", "PlantedFaults", "table.md");

    private static IReadOnlyList<string> Finders => [.. FuzzerRuns.Names, Tests];

    /// <summary>The rows of the table as it is: the cells of the fuzzers and of the compiler's own tests, by the fault's name.</summary>
    /// <exception cref="FormatException">A row is not whole.</exception>
    public static Dictionary<string, string[]> Read() => FoundTable.Read(Location).ToDictionary(row => row.Key, row => Whole(row.Key, row.Value));

    /// <summary>The cells of a fault that nobody has looked for.</summary>
    public static string[] NewRow() => [.. Finders.Select(_ => NotRun)];

    /// <summary>Writes who has found a fault into the table; rows of faults that are no more are left out.</summary>
    public static void Add(PlantedFault fault, string[] cells)
    {
        var table = Read();
        table[fault.Name] = cells;
        var faults = PlantedFault.All.Where(one => table.ContainsKey(one.Name)).ToList();
        var text = string.Create(CultureInfo.InvariantCulture, $"""
            # Planted faults

            Each row is the compiler with one mistake, and who finds it: each fuzzer over its first {FuzzerRuns.Rules} rules, the reader's over
            {FuzzerRuns.RulesOfReader}, and, where none does, the compiler's own tests; {NotRun} is who was not run. `CONTRIBUTING.md` says how this table is made.

            All fuzzers together find {Share(_ => true, row => row.SkipLast(1).Contains(Found))}, and the compiler's own tests another {Count(row => row[^1] == Found)}.{(faults.Count < PlantedFault.All.Count ? $" Another {PlantedFault.All.Count - faults.Count} have not been planted yet." : "")}
            Of those for which it was run, {string.Join(", ", FuzzerRuns.Names.Select((name, index) => $"{name} finds {Share(row => row[index] != NotRun, row => row[index] == Found)}"))}.

            | fault | file | {string.Join(" | ", Finders)} |
            | --- | --- |{string.Concat(Finders.Select(_ => " --- |"))}

            """);
        text += string.Concat(faults.Select(one => $"| {one.Name} | {one.File} | {string.Join(" | ", table[one.Name])} |\n"));
        File.WriteAllText(Location, text);

        int Count(Func<string[], bool> isMeant) => faults.Count(one => isMeant(table[one.Name]));
        string Share(Func<string[], bool> isRun, Func<string[], bool> isMeant)
            => string.Create(CultureInfo.InvariantCulture, $"{Count(isMeant)} of {Count(isRun)} ({100.0 * Count(isMeant) / Math.Max(1, Count(isRun)):0} %)");
    }

    private static string[] Whole(string fault, string[] cells) => cells.Length == Finders.Count && cells.All(cell => cell is Found or NotFound or NotRun)
        ? cells
        : throw new FormatException($"The row of '{fault}' is not whole.");
}
