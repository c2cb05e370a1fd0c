using System.Collections.Generic;
using System.Collections.Immutable;
using System.Composition;
using System.Threading;
using Descent.Generator.Reading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Descent.CodeFixes;

/// <summary>Takes the square root of 0 where it would be one of a negative number: <c>Math.Sqrt(Math.Max(0, x))</c>.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(GuardSquareRootCodeFix))]
[Shared]
public sealed class GuardSquareRootCodeFix : TextChangeCodeFix
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds => [DiagnosticIds.NegativeOperand];

    /// <inheritdoc/>
    protected override string Title => "Guard with Math.Max(0, …)";

    /// <inheritdoc/>
    protected override IEnumerable<TextChange> FindChanges(SyntaxNode node, SemanticModel model, CancellationToken cancellation)
    {
        // Written as the root is: Math.Sqrt, System.Math.Sqrt or, with a static using, Sqrt.
        return node is InvocationExpressionSyntax { Expression: var function, ArgumentList.Arguments: { Count: 1 } arguments }
            && Name(function) is { ValueText: "Sqrt" } name
                ? [
                    new(new TextSpan(arguments[0].Expression.SpanStart, 0), function.ToString().Substring(0, name.SpanStart - function.SpanStart) + "Max(0, "),
                    new(new TextSpan(arguments[0].Expression.Span.End, 0), ")"),
                ]
                : [];
    }

    private static SyntaxToken? Name(ExpressionSyntax function) => function switch
    {
        MemberAccessExpressionSyntax member => member.Name.Identifier,
        IdentifierNameSyntax name => name.Identifier,
        _ => null,
    };
}
