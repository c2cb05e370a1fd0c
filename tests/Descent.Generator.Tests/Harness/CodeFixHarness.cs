using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using DiagnosticAnalyzer = Microsoft.CodeAnalysis.Diagnostics.DiagnosticAnalyzer;

namespace Descent.Generator.Tests.Harness;

/// <summary>Analyzes files in a workspace, applies a fix to what was found, and gives the files back.</summary>
internal sealed class CodeFixHarness(DiagnosticAnalyzer analyzer, CodeFixProvider fix)
{
    /// <summary>Applies the fix to the first diagnostic that it is for, and checks that none are left.</summary>
    /// <param name="sources">The files of a project.</param>
    /// <returns>The files after the fix.</returns>
    public async Task<IReadOnlyList<string>> FixFirst(params string[] sources)
    {
        using var workspace = new AdhocWorkspace();
        var project = Open(workspace, sources);
        return await Apply(project, Assert.Single(await Offer(project)));
    }

    /// <summary>Applies one of the fixes beside a file that is no source, and checks that no diagnostic is left.</summary>
    /// <param name="file">The file.</param>
    /// <param name="equivalenceKey">Which of the fixes.</param>
    /// <param name="source">The one source of a project.</param>
    /// <returns>Source and file after the fix.</returns>
    public async Task<(string Source, string File)> FixWith((string Name, string Text) file, string equivalenceKey, string source)
    {
        using var workspace = new AdhocWorkspace();
        var project = Open(workspace, [source]).AddAdditionalDocument(file.Name, file.Text, filePath: file.Name).Project;
        var action = (await Offer(project)).Single(action => action.EquivalenceKey == equivalenceKey);
        var fixedSource = Assert.Single(await Apply(project, action));
        var operations = await action.GetOperationsAsync(CancellationToken.None);
        var changed = operations.OfType<ApplyChangesOperation>().Single().ChangedSolution.GetProject(project.Id)!;
        return (fixedSource, (await changed.AdditionalDocuments.Single().GetTextAsync()).ToString());
    }

    /// <summary>How many fixes are offered for the first diagnostic that the fix is for.</summary>
    /// <param name="source">The one file of a project.</param>
    public async Task<int> CountFixes(string source)
    {
        using var workspace = new AdhocWorkspace();
        return (await Offer(Open(workspace, [source]))).Count;
    }

    /// <summary>What a file becomes by each fix that is offered anywhere in it.</summary>
    /// <param name="source">The one file of a project.</param>
    public async Task<IReadOnlyList<string>> FixEach(string source)
    {
        using var workspace = new AdhocWorkspace();
        var project = Open(workspace, [source]);
        var document = project.Documents.Single();
        var actions = new List<CodeAction>();
        foreach (var diagnostic in await Diagnose(project))
        {
            await fix.RegisterCodeFixesAsync(new CodeFixContext(document, diagnostic, (action, _) => actions.Add(action), CancellationToken.None));
        }

        var texts = new List<string>();
        foreach (var action in actions)
        {
            var operations = await action.GetOperationsAsync(CancellationToken.None);
            texts.Add((await operations.OfType<ApplyChangesOperation>().Single().ChangedSolution.GetDocument(document.Id)!.GetTextAsync()).ToString());
        }

        return texts;
    }

    private async Task<List<CodeAction>> Offer(Project project)
    {
        var diagnostics = await Diagnose(project);
        var first = diagnostics[0];
        var document = project.GetDocument(first.Location.SourceTree)!;
        var sameSpan = diagnostics.Where(diagnostic => diagnostic.Location == first.Location).ToImmutableArray();
        var actions = new List<CodeAction>();
        await fix.RegisterCodeFixesAsync(new CodeFixContext(document, first.Location.SourceSpan, sameSpan, (action, _) => actions.Add(action), CancellationToken.None));
        return actions;
    }

    /// <summary>Applies the fix to all diagnostics that it is for at once, and checks that none are left.</summary>
    /// <param name="scope">What an editor was asked to fix, starting from the first file; all diagnostics must be in it.</param>
    /// <param name="equivalenceKey">Which of the fixes.</param>
    /// <param name="sources">The files of a project.</param>
    /// <returns>The files after the fix.</returns>
    public async Task<IReadOnlyList<string>> FixAll(FixAllScope scope, string equivalenceKey, params string[] sources)
    {
        using var workspace = new AdhocWorkspace();
        var project = Open(workspace, sources);
        var known = new KnownDiagnostics(await Diagnose(project));
        var context = new FixAllContext(project.Documents.First(), fix, scope, equivalenceKey, fix.FixableDiagnosticIds, known, CancellationToken.None);
        var action = await fix.GetFixAllProvider()!.GetFixAsync(context);

        return await Apply(project, action!);
    }

    private static Project Open(AdhocWorkspace workspace, string[] sources)
    {
        var project = workspace.AddProject(ProjectInfo.Create(
            ProjectId.CreateNewId(),
            VersionStamp.Default,
            name: "Tests",
            assemblyName: "Tests",
            LanguageNames.CSharp,
            compilationOptions: new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable),
            parseOptions: GeneratorHarness.ParseOptions,
            metadataReferences: GeneratorHarness.References));
        for (var i = 0; i < sources.Length; i++)
        {
            project = project.AddDocument($"Source{i}.cs", sources[i]).Project;
        }

        return project;
    }

    private async Task<ImmutableArray<Diagnostic>> Diagnose(Project project)
    {
        var compilation = await project.GetCompilationAsync();
        var found = (await compilation!.WithAnalyzers([analyzer], project.AnalyzerOptions).GetAnalyzerDiagnosticsAsync())
            .AddRange(GeneratorHarness.CreateDriver().RunGenerators(compilation!).GetRunResult().Diagnostics);
        Assert.DoesNotContain(found, diagnostic => diagnostic.Id == "AD0001");
        return [.. found.Where(diagnostic => fix.FixableDiagnosticIds.Contains(diagnostic.Id)).OrderBy(diagnostic => diagnostic.Location.SourceSpan.Start)];
    }

    private async Task<IReadOnlyList<string>> Apply(Project project, CodeAction action)
    {
        var operations = await action.GetOperationsAsync(CancellationToken.None);
        var changed = operations.OfType<ApplyChangesOperation>().Single().ChangedSolution.GetProject(project.Id)!;
        var left = await Diagnose(changed);
        var texts = new List<string>();
        foreach (var document in changed.Documents)
        {
            texts.Add((await document.GetTextAsync()).ToString());
        }

        Assert.True(left.IsEmpty, $"Not fixed: {string.Join('\n', left)}\n{string.Join("\n----\n", texts)}");
        return texts;
    }

    /// <summary>Gives a fix-all provider what was found before, as an editor would.</summary>
    private sealed class KnownDiagnostics(ImmutableArray<Diagnostic> diagnostics) : FixAllContext.DiagnosticProvider
    {
        public override Task<IEnumerable<Diagnostic>> GetAllDiagnosticsAsync(Project project, CancellationToken cancellationToken)
            => Task.FromResult<IEnumerable<Diagnostic>>(diagnostics);

        public override async Task<IEnumerable<Diagnostic>> GetDocumentDiagnosticsAsync(Document document, CancellationToken cancellationToken)
        {
            var tree = await document.GetSyntaxTreeAsync(cancellationToken);
            return diagnostics.Where(diagnostic => diagnostic.Location.SourceTree == tree);
        }

        public override Task<IEnumerable<Diagnostic>> GetProjectDiagnosticsAsync(Project project, CancellationToken cancellationToken)
            => Task.FromResult<IEnumerable<Diagnostic>>([]);
    }
}
