using System.Text;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Descent.Generator.Tests.Harness;

/// <summary>
/// What a generated file is made of, whatever the rule: each member, and each parameter, statement and argument in it, with the rule's names
/// as <c>_</c>, numbers as <c>0</c> and no regard to how many there are of a kind.
/// </summary>
internal static partial class MemberKinds
{
    /// <summary>The kinds in one file. Bodies that are the rule's own (<see cref="OwnText"/>) are left out.</summary>
    /// <param name="generated">The generated file.</param>
    /// <param name="source">The rule.</param>
    public static IEnumerable<string> Of(string generated, string source)
    {
        var root = CSharpSyntaxTree.ParseText(generated, GeneratorHarness.ParseOptions).GetRoot();
        var own = Names(CSharpSyntaxTree.ParseText(source, GeneratorHarness.ParseOptions).GetRoot());
        own.UnionWith(Names(root));
        own.Remove("value");
        own.ExceptWith(root.DescendantNodes().OfType<MethodDeclarationSyntax>().Where(IsForUsers).Select(method => method.Identifier.Text));

        foreach (var member in root.DescendantNodes().OfType<MemberDeclarationSyntax>())
        {
            var kind = Write(member, own);
            yield return kind;
            foreach (var line in Documentation(member))
            {
                yield return $"{kind}| {line}";
            }

            foreach (var part in member.DescendantNodes(node => !IsOwnBody(node) && (node == member || node is not MemberDeclarationSyntax)).Where(IsPart))
            {
                yield return $"{kind}| {Write(part, own)}";
            }
        }
    }

    /// <summary>Public and protected methods of the rule and its state are called so in every file.</summary>
    private static bool IsForUsers(MethodDeclarationSyntax method)
        => method.Modifiers.Any(modifier => modifier.IsKind(SyntaxKind.PublicKeyword) || modifier.IsKind(SyntaxKind.ProtectedKeyword))
            && method.Parent is TypeDeclarationSyntax type && !type.Modifiers.Any(SyntaxKind.PrivateKeyword);

    private static bool IsOwnBody(SyntaxNode node) => node is InitializerExpressionSyntax && OwnText.SchemaOf(node.FirstAncestorOrSelf<FieldDeclarationSyntax>()) == node
        || node is BlockSyntax or ArrowExpressionClauseSyntax && node.Parent is BaseMethodDeclarationSyntax method && OwnText.IsOwn(method);

    /// <summary>What is listed beside others of its kind.</summary>
    private static bool IsPart(SyntaxNode node)
        => node is MemberDeclarationSyntax or ParameterSyntax or ArgumentSyntax or StatementSyntax and not BlockSyntax or SwitchExpressionArmSyntax or SwitchSectionSyntax
            or AccessorDeclarationSyntax or ExpressionElementSyntax or ConstructorInitializerSyntax or ArrowExpressionClauseSyntax;

    /// <summary>The names that are declared in a file.</summary>
    private static HashSet<string> Names(SyntaxNode root) => [.. root.DescendantNodes().Select(node => node switch
    {
        BaseTypeDeclarationSyntax type => type.Identifier.Text,
        MethodDeclarationSyntax method => method.Identifier.Text,
        PropertyDeclarationSyntax property => property.Identifier.Text,
        VariableDeclaratorSyntax variable => variable.Identifier.Text,
        ParameterSyntax parameter => parameter.Identifier.Text,
        SingleVariableDesignationSyntax variable => variable.Identifier.Text,
        EnumMemberDeclarationSyntax member => member.Identifier.Text,
        _ => null,
    }).OfType<string>()];

    /// <summary>The lines of a member's documentation, without the words that are the rule's.</summary>
    private static IEnumerable<string> Documentation(MemberDeclarationSyntax member)
        => member.GetLeadingTrivia().Where(trivia => trivia.HasStructure)
            .SelectMany(trivia => trivia.ToFullString().Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            .Select(line => OwnWords().Replace(line, "_"));

    [GeneratedRegex("""(?<=<c>)[^<]*(?=</c>)|"[^"]*"|\d+(\.\d+)?(e[+-]?\d+)?""")]
    private static partial Regex OwnWords();

    /// <summary>A part without the parts in it.</summary>
    private static string Write(SyntaxNode part, HashSet<string> own)
    {
        var text = new StringBuilder();
        foreach (var token in part.DescendantTokens(node => node == part || !IsPart(node) && node is not BlockSyntax && !IsOwnBody(node)).Where(token => !token.IsKind(SyntaxKind.CommaToken)))
        {
            text.Append(token.Kind() switch
            {
                SyntaxKind.IdentifierToken when own.Contains(token.Text) => "_",
                SyntaxKind.NumericLiteralToken => "0",
                SyntaxKind.Utf8MultiLineRawStringLiteralToken => "text",
                SyntaxKind.StringLiteralToken when part is ArrowExpressionClauseSyntax => "text",
                SyntaxKind.TrueKeyword or SyntaxKind.FalseKeyword => "bool",
                _ => token.Text,
            }).Append(' ');
        }

        return text.ToString();
    }
}
