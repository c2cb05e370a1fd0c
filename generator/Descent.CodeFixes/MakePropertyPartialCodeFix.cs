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

/// <summary>Makes an automatic property of a type that a hyperparameter can have partial.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(MakePropertyPartialCodeFix))]
[Shared]
public sealed class MakePropertyPartialCodeFix : TextChangeCodeFix
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds => [DiagnosticIds.WrongHyperparameter];

    /// <inheritdoc/>
    protected override string Title => "Make the property partial";

    /// <inheritdoc/>
    protected override IEnumerable<TextChange> FindChanges(SyntaxNode node, SemanticModel model, CancellationToken cancellation)
        => node is PropertyDeclarationSyntax { Initializer: null, ExpressionBody: null, AccessorList: { } accessors } property
            && accessors.Accessors.All(accessor => accessor is { Body: null, ExpressionBody: null })
            && !property.Modifiers.Any(modifier => modifier.Kind() is SyntaxKind.PartialKeyword or SyntaxKind.StaticKeyword)
            && model.GetTypeInfo(property.Type, cancellation).Type is { SpecialType: SpecialType.System_Double or SpecialType.System_Int32 or SpecialType.System_Boolean } or { TypeKind: TypeKind.Enum }
                ? [new(new TextSpan(property.Type.SpanStart, 0), "partial ")]
                : [];
}
