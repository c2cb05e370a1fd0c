using Xunit.Abstractions;

namespace Descent.Tests.PlantedFaults;

/// <summary>
/// The fuzzers are tested: with a list of mistakes that somebody could make in the compiler. A run of all tests only holds that the list
/// and the table of who finds what are those of the compiler as it is; the full mode plants each.
/// </summary>
public sealed class PlantedFaultsTests(ITestOutputHelper output)
{
    [Fact]
    public void Faults_AreThoseOfTheCompilerAsItIs()
    {
        Assert.InRange(PlantedFault.All.Count, 60, int.MaxValue);
        Assert.Equal(PlantedFault.All.Count, PlantedFault.All.Select(fault => fault.Name).Distinct().Count());
        Assert.DoesNotContain(PlantedFault.All, fault => fault.Name.Contains('|', StringComparison.Ordinal));
        Assert.All(PlantedFault.All, fault => Assert.Equal(2, Repository.Read("generator", "Descent.Generator", fault.File).Split(fault.Right).Length));
    }

    [Fact]
    public void Table_HasEachFaultOfTheList_FoundBySomebody()
    {
        var table = FaultTable.Read();

        Assert.Equal(PlantedFault.All.Select(fault => fault.Name), table.Keys);
        Assert.All(table, row => Assert.NotEmpty(row.Value));
    }

    /// <summary>
    /// The full mode: <c>DESCENT_PLANTED_FAULTS=all</c>, or a word in the names or files of those that are meant. It compiles the compiler
    /// with each fault that the table does not have, lets the fuzzers look for it and, where they do not find it, the compiler's own tests,
    /// and writes each row as soon as it is known.
    /// </summary>
    [Fact]
    public void FullMode()
    {
        if (Environment.GetEnvironmentVariable("DESCENT_PLANTED_FAULTS") is not { } word)
        {
            return;
        }

        var problems = new List<string>();
        foreach (var fault in PlantedFault.All.Where(fault => word == "all" || fault.Name.Contains(word, StringComparison.Ordinal) || fault.File.Contains(word, StringComparison.Ordinal)))
        {
            if (FaultTable.Read().ContainsKey(fault.Name))
            {
                continue;
            }

            try
            {
                Plant(fault);
            }
#pragma warning disable CA1031 // One fault that cannot be planted does not keep the others from being planted.
            catch (Exception error)
#pragma warning restore CA1031
            {
                problems.Add($"{fault.Name}: {error.Message}");
            }
        }

        Assert.Empty(problems);
    }

    private void Plant(PlantedFault fault)
    {
        var image = FaultyCompiler.Build(fault);
        var found = FuzzerRuns.Run(FaultyCompiler.Load(image));
        var what = found.FirstOrDefault(problem => problem is not null) ?? OwnTests.FirstFailure(image);
        Assert.True(what is not null, "nobody finds it");
        List<string> finders = [.. FuzzerRuns.Names.Where((_, index) => found[index] is not null)];
        FaultTable.Add(fault, finders.Count > 0 ? finders : [FaultTable.Tests]);
        output.WriteLine($"{fault.Name}: {what.Split('\n')[0]}");
    }
}
