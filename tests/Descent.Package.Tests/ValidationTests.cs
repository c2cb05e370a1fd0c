using System.IO.Compression;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Descent.Package.Tests;

/// <summary>
/// A package that would break who was compiled against a release is not packed. Nothing is released yet, so a release is made up here: the
/// present package itself, and one with a type that the present one does not have.
/// </summary>
public sealed class ValidationTests(PackedPackage package) : PackageTests(package)
{
    private const string Id = "Descent.Testing";

    [Fact]
    public async Task WhatHasAllOfARelease_IsPacked()
    {
        var (exitCode, output) = await Package.PackAgain(Id, $"-p:PackageValidationBaselinePath={Package.FileOf(Id)}");
        Assert.True(exitCode == 0, output);
    }

    [Fact]
    public async Task WhatLacksATypeOfARelease_IsNot()
    {
        var release = Path.Combine(Package.Folder, "release.nupkg");
        File.Copy(Package.FileOf(Id), release);
        using (var archive = ZipFile.Open(release, ZipArchiveMode.Update))
        {
            var path = $"lib/net10.0/{Id}.dll";
            archive.GetEntry(path)!.Delete();
            using var assembly = archive.CreateEntry(path).Open();
            assembly.Write(Compile("namespace Descent.Testing; public static class Gone;"));
        }

        var (exitCode, output) = await Package.PackAgain(Id, $"-p:PackageValidationBaselinePath={release}");
        Assert.NotEqual(0, exitCode);
        Assert.Contains("CP0001: Type 'Descent.Testing.Gone' exists on [Baseline]", output, StringComparison.Ordinal);
    }

    private static byte[] Compile(string source)
    {
        using var stream = new MemoryStream();
        var compilation = CSharpCompilation.Create(
            Id, [CSharpSyntaxTree.ParseText(source)], [MetadataReference.CreateFromFile(typeof(object).Assembly.Location)], new(OutputKind.DynamicallyLinkedLibrary));
        Assert.True(compilation.Emit(stream).Success);
        return stream.ToArray();
    }
}
