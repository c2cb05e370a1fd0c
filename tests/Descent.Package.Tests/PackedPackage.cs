
namespace Descent.Package.Tests;

/// <summary>
/// The package, packed once for all tests into a temporary folder. It is built there, too, so that it is of the present sources and no
/// other build of the repository is disturbed.
/// </summary>
public sealed class PackedPackage : IAsyncLifetime
{
    /// <summary>The temporary folder: <c>packages</c> is the feed, the rest is free for tests.</summary>
    public string Folder { get; } = Directory.CreateTempSubdirectory("descent-package-").FullName;

    /// <summary>The package file.</summary>
    public string File => Assert.Single(Directory.GetFiles(Path.Combine(Folder, "packages")));

    /// <summary>The package's version, from the file's name.</summary>
    public string Version => Path.GetFileNameWithoutExtension(File)["Descent.".Length..];

    /// <inheritdoc/>
    public Task InitializeAsync() => DotNet.Run(
        Repository.Root,
        new Dictionary<string, string>(),
        "pack",
        Path.Combine("runtime", "Descent"),
        "-c",
        "Release",
        "-o",
        Path.Combine(Folder, "packages"),
        "--artifacts-path",
        Path.Combine(Folder, "build"),
        "--disable-build-servers");

    /// <inheritdoc/>
    public Task DisposeAsync()
    {
        Directory.Delete(Folder, recursive: true);
        return Task.CompletedTask;
    }
}
