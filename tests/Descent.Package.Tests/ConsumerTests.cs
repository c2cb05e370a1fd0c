
namespace Descent.Package.Tests;

/// <summary>A user's strict project: it gets the package and nothing else, writes a rule of its own, builds without a warning and runs.</summary>
public sealed class ConsumerTests(PackedPackage package) : PackageTests(package)
{
    [Fact]
    public async Task Consumer_RestoresBuildsAndRuns()
    {
        var output = await BuildAndRun("Consumer");

        Assert.Equal(["descent"], Restored("Consumer"));
        Assert.Equal(
            [
                $"Add and Step: {Line(TwoSteps)}",
                $"velocity: {Line(_ => 1.5)}",
                "updated 1 parameter, 2 times",
                $"spans: {Line(TwoSteps)}",
                "built in: 0.5",
            ],
            output.ReplaceLineEndings("\n").TrimEnd().Split('\n'));
    }

    /// <summary>A project that tests the rule of the first.</summary>
    [Fact]
    public async Task Tester_FindsTheRuleToPass()
    {
        var output = await BuildAndRun("Tester", "Consumer/AveragedMomentum.cs");

        Assert.Equal(["descent", "descent.testing"], Restored("Tester"));
        Assert.Equal(
            [
                "EveryLength passed", "UnalignedMemory passed", "SpecialValueInEachLane passed", "EveryLoop passed", "LargeTensor passed",
                "UpdateOverSpans passed", "AllocatesNothing passed", "CutAnywhere passed", "Permutation passed", "ZeroLearningRate passed",
                "RestoredState passed", "Quadratic passed", "NotANumberGradient passed", "stated otherwise: NotANumberGradient failed",
            ],
            output.ReplaceLineEndings("\n").TrimEnd().Split('\n'));
    }

    /// <summary>
    /// By hand, with learning rate ½, momentum ½, weight decay ¼ and gradient 1: the velocity is 1, then 1.5, so
    /// w₁ = w − ½(1 + w/4) = 7w/8 − 1/2 and w₂ = w₁ − ½(1.5/2 + w₁/4) = 49w/64 − 13/16.
    /// </summary>
    private static double TwoSteps(int weight) => 49 * weight / 64.0 - 13 / 16.0;

    private static string Line(Func<int, double> value) => string.Join(' ', Enumerable.Range(0, 19).Select(i => FormattableString.Invariant($"{value(i)}")));

    private string Cache(string project) => Path.Combine(Package.Folder, "cache of " + project);

    private IEnumerable<string?> Restored(string project) => Directory.GetDirectories(Cache(project)).Select(Path.GetFileName).Order(StringComparer.Ordinal);

    /// <summary>Copies a project away and builds it from the packages alone.</summary>
    /// <param name="project">The project's folder.</param>
    /// <param name="further">Files of other projects that it has as well.</param>
    /// <returns>What its program writes.</returns>
    private async Task<string> BuildAndRun(string project, params string[] further)
    {
        var sources = Path.Combine(Repository.Root, "tests", "Descent.Package.Tests");
        var folder = Directory.CreateDirectory(Path.Combine(Package.Folder, project)).FullName;
        foreach (var file in Directory.GetFiles(Path.Combine(sources, project)).Concat([Path.Combine(sources, "NuGet.config"), .. further.Select(file => Path.Combine(sources, file))]))
        {
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
        }

        var isolated = new Dictionary<string, string> { ["NUGET_PACKAGES"] = Cache(project) };
        await DotNet.Run(
            folder,
            isolated,
            "build",
            "-c",
            "Release",
            "--disable-build-servers",
            $"-p:DescentVersion={Package.Version}",
            // Nothing from folders above.
            "-p:ImportDirectoryBuildProps=false",
            "-p:ImportDirectoryBuildTargets=false",
            "-p:ImportDirectoryPackagesProps=false");
        return await DotNet.Run(folder, isolated, Path.Combine("bin", "Release", "net10.0", project + ".dll"));
    }
}
