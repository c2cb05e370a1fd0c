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

/// <summary>Moves <c>ref</c> from what is called a gradient to what is called a weight.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(SwapRolesCodeFix))]
[Shared]
public sealed class SwapRolesCodeFix : TextChangeCodeFix
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds => [DiagnosticIds.SwappedRoles];

    /// <inheritdoc/>
    protected override string Title => "Take the weight by reference, and the gradient by value";

    /// <inheritdoc/>
    protected override IEnumerable<TextChange> FindChanges(SyntaxNode node, SemanticModel model, CancellationToken cancellation)
        => node is ParameterSyntax { Type: { } type, Parent: ParameterListSyntax list } weight
            && weight.Modifiers.FirstOrDefault(modifier => modifier.IsKind(SyntaxKind.RefKeyword)) is { RawKind: not 0 } reference
            && list.Parameters.FirstOrDefault(parameter => parameter is { AttributeLists.Count: 0, Modifiers.Count: 0 })?.Type is { } gradient
            ? [new(TextSpan.FromBounds(reference.SpanStart, type.SpanStart), ""), new(new TextSpan(gradient.SpanStart, 0), "ref ")]
            : [];
}
