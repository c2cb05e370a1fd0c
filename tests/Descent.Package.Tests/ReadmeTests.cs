using System.Xml.Linq;

namespace Descent.Package.Tests;

/// <summary>The packages' pages, followed to the letter: what a new user types, and what he then sees.</summary>
public sealed class ReadmeTests(PackedPackage package) : PackageTests(package)
{
    private static readonly string[] s_pages =
    [
        "README.md",
        "generator/docs/authoring.md",
        "runtime/docs/chains.md",
        "runtime/docs/checkpoints.md",
        "runtime/docs/cuda.md",
        "runtime/docs/distributed.md",
        "runtime/docs/options.md",
        "runtime/docs/storage.md",
        "runtime/docs/using.md",
        "runtime/Descent.Matrix/README.md",
        "runtime/Descent.Tensors/README.md",
        "runtime/Descent.Testing/README.md",
        "runtime/Descent.Training/README.md",
    ];

    /// <summary>A file that a page has shown is there when the next commands are typed.</summary>
    [Theory]
    [InlineData("README.md", "Descent", "Install")]
    [InlineData("runtime/Descent.Distributed/README.md", "A first step on two ranks")]
    [InlineData("runtime/Descent.Matrix/README.md", "A first step of Muon")]
    [InlineData("runtime/Descent.Testing/README.md", "A first battery")]
    [InlineData("runtime/Descent.Training/README.md", "A first training")]
    public async Task FirstSteps_DoWhatThePageShows(string page, params string[] sections)
    {
        var project = new ConsumerProject(Package, sections[^1]);
        var files = new List<Readme.Block>();
        var commands = 0;
        foreach (var block in Readme.Of(Repository.Read(page)).Blocks.Where(block => sections.Contains(block.Section)))
        {
            if (block.Language == "console")
            {
                files.ForEach(file => project.Write(file.File, file.Text));
                commands += await Type(project, block.Text);
            }
            else if (block.File.Length > 0)
            {
                files.Add(block);
            }
        }

        Assert.True(commands >= 4, $"{page} has only {commands} commands under '{sections[^1]}'.");
    }

    /// <summary>All other code of the pages, in one project: declarations as they stand, statements in methods that have what they speak of.</summary>
    [Fact]
    public async Task Code_Compiles()
    {
        var project = new ConsumerProject(Package, "Code");
        project.Write("Code.csproj", $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <TargetFramework>net10.0</TargetFramework>
                <ImplicitUsings>enable</ImplicitUsings>
                <Nullable>enable</Nullable>
                <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="Descent" Version="{Package.Version}" />
                <PackageReference Include="Descent.Cuda" Version="{Package.Version}" />
                <PackageReference Include="Descent.Distributed" Version="{Package.Version}" />
                <PackageReference Include="Descent.Matrix" Version="{Package.Version}" />
                <PackageReference Include="Descent.Tensors" Version="{Package.Version}" />
                <PackageReference Include="Descent.Testing" Version="{Package.Version}" />
                <PackageReference Include="Descent.Training" Version="{Package.Version}" />
                <PackageReference Include="xunit" Version="{VersionOf("xunit")}" />
              </ItemGroup>
            </Project>
            """);
        var blocks = s_pages
            .SelectMany(page => Readme.Of(Repository.Read(page)).Blocks)
            // A program is compiled with its steps, and what becomes of a rule is a part of a generated file.
            .Where(block => block.Language == "csharp" && block.File != "Program.cs" && !block.Text.Contains("compiled by Descent", StringComparison.Ordinal))
            .Select(block => block.Text)
            .ToList();
        foreach (var (index, text) in blocks.Index())
        {
            project.Write($"Block{index}.cs", Declares(text) ? text : Method(index, text));
        }

        await project.DotNet("build");

        Assert.True(blocks.Count(Declares) >= 6 && blocks.Count(text => !Declares(text)) >= 6, "There is less code than there was.");
    }

    /// <summary>What a link leads to in the repository, it leads to in the package, where pages lie at the same place.</summary>
    [Fact]
    public void Links_LeadSomewhereInThePackage()
    {
        foreach (var id in (string[])["Descent", "Descent.Cuda", "Descent.Distributed", "Descent.Matrix", "Descent.Templates", "Descent.Tensors", "Descent.Testing", "Descent.Training"])
        {
            using var archive = System.IO.Compression.ZipFile.OpenRead(Package.FileOf(id));
            foreach (var page in archive.Entries.Where(entry => entry.Name.EndsWith(".md", StringComparison.Ordinal)))
            {
                using var reader = new StreamReader(page.Open());
                foreach (var link in Readme.Links(reader.ReadToEnd()))
                {
                    var target = new Uri(new Uri("file:///" + page.FullName), link).AbsolutePath[1..];
                    Assert.True(archive.GetEntry(target) is not null, $"{id}: {page.FullName} links to {link}, which the package does not have.");
                }
            }
        }
    }

    private static bool Declares(string text) => text.StartsWith("using ", StringComparison.Ordinal) && !text.StartsWith("using var ", StringComparison.Ordinal);

    private static string Method(int index, string statements) => $$"""
        using System.Numerics.Tensors;
        using Descent;
        using Descent.Cuda;
        using Descent.Distributed;
        using Descent.Matrices;
        using Descent.Training;

        internal static class Block{{index}}
        {
            public static void Run(float[] weights, float[] gradients, float[] otherBuffer, float lossScale, Func<double, double, double> ValidationLoss, Action<int> ComputeGradients)
            {
                {{(statements.Contains("var optimizer =", StringComparison.Ordinal) ? "" : "var optimizer = new Adam();")}}
                {{statements}}
            }
        }
        """;

    private static string VersionOf(string id) => XDocument.Parse(Repository.Read("Directory.Packages.props"))
        .Descendants("PackageVersion").Single(element => element.Attribute("Include")!.Value == id).Attribute("Version")!.Value;

    /// <summary>Types the lines that begin with <c>$</c>; those below one are what it writes, where the page shows that.</summary>
    /// <returns>How many commands there were.</returns>
    private static async Task<int> Type(ConsumerProject project, string console)
    {
        var commands = console.Split("$ ", StringSplitOptions.RemoveEmptyEntries);
        foreach (var command in commands)
        {
            var lines = command.TrimEnd().Split('\n');
            var words = lines[0].Split(' ');
            if (words[0] == "cd")
            {
                project.ChangeFolder(words[1]);
                continue;
            }

            Assert.Equal("dotnet", words[0]);
            var output = await project.DotNet(words[1..]);
            if (lines.Length > 1)
            {
                Assert.Equal(lines[1..], output);
            }
        }

        return commands.Length;
    }
}
