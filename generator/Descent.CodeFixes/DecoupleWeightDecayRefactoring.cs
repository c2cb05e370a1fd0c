using System;
using System.Composition;
using System.Linq;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeRefactorings;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Descent.CodeFixes;

/// <summary>
/// Turns L2 regularisation, <c>gradient += λ * weight</c>, into decoupled weight decay, <c>weight -= η * (λ * weight)</c>: the decay then
/// bypasses the moments, as in AdamW (Loshchilov and Hutter, 2019).
/// </summary>
[ExportCodeRefactoringProvider(LanguageNames.CSharp, Name = nameof(DecoupleWeightDecayRefactoring))]
[Shared]
public sealed class DecoupleWeightDecayRefactoring : CodeRefactoringProvider
{
    /// <inheritdoc/>
    public override async Task ComputeRefactoringsAsync(CodeRefactoringContext context)
    {
        var root = await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false);
        if (root?.FindNode(context.Span).FirstAncestorOrSelf<AssignmentExpressionSyntax>() is not { Left: IdentifierNameSyntax gradient } assignment
            || !assignment.IsKind(SyntaxKind.AddAssignmentExpression)
            || assignment.FirstAncestorOrSelf<MethodDeclarationSyntax>() is not { Parent: ClassDeclarationSyntax rule } update
            || !update.AttributeLists.SelectMany(list => list.Attributes).Any(attribute => attribute.Name.ToString().EndsWith("Update", StringComparison.Ordinal))
            || Weight(update) is not { } weight || !IsGradient(update, gradient) || !IsDecay(assignment.Right, weight) || LearningRate(rule) is not { } rate)
        {
            return;
        }

        var text = await context.Document.GetTextAsync(context.CancellationToken).ConfigureAwait(false);
        var change = new TextChange(assignment.Span, $"{weight} -= {rate} * ({assignment.Right})");
        context.RegisterRefactoring(CodeAction.Create(
            "Decouple the weight decay",
            _ => Task.FromResult(context.Document.WithText(text.WithChanges(change))),
            equivalenceKey: nameof(DecoupleWeightDecayRefactoring)));
    }

    /// <summary>The weight: the one parameter by reference that has no attribute.</summary>
    private static string? Weight(MethodDeclarationSyntax update)
        => update.ParameterList.Parameters.FirstOrDefault(parameter => parameter.AttributeLists.Count == 0 && parameter.Modifiers.Any(SyntaxKind.RefKeyword))?.Identifier.Text;

    private static bool IsGradient(MethodDeclarationSyntax update, IdentifierNameSyntax name)
        => update.ParameterList.Parameters.Any(parameter => parameter.AttributeLists.Count == 0 && parameter.Modifiers.Count == 0 && parameter.Identifier.ValueText == name.Identifier.ValueText);

    /// <summary>Whether an expression is a product with the weight as one factor.</summary>
    private static bool IsDecay(ExpressionSyntax expression, string weight)
        => expression is BinaryExpressionSyntax { RawKind: (int)SyntaxKind.MultiplyExpression } product
            && new[] { product.Left, product.Right }.Any(factor => factor is IdentifierNameSyntax name && name.Identifier.Text == weight);

    private static string? LearningRate(ClassDeclarationSyntax rule)
        => rule.Members.OfType<PropertyDeclarationSyntax>().FirstOrDefault(property => property.Identifier.ValueText == "LearningRate")?.Identifier.Text;
}
