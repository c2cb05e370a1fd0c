using System.Collections.Generic;
using System.Collections.Immutable;
using System.Composition;
using System.Threading;
using Descent.Generator.Reading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Descent.CodeFixes;

/// <summary>Puts the parenthesis of a moving average where it belongs: <c>β * m + 1 - β * x</c> becomes <c>β * m + (1 - β) * x</c>.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(SlippedParenthesisCodeFix))]
[Shared]
public sealed class SlippedParenthesisCodeFix : TextChangeCodeFix
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds => [DiagnosticIds.SlippedParenthesis];

    /// <inheritdoc/>
    protected override string Title => "Weigh the new value by 1 - decay";

    /// <inheritdoc/>
    protected override IEnumerable<TextChange> FindChanges(SyntaxNode node, SemanticModel model, CancellationToken cancellation) => node switch
    {
        BinaryExpressionSyntax { RawKind: (int)SyntaxKind.AddExpression, Right: ParenthesizedExpressionSyntax { Expression: BinaryExpressionSyntax { Right: var product } } slipped }
            when Decay(product) is { } decay => [new(new TextSpan(decay.Span.End, 0), ")"), new(slipped.CloseParenToken.Span, "")],
        BinaryExpressionSyntax { RawKind: (int)SyntaxKind.AddExpression, Right: BinaryExpressionSyntax { RawKind: (int)SyntaxKind.MultiplyExpression } weighted }
            when FirstFactor(weighted) is ParenthesizedExpressionSyntax { Expression: BinaryExpressionSyntax { RawKind: (int)SyntaxKind.SubtractExpression, Right: var product } } slipped
                && Decay(product) is { } decay => [new(new TextSpan(decay.Span.End, 0), ")"), new(slipped.CloseParenToken.Span, "")],
        BinaryExpressionSyntax { RawKind: (int)SyntaxKind.SubtractExpression, Left: BinaryExpressionSyntax { Right: var one }, Right: var product }
            when Decay(product) is { } decay => [new(new TextSpan(one.SpanStart, 0), "("), new(new TextSpan(decay.Span.End, 0), ")")],
        _ => [],
    };

    /// <summary>The first factor of a product that is written out, without parentheses around it.</summary>
    private static ExpressionSyntax? Decay(ExpressionSyntax product)
    {
        var factor = FirstFactor(product);
        return factor == product ? null : factor;
    }

    private static ExpressionSyntax FirstFactor(ExpressionSyntax product)
    {
        while (product is BinaryExpressionSyntax { RawKind: (int)SyntaxKind.MultiplyExpression, Left: var first })
        {
            product = first;
        }

        return product;
    }
}
