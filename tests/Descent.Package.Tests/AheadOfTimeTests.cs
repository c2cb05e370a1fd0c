using System.Globalization;

namespace Descent.Package.Tests;

/// <summary>
/// A program with every rule is trimmed and compiled ahead of time, without a warning, and gives the bits that it gives under the just-in-time
/// compiler. To link it takes what ahead-of-time compilation itself asks for: clang or gcc.
/// </summary>
public sealed class AheadOfTimeTests(PackedPackage package) : PackageTests(package)
{
    [Fact]
    public async Task PublishedPrograms_GiveTheBitsOfTheJustInTimeCompiler()
    {
        // Prints a digest of the bits, the width of its vectors, and a digest of each rule.
        var project = new ConsumerProject(Package, "Native", [.. ConsumerProject.FilesOf("Native"), .. ConsumerProject.FilesOf("../Descent.Digest").Where(file => file.EndsWith(".cs", StringComparison.Ordinal))]);
        await project.DotNet("build", "-c", "Release");
        var expected = await project.DotNet(Path.Combine("bin", "Release", "net10.0", "Native.dll"));

        var trimmed = await Publish(project, "trimmed", "-p:PublishTrimmed=true");
        var aheadOfTime = await Publish(project, "ahead of time", "-p:PublishAot=true");
        project.Write("Directory.Build.props", $"<Project>{Settings}</Project>");
        var forThisProcessor = await Publish(project, "for this processor");

        Assert.Equal(expected, trimmed);
        Assert.Equal("128", aheadOfTime[1]);
        Assert.Equal(DigestsOf(expected), DigestsOf(aheadOfTime));
        Assert.Equal(DigestsOf(expected), DigestsOf(forThisProcessor));
        // Which of the wide vectors is worth its while, each compiler decides for itself.
        Assert.Equal(Width(expected) > 128, Width(forThisProcessor) > 128);
    }

    /// <summary>What the page about it says to write.</summary>
    private static string Settings => Readme.Of(Repository.Read("runtime/docs/ahead-of-time.md")).Section("Ahead of time").Single(block => block.Language == "xml").Text;

    private static string[] DigestsOf(string[] output) => [output[0], .. output[2..]];

    private static int Width(string[] output) => int.Parse(output[1], CultureInfo.InvariantCulture);

    private static async Task<string[]> Publish(ConsumerProject project, string folder, params string[] properties)
    {
        await project.DotNet(["publish", "-c", "Release", "--use-current-runtime", "-o", folder, .. properties]);
        return await project.Run(Path.Combine(project.Folder, folder, "Native"));
    }
}
