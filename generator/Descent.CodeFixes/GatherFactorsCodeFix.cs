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

/// <summary>Puts the factors of a product that are the same for all weights in front: <c>a * x * b</c> becomes <c>a * b * x</c>.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(GatherFactorsCodeFix))]
[Shared]
public sealed class GatherFactorsCodeFix : TextChangeCodeFix
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds => [DiagnosticIds.ScatteredFactors];

    /// <inheritdoc/>
    protected override string Title => "Put the factors of all weights in front";

    /// <inheritdoc/>
    protected override IEnumerable<TextChange> FindChanges(SyntaxNode node, SemanticModel model, CancellationToken cancellation)
    {
        if (node.AncestorsAndSelf().TakeWhile(IsOfProduct).OfType<BinaryExpressionSyntax>().LastOrDefault() is not { } product)
        {
            return [];
        }

        var changes = new List<TextChange>();
        var factors = new List<ExpressionSyntax>();
        Collect(product);
        var alike = factors.Where(IsAlike).ToList();
        if (alike.Count < 2)
        {
            return [];
        }

        // Each factor takes the place of another, so that what stands between them stays.
        var ordered = alike.Concat(factors.Except(alike)).ToList();
        changes.AddRange(factors.Select((factor, place) => new TextChange(factor.Span, Text(ordered[place], place))).Where((_, place) => factors[place] != ordered[place]));
        return changes;

        bool IsAlike(ExpressionSyntax factor) => InvariantExpressions.IsInvariant(factor, model, cancellation);

        void Collect(ExpressionSyntax expression)
        {
            if (expression is BinaryExpressionSyntax { RawKind: (int)SyntaxKind.MultiplyExpression } inner && !IsAlike(inner))
            {
                Collect(inner.Left);
                Collect(inner.Right);
            }
            else if (expression is ParenthesizedExpressionSyntax { Expression: BinaryExpressionSyntax { RawKind: (int)SyntaxKind.MultiplyExpression } wrapped } parenthesized
                && IsAlike(wrapped.Left) != IsAlike(wrapped.Right))
            {
                changes.Add(new(parenthesized.OpenParenToken.Span, ""));
                changes.Add(new(parenthesized.CloseParenToken.Span, ""));
                Collect(wrapped);
            }
            else
            {
                factors.Add(expression);
            }
        }

        static bool IsOfProduct(SyntaxNode each) => each is ParenthesizedExpressionSyntax || each.IsKind(SyntaxKind.MultiplyExpression);

        static string Text(ExpressionSyntax factor, int place) => place > 0 && factor is BinaryExpressionSyntax ? $"({factor})" : factor.ToString();
    }
}
