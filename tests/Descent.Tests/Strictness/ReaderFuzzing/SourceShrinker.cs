using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Descent.Tests.Strictness.ReaderFuzzing;

/// <summary>Takes a failing rule apart, as text that C# accepts, as long as what is left fails in the same way.</summary>
internal static class SourceShrinker
{
    /// <summary>How many shorter rules are compiled at once.</summary>
    private const int Batch = 60;

    /// <summary>How many batches at most.</summary>
    private const int Patience = 80;

    /// <summary>The shortest failing rule that was found.</summary>
    public static SourceFailure Shrink(SourceFailure failure)
    {
        for (var (patience, hasShrunk) = (Patience, true); hasShrunk && patience > 0;)
        {
            hasShrunk = false;
            foreach (var batch in Shorter(failure.Rule).DistinctBy(text => text).Where(text => text.Length < failure.Rule.Text.Length).OrderBy(text => text.Length).Chunk(Batch))
            {
                var candidates = batch.Select((text, index) => failure.Rule with { Name = $"Shorter{patience}x{index}", Text = text }).ToList();
                if (SourceCheck.Run(candidates, out _).Where(other => other.Kind == failure.Kind).MinBy(other => other.Rule.Text.Length) is { } shorter)
                {
                    failure = shorter with { Rule = shorter.Rule with { Name = failure.Rule.Name } };
                    hasShrunk = true;
                    break;
                }

                if (--patience == 0)
                {
                    break;
                }
            }
        }

        return failure;
    }

    /// <summary>A failure with its rule as short as it was found to fail.</summary>
    public static string Describe(SourceFailure failure)
    {
        // What is no C# can be made shorter in any way.
        var shortest = failure.Kind == FailureKind.NotCSharp ? failure : Shrink(failure);
        return $"{failure.Rule.Name}, {shortest.Kind}: {shortest.Problem}\n{shortest.Rule.Text}(Shrunk from {failure.Rule.Text.Length} letters to {shortest.Rule.Text.Length}; of these: {failure.Problem})";
    }

    /// <summary>The texts that have one thing less; not all are C#.</summary>
    private static IEnumerable<string> Shorter(SourceRule rule)
    {
        var root = CSharpSyntaxTree.ParseText(rule.Text).GetRoot();
        foreach (var node in root.DescendantNodes())
        {
            foreach (var other in Replacements(node))
            {
                yield return rule.Text.Remove(node.SpanStart, node.Span.Length).Insert(node.SpanStart, other);
            }
        }
    }

    private static IEnumerable<string> Replacements(SyntaxNode node)
    {
        switch (node)
        {
            case BlockSyntax { Parent: BlockSyntax } block:
                yield return string.Join('\n', block.Statements);
                yield return "";
                break;
            case IfStatementSyntax choice:
                yield return "";
                yield return Inside(choice.Statement);
                if (choice.Else is { } otherwise)
                {
                    yield return Inside(otherwise.Statement);
                    yield return $"if ({choice.Condition}) {choice.Statement}";
                }

                break;
            case ForStatementSyntax loop:
                yield return "";
                yield return Inside(loop.Statement);
                break;
            case CheckedStatementSyntax statement:
                yield return Inside(statement.Block);
                break;
            case StatementSyntax and not BlockSyntax:
                yield return "";
                break;
            case PropertyDeclarationSyntax or MethodDeclarationSyntax or FieldDeclarationSyntax or BaseTypeDeclarationSyntax:
                yield return "";
                break;
            case ExpressionSyntax expression and not (TypeSyntax or LiteralExpressionSyntax or DeclarationExpressionSyntax) when !IsInAttribute(expression):
                foreach (var part in expression.DescendantNodes(inner => inner == expression || inner is not ExpressionSyntax || inner is ParenthesizedExpressionSyntax or CastExpressionSyntax).OfType<ExpressionSyntax>().Where(part => part is not TypeSyntax || part is IdentifierNameSyntax))
                {
                    yield return part.ToString();
                }

                yield return "1";
                yield return "1.0";
                yield return "gradient";
                yield return "true";
                break;
        }
    }

    /// <summary>Whether it is part of an attribute: what a state has one value for is not taken apart.</summary>
    private static bool IsInAttribute(SyntaxNode node) => node.FirstAncestorOrSelf<AttributeSyntax>() is not null;

    private static string Inside(StatementSyntax statement) => statement is BlockSyntax block ? string.Join('\n', block.Statements) : statement.ToString();
}
