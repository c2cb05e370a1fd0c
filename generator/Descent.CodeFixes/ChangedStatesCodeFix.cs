using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Composition;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Descent.Generator.Reading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Descent.CodeFixes;

/// <summary>
/// Writes the states of a rule into the project's <c>RuleSchemas.txt</c>; or says first, by <c>[State(Was = ...)]</c>, that the only new state is the only one that is
/// gone.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ChangedStatesCodeFix))]
[Shared]
public sealed class ChangedStatesCodeFix : CodeFixProvider
{
    private const string FileName = "RuleSchemas.txt";

    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds => [DiagnosticIds.ChangedStates];

    /// <inheritdoc/>
    public override FixAllProvider GetFixAllProvider() => new OneSolutionFixAllProvider(Write);

    /// <inheritdoc/>
    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        foreach (var diagnostic in context.Diagnostics)
        {
            if (await FindRenameAsync(context.Document, diagnostic, context.CancellationToken).ConfigureAwait(false) is { } change)
            {
                var (gone, added) = (diagnostic.Properties["Gone"]!, diagnostic.Properties["New"]!);
                context.RegisterCodeFix(
                    CodeAction.Create(
                        $"Say that '{added}' was '{gone}'",
                        async cancellation =>
                        {
                            var text = await context.Document.GetTextAsync(cancellation).ConfigureAwait(false);
                            var solution = context.Document.Project.Solution.WithDocumentText(context.Document.Id, text.WithChanges(change));
                            return await WriteAsync(solution, [diagnostic], keepsGone: true, cancellation).ConfigureAwait(false);
                        },
                        equivalenceKey: "Was"),
                    diagnostic);
            }

            context.RegisterCodeFix(Write(context.Document.Project.Solution, [diagnostic]), diagnostic);
        }
    }

    private static CodeAction Write(Solution solution, IReadOnlyCollection<Diagnostic> diagnostics) => CodeAction.Create(
        $"Write the states into {FileName}",
        cancellation => WriteAsync(solution, diagnostics, keepsGone: false, cancellation),
        equivalenceKey: "Write");

    /// <summary>Replaces the lines of the rules; all lines are in order then.</summary>
    private static async Task<Solution> WriteAsync(Solution solution, IReadOnlyCollection<Diagnostic> diagnostics, bool keepsGone, CancellationToken cancellation)
    {
        foreach (var project in solution.Projects)
        {
            var own = new List<Diagnostic>();
            foreach (var diagnostic in diagnostics)
            {
                if (diagnostic.Location.SourceTree is { } tree && project.Documents.Any(document => document.FilePath == tree.FilePath || document.Name == tree.FilePath))
                {
                    own.Add(diagnostic);
                }
            }

            if (own.Count == 0 || project.AdditionalDocuments.FirstOrDefault(document => Path.GetFileName(document.FilePath ?? document.Name) == FileName) is not { } file)
            {
                continue;
            }

            var text = await file.GetTextAsync(cancellation).ConfigureAwait(false);
            var lines = new HashSet<string>(text.Lines.Select(line => line.ToString()).Where(line => line.Length > 0));
            foreach (var diagnostic in own)
            {
                var (prefix, gone) = (diagnostic.Properties["Rule"]!, keepsGone && diagnostic.Properties.TryGetValue("Gone", out var name) ? name : null);
                lines.RemoveWhere(line => line.StartsWith(prefix, StringComparison.Ordinal) && line.IndexOf('.', prefix.Length) < 0
                    && !(gone is not null && line.StartsWith($"{prefix}{gone}: ", StringComparison.Ordinal)));
                lines.UnionWith(diagnostic.Properties["Lines"]!.Split(['\n'], StringSplitOptions.RemoveEmptyEntries));
            }

            solution = solution.WithAdditionalDocumentText(file.Id, SourceText.From(string.Concat(lines.OrderBy(line => line, StringComparer.Ordinal).Select(line => line + "\n")), text.Encoding));
        }

        return solution;
    }

    /// <summary>What says in the source that the new state was the one that is gone; nothing if that is not the case.</summary>
    private static async Task<TextChange?> FindRenameAsync(Document document, Diagnostic diagnostic, CancellationToken cancellation)
    {
        if (!diagnostic.Properties.TryGetValue("Gone", out var gone) || !diagnostic.Properties.TryGetValue("New", out var added)
            || await document.GetSyntaxRootAsync(cancellation).ConfigureAwait(false) is not { } root
            || await document.GetSemanticModelAsync(cancellation).ConfigureAwait(false) is not { } model
            || root.FindNode(diagnostic.Location.SourceSpan).FirstAncestorOrSelf<TypeDeclarationSyntax>() is not { } type)
        {
            return null;
        }

        foreach (var parameter in type.Members.OfType<MethodDeclarationSyntax>().SelectMany(method => method.ParameterList.Parameters))
        {
            if (model.GetDeclaredSymbol(parameter, cancellation) is IParameterSymbol symbol && RuleAttributes.Find(symbol, RuleAttributes.State) is { } state
                && Names(symbol, state).Contains(added) && state.NamedArguments.All(argument => argument.Key != "Was")
                && state.ApplicationSyntaxReference?.GetSyntax(cancellation) is AttributeSyntax attribute)
            {
                var argument = $"Was = \"{gone}\"";
                return attribute.ArgumentList is { Arguments.Count: > 0 } list ? new(new(list.Arguments.Last().Span.End, 0), ", " + argument)
                    : new(TextSpan.FromBounds(attribute.Name.Span.End, attribute.Span.End), $"({argument})");
            }
        }

        return null;
    }

    /// <summary>What the state of a parameter may be called.</summary>
    private static IEnumerable<string?> Names(IParameterSymbol parameter, AttributeData state)
        => [state.NamedArguments.FirstOrDefault(argument => argument.Key == "Name").Value.Value as string ?? char.ToUpperInvariant(parameter.Name[0]) + parameter.Name.Substring(1)];
}
