using Descent.Generator.Analyzers;
using Descent.Generator.Tests.Harness;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Descent.Generator.Tests.Diagnostics;

/// <summary>The built-in rules follow the idioms of averages and learning rates, but where their papers or libraries do not.</summary>
public sealed class IdiomsOfBuiltInRulesTests
{
    /// <summary>What is found, and why it stays.</summary>
    private static readonly Dictionary<string, string[]> s_known = new()
    {
        ["Adam"] = ["DSC0207"], // The L2 form that the paper and PyTorch have, off by default; AdamW is the other.
        ["AdamD"] = ["DSC0203", "DSC0207"], // Its paper's one point is to leave the first moment uncorrected; the decay is Adam's.
        ["AdamWithoutBiasCorrection"] = ["DSC0203", "DSC0203"], // As its name says.
        ["DiffGrad"] = ["DSC0207"], // The authors' code adds the decay to the gradient, and nothing else.
    };

    public static TheoryData<string> Rules => [.. Repository.BuiltInRules];

    [Theory]
    [MemberData(nameof(Rules))]
    public async Task Rule_HasOnlyWhatIsKnown(string rule)
    {
        var (compilation, _) = GeneratorHarness.Generate(Repository.BuiltInRule(rule));
        var found = await compilation.WithAnalyzers([new RuleAnalyzer()]).GetAnalyzerDiagnosticsAsync();

        Assert.Equal(
            s_known.GetValueOrDefault(rule, []),
            found.Select(diagnostic => diagnostic.Id)
                .Where(id => string.CompareOrdinal(id, "DSC0201") >= 0 && string.CompareOrdinal(id, "DSC0207") <= 0)
                .Order(StringComparer.Ordinal));
    }
}
