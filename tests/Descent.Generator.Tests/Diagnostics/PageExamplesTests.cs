using System.Globalization;
using System.Text.RegularExpressions;
using Descent.Generator.Analyzers;
using Descent.Generator.Tests.Harness;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Descent.Generator.Tests.Diagnostics;

/// <summary>The wrong code on a page about averages and learning rates is found wrong on the lines that say so, and the right code is not.</summary>
public sealed partial class PageExamplesTests
{
    [Theory]
    [InlineData("DSC0201")]
    [InlineData("DSC0202")]
    [InlineData("DSC0203")]
    [InlineData("DSC0204")]
    [InlineData("DSC0205")]
    [InlineData("DSC0206")]
    [InlineData("DSC0207")]
    public async Task Example_IsFoundWhereThePageSays(string id)
    {
        var examples = Code().Matches(Repository.Read("generator", "docs", id + ".md").ReplaceLineEndings("\n")).Select(match => match.Groups[1].Value).ToList();

        Assert.Equal(2, examples.Count);
        Assert.Contains("// " + id, examples[0], StringComparison.Ordinal);
        Assert.Equal(Marked(id, examples[0]), await Found(id, examples[0]));
        Assert.Empty(await Found(id, examples[1]));
    }

    private static IEnumerable<string> Marked(string id, string example) => example.Split('\n').Where(line => line.Contains("// " + id, StringComparison.Ordinal)).Select(line => line.Trim());

    private static async Task<IEnumerable<string>> Found(string id, string example)
    {
        var names = new Dictionary<string, double>
        {
            ["LearningRate"] = 1e-3, ["Momentum"] = 0.9, ["Beta"] = 0.9, ["Beta1"] = 0.9, ["Beta2"] = 0.999, ["Epsilon"] = 1e-8, ["WeightDecay"] = 0.01,
        };
        var properties = names.Select(name => $"[Hyperparameter({name.Value.ToString(CultureInfo.InvariantCulture)}, Min = 0)] public partial double {name.Key} {{ get; set; }}");
        var (compilation, _) = GeneratorHarness.Generate($"[Optimizer] public sealed partial class Rule {{ {string.Join(' ', properties)}\n{example}\n}}");
        var lines = compilation.SyntaxTrees[0].GetText().Lines;
        return (await compilation.WithAnalyzers([new RuleAnalyzer()]).GetAnalyzerDiagnosticsAsync())
            .Where(diagnostic => diagnostic.Id == id)
            .Select(diagnostic => lines.GetLineFromPosition(diagnostic.Location.SourceSpan.Start).ToString().Trim())
            .Order(Comparer<string>.Create((one, other) => example.IndexOf(one, StringComparison.Ordinal) - example.IndexOf(other, StringComparison.Ordinal)));
    }

    [GeneratedRegex("```csharp\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Code();
}
