using System.Globalization;
using Descent.Generator;
using Descent.PlantedFaults;
using Microsoft.CodeAnalysis;
using Xunit.Abstractions;

namespace Descent.Cuda.Tests.PlantedFaults;

/// <summary>
/// These tests are tested: with mistakes that somebody could make in what is written for GPUs. A run of all tests holds that each fits the sources as they are and that
/// somebody finds it, by the table beside this file; the full mode plants each.
/// </summary>
public sealed class PlantedFaultsTests(ITestOutputHelper output)
{
    private const string Found = "found", NotRun = "–";
    private const string RandomRules = "FullyQualifiedName~RandomRulesTests|FullyQualifiedName~RandomSourcesTests", Others = "FullyQualifiedName!~RandomRulesTests&FullyQualifiedName!~RandomSourcesTests&FullyQualifiedName!~PlantedFaults";

    private static string Location => Path.Combine(Repository.Root, "tests", "Descent.Cuda.Tests", "PlantedFaults", "table.md");

    [Fact]
    public void Faults_AreThoseOfTheSourcesAsTheyAre()
    {
        Assert.Equal(DeviceFaults.All.Count, DeviceFaults.All.Select(fault => fault.Name).Distinct().Count());
        Assert.All(DeviceFaults.All, fault => Assert.Equal(1, fault.Count));
    }

    [Fact]
    public void Table_HasEachFault_FoundBySomebody()
    {
        var table = FoundTable.Read(Location);

        Assert.Equal(DeviceFaults.All.Select(fault => fault.Name), table.Keys);
        Assert.All(table, row => Assert.Contains(Found, row.Value));
    }

    /// <summary>
    /// The full mode: <c>DESCENT_PLANTED_FAULTS=all</c>, or a word in the names or files of those that are meant. Each that the table does not have is planted; the random
    /// rules look for it, then the other tests, and its row is written at once.
    /// </summary>
    [Fact]
    public void FullMode()
    {
        if (Environment.GetEnvironmentVariable("DESCENT_PLANTED_FAULTS") is not { } word)
        {
            return;
        }

        var isMeant = DeviceFaults.All.Where(fault => word == "all" || fault.Name.Contains(word, StringComparison.Ordinal) || fault.File.Contains(word, StringComparison.Ordinal)).ToList();
        var problems = new List<string>();
        foreach (var fault in isMeant.Where(fault => !FoundTable.Read(Location).ContainsKey(fault.Name)))
        {
            try
            {
                Plant(fault);
            }
#pragma warning disable CA1031 // One fault that cannot be planted, or that nobody finds, does not keep the others from being planted.
            catch (Exception error)
#pragma warning restore CA1031
            {
                problems.Add($"{fault.Name}: {error.Message}");
            }
        }

        Assert.Empty(problems);
    }

    private void Plant(SourceFault fault)
    {
        var image = FaultyAssembly.Build(fault, fault.Assembly == "Descent" ? [new OptimizerGenerator().AsSourceGenerator()] : Array.Empty<ISourceGenerator>());
        var byRules = TestRun.FirstFailure("Descent.Cuda.Tests", RandomRules, fault.Assembly, image);
        var byTests = byRules is not null ? null
            : fault.IsOfCompiler ? TestRun.FirstFailure("Descent.Generator.Tests", "FullyQualifiedName~Snapshots.CudaTests", fault.Assembly, image)
            : TestRun.FirstFailure("Descent.Cuda.Tests", Others, fault.Assembly, image);
        output.WriteLine($"{fault.Name}: {byRules ?? byTests}");
        Assert.True((byRules ?? byTests) is not null, "nobody finds it");
        Write(fault, byRules is not null ? [Found, NotRun] : ["", Found]);
    }

    private static void Write(SourceFault fault, string[] cells)
    {
        var table = FoundTable.Read(Location);
        table[fault.Name] = cells;
        var rows = DeviceFaults.All.Where(one => table.ContainsKey(one.Name)).ToList();
        var text = string.Create(CultureInfo.InvariantCulture, $"""
            # Planted faults in what is written for GPUs

            Each row is the compiler, or `Descent.Cuda`, with one mistake, and who finds it: the random rules, and, where they do not, the other tests (of a mistake in the compiler its snapshots).
            `CONTRIBUTING.md` says how this table is made. Of {rows.Count} the random rules find {rows.Count(one => table[one.Name][0] == Found)}.

            | fault | file | random rules | tests |
            | --- | --- | --- | --- |

            """);
        File.WriteAllText(Location, text + string.Concat(rows.Select(one => $"| {one.Name} | {one.File} | {string.Join(" | ", table[one.Name])} |\n")));
    }
}
