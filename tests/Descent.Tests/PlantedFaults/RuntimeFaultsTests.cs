using System.Globalization;
using Descent.Generator;
using Descent.PlantedFaults;
using Microsoft.CodeAnalysis;
using Xunit.Abstractions;

namespace Descent.Tests.PlantedFaults;

/// <summary>
/// These tests are tested, too: with mistakes that somebody could make in the runtime. A run of all tests holds that each fits the sources as they are, and that some test finds it, by
/// the table beside this file; the full mode plants each.
/// </summary>
public sealed class RuntimeFaultsTests(ITestOutputHelper output)
{
    /// <summary>The tests of what loops call. Those that start another program are none of them: its runtime has no fault.</summary>
    private const string OfServices = "FullyQualifiedName~Tests.Storage|FullyQualifiedName~Strictness.Rounding|FullyQualifiedName~Strictness.Chance|FullyQualifiedName~MathFunctionsTests|FullyQualifiedName~ReductionTests|FullyQualifiedName~ReductionTreeTests";

    private static string Location => Path.Combine(Repository.Root, "tests", "Descent.Tests", "PlantedFaults", "runtime.md");

    [Fact]
    public void Faults_AreThoseOfTheSourcesAsTheyAre()
    {
        Assert.Equal(RuntimeFaults.All.Count, RuntimeFaults.All.Select(fault => fault.Name).Distinct().Count());
        Assert.All(RuntimeFaults.All, fault => Assert.Equal(1, fault.Count));
    }

    [Fact]
    public void Table_HasEachFault_FoundBySomeTest()
        => Assert.Equal(RuntimeFaults.All.Select(fault => fault.Name), FoundTable.Read(Location).Select(row => row.Key));

    /// <summary>The full mode: <c>DESCENT_PLANTED_FAULTS=runtime</c>. Without a fault the tests pass; each fault that the table does not have is planted, and the row of the first test that fails is written at once.</summary>
    [Fact]
    public void FullMode()
    {
        if (Environment.GetEnvironmentVariable("DESCENT_PLANTED_FAULTS") != "runtime")
        {
            return;
        }

        Assert.Null(FirstFailure(RuntimeFaults.All[0] with { Wrong = RuntimeFaults.All[0].Right }));
        var unfound = new List<string>();
        foreach (var fault in RuntimeFaults.All.Where(fault => !FoundTable.Read(Location).ContainsKey(fault.Name)))
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

    private static string? FirstFailure(SourceFault fault)
        => TestRun.FirstFailure("Descent.Tests", OfServices, fault.Assembly, FaultyAssembly.Build(fault, new OptimizerGenerator().AsSourceGenerator()));

    /// <summary>The class of a test and its method.</summary>
    private static string NameOf(string failure) => !failure.StartsWith("Failed ", StringComparison.Ordinal) ? failure
        : $"`{string.Join('.', failure.Split(' ', '(')[1].Split('.')[^2..])}`";

    private static void Write(SourceFault fault, string found)
    {
        var table = FoundTable.Read(Location);
        table[fault.Name] = [found];
        var rows = RuntimeFaults.All.Where(one => table.ContainsKey(one.Name));
        File.WriteAllText(Location, string.Create(CultureInfo.InvariantCulture, $"""
            # Planted faults in the runtime

            Each row is the runtime with one mistake, and the first test that finds it. `CONTRIBUTING.md` says how this table is made.

            | fault | file | test |
            | --- | --- | --- |

            """) + string.Concat(rows.Select(one => $"| {one.Name} | {one.File} | {table[one.Name][0]} |\n")));
    }
}
