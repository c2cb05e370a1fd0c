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
/// <see cref="float"/> go, and so does the suffix <c>f</c>; locals of type <see cref="float"/> become <see cref="double"/>. The method changes as a
/// whole, so that what becomes a double meets no float that is left, and only if it compiles then.
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
        var body = node.AncestorsAndSelf().FirstOrDefault(each => each is BlockSyntax { Parent: MemberDeclarationSyntax } or ArrowExpressionClauseSyntax) ?? node;
        var changes = body.DescendantNodesAndSelf().SelectMany(Change).ToList();
        return changes.Count > 0 && Compiles(model, changes, cancellation) ? changes : [];
    }

    /// <summary>Whether the file has no new kind of error after some changes.</summary>
    private static bool Compiles(SemanticModel model, List<TextChange> changes, CancellationToken cancellation)
    {
        var tree = model.SyntaxTree;
        var changed = tree.WithChangedText(tree.GetText(cancellation).WithChanges(changes));
        return Errors(model.Compilation.ReplaceSyntaxTree(tree, changed).GetSemanticModel(changed)) <= Errors(model);

        int Errors(SemanticModel each) => each.GetDiagnostics(cancellationToken: cancellation).Count(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
    }

    private static IEnumerable<TextChange> Change(SyntaxNode node) => node switch
    {
        IdentifierNameSyntax { Identifier.ValueText: "MathF" } name => [new(name.Span, "Math")],
        CastExpressionSyntax { Type: PredefinedTypeSyntax { Keyword.RawKind: (int)SyntaxKind.FloatKeyword } } cast => [new(TextSpan.FromBounds(cast.SpanStart, cast.Expression.SpanStart), "")],
        LiteralExpressionSyntax { Token: { Value: float, Text: var text } token } => [new(TextSpan.FromBounds(token.Span.End - 1, token.Span.End), text.IndexOfAny(['.', 'e', 'E']) < 0 ? ".0" : "")],
        VariableDeclarationSyntax { Type: PredefinedTypeSyntax { Keyword.RawKind: (int)SyntaxKind.FloatKeyword } type } => [new(type.Span, "double")],
        _ => [],
    };
}
