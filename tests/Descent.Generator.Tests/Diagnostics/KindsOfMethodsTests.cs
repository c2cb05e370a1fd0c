using Descent.Generator.Analyzers;
using Descent.Generator.Tests.Harness;

namespace Descent.Generator.Tests.Diagnostics;

/// <summary>A method of a rule is of one kind, but for a move that is its own inverse.</summary>
public sealed class KindsOfMethodsTests
{
    [Theory]
    [InlineData("[Update, BeforeGradient] void {|DSC0007:Both|}(ref double weight, double gradient) => weight -= gradient;")]
    [InlineData("[Update] void Step(ref double weight, double gradient) => weight -= gradient; [BeforeGradient, ToEvaluation, ToTraining] void {|DSC0007:Both|}(ref double weight) => weight = -weight;")]
    public async Task MethodOfTwoKinds(string methods) => Assert.Equal(
        ["'Rule' cannot be an optimizer: 'Both' is marked as two kinds of method, of which each is one of its own"],
        await AnalyzerHarness.Check(new RuleAnalyzer(), $"[Optimizer] public sealed partial class Rule {{ {methods} }}"));

    [Fact]
    public async Task MoveThatIsItsOwnInverse() => Assert.Empty(await AnalyzerHarness.Check(
        new RuleAnalyzer(),
        "[Optimizer] public sealed partial class Rule { [Update] void Step(ref double weight, double gradient, [State] ref double m) { m += gradient; weight -= m; } [ToEvaluation, ToTraining] void Swap(ref double weight, [State] ref double m) => (weight, m) = (m, weight); }"));
}
