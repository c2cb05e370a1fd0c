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

/// <summary>Adds the <c>[Update]</c> method that is missing: gradient descent, to go on from.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(AddUpdateCodeFix))]
[Shared]
public sealed class AddUpdateCodeFix : TextChangeCodeFix
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds => [DiagnosticIds.NoUpdate];

    /// <inheritdoc/>
    protected override string Title => "Add an [Update] method";

    /// <inheritdoc/>
    protected override IEnumerable<TextChange> FindChanges(SyntaxNode node, SemanticModel model, CancellationToken cancellation)
    {
        if (node is not ClassDeclarationSyntax rule)
        {
            return [];
        }

        var rate = rule.Members.OfType<PropertyDeclarationSyntax>().FirstOrDefault(property => property.Identifier.ValueText.EndsWith("Rate", System.StringComparison.Ordinal));
        return [MemberInsertion.At(
            rule,
            [
                $"[{MemberInsertion.Qualifier(rule)}Update]",
                "private void Update(ref double weight, double gradient)",
                "{",
                $"    weight -= {rate?.Identifier.Text ?? "0.01"} * gradient;",
                "}",
            ])];
    }
}
