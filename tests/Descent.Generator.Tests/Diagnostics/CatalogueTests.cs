using System.Globalization;
using Descent.Generator.Analyzers;
using Descent.Generator.Tests.Harness;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Descent.Generator.Tests.Diagnostics;

/// <summary>The rules of the library say nothing: neither a warning nor an information, but for the ones listed.</summary>
public sealed class CatalogueTests
{
    /// <summary>What is known and meant, and why.</summary>
    private static readonly Dictionary<string, string[]> s_meant = new()
    {
        // The first moment is only what the variance is about; as in optax and the authors' code it is not corrected.
        ["AcProp"] = [Uncorrected("m", "Beta1")],

        // The L2 regularisation of the paper and of PyTorch, off by default; AdamW is the other form.
        ["Adam"] = [CoupledWeightDecay],

        // The paper's one point is to leave the first moment uncorrected; the decay is Adam's.
        ["AdamD"] = [Uncorrected("m", "Beta1"), CoupledWeightDecay],

        // It is compared with the norm of the gradient, and acts only once it is larger; the paper leaves it as it is.
        ["AdaNorm"] = [Uncorrected("averageNorm", "NormDecay")],

        // As its name says.
        ["AdamWithoutBiasCorrection"] = [Uncorrected("m", "Beta1"), Uncorrected("v", "Beta2")],

        // The authors' code adds the decay to the gradient and offers nothing else.
        ["DiffGrad"] = [CoupledWeightDecay],
    };

    private const string CoupledWeightDecay = "DSC0207 'WeightDecay' flows into 'm' and into 'v', by whose root 'm' is divided: weights with large gradients decay less";

    public static TheoryData<string> Rules => [.. Repository.BuiltInRules];

    [Theory]
    [MemberData(nameof(Rules))]
    public async Task Rule_IsClean(string rule)
    {
        var (compilation, _) = GeneratorHarness.Generate(Repository.BuiltInRule(rule));

        var found = await compilation.WithAnalyzers([new RuleAnalyzer()]).GetAnalyzerDiagnosticsAsync();

        Assert.Equal(
            s_meant.GetValueOrDefault(rule, []),
            found.Select(diagnostic => $"{diagnostic.Id} {diagnostic.GetMessage(CultureInfo.InvariantCulture)}").Order(StringComparer.Ordinal));
    }

    private static string Uncorrected(string average, string decay)
        => $"DSC0203 '{average}' starts at 0 and is used without division by 1 - {decay}^t, so it is too small in the first steps";
}
