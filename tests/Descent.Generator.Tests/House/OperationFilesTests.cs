using System.Text.RegularExpressions;

namespace Descent.Generator.Tests.House;

/// <summary>What a function touches, from its name in the compiler to its members in the runtime, is what the page for contributors lists, and nothing else.</summary>
public sealed class OperationFilesTests
{
    private const int MostOfProduct = 5;
    private const int MostOfTests = 3;

    [Theory, InlineData("Acos", true), InlineData("Hypot", false)]
    public void Function_IsInTheListedFilesAlone(string function, bool hasRelaxedForm)
    {
        var word = new Regex($@"\b{function}\b");

        // Elsewhere the function is called, as anybody may call it; and the tests of rounding may ask one function for its own hard cases.
        string[] roots = ["generator", "runtime/Descent", "runtime/Descent.Cuda", "tests"];
        var files = roots.SelectMany(root => Directory.GetFiles(Path.Combine(Repository.Root, root), "*.cs", SearchOption.AllDirectories))
            .Where(file => word.IsMatch(File.ReadAllText(file)))
            .Select(file => Path.GetRelativePath(Repository.Root, file).Replace('\\', '/'))
            .Where(file => !file.Contains("/obj/", StringComparison.Ordinal) && !file.StartsWith("tests/Descent.Tests/Strictness/Rounding/", StringComparison.Ordinal) && !file.EndsWith("/" + nameof(OperationFilesTests) + ".cs", StringComparison.Ordinal));

        Assert.Equal(Listed(hasRelaxedForm).Order(StringComparer.Ordinal), files.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void List_IsShort()
    {
        Assert.InRange(Listed(hasRelaxedForm: false).Count(file => !file.StartsWith("tests/", StringComparison.Ordinal)), 1, MostOfProduct);
        Assert.InRange(Listed(hasRelaxedForm: false).Count(file => file.StartsWith("tests/", StringComparison.Ordinal)), 1, MostOfTests);
    }

    /// <summary>The files that the numbered lists name first, each once: eight, and four more for a function that relaxed rules have vectors for.</summary>
    private static List<string> Listed(bool hasRelaxedForm)
    {
        var page = Repository.Read("CONTRIBUTING.md");
        var section = page[page.IndexOf("## Add an operation", StringComparison.Ordinal)..page.IndexOf("## Add a pass", StringComparison.Ordinal)];
        return [.. Regex.Matches(section, @"^\d+\. `([^`]+)`", RegexOptions.Multiline).Select(item => item.Groups[1].Value).Take(hasRelaxedForm ? 12 : 8)];
    }
}
