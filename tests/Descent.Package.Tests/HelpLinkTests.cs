using System.Text.Json;

namespace Descent.Package.Tests;

/// <summary>
/// Where the compiler's messages link to. Editors open absolute addresses only; <c>DiagnosticData.GetValidHelpLinkUri</c> of Roslyn 4.14, which feeds the error
/// lists, takes any of them.
/// </summary>
public sealed class HelpLinkTests(PackedPackage package) : PackageTests(package)
{
    private const string Mistakes = """
        using Descent;

        [Optimizer]
        public sealed partial class Forgetful
        {
            [Hyperparameter(0.1)] public partial double LearningRate { get; set; }
            [Hyperparameter(0.9)] public partial double Momentum { get; set; }

            [Update]
            private void Update(ref double weight, double gradient) => weight -= LearningRate * gradient;
        }

        public static class Training
        {
            public static void Run(float[] weights) => new Sgd().Add("weights", weights, weights);
        }

        public static class Helpers
        {
            [Inlineable] public static double Now(double x) => x + System.Environment.TickCount;
        }
        """;

    /// <summary>Each analyzer's: of rules, of their use, of helpers.</summary>
    private static readonly string[] s_expected = ["DSC0006", "DSC0105", "DSC0304"];

    [Fact]
    public async Task Links_LeadToThePagesInThePackage()
    {
        var links = await Links("Help links", "");

        Assert.Equal(s_expected, links.Keys.Order(StringComparer.Ordinal));
        Assert.All(links, link =>
        {
            Assert.True(link.Value is { IsAbsoluteUri: true, IsFile: true }, $"{link.Key} links to '{link.Value}'.");
            Assert.StartsWith($"# {link.Key}: ", File.ReadAllText(link.Value.LocalPath), StringComparison.Ordinal);
        });
    }

    [Fact]
    public async Task Links_LeadWhereAProjectSays()
    {
        var links = await Links("Other help links", "<DescentHelpLinkBase>https://example.org/pages/</DescentHelpLinkBase>");

        Assert.Equal(s_expected.Select(id => $"https://example.org/pages/{id}.md"), links.Values.Select(link => link.ToString()).Order(StringComparer.Ordinal));
    }

    /// <summary>What the compiler's log has as the links of the diagnostics that it reports.</summary>
    private async Task<Dictionary<string, Uri>> Links(string name, string property)
    {
        // A folder whose path has to be escaped.
        var project = new ConsumerProject(Package, name);
        project.Write("Mistakes.cs", Mistakes);
        project.Write("Mistakes.csproj", $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <TargetFramework>net10.0</TargetFramework>
                <ErrorLog>log.json,version=2.1</ErrorLog>
                {property}
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="Descent" Version="{Package.Version}" />
              </ItemGroup>
            </Project>
            """);
        // What is not compiled does not build, whatever is said of it.
        project.Write(".editorconfig", "[*.cs]\ndotnet_diagnostic.DSC0006.severity = none\n");
        await project.DotNetFails("build");

        using var log = JsonDocument.Parse(File.ReadAllText(Path.Combine(project.Folder, "log.json")));
        var run = log.RootElement.GetProperty("runs")[0];
        var rules = run.GetProperty("tool").GetProperty("driver").GetProperty("rules");
        return run.GetProperty("results").EnumerateArray()
            .Where(result => result.GetProperty("ruleId").GetString()!.StartsWith("DSC", StringComparison.Ordinal))
            .ToDictionary(
                result => result.GetProperty("ruleId").GetString()!,
                result => new Uri(rules[result.GetProperty("ruleIndex").GetInt32()].GetProperty("helpUri").GetString()!, UriKind.RelativeOrAbsolute));
    }
}
