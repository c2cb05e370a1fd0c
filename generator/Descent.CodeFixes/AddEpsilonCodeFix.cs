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
/// Adds ε to a divisor that can be 0: <c>a / b</c> becomes <c>a / (b + Epsilon)</c>. A rule without an <c>Epsilon</c> gets the hyperparameter.
/// Not offered for a difference, which ε does not keep from 0, nor where the range of another hyperparameter is too wide.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(AddEpsilonCodeFix))]
[Shared]
public sealed class AddEpsilonCodeFix : TextChangeCodeFix
{
    private const string Epsilon = "Epsilon";

    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds => [DiagnosticIds.DivisionByZero];

    /// <inheritdoc/>
    protected override string Title => "Add ε to the divisor";

    /// <inheritdoc/>
    protected override bool CanFix(Diagnostic diagnostic) => diagnostic.AdditionalLocations.Count == 0;

    /// <inheritdoc/>
    protected override IEnumerable<TextChange> FindChanges(SyntaxNode node, SemanticModel model, CancellationToken cancellation)
    {
        if (Divisor(node) is not { } divisor || Unwrapped(divisor).IsKind(SyntaxKind.SubtractExpression)
            || node.FirstAncestorOrSelf<MethodDeclarationSyntax>() is not { Parent: ClassDeclarationSyntax type } method || method.Modifiers.Any(SyntaxKind.StaticKeyword)
            || model.GetDeclaredSymbol(type, cancellation) is not { } rule || !RuleAttributes.Has(rule, RuleAttributes.Optimizer))
        {
            return [];
        }

        var changes = Sum(divisor, isWrapped: node is not AssignmentExpressionSyntax);
        return rule.GetMembers(Epsilon).SingleOrDefault() switch
        {
            null => changes.Append(MemberInsertion.OfHyperparameter(type, "1e-8, Min = 0", Epsilon, "Added to denominators, ε, at least 0.")),
            IPropertySymbol { IsStatic: false, Type.SpecialType: SpecialType.System_Double } or IFieldSymbol { HasConstantValue: true } => changes,
            _ => [],
        };
    }

    private static ExpressionSyntax? Divisor(SyntaxNode node) => node switch
    {
        BinaryExpressionSyntax { RawKind: (int)SyntaxKind.DivideExpression } division => division.Right,
        AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.DivideAssignmentExpression } division => division.Right,
        _ => null,
    };

    private static ExpressionSyntax Unwrapped(ExpressionSyntax expression) => expression is ParenthesizedExpressionSyntax { Expression: var inner } ? Unwrapped(inner) : expression;

    private static IEnumerable<TextChange> Sum(ExpressionSyntax divisor, bool isWrapped) => divisor switch
    {
        ParenthesizedExpressionSyntax { Expression: var inner } => Sum(inner, isWrapped: false),
        _ when CanBeTerm(divisor) && !isWrapped => [new(new TextSpan(divisor.Span.End, 0), $" + {Epsilon}")],
        _ when CanBeTerm(divisor) => [new(new TextSpan(divisor.SpanStart, 0), "("), new(new TextSpan(divisor.Span.End, 0), $" + {Epsilon})")],
        _ => [new(new TextSpan(divisor.SpanStart, 0), "("), new(new TextSpan(divisor.Span.End, 0), $") + {Epsilon}")],
    };

    /// <summary>Whether an expression stays whole to the left of a plus; what does not is in parentheses, or assigned.</summary>
    private static bool CanBeTerm(ExpressionSyntax expression) => expression switch
    {
        BinaryExpressionSyntax binary => binary.Kind() is SyntaxKind.AddExpression or SyntaxKind.MultiplyExpression or SyntaxKind.DivideExpression or SyntaxKind.ModuloExpression,
        _ => expression is not (ConditionalExpressionSyntax or AssignmentExpressionSyntax),
    };
}
