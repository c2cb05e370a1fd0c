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
/// Divides a moving average by <c>1 − βᵗ</c> where it is used: <c>var mHat = m / (1 - Math.Pow(β, t));</c> comes before the first use, and the uses
/// become <c>mHat</c>. A method without a step number gets one.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(AddBiasCorrectionCodeFix))]
[Shared]
public sealed class AddBiasCorrectionCodeFix : TextChangeCodeFix
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds => [DiagnosticIds.MissingBiasCorrection];

    /// <inheritdoc/>
    protected override string Title => "Add the bias correction";

    /// <inheritdoc/>
    protected override IEnumerable<TextChange> FindChanges(SyntaxNode node, SemanticModel model, CancellationToken cancellation)
    {
        if (node.FirstAncestorOrSelf<AssignmentExpressionSyntax>() is not { Left: IdentifierNameSyntax state, Parent: ExpressionStatementSyntax { Parent: BlockSyntax { Parent: MethodDeclarationSyntax method } body } statement }
            || model.GetSymbolInfo(state, cancellation).Symbol is not IParameterSymbol symbol || !RuleAttributes.Has(symbol, RuleAttributes.State)
            || Decay(node, symbol.Name) is not { } decay
            || method.FirstAncestorOrSelf<ClassDeclarationSyntax>() is not { } type)
        {
            return [];
        }

        var corrected = symbol.Name + "Hat";
        var uses = body.DescendantNodes().OfType<IdentifierNameSyntax>().Where(name => name.SpanStart > statement.Span.End && name.Identifier.ValueText == symbol.Name).ToList();
        if (uses.Count == 0 || uses.Any(Identifiers.IsWritten) || Identifiers.Mentions(method, corrected))
        {
            return [];
        }

        var step = method.ParameterList.Parameters.FirstOrDefault(parameter => model.GetDeclaredSymbol(parameter, cancellation) is { } declared && RuleAttributes.Has(declared, RuleAttributes.Step));
        var number = step?.Identifier.Text ?? (Identifiers.Mentions(method, "t") ? "step" : "t");
        var first = body.Statements.First(each => each.Span.Contains(uses[0].Span));
        var math = model.LookupNamespacesAndTypes(first.SpanStart, name: "Math").IsEmpty ? "System.Math" : "Math";
        return
        [
            .. step is null ? [new(new TextSpan(method.ParameterList.CloseParenToken.SpanStart, 0), $", [{MemberInsertion.Qualifier(type)}Step] int {number}")] : Enumerable.Empty<TextChange>(),
            Before(first, $"var {corrected} = {state} / (1 - {math}.Pow({decay}, {number}));"),
            .. uses.Select(use => new TextChange(use.Span, corrected)),
        ];
    }

    /// <summary>β: what the state is multiplied by, or what is subtracted from 1 in <c>(1 - β) * (x - m)</c>.</summary>
    private static ExpressionSyntax? Decay(SyntaxNode average, string state)
    {
        var parts = average.DescendantNodesAndSelf().OfType<BinaryExpressionSyntax>().ToList();
        return parts.Where(part => part.IsKind(SyntaxKind.MultiplyExpression))
            .Select(product => IsState(product.Right) ? product.Left : IsState(product.Left) ? product.Right : null)
            .Concat(parts.Where(part => part.IsKind(SyntaxKind.SubtractExpression) && part.Left.ToString() == "1").Select(difference => difference.Right))
            .FirstOrDefault(decay => decay is not null);

        bool IsState(ExpressionSyntax factor) => factor is IdentifierNameSyntax name && name.Identifier.ValueText == state;
    }

    /// <summary>On a line of its own, if the statement after it has one.</summary>
    private static TextChange Before(StatementSyntax statement, string text)
    {
        var source = statement.SyntaxTree.GetText();
        var indentation = MemberInsertion.Indentation(source, statement);
        var line = source.Lines.GetLineFromPosition(statement.SpanStart);
        return new(new TextSpan(statement.SpanStart, 0), text + (statement.SpanStart == line.Start + indentation.Length ? MemberInsertion.LineEnd(source) + indentation : " "));
    }
}
