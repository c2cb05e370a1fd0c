using System.Diagnostics;
using System.IO.Compression;
using System.Xml.Linq;

namespace Descent.Torch.Tests;

/// <summary>The package that a user downloads.</summary>
public sealed class PackageTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("descent-torch-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Package_BringsTorchSharpAndNoLibtorch()
    {
        using var pack = Process.Start(new ProcessStartInfo("dotnet", ["pack", Path.Combine(Repository.Root, "runtime", "Descent.TorchSharp"), "--output", _folder.FullName, "--nologo"])
        {
            RedirectStandardOutput = true,
        })!;
        var output = await pack.StandardOutput.ReadToEndAsync();
        await pack.WaitForExitAsync();
        Assert.True(pack.ExitCode == 0, output);

        using var archive = await ZipFile.OpenReadAsync(Directory.GetFiles(_folder.FullName, "Descent.TorchSharp.*.nupkg").Single());
        Assert.Equal(
            ["Descent.TorchSharp.nuspec", "README.md", "lib/net10.0/Descent.TorchSharp.dll", "lib/net10.0/Descent.TorchSharp.xml"],
            archive.Entries.Select(entry => entry.FullName).Where(name => !name.StartsWith('_') && !name.StartsWith('[') && !name.StartsWith("package/", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
        await using var stream = await archive.GetEntry("Descent.TorchSharp.nuspec")!.OpenAsync();
        var manifest = XDocument.Load(stream).Descendants().ToLookup(element => element.Name.LocalName);
        Assert.Equal(["Descent", "TorchSharp"], manifest["dependency"].Select(dependency => dependency.Attribute("id")!.Value).Order(StringComparer.Ordinal));
        Assert.Equal("MIT", manifest["license"].Single().Value);
    }
}
