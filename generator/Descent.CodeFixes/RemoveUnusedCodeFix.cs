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

/// <summary>Removes a hyperparameter, a state, an input or a step number that nothing mentions.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(RemoveUnusedCodeFix))]
[Shared]
public sealed class RemoveUnusedCodeFix : TextChangeCodeFix
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds
        => [DiagnosticIds.GradientNotRead, DiagnosticIds.StateNotRead, DiagnosticIds.HyperparameterNotUsed, DiagnosticIds.StepNotUsed];

    /// <inheritdoc/>
    protected override string Title => "Remove what is not used";

    /// <inheritdoc/>
    protected override IEnumerable<TextChange> FindChanges(SyntaxNode node, SemanticModel model, CancellationToken cancellation) => node switch
    {
        PropertyDeclarationSyntax { Parent: TypeDeclarationSyntax type } property => [new(SpanOf(property, type), "")],
        ParameterSyntax { Parent: ParameterListSyntax { Parent: MethodDeclarationSyntax method } list } parameter when CanBeRemoved(parameter, method) => [new(SpanOf(parameter, list), "")],
        _ => [],
    };

    /// <summary>A parameter with a role of its own that the body does not mention; the gradient itself must stay.</summary>
    private static bool CanBeRemoved(ParameterSyntax parameter, MethodDeclarationSyntax method)
        => parameter.AttributeLists.Count > 0
            && !method.DescendantNodes().OfType<IdentifierNameSyntax>().Any(name => name.Identifier.ValueText == parameter.Identifier.ValueText);

    /// <summary>A property with its documentation and its line; where it comes first, with the empty line after it.</summary>
    private static TextSpan SpanOf(PropertyDeclarationSyntax property, TypeDeclarationSyntax type)
    {
        var index = type.Members.IndexOf(property);
        var next = index == 0 && type.Members.Count > 1 ? type.Members[1].GetLeadingTrivia() : default;
        return TextSpan.FromBounds(property.FullSpan.Start, next.Count > 0 && next[0].IsKind(SyntaxKind.EndOfLineTrivia) ? next[0].Span.End : property.FullSpan.End);
    }

    private static TextSpan SpanOf(ParameterSyntax parameter, ParameterListSyntax list)
    {
        var index = list.Parameters.IndexOf(parameter);
        return index > 0
            ? TextSpan.FromBounds(list.Parameters.GetSeparator(index - 1).SpanStart, parameter.Span.End)
            : TextSpan.FromBounds(parameter.SpanStart, list.Parameters.Count > 1 ? list.Parameters[1].SpanStart : parameter.Span.End);
    }
}
