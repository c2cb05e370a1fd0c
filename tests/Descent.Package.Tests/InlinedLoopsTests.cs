using System.Globalization;
using System.Text.RegularExpressions;

namespace Descent.Package.Tests;

/// <summary>
/// In an optimized program, the just-in-time compiler makes each operation of a loop instructions of the loop. A single one that it leaves a call has
/// all vectors go through memory around it, and a loop take twice as long.
/// </summary>
public sealed partial class InlinedLoopsTests(PackedPackage package) : PackageTests(package)
{
    /// <summary>At least so many loops are looked at: those of every rule, for both element types.</summary>
    private const int FewestLoops = 200;

    [Fact]
    public async Task LoopsOfAllRules_CallFunctionsAlone()
    {
        var project = new ConsumerProject(Package, "Listed", [.. ConsumerProject.FilesOf("Native"), .. ConsumerProject.FilesOf("../Descent.Digest").Where(file => file.EndsWith(".cs", StringComparison.Ordinal))]);
        await project.DotNet("build", "-c", "Release");
        var file = Path.Combine(project.Folder, "listing.txt");
        project.Variables["DOTNET_JitDisasm"] = "Run";
        project.Variables["DOTNET_JitStdOutFile"] = file;

        // Loops over near memory, and over far.
        foreach (var farLength in new[] { int.MaxValue, 0 })
        {
            project.Variables["DESCENT_FAR_LENGTH"] = farLength.ToString(CultureInfo.InvariantCulture);
            await project.DotNet(Path.Combine("bin", "Release", "net10.0", "Native.dll"));
            AssertCallFunctionsAlone(await File.ReadAllTextAsync(file));
        }
    }

    private static void AssertCallFunctionsAlone(string listings)
    {
        string[] loops = [.. Listing().Split(listings).Where(listing => Loop().IsMatch(listing))];
        var calls =
            from loop in loops
            from Match call in OperationOfLanes().Matches(loop)
            select $"{loop[..loop.IndexOf('\n', StringComparison.Ordinal)]} calls {call.Groups["method"].Value}";

        Assert.True(loops.Length >= FewestLoops, $"There are only {loops.Length} loops.");
        Assert.Empty(calls);
    }

    [GeneratedRegex("^; Assembly listing for method ", RegexOptions.Multiline)]
    private static partial Regex Listing();

    [GeneratedRegex(@"^\S+Kernel\w*`1\[\w+\]:Run\[Descent\.CompilerServices\.\w+Lanes")]
    private static partial Regex Loop();

    /// <summary>A call, or on Arm a branch, to what works on vectors without computing a function.</summary>
    [GeneratedRegex(@"(call|blr?)\s+\[?(?<method>Descent\.CompilerServices\.(Divisor|WideLanes|DefaultLanes)`\w+\[\S*:\w+)")]
    private static partial Regex OperationOfLanes();
}
