using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Text;

namespace Descent.CodeFixes;

/// <summary>A fix that is a few changes of text in one file, so that all the rest stays as it was written.</summary>
public abstract class TextChangeCodeFix : CodeFixProvider
{
    /// <summary>What the fix does, as an editor shows it.</summary>
    protected abstract string Title { get; }

    /// <summary>Whether a diagnostic may be fixed in this way, before anyone looks at the syntax.</summary>
    /// <param name="diagnostic">What was reported.</param>
    protected virtual bool CanFix(Diagnostic diagnostic) => true;

    /// <summary>What to change for one diagnostic; nothing if it cannot be fixed in this way.</summary>
    /// <param name="node">The syntax at which it was reported.</param>
    /// <param name="model">What the syntax means.</param>
    /// <param name="cancellation">Ends the search.</param>
    protected abstract IEnumerable<TextChange> FindChanges(SyntaxNode node, SemanticModel model, CancellationToken cancellation);

    /// <inheritdoc/>
    public sealed override FixAllProvider GetFixAllProvider() => new OneSolutionFixAllProvider(Fix);

    /// <inheritdoc/>
    public sealed override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        foreach (var diagnostic in context.Diagnostics)
        {
            if ((await FindChangesAsync(context.Document, diagnostic, context.CancellationToken).ConfigureAwait(false)).Count > 0)
            {
                context.RegisterCodeFix(Fix(context.Document.Project.Solution, [diagnostic]), diagnostic);
            }
        }
    }

    private CodeAction Fix(Solution solution, IReadOnlyCollection<Diagnostic> diagnostics) => CodeAction.Create(
        Title,
        cancellation => ApplyAsync(solution, diagnostics, cancellation),
        equivalenceKey: GetType().Name);

    private async Task<Solution> ApplyAsync(Solution solution, IEnumerable<Diagnostic> diagnostics, CancellationToken cancellation)
    {
        var changed = solution;
        foreach (var file in diagnostics.GroupBy(diagnostic => diagnostic.Location.SourceTree))
        {
            if (solution.GetDocument(file.Key) is not { } document)
            {
                continue;
            }

            var changes = new List<TextChange>();
            foreach (var diagnostic in file)
            {
                changes.AddRange(await FindChangesAsync(document, diagnostic, cancellation).ConfigureAwait(false));
            }

            var text = await document.GetTextAsync(cancellation).ConfigureAwait(false);
            changed = changed.WithDocumentText(document.Id, text.WithChanges(WithoutOverlaps(changes)));
        }

        return changed;
    }

    private async Task<IReadOnlyList<TextChange>> FindChangesAsync(Document document, Diagnostic diagnostic, CancellationToken cancellation)
    {
        var root = await document.GetSyntaxRootAsync(cancellation).ConfigureAwait(false);
        var model = await document.GetSemanticModelAsync(cancellation).ConfigureAwait(false);
        return root is null || model is null || !CanFix(diagnostic)
            ? []
            : [.. FindChanges(root.FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true), model, cancellation)];
    }

    /// <summary>Of two changes of the same text the first; the other is offered again afterwards.</summary>
    private static IEnumerable<TextChange> WithoutOverlaps(IEnumerable<TextChange> changes)
    {
        var end = -1;
        foreach (var change in changes.Distinct().OrderBy(change => change.Span.Start))
        {
            if (change.Span.Start >= end)
            {
                yield return change;
                end = change.Span.End;
            }
        }
    }
}
