using Descent.Generator;
using Microsoft.CodeAnalysis;
using Xunit.Abstractions;

namespace Descent.PlantedFaults;

/// <summary>
/// Tests are tested: with mistakes that somebody could make. A run of all tests holds that each fits the sources as they are, and that some test finds it, by the table beside the
/// list of them; the full mode plants each.
/// </summary>
public abstract class FoundByTests(ITestOutputHelper output)
{
    private protected abstract FaultList List { get; }

    private string Location => Path.Combine(Repository.Root, "tests", List.Project, "PlantedFaults", List.Table);

    [Fact]
    public void Faults_AreThoseOfTheSourcesAsTheyAre()
    {
        Assert.Equal(List.Faults.Count, List.Faults.Select(fault => fault.Name).Distinct().Count());
        Assert.All(List.Faults, fault => Assert.Equal(1, fault.Count));
    }

    [Fact]
    public void Table_HasEachFault_FoundBySomeTest()
        => Assert.Equal(List.Faults.Select(fault => fault.Name), FoundTable.Read(Location).Select(row => row.Key));

    /// <summary>
    /// The full mode: <c>DESCENT_PLANTED_FAULTS</c> is the word of the list. Without a fault the tests pass; each fault that the table does not have is planted, and the row of the first test
    /// that fails is written at once.
    /// </summary>
    [Fact]
    public void FullMode()
    {
        if (Environment.GetEnvironmentVariable("DESCENT_PLANTED_FAULTS") != List.Word)
        {
            return;
        }

        Assert.Null(FirstFailure(List.Faults[0] with { Wrong = List.Faults[0].Right }));
        var unfound = new List<string>();
        foreach (var fault in List.Faults.Where(fault => !FoundTable.Read(Location).ContainsKey(fault.Name)))
        {
            var found = FirstFailure(fault);
            output.WriteLine($"{fault.Name}: {found ?? "nobody finds it"}");
            if (found is null)
            {
                unfound.Add(fault.Name);
                continue;
            }

            Write(fault, NameOf(found));
        }

        Assert.Empty(unfound);
    }

    private string? FirstFailure(SourceFault fault)
    {
        var image = FaultyAssembly.Build(fault, fault.Assembly == "Descent" ? [new OptimizerGenerator().AsSourceGenerator()] : Array.Empty<ISourceGenerator>());
        return TestRun.FirstFailure(List.Project, List.Filter, fault.Assembly, image);
    }

    /// <summary>The class of a test and its method.</summary>
    private static string NameOf(string failure) => !failure.StartsWith("Failed ", StringComparison.Ordinal) ? failure
        : $"`{string.Join('.', failure.Split(' ', '(')[1].Split('.')[^2..])}`";

    private void Write(SourceFault fault, string found)
    {
        var table = FoundTable.Read(Location);
        table[fault.Name] = [found];
        var rows = List.Faults.Where(one => table.ContainsKey(one.Name));
        File.WriteAllText(Location, $"""
            # Planted faults {List.Where}

            Each row is {List.Subject} with one mistake, and the first test that finds it. `CONTRIBUTING.md` says how this table is made.

            | fault | file | test |
            | --- | --- | --- |

            """ + string.Concat(rows.Select(one => $"| {one.Name} | {one.File} | {table[one.Name][0]} |\n")));
    }

    /// <summary>Mistakes, and the tests that are to find them.</summary>
    /// <param name="Word">The word that plants them.</param>
    /// <param name="Project">The project of the tests.</param>
    /// <param name="Filter">Which of its tests.</param>
    /// <param name="Table">The file of the table, beside the list.</param>
    /// <param name="Where">What the table says of where they are.</param>
    /// <param name="Subject">What has the mistake.</param>
    /// <param name="Faults">The mistakes.</param>
    private protected sealed record FaultList(string Word, string Project, string Filter, string Table, string Where, string Subject, IReadOnlyList<SourceFault> Faults);
}
