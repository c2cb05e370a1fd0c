
namespace Descent.Package.Tests;

/// <summary>
/// The package, and that for testing rules, packed once for all tests into a temporary folder. They are built there, too, so that they are of
/// the present sources and no other build of the repository is disturbed.
/// </summary>
public sealed class PackedPackage : IAsyncLifetime
{
    /// <summary>The temporary folder: <c>packages</c> is the feed, the rest is free for tests.</summary>
    public string Folder { get; } = Directory.CreateTempSubdirectory("descent-package-").FullName;

    /// <summary>The package file.</summary>
    public string File => Assert.Single(Directory.GetFiles(Path.Combine(Folder, "packages"), "Descent.?.*"));

    /// <summary>The package's version, from the file's name.</summary>
    public string Version => Path.GetFileNameWithoutExtension(File)["Descent.".Length..];

    /// <inheritdoc/>
    public async Task InitializeAsync()
    {
        await Pack("Descent");
        await Pack("Descent.Testing");
    }

    /// <inheritdoc/>
    public Task DisposeAsync()
    {
        Directory.Delete(Folder, recursive: true);
        return Task.CompletedTask;
    }

    private Task Pack(string project) => DotNet.Run(
        Repository.Root,
        new Dictionary<string, string>(),
        "pack",
        Path.Combine("runtime", project),
        "-c",
        "Release",
        "-o",
        Path.Combine(Folder, "packages"),
        "--artifacts-path",
        Path.Combine(Folder, "build"),
        "--disable-build-servers");
}
