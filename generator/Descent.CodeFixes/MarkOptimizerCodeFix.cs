using System.Collections.Generic;
using System.Collections.Immutable;
using System.Composition;
using System.Linq;
using System.Threading;
using Descent.Generator.Reading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Descent.CodeFixes;

/// <summary>Marks a class that has a rule <c>[Optimizer]</c>, on a line of its own above what stands before the class.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(MarkOptimizerCodeFix))]
[Shared]
public sealed class MarkOptimizerCodeFix : TextChangeCodeFix
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds => [DiagnosticIds.NotMarked];

    /// <inheritdoc/>
    protected override string Title => "Mark the class [Optimizer]";

    /// <inheritdoc/>
    protected override IEnumerable<TextChange> FindChanges(SyntaxNode node, SemanticModel model, CancellationToken cancellation)
    {
        if (node is not ClassDeclarationSyntax type)
        {
            return [];
        }

        var (text, start) = (type.SyntaxTree.GetText(cancellation), type.SpanStart);
        var isImported = model.LookupNamespacesAndTypes(start, name: "OptimizerAttribute").Any(found => found.ToDisplayString() == RuleAttributes.Optimizer);
        return [new(new TextSpan(start, 0), $"[{(isImported ? "" : "Descent.")}Optimizer]{MemberInsertion.LineEnd(text)}{MemberInsertion.Indentation(text, type)}")];
    }
}
