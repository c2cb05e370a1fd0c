using Descent.Generator;
using Descent.PlantedFaults;
using Microsoft.CodeAnalysis;
using Xunit.Abstractions;

namespace Descent.Distributed.Tests.PlantedFaults;

/// <summary>
/// These tests are tested: with mistakes that somebody could make where tensors are shared among ranks. A run of all tests holds that each fits the sources as they are, and that some test
/// finds it, by the table beside this file; the full mode plants each.
/// </summary>
public sealed class ShardFaultsTests(ITestOutputHelper output)
{
    /// <summary>Those that start other programs are left out, and those of time.</summary>
    private const string Tests = "FullyQualifiedName!~PlantedFaults&FullyQualifiedName!~MpiTests&FullyQualifiedName!~RankTests&FullyQualifiedName!~OverlapTests&FullyQualifiedName!~TimeTests";

    private static string Location => Path.Combine(Repository.Root, "tests", "Descent.Distributed.Tests", "PlantedFaults", "table.md");

    [Fact]
    public void Faults_are_those_of_the_sources_as_they_are()
    {
        Assert.Equal(ShardFaults.All.Count, ShardFaults.All.Select(fault => fault.Name).Distinct().Count());
        Assert.All(ShardFaults.All, fault => Assert.Equal(1, fault.Count));
    }

    [Fact]
    public void Table_has_each_fault_found_by_some_test()
        => Assert.Equal(ShardFaults.All.Select(fault => fault.Name), FoundTable.Read(Location).Select(row => row.Key));

    /// <summary>The full mode: <c>DESCENT_PLANTED_FAULTS=all</c>. Each fault that the table does not have is planted, and the row of the first test that fails is written at once.</summary>
    [Fact]
    public void Full_mode()
    {
        if (Environment.GetEnvironmentVariable("DESCENT_PLANTED_FAULTS") != "all")
        {
            return;
        }

        var unfound = new List<string>();
        foreach (var fault in ShardFaults.All.Where(fault => !FoundTable.Read(Location).ContainsKey(fault.Name)))
        {
            var image = FaultyAssembly.Build(fault, fault.Assembly == "Descent" ? [new OptimizerGenerator().AsSourceGenerator()] : Array.Empty<ISourceGenerator>());
            var found = TestRun.FirstFailure("Descent.Distributed.Tests", Tests, fault.Assembly, image);
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

    /// <summary>The class of a test and its method.</summary>
    private static string NameOf(string failure) => !failure.StartsWith("Failed ", StringComparison.Ordinal) ? failure
        : $"`{string.Join('.', failure.Split(' ', '(')[1].Split('.')[^2..])}`";

    private static void Write(SourceFault fault, string found)
    {
        var table = FoundTable.Read(Location);
        table[fault.Name] = [found];
        var rows = ShardFaults.All.Where(one => table.ContainsKey(one.Name));
        File.WriteAllText(Location, """
            # Planted faults where tensors are shared among ranks

            Each row is `Descent.Distributed`, or the engine, with one mistake, and the first test that finds it. `CONTRIBUTING.md` says how this table is made.

            | fault | file | test |
            | --- | --- | --- |

            """ + string.Concat(rows.Select(one => $"| {one.Name} | {one.File} | {table[one.Name][0]} |\n")));
    }
}
