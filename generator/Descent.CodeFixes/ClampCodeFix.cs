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

/// <summary>Replaces a constant outside the range of a hyperparameter by the nearest bound, where that belongs to the range.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ClampCodeFix))]
[Shared]
public sealed class ClampCodeFix : TextChangeCodeFix
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds => [DiagnosticIds.DefaultOutOfRange, DiagnosticIds.HyperparameterOutOfRange];

    /// <inheritdoc/>
    protected override string Title => "Clamp into the range";

    /// <inheritdoc/>
    protected override IEnumerable<TextChange> FindChanges(SyntaxNode node, SemanticModel model, CancellationToken cancellation)
    {
        // An argument of the attribute has the span of its expression.
        var expression = node as ExpressionSyntax ?? (node as AttributeArgumentSyntax)?.Expression;
        var property = expression?.Parent is AssignmentExpressionSyntax assignment && assignment.Right == expression
            ? model.GetSymbolInfo(assignment.Left, cancellation).Symbol
            : expression?.FirstAncestorOrSelf<PropertyDeclarationSyntax>() is { } declaration ? model.GetDeclaredSymbol(declaration, cancellation) : null;
        var attribute = property?.GetAttributes().FirstOrDefault(data => data.AttributeClass?.ToDisplayString() == "Descent.HyperparameterAttribute");
        if (expression is null || attribute is null || Number(model.GetConstantValue(expression, cancellation)) is not { } value)
        {
            return [];
        }

        return HyperparameterRange.Of(attribute).Nearest(value) is { } bound ? [new(expression.Span, HyperparameterRange.Text(bound))] : [];
    }

    private static double? Number(Optional<object?> constant) => constant.Value switch
    {
        double number => number,
        int number => number,
        _ => null,
    };
}
