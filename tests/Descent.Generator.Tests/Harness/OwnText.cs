using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Descent.Generator.Tests.Harness;

/// <summary>
/// What of a generated file is its rule's own: the header, how each scalar is computed, the loops, and what the rule is made of. The rest,
/// plumbing, is alike in all files.
/// </summary>
internal static class OwnText
{
    /// <summary>The rule's own text: the header and, each under its name, the bodies that are the rule's own.</summary>
    /// <param name="generated">The generated file.</param>
    public static string Of(string generated)
    {
        var lines = generated.Split('\n');
        var text = new StringBuilder(string.Join('\n', lines.TakeWhile(line => line.StartsWith("//", StringComparison.Ordinal)))).Append('\n');
        foreach (var member in CSharpSyntaxTree.ParseText(generated, GeneratorHarness.ParseOptions).GetRoot().DescendantNodes().OfType<MemberDeclarationSyntax>())
        {
            if (SchemaOf(member) is { } schema)
            {
                text.Append("\nSchema\n").Append(Body(schema, lines));
            }

            if (member is not BaseMethodDeclarationSyntax method)
            {
                continue;
            }

            foreach (var comment in method.GetLeadingTrivia().Where(trivia => trivia.IsKind(SyntaxKind.SingleLineCommentTrivia)))
            {
                text.Append('\n').Append(comment.ToString());
            }

            if (IsOwn(method))
            {
                text.Append('\n').Append(Name(method)).Append('\n').Append(Body((SyntaxNode?)method.Body ?? method.ExpressionBody!, lines));
            }
        }

        return text.ToString();
    }

    /// <summary>
    /// Whether a body is the rule's own: it computes the scalars (the constructor of a structure, or a method of the rule that takes one and
    /// does more than hand its parts on), or it is the loop of a kernel.
    /// </summary>
    public static bool IsOwn(BaseMethodDeclarationSyntax method) => method.Parent switch
    {
        StructDeclarationSyntax structure => method is ConstructorDeclarationSyntax || structure.BaseList is not null,
        ClassDeclarationSyntax rule => TakesOneOf(method, rule.Members.OfType<StructDeclarationSyntax>()) && Computes(method),
        _ => false,
    };

    /// <summary>What a rule is made of, of the field that keeps it.</summary>
    public static InitializerExpressionSyntax? SchemaOf(SyntaxNode? member)
        => member is FieldDeclarationSyntax { Declaration: { Type: QualifiedNameSyntax { Right.Identifier.Text: "RuleSchema" }, Variables: [{ Initializer.Value: ImplicitObjectCreationExpressionSyntax creation }] } }
            ? creation.Initializer
            : null;

    private static string Name(BaseMethodDeclarationSyntax method)
        => method is MethodDeclarationSyntax named
            ? (method.Parent is StructDeclarationSyntax kernel ? kernel.Identifier.Text + "." : "") + named.Identifier.Text
            : ((ConstructorDeclarationSyntax)method).Identifier.Text;

    /// <summary>The lines of a body, moved to the margin.</summary>
    private static string Body(SyntaxNode text, string[] lines)
    {
        var span = text.GetLocation().GetLineSpan();
        var margin = span.StartLinePosition.Character;
        var body = lines[span.StartLinePosition.Line..(span.EndLinePosition.Line + 1)].Select(line => line[Math.Min(line.Length, margin)..]);
        return string.Join('\n', body) + "\n";
    }

    private static bool TakesOneOf(BaseMethodDeclarationSyntax method, IEnumerable<StructDeclarationSyntax> structures)
        => structures.Any(structure => method.ParameterList.Parameters.Any(parameter => parameter.Type is IdentifierNameSyntax type && type.Identifier.Text == structure.Identifier.Text));

    private static bool Computes(BaseMethodDeclarationSyntax method) => method.DescendantNodes().Any(node
        => node is LocalDeclarationStatementSyntax or AssignmentExpressionSyntax or BinaryExpressionSyntax or PrefixUnaryExpressionSyntax or ConditionalExpressionSyntax
            or InvocationExpressionSyntax { Parent: ArgumentSyntax });
}
