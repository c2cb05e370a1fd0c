using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Descent.CodeFixes;

/// <summary>Adds <c>partial</c> where it is missing on a type and the types around it.</summary>
internal static class PartialModifiers
{
    /// <summary>
    /// Adds the missing modifiers for types at whose names there are diagnostics. A modifier stands directly before the keyword, after
    /// all others and whatever is written between them, so nothing else in a file changes.
    /// </summary>
    public static async Task<Solution> AddAsync(Solution solution, IEnumerable<Diagnostic> diagnostics, CancellationToken cancellation)
    {
        var declarations = new HashSet<TypeDeclarationSyntax>();
        foreach (var diagnostic in diagnostics)
        {
            var document = solution.GetDocument(diagnostic.Location.SourceTree);
            if (document is not null && await FindType(document, diagnostic.Location, cancellation).ConfigureAwait(false) is { } type)
            {
                declarations.UnionWith(WithoutModifier(type, cancellation));
            }
        }

        var changed = solution;
        foreach (var file in declarations.GroupBy(declaration => declaration.SyntaxTree))
        {
            if (solution.GetDocumentId(file.Key) is { } document)
            {
                var text = await file.Key.GetTextAsync(cancellation).ConfigureAwait(false);
                var keywords = file.Select(declaration => declaration.Keyword.SpanStart).OrderBy(position => position);
                changed = changed.WithDocumentText(document, text.WithChanges(keywords.Select(position => new TextChange(new TextSpan(position, 0), "partial "))));
            }
        }

        return changed;
    }

    private static async Task<INamedTypeSymbol?> FindType(Document document, Location name, CancellationToken cancellation)
    {
        var root = await document.GetSyntaxRootAsync(cancellation).ConfigureAwait(false);
        var model = await document.GetSemanticModelAsync(cancellation).ConfigureAwait(false);
        return root?.FindNode(name.SourceSpan) is TypeDeclarationSyntax declaration ? model.GetDeclaredSymbol(declaration, cancellation) : null;
    }

    private static IEnumerable<TypeDeclarationSyntax> WithoutModifier(INamedTypeSymbol type, CancellationToken cancellation)
        => WithContainingTypes(type)
            .SelectMany(each => each.DeclaringSyntaxReferences)
            .Select(reference => reference.GetSyntax(cancellation))
            .OfType<TypeDeclarationSyntax>()
            .Where(declaration => !declaration.Modifiers.Any(SyntaxKind.PartialKeyword));

    private static IEnumerable<INamedTypeSymbol> WithContainingTypes(INamedTypeSymbol type)
    {
        for (var each = type; each is not null; each = each.ContainingType)
        {
            yield return each;
        }
    }
}
