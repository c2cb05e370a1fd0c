using System.Diagnostics;
using System.Globalization;
using Descent.Generator;
using Descent.Generator.Analyzers;
using Descent.Tests.Strictness;
using Descent.Tests.Strictness.Fuzzing;
using Microsoft.CodeAnalysis.CSharp;
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
        Assert.All(PlantedFault.All, fault => Assert.Equal(1, fault.InRepository.Count));
    }

    [Fact]
    public void Table_HasEachFaultOfTheList_FoundBySomebody()
    {
        var table = FaultTable.Read();

        Assert.Equal(PlantedFault.All.Select(fault => fault.Name), table.Keys);
        Assert.All(table, row => Assert.Contains(FaultTable.Found, row.Value));
    }

    /// <summary>So that what is found is the fault, and that rules which it does not change need not be run.</summary>
    [Fact]
    public void CompilerWithoutAFault_WritesWhatTheCompilerWrites()
    {
        var (compilation, fault) = (CompiledRule.Compile([RuleWriter.Write(new RandomRule(0).Grow())]), PlantedFault.All[0]);

        Assert.Equal(Generate(new(new OptimizerGenerator(), new RuleAnalyzer())), Generate(FaultyCompiler.Load(FaultyCompiler.Build(fault with { Wrong = fault.Right }))));

        IEnumerable<string> Generate(CompilerUnderTest compiler)
            => CSharpGeneratorDriver.Create(compiler.Generator).RunGenerators(compilation).GetRunResult().GeneratedTrees.Select(tree => tree.ToString());
    }

    /// <summary>
    /// The full mode: <c>DESCENT_PLANTED_FAULTS=all</c>, or a word in the names or files of those that are meant. It compiles the compiler
    /// with each fault that a fuzzer was not run for, new ones first, lets these look for it and, where none finds it, the compiler's own tests,
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
        var known = FaultTable.Read();
        var meant = PlantedFault.All.Where(fault => word == "all" || fault.Name.Contains(word, StringComparison.Ordinal) || fault.File.Contains(word, StringComparison.Ordinal));
        foreach (var fault in meant.OrderBy(fault => known.ContainsKey(fault.Name)))
        {
            var cells = FaultTable.Read().GetValueOrDefault(fault.Name) ?? FaultTable.NewRow();
            if (cells.SkipLast(1).All(cell => cell != FaultTable.NotRun))
            {
                continue;
            }

            try
            {
                Plant(fault, cells);
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

    private void Plant(PlantedFault fault, string[] cells)
    {
        var clock = Stopwatch.StartNew();
        var image = FaultyCompiler.Build(fault);
        var compiler = FaultyCompiler.Load(image);
        Tell("compiled");
        foreach (var (index, name) in FuzzerRuns.Names.Index().Where(fuzzer => cells[fuzzer.Index] == FaultTable.NotRun))
        {
            var problem = FuzzerRuns.Run(name, compiler);
            cells[index] = problem is null ? FaultTable.NotFound : FaultTable.Found;
            Tell($"{name} {problem?.Split('\n')[0] ?? "finds nothing"}");
        }

        if (cells.SkipLast(1).Contains(FaultTable.Found))
        {
            cells[^1] = FaultTable.NotRun;
        }
        else if (cells[^1] != FaultTable.Found)
        {
            var problem = OwnTests.FirstFailure(image);
            Assert.True(problem is not null, "nobody finds it");
            cells[^1] = FaultTable.Found;
            Tell($"tests {problem}");
        }

        FaultTable.Add(fault, cells);

        // And how long it took, of which most should be the fuzzers.
        void Tell(string what)
        {
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{fault.Name}: {what} ({clock.Elapsed.TotalSeconds:0.0} s)"));
            clock.Restart();
        }
    }
}
