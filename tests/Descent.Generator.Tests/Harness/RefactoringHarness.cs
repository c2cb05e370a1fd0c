using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeRefactorings;
using Microsoft.CodeAnalysis.Text;

namespace Descent.Generator.Tests.Harness;

/// <summary>Asks a refactoring what it offers at a place in a file, and applies it.</summary>
internal static class RefactoringHarness
{
    /// <summary>Applies what is offered under a title.</summary>
    /// <param name="refactoring">The refactoring.</param>
    /// <param name="source">The file.</param>
    /// <param name="place">A text in it, whose first character is where the cursor stands.</param>
    /// <param name="title">What to choose.</param>
    /// <returns>The file afterwards.</returns>
    public static async Task<string> Apply(CodeRefactoringProvider refactoring, string source, string place, string title)
    {
        var operations = await (await Offer(refactoring, source, place)).Single(action => action.Title == title).GetOperationsAsync(CancellationToken.None);
        var project = operations.OfType<ApplyChangesOperation>().Single().ChangedSolution.Projects.Single();
        return (await project.Documents.Single().GetTextAsync()).ToString();
    }

    /// <summary>What is offered.</summary>
    public static async Task<IReadOnlyList<CodeAction>> Offer(CodeRefactoringProvider refactoring, string source, string place)
    {
        using var workspace = new AdhocWorkspace();
        var document = workspace.AddProject("Tests", LanguageNames.CSharp).AddDocument("Source.cs", source);
        var actions = new List<CodeAction>();
        var cursor = new TextSpan(source.IndexOf(place, StringComparison.Ordinal), 0);
        await refactoring.ComputeRefactoringsAsync(new CodeRefactoringContext(document, cursor, actions.Add, CancellationToken.None));
        return actions;
    }
}
