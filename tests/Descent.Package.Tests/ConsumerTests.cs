
namespace Descent.Package.Tests;

/// <summary>A user's strict project: it gets the package and nothing else, writes a rule of its own, builds without a warning and runs.</summary>
public sealed class ConsumerTests(PackedPackage package) : PackageTests(package)
{
    [Fact]
    public async Task Consumer_RestoresBuildsAndRuns()
    {
        var folder = Directory.CreateDirectory(Path.Combine(Package.Folder, "consumer")).FullName;
        foreach (var file in Directory.GetFiles(Path.Combine(Repository.Root, "tests", "Descent.Package.Tests", "Consumer")))
        {
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
        }

        var cache = Path.Combine(Package.Folder, "cache");
        var isolated = new Dictionary<string, string> { ["NUGET_PACKAGES"] = cache };
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
        var output = await DotNet.Run(folder, isolated, Path.Combine("bin", "Release", "net10.0", "Consumer.dll"));

        Assert.Equal(["descent"], Directory.GetDirectories(cache).Select(Path.GetFileName));
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

    /// <summary>
    /// By hand, with learning rate ½, momentum ½, weight decay ¼ and gradient 1: the velocity is 1, then 1.5, so
    /// w₁ = w − ½(1 + w/4) = 7w/8 − 1/2 and w₂ = w₁ − ½(1.5/2 + w₁/4) = 49w/64 − 13/16.
    /// </summary>
    private static double TwoSteps(int weight) => 49 * weight / 64.0 - 13 / 16.0;

    private static string Line(Func<int, double> value) => string.Join(' ', Enumerable.Range(0, 19).Select(i => FormattableString.Invariant($"{value(i)}")));
}
