using Descent.Generator.Analyzers;
using Descent.Generator.Reading;
using Descent.Generator.Tests.Harness;

namespace Descent.Generator.Tests.Diagnostics;

/// <summary>What is left to C#, and C# has no error: a planted fault of the reader, which takes every rule for one that C# refuses.</summary>
public sealed class SilentFailureTests
{
    private static readonly RuleAnalyzer s_planted = new(static (rule, compilation, cancellation) =>
    {
        var reading = RuleReader.Read(rule, compilation, cancellation);
        return reading with { Model = reading.Model! with { Problem = "errors reported elsewhere" }, LeftToCSharp = [rule] };
    });

    [Fact]
    public async Task RuleThatIsNotCompiled_IsAnError() => Assert.Equal(
        ["'Rule' was not compiled: it has something that this compiler takes for an error of C#, and C# does not; write it in another way"],
        await AnalyzerHarness.Check(s_planted, "[Optimizer] public sealed partial class {|DSC0010:Rule|} { [Update] void Update(ref double weight, double gradient) => weight -= gradient; }"));

    [Fact]
    public async Task RuleWithAnErrorOfCSharp_IsLeftToCSharp()
        => await AnalyzerHarness.Check(s_planted, "[Optimizer] public sealed partial class Rule { [Update] void Update(ref double weight, double gradient) => weight -= gradent; }");

    /// <summary>An error elsewhere in the file explains nothing.</summary>
    [Fact]
    public async Task ErrorOfCSharpElsewhere_ExplainsNothing()
        => await AnalyzerHarness.Check(s_planted, "[Optimizer] public sealed partial class {|DSC0010:Rule|} { [Update] void Update(ref double weight, double gradient) => weight -= gradient; } class Other { int X => nothing; }");

    [Fact]
    public void ErrorOfCSharpInWhatIsCalled_Explains()
    {
        var (compilation, _) = GeneratorHarness.Generate("public static class Helper { public static double Twice(double x) => x + y; public static double Half(double x) => x / 2; }");
        var helper = compilation.GetTypeByMetadataName("Helper")!;

        Assert.Empty(SilentFailures.Of(helper, helper.GetMembers("Twice"), compilation, CancellationToken.None));
        Assert.Equal(DiagnosticIds.NotCompiled, Assert.Single(SilentFailures.Of(helper, helper.GetMembers("Half"), compilation, CancellationToken.None)).Id);
        Assert.Empty(SilentFailures.Of(helper, [], compilation, CancellationToken.None));
    }
}
