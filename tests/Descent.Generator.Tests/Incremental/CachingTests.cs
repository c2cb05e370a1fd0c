using Descent.Generator.Tests.Harness;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Descent.Generator.Tests.Incremental;

/// <summary>What an edit makes the compiler do again: for each kind of edit, the reason of each step of the pipeline.</summary>
public sealed class CachingTests
{
    private const string Rule = """
        [Optimizer]
        public sealed partial class Rule
        {
            [Hyperparameter(0.1)] public partial double Rate { get; set; }

            [Update]
            private void Update(ref double weight, double gradient)
            {
                var step = Rate * gradient;
                weight -= step;
            }
        }
        """;

    private const string Other = "public class Unrelated;";

    [Fact]
    public void UnrelatedEdit_RecomputesNothing()
        => AssertReasons(Rule, Other + " public class More;", read: IncrementalStepRunReason.Unchanged, output: IncrementalStepRunReason.Cached);

    [Fact]
    public void Comment_RecomputesNothing()
        => AssertReasons(
            "// A comment above.\n" + Rule.Replace("var step", "/* and one inside */   var step", StringComparison.Ordinal),
            Other,
            read: IncrementalStepRunReason.Unchanged,
            output: IncrementalStepRunReason.Cached);

    [Fact]
    public void RenamedLocal_CompilesTheRuleAgain()
        => AssertReasons(
            Rule.Replace("step", "change", StringComparison.Ordinal), Other, read: IncrementalStepRunReason.Modified, output: IncrementalStepRunReason.Modified);

    [Fact]
    public void EditedBody_CompilesTheRuleAgain()
        => AssertReasons(
            Rule.Replace("weight -= step", "weight -= 2 * step", StringComparison.Ordinal),
            Other,
            read: IncrementalStepRunReason.Modified,
            output: IncrementalStepRunReason.Modified);

    [Fact]
    public void EditOfOneRule_LeavesTheOtherAlone()
    {
        var second = Rule.Replace("class Rule", "class Second", StringComparison.Ordinal);
        var compilation = GeneratorHarness.Compile(Rule, second);
        var driver = GeneratorHarness.CreateDriver().RunGenerators(compilation);

        var edited = Replace(compilation, 1, second.Replace("0.1", "0.2", StringComparison.Ordinal));
        var result = driver.RunGenerators(edited).GetRunResult().Results.Single();

        Assert.Equal(
            [IncrementalStepRunReason.Modified, IncrementalStepRunReason.Cached],
            result.TrackedOutputSteps.SelectMany(step => step.Value).SelectMany(run => run.Outputs).Select(output => output.Reason).Order());
    }

    [Fact]
    public void EditedHelperInAnotherFile_CompilesTheRuleAgain()
    {
        var rule = Rule.Replace("Rate * gradient", "Helper.Twice(gradient)", StringComparison.Ordinal);
        var compilation = GeneratorHarness.Compile(rule, "public static class Helper { public static double Twice(double x) => 2 * x; }");
        var driver = GeneratorHarness.CreateDriver().RunGenerators(compilation);

        var edited = Replace(compilation, 1, "public static class Helper { public static double Twice(double x) => x + x; }");
        var result = driver.RunGenerators(edited).GetRunResult().Results.Single();

        Assert.Equal(IncrementalStepRunReason.Modified, result.TrackedSteps[OptimizerGenerator.Steps.Rules].Single().Outputs.Single().Reason);
    }

    private static void AssertReasons(string editedRule, string editedOther, IncrementalStepRunReason read, IncrementalStepRunReason output)
    {
        var compilation = GeneratorHarness.Compile(Rule, Other);
        var driver = GeneratorHarness.CreateDriver().RunGenerators(compilation);

        var edited = Replace(Replace(compilation, 0, editedRule), 1, editedOther);
        var result = driver.RunGenerators(edited).GetRunResult().Results.Single();

        Assert.Equal(read, result.TrackedSteps[OptimizerGenerator.Steps.Read].Single().Outputs.Single().Reason);
        Assert.Equal(output, result.TrackedOutputSteps.Single().Value.Single().Outputs.Single().Reason);
    }

    private static CSharpCompilation Replace(CSharpCompilation compilation, int index, string source)
        => compilation.ReplaceSyntaxTree(compilation.SyntaxTrees[index], GeneratorHarness.Compile(source).SyntaxTrees[0].WithFilePath($"Source{index}.cs"));
}
