
namespace Descent.Package.Tests;

/// <summary>A user's strict project: it gets the package and nothing else, writes a rule of its own, builds without a warning and runs.</summary>
public sealed class ConsumerTests(PackedPackage package) : PackageTests(package)
{
    [Fact]
    public async Task Consumer_RestoresBuildsAndRuns()
    {
        var project = new ConsumerProject(Package, "Consumer", ConsumerProject.FilesOf("Consumer"));

        var output = await BuildAndRun(project, "Consumer");

        Assert.Equal(["descent"], project.Restored);
        Assert.Equal(
            [
                $"Add and Step: {Line(TwoSteps)}",
                $"velocity: {Line(_ => 1.5)}",
                "updated 1 parameter, 2 times",
                $"spans: {Line(TwoSteps)}",
                "built in: 0.5",
            ],
            output);
    }

    /// <summary>A project that tests the rule of the first.</summary>
    [Fact]
    public async Task Tester_FindsTheRuleToPass()
    {
        var project = new ConsumerProject(Package, "Tester", [.. ConsumerProject.FilesOf("Tester"), "Consumer/AveragedMomentum.cs"]);

        var output = await BuildAndRun(project, "Tester");

        Assert.Equal(["descent", "descent.testing"], project.Restored);
        Assert.Equal(
            [
                "EveryLength passed", "UnalignedMemory passed", "SpecialValueInEachLane passed", "EveryLoop passed", "LargeTensor passed",
                "UpdateOverSpans passed", "AllocatesNothing passed", "CutAnywhere passed", "Permutation passed", "StoredStates passed", "StoredWeights passed", "ZeroLearningRate passed",
                "RestoredState passed", "Quadratic passed", "NotANumberGradient passed", "stated otherwise: NotANumberGradient failed",
            ],
            output);
    }

    /// <summary>NuGet says so itself, unless something in the package is for every framework: then C# says that it knows no <c>Descent</c>.</summary>
    [Fact]
    public async Task ProjectOfAnOlderFramework_IsToldSo()
    {
        var project = new ConsumerProject(Package, "Older");
        // Without the framework's own packages, which might have to be fetched.
        project.Write("Older.csproj", $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <TargetFramework>net8.0</TargetFramework>
                <DisableImplicitFrameworkReferences>true</DisableImplicitFrameworkReferences>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="Descent" Version="{Package.Version}" />
              </ItemGroup>
            </Project>
            """);

        Assert.Contains("NU1202", await project.DotNetFails("restore"), StringComparison.Ordinal);
    }

    /// <summary>
    /// By hand, with learning rate ½, momentum ½, weight decay ¼ and gradient 1: the velocity is 1, then 1.5, so
    /// w₁ = w − ½(1 + w/4) = 7w/8 − 1/2 and w₂ = w₁ − ½(1.5/2 + w₁/4) = 49w/64 − 13/16.
    /// </summary>
    private static double TwoSteps(int weight) => 49 * weight / 64.0 - 13 / 16.0;

    private static string Line(Func<int, double> value) => string.Join(' ', Enumerable.Range(0, 19).Select(i => FormattableString.Invariant($"{value(i)}")));

    /// <summary>Copies a project away and builds it from the packages alone.</summary>
    /// <param name="project">The project.</param>
    /// <param name="name">Its name.</param>
    /// <returns>The lines that its program writes.</returns>
    private static async Task<string[]> BuildAndRun(ConsumerProject project, string name)
    {
        await project.DotNet("build", "-c", "Release");
        return await project.DotNet(Path.Combine("bin", "Release", "net10.0", name + ".dll"));
    }
}
