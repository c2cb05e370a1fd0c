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

/// <summary>Seals an <c>[Optimizer]</c> class: the modifier stands directly before <c>partial</c>, where C# wants that last.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(SealCodeFix))]
[Shared]
public sealed class SealCodeFix : TextChangeCodeFix
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds => [DiagnosticIds.NotSealed];

    /// <inheritdoc/>
    protected override string Title => "Seal the class";

    /// <inheritdoc/>
    protected override IEnumerable<TextChange> FindChanges(SyntaxNode node, SemanticModel model, CancellationToken cancellation)
        => node is ClassDeclarationSyntax { Modifiers: var modifiers } && modifiers.FirstOrDefault(modifier => modifier.IsKind(SyntaxKind.PartialKeyword)) is { SpanStart: > 0 } partial
            ? [new(new TextSpan(partial.SpanStart, 0), "sealed ")]
            : [];
}
