using System.Collections.Generic;
using System.Collections.Immutable;
using System.Composition;
using System.Linq;
using System.Threading;
using Descent.Generator.Reading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Descent.CodeFixes;

/// <summary>
/// A rule is written in <see cref="double"/>, also where its weights are <see cref="float"/>: <c>MathF</c> becomes <c>Math</c>, casts to
/// <see cref="float"/> go, and so does the suffix <c>f</c>.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(UseMathCodeFix))]
[Shared]
public sealed class UseMathCodeFix : TextChangeCodeFix
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds => [DiagnosticIds.Unsupported, DiagnosticIds.SinglePrecision];

    /// <inheritdoc/>
    protected override string Title => "Compute in double";

    /// <inheritdoc/>
    protected override IEnumerable<TextChange> FindChanges(SyntaxNode node, SemanticModel model, CancellationToken cancellation)
    {
        // The statement as a whole, so that what one change makes a double meets no float that is left.
        var statement = node.AncestorsAndSelf().FirstOrDefault(each => each is StatementSyntax or ArrowExpressionClauseSyntax) ?? node;
        return statement.DescendantNodesAndSelf().SelectMany(Change);
    }

    private static IEnumerable<TextChange> Change(SyntaxNode node) => node switch
    {
        IdentifierNameSyntax { Identifier.ValueText: "MathF" } name => [new(name.Span, "Math")],
        CastExpressionSyntax { Type: PredefinedTypeSyntax { Keyword.RawKind: (int)SyntaxKind.FloatKeyword } } cast => [new(TextSpan.FromBounds(cast.SpanStart, cast.Expression.SpanStart), "")],
        LiteralExpressionSyntax { Token: { Value: float, Text: var text } token } => [new(TextSpan.FromBounds(token.Span.End - 1, token.Span.End), text.IndexOfAny(['.', 'e', 'E']) < 0 ? ".0" : "")],
        _ => [],
    };
}
