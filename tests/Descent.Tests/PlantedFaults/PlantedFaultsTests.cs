using System.Diagnostics;
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
        Assert.All(PlantedFault.All, fault => Assert.Equal(2, Repository.Read("generator", "Descent.Generator", fault.File).Split(fault.Right).Length));
    }

    [Fact]
    public void Table_HasFaultsOfTheListAlone_EachFoundBySomebody()
    {
        var found = FaultTable.Read();

        Assert.NotEmpty(found);
        Assert.Subset(PlantedFault.All.Select(fault => fault.Name).ToHashSet(), found.Keys.ToHashSet());
        Assert.All(found, row => Assert.NotEmpty(row.Value));
    }

    /// <summary>
    /// The full mode: <c>DESCENT_PLANTED_FAULTS=all</c>, or a word in the names or files of those that are meant. It compiles the compiler
    /// with each, lets the fuzzers look for it and, where they do not find it, the compiler's own tests, and writes the table.
    /// </summary>
    [Fact]
    public void FullMode()
    {
        if (Environment.GetEnvironmentVariable("DESCENT_PLANTED_FAULTS") is not { } word)
        {
            return;
        }

        var table = FaultTable.Read();
        foreach (var fault in PlantedFault.All.Where(fault => word == "all" || fault.Name.Contains(word, StringComparison.Ordinal) || fault.File.Contains(word, StringComparison.Ordinal)))
        {
            var image = FaultyCompiler.Build(fault);
            var found = (string?[])FaultyCompiler.Run(image, typeof(FuzzerRuns), nameof(FuzzerRuns.Run))!;
            var finders = FuzzerRuns.Names.Where((_, index) => found[index] is not null).ToHashSet();
            if (finders.Count == 0 && TestsFail(image))
            {
                finders.Add(FaultTable.Tests);
            }

            table[fault.Name] = finders;
            output.WriteLine($"{fault.Name}: {(finders.Count > 0 ? string.Join(", ", finders) : "nobody")}; {found.FirstOrDefault(what => what is not null)?.Split('\n')[0]}");
            FaultTable.Write(table);
        }
    }

    /// <summary>Whether the compiler's own tests fail on top of a faulty compiler; they must have been built.</summary>
    private static bool TestsFail(byte[] image)
    {
        var built = AppContext.BaseDirectory.Replace("Descent.Tests", "Descent.Generator.Tests", StringComparison.Ordinal);
        var copy = Path.Combine(Repository.Root, "tests", "Descent.Generator.Tests", "bin", "PlantedFaults");
        Directory.CreateDirectory(copy);
        foreach (var file in Directory.GetFiles(built))
        {
            File.Copy(file, Path.Combine(copy, Path.GetFileName(file)), overwrite: true);
        }

        File.WriteAllBytes(Path.Combine(copy, "Descent.Generator.dll"), image);
        using var process = Process.Start(new ProcessStartInfo("dotnet", ["test", Path.Combine(copy, "Descent.Generator.Tests.dll")]) { RedirectStandardOutput = true })!;
        process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode != 0;
    }
}
