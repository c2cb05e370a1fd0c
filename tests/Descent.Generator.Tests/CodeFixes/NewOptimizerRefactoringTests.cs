using Descent.CodeFixes;
using Descent.Generator.Analyzers;
using Descent.Generator.Tests.Harness;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeRefactorings;
using Microsoft.CodeAnalysis.Text;

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
    public async Task OtherClass_IsLeftAlone(string source) => Assert.Empty(await Offer(source));

    private static async Task<string> Apply(string source, string title)
    {
        var operations = await (await Offer(source)).Single(action => action.Title == title).GetOperationsAsync(CancellationToken.None);
        var project = operations.OfType<ApplyChangesOperation>().Single().ChangedSolution.Projects.Single();
        return (await project.Documents.Single().GetTextAsync()).ToString();
    }

    private static async Task<List<CodeAction>> Offer(string source)
    {
        using var workspace = new AdhocWorkspace();
        var document = workspace.AddProject("Tests", LanguageNames.CSharp).AddDocument("Source.cs", source);
        var actions = new List<CodeAction>();
        var place = new TextSpan(source.IndexOf("Rule", StringComparison.Ordinal), 0);
        await new NewOptimizerRefactoring().ComputeRefactoringsAsync(new CodeRefactoringContext(document, place, actions.Add, CancellationToken.None));
        return actions;
    }
}
