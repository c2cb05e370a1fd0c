using System.Text.Json;

namespace Descent.Package.Tests;

/// <summary>
/// The packages, packed once for all tests into a temporary folder. They are built there, too, so that they are of the present sources and no
/// other build of the repository is disturbed.
/// </summary>
public sealed class PackedPackage : IAsyncLifetime
{
    private static readonly string[] s_packages =
        ["Descent", "Descent.Cuda", "Descent.Distributed", "Descent.Matrix", "Descent.Tensors", "Descent.Testing", "Descent.Training", "Descent.Templates"];

    /// <summary>The temporary folder: <c>packages</c> is the feed, the rest is free for tests.</summary>
    public string Folder { get; } = Directory.CreateTempSubdirectory("descent-package-").FullName;

    /// <summary>The file of the package <c>Descent</c>.</summary>
    public string File => FileOf("Descent");

    /// <summary>The packages' version, from the file's name.</summary>
    public string Version => Path.GetFileNameWithoutExtension(File)["Descent.".Length..];

    /// <summary>The file of a package.</summary>
    /// <param name="id">The package's id.</param>
    /// <returns>Its path.</returns>
    public string FileOf(string id) => Assert.Single(Directory.GetFiles(Path.Combine(Folder, "packages"), id + ".?.*"));

    /// <inheritdoc/>
    public async Task InitializeAsync()
    {
        // For the projects below the folder: nothing that is configured further up, for the user or for the machine.
        System.IO.File.Copy(Path.Combine(Repository.Root, "tests", "Descent.Package.Tests", "Isolated.config"), Path.Combine(Folder, "NuGet.config"));
        foreach (var file in (string[])["Directory.Build.props", "Directory.Build.targets", "Directory.Packages.props"])
        {
            await System.IO.File.WriteAllTextAsync(Path.Combine(Folder, file), "<Project />");
        }

        // All at once, so that each project is looked at once.
        var some = Path.Combine(Folder, "packages.slnf");
        await System.IO.File.WriteAllTextAsync(some, JsonSerializer.Serialize(new
        {
            solution = new { path = Path.Combine(Repository.Root, "Compiler.sln"), projects = s_packages.Select(name => $"runtime\\{name}\\{name}.csproj") },
        }));
        await ShellCommand.Run(Repository.Root, new Dictionary<string, string>(), ShellCommand.DotNet, Arguments(some, "packages"));
    }

    /// <inheritdoc/>
    public Task DisposeAsync()
    {
        Directory.Delete(Folder, recursive: true);
        return Task.CompletedTask;
    }

    /// <summary>Packs again what is built, with other properties, into a folder of its own.</summary>
    /// <param name="project">The project.</param>
    /// <param name="properties">The properties, as <c>-p:Name=value</c>.</param>
    /// <returns>The exit code and what is written.</returns>
    public Task<(int ExitCode, string Output)> PackAgain(string project, params string[] properties)
    {
        // The build looks at its inputs, of which a property is none, and takes the package for validated already.
        foreach (var validated in Directory.GetFiles(Path.Combine(Folder, "build"), "*.semaphore", SearchOption.AllDirectories))
        {
            System.IO.File.Delete(validated);
        }

        return ShellCommand.RunToEnd(
            Repository.Root, new Dictionary<string, string>(), ShellCommand.DotNet, Arguments(Path.Combine("runtime", project), "packed again", ["--no-build", .. properties]));
    }

    private string[] Arguments(string what, string output, params string[] more) =>
    [
        "pack",
        what,
        "-c",
        "Release",
        "-o",
        Path.Combine(Folder, output),
        "--artifacts-path",
        Path.Combine(Folder, "build"),
        "-nodeReuse:false",
        .. more,
    ];
}
