using Descent.CodeFixes;
using Descent.Generator.Analyzers;
using Descent.Generator.Tests.Harness;

namespace Descent.Generator.Tests.CodeFixes;

/// <summary>"New optimizer from …": what it writes compiles and is right.</summary>
public sealed class NewOptimizerRefactoringTests
{
    [Theory]
    [InlineData("New optimizer from gradient descent")]
    [InlineData("New optimizer from momentum")]
    [InlineData("New optimizer from Adam")]
    public async Task EmptyClass_BecomesARuleWithoutAnyMistake(string title)
    {
        var source = await Apply("[Optimizer]\npublic sealed partial class Rule\n{\n}\n", title);

        var (compilation, files) = GeneratorHarness.Generate(source);
        GeneratorHarness.AssertClean(compilation);
        Assert.Single(files);
        await AnalyzerHarness.Check(new RuleAnalyzer(), source);
    }

    [Fact]
    public async Task GradientDescent_IsWrittenAsAnAuthorWould() => Assert.Equal(
        """
        [Descent.Optimizer]
        partial class Rule
        {
            [Descent.Hyperparameter(1e-2, Min = 0)] public partial double LearningRate { get; set; }

            [Descent.Update]
            private void Update(ref double weight, double gradient) => weight -= LearningRate * gradient;
        }
        """,
        await Apply("[Descent.Optimizer]\npartial class Rule\n{\n}", "New optimizer from gradient descent"));

    [Theory]
    [InlineData("[Optimizer] partial class Rule { const int A = 1; }")]
    [InlineData("partial class Rule { }")]
    public async Task OtherClass_IsLeftAlone(string source) => Assert.Empty(await RefactoringHarness.Offer(new NewOptimizerRefactoring(), source, "Rule"));

    private static Task<string> Apply(string source, string title) => RefactoringHarness.Apply(new NewOptimizerRefactoring(), source, "Rule", title);
}
