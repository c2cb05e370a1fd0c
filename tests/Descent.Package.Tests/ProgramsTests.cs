namespace Descent.Package.Tests;

/// <summary>Short programs as their users write them, built from the packages alone and run.</summary>
public sealed class ProgramsTests(PackedPackage package) : PackageTests(package)
{
    private static readonly string[] s_programs = ["Accumulate", "Groups", "LookInside", "UseLibrary"];

    [Fact]
    public async Task Programs_BuildAndRun()
    {
        var projects = new ConsumerProject(Package, "Programs");
        foreach (var folder in s_programs.Append("Library"))
        {
            projects.Write(Path.Combine(folder, folder + ".csproj"), await ReadFile(folder, folder + ".csproj"));
            var source = folder == "Library" ? "CautiousMomentum.cs" : "Program.cs";
            projects.Write(Path.Combine(folder, source), await ReadFile(folder, source));
        }

        projects.Write("Programs.slnx", $"<Solution>{string.Concat(s_programs.Append("Library").Select(folder => $"<Project Path=\"{folder}/{folder}.csproj\" />"))}</Solution>");
        await projects.DotNet("build", "Programs.slnx", "-c", "Release");

        Assert.Equal(["40 steps, loss fell", "of the average of 40: fell"], await Run("Accumulate"));

        // The norm of the gradients is 5, so the bias moves by 1/5 of them, times its rate: 0.5 × (0.6, 0.8), then half of that.
        Assert.Equal(
            [
                "2 updated; gradient norm 5: LearningRate = 0.01 LearningRate = 0.5",
                "2 updated; gradient norm 5: LearningRate = 0.005 LearningRate = 0.25",
                "Weights: float[2] 0.55, 1.4",
            ],
            await Run("Groups"));

        // After one step the first moment is a tenth of the gradient, the second a thousandth of its square.
        Assert.Equal(
            [
                "946 MiB for GPT-2",
                "LearningRate = 0.001",
                "Beta1 = 0.9",
                "Beta2 = 0.999",
                "Epsilon = 1E-08",
                "WeightDecay = 0",
                "layer.weight: float[2, 2], step 1",
                "  FirstMoment: float[4] 0.05, 0.05, -0.1, 0",
                "  SecondMoment: float[4] 0.00025, 0.00025, 0.001, 0",
                "first moment of the third weight: -0.1",
            ],
            await Run("LookInside"));

        // The second weight's velocity is -1, then -0.25: at the second step its gradient points the other way.
        Assert.Equal(["weights 0.375 2.25", "Velocity: float[2] 1.5, -0.25"], await Run("UseLibrary"));

        Task<string[]> Run(string folder) => projects.DotNet(Path.Combine(folder, "bin", "Release", "net10.0", folder + ".dll"));

        static Task<string> ReadFile(string folder, string file)
            => File.ReadAllTextAsync(Path.Combine(Repository.Root, "tests", "Descent.Package.Tests", "Programs", folder, file));
    }
}
