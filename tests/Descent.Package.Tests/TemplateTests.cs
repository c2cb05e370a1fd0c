using System.Xml.Linq;

namespace Descent.Package.Tests;

/// <summary>What <c>dotnet new descent-rule</c> makes: a rule and its tests, which build without a warning and pass.</summary>
public sealed class TemplateTests(PackedPackage package) : PackageTests(package)
{
    /// <summary>Thirteen checks of the battery, and two steps by hand.</summary>
    [Fact]
    public async Task ARule_IsMadeWithTestsThatPass()
    {
        var project = new ConsumerProject(Package, "Template");
        project.Write("Directory.Build.props", "<Project><PropertyGroup><TreatWarningsAsErrors>true</TreatWarningsAsErrors></PropertyGroup></Project>");
        await project.DotNet("new", "install", "Descent.Templates");

        await project.DotNet("new", "descent-rule", "--name", "Tilt-1", "--namespace", "Acme.Optimizers");
        project.ChangeFolder("Tilt-1");
        var rule = Path.Combine(project.Folder, "Tilt-1", "Tilt-1.cs");
        Assert.Equal(["namespace Acme.Optimizers;", "public sealed partial class Tilt_1"], File.ReadLines(rule).Where(line => line.Contains("namespace", StringComparison.Ordinal) || line.Contains("class", StringComparison.Ordinal)));
        var output = await project.DotNet("test");

        Assert.Contains(output, line => line.Contains("Passed!", StringComparison.Ordinal) && line.Contains("Passed:    16", StringComparison.Ordinal));
    }

    /// <summary>It names versions in its own text, where no property reaches.</summary>
    [Fact]
    public void Versions_AreThoseOfTheRepository()
    {
        const string Rule = "runtime/Descent.Templates/rule/Descent.Rule1";
        var central = Versions("Directory.Packages.props", "PackageVersion");
        foreach (var (id, version) in Versions($"{Rule}/Descent.Rule1.csproj", "PackageReference").Concat(Versions($"{Rule}.Tests/Descent.Rule1.Tests.csproj", "PackageReference")))
        {
            Assert.Equal((id, id.StartsWith("Descent", StringComparison.Ordinal) ? Package.Version : central[id]), (id, version));
        }
    }

    private static Dictionary<string, string> Versions(string file, string element)
        => XDocument.Parse(Repository.Read(file)).Descendants(element).ToDictionary(item => item.Attribute("Include")!.Value, item => item.Attribute("Version")!.Value);
}
