using System.IO.Compression;
using System.Xml.Linq;

namespace Descent.Package.Tests;

/// <summary>What is in the package, and what it promises about itself.</summary>
public sealed class ContentsTests : PackageTests, IDisposable
{
    private const string Runtime = "lib/net10.0/Descent.dll";
    private const string Generator = "analyzers/dotnet/cs/Descent.Generator.dll";
    private const string CodeFixes = "analyzers/dotnet/cs/Descent.CodeFixes.dll";

    private readonly ZipArchive _archive;

    public ContentsTests(PackedPackage package)
        : base(package) => _archive = ZipFile.OpenRead(package.File);

    /// <summary>The pages, and what they link to, at the places that they have in the repository.</summary>
    private static IEnumerable<string> Pages =>
    [
        .. FilesOf("generator/docs", "*.md"),
        .. FilesOf("runtime/docs", "*.md"),
        .. FilesOf("runtime/Descent/Optimizers", "*.cs"),
        .. FilesOf("runtime/Descent.Matrix/Optimizers", "*.cs"),
        "runtime/Descent.Distributed/README.md",
        "runtime/Descent.Matrix/README.md",
        "runtime/Descent.Testing/README.md",
        "runtime/Descent.Training/README.md",
        "tests/Descent.Benchmarks/README.md",
        "tests/Descent.Benchmarks/adam.svg",
        "tests/Descent.Checkpoints.Tests/kills.md",
        "tests/Descent.Distributed.Tests/kills.md",
    ];

    [Fact]
    public void Entries_AreTheRuntimeAndItsCompiler()
    {
        // The parts every package has, which NuGet writes.
        string[] container = ["[Content_Types].xml", "_rels/.rels", "package/services/metadata/core-properties/nuget.psmdcp"];

        Assert.Equal(
            new[] { "CHANGELOG.md", "Descent.nuspec", "README.md", CodeFixes, Generator, "buildTransitive/net10.0/Descent.props", Runtime, "lib/net10.0/Descent.xml" }
                .Concat(Pages).Order(StringComparer.Ordinal),
            _archive.Entries.Select(entry => entry.FullName).Except(container).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Manifest_HasALicenseAndNoDependency()
    {
        var manifest = ReadXml("Descent.nuspec").Descendants().ToLookup(element => element.Name.LocalName);

        Assert.Equal("Descent", manifest["id"].Single().Value);
        Assert.Equal("MIT", manifest["license"].Single().Value);
        Assert.Equal("README.md", manifest["readme"].Single().Value);
        Assert.Equal("net10.0", manifest["group"].Single().Attribute("targetFramework")?.Value);
        Assert.Empty(manifest["dependency"]);
        // It would keep the runtime from the user's program.
        Assert.Empty(manifest["developmentDependency"]);
    }

    [Fact]
    public void Version_IsThatOfTheRepositoryEverywhere()
    {
        var version = XDocument.Parse(Repository.Read("Directory.Build.props")).Descendants("Version").Single().Value;

        Assert.Equal(version, Package.Version);
        Assert.All([Runtime, Generator, CodeFixes], path => Assert.Equal(version, ReadAssembly(path).Version.ToString(3)));
    }

    /// <summary>A compiler older than what a generator was built with does not load it; workspaces are not there on a command line.</summary>
    [Fact]
    public void Generator_NeedsTheOldestRoslynAndNoWorkspaces() => Assert.Equal(
        ["Microsoft.CodeAnalysis 4.14.0.0", "Microsoft.CodeAnalysis.CSharp 4.14.0.0"],
        RoslynReferences(Generator));

    [Fact]
    public void CodeFixes_NeedTheOldestWorkspacesAndNoGenerator()
    {
        Assert.Contains("Microsoft.CodeAnalysis.Workspaces 4.14.0.0", RoslynReferences(CodeFixes));
        Assert.All(RoslynReferences(CodeFixes), reference => Assert.EndsWith(" 4.14.0.0", reference, StringComparison.Ordinal));
        Assert.DoesNotContain(ReadAssembly(CodeFixes).References, reference => reference.StartsWith("Descent", StringComparison.Ordinal));
    }

    [Fact]
    public void Documentation_DescribesEveryPublicType()
    {
        var documented = ReadXml("lib/net10.0/Descent.xml").Descendants("member").Select(member => member.Attribute("name")!.Value).ToHashSet();

        Assert.Contains("T:Descent.Adam", documented);
        Assert.All(ReadAssembly(Runtime).PublicTypes, type => Assert.Contains("T:" + type, documented));
    }

    public void Dispose() => _archive.Dispose();

    private static IEnumerable<string> FilesOf(string folder, string pattern)
        => Directory.GetFiles(Path.Combine(Repository.Root, folder), pattern).Select(file => $"{folder}/{Path.GetFileName(file)}");

    private IEnumerable<string> RoslynReferences(string path)
        => ReadAssembly(path).References.Where(reference => reference.StartsWith("Microsoft.CodeAnalysis", StringComparison.Ordinal)).Order(StringComparer.Ordinal);

    private PackedAssembly ReadAssembly(string path) => new(_archive.GetEntry(path)!);

    private XDocument ReadXml(string path)
    {
        using var stream = _archive.GetEntry(path)!.Open();
        return XDocument.Load(stream);
    }
}
