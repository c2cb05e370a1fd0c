using Descent.Generator.Analyzers;
using Descent.Generator.Tests.Harness;

namespace Descent.Generator.Tests.Diagnostics;

/// <summary>What a GPU would compute with other bits is refused for it, at the place that is in the way; what it computes with the same is not.</summary>
public sealed class CudaTests
{
    [Theory]
    [InlineData("[Update] void Update(ref double w, double g) => w -= Matrix.Orthogonalize(g, 5);", "it has operations on whole matrices, which run on the processor")]
    public async Task Rule(string method, string why) => Assert.Equal([$"'Rule' cannot run on CUDA: {why}"], await Check("{|DSC0016:Rule|}", method));

    [Theory]
    [InlineData("[Update] void Update(ref double w, double g, [State] ref double m, [Step] int t) { m = 0.9 * m + 0.1 * g; w -= 0.1 * m / (1 - Math.Pow(0.9, t)); }")]
    [InlineData("[Update] void Update(ref double w, double g, [State(Per = Per.Tensor, Initial = 1)] ref double product, [Step] int t) { product *= 0.9 / t; w -= 0.1 * g * product; }")]
    [InlineData("[Update] void Update(ref double w, double g, [Step] int t) => w -= 0.1 * Math.Tanh(g) * (g % 2) * Math.Sin(t);")]
    [InlineData("[Update] void Update(ref double w, double g, [Random] double u, [Random(Distribution.Normal)] double n) => w -= 0.1 * g * u + n;")]
    [InlineData("[Update] void Update(ref double w, double g) => w -= 0.1 * Math.Sin(g) * Math.Cos(w) + Math.Tan(Math.Atan(g));")]
    [InlineData("[Update] void Update(ref double w, double g) => w -= 0.1 * g / (1 + Reduce.Sum(g * g));")]
    [InlineData("[Update] void Update(ref double w, double g) => w -= 0.1 * g / (1 + Reduce.Max(Math.Abs(g), Per.Optimizer));")]
    [InlineData("[Update] void Update(ref double w, double g, [State(Per = Per.Column)] ref double c) { c = Reduce.Max(Math.Abs(g), Per.Column); w -= 0.1 * g / Math.Min(c, Reduce.Sum(g * g, Per.Row)); }")]
    [InlineData("[Update] void Update(ref double w, double g, [Input] double h) => w -= 0.1 * g / h;")]
    public async Task RuleThatKeepsItsBits(string method) => Assert.Empty(await Check("Rule", method));

    private static async Task<IReadOnlyList<string>> Check(string name, string method)
        => await AnalyzerHarness.CheckCategory("Descent.Structure", new RuleAnalyzer(), $"using Descent.Matrices; [Optimizer(Targets = ComputeTargets.Cuda)] public sealed partial class {name} {{ {method} }}");
}
