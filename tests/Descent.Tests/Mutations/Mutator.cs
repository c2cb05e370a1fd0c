using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Descent.Tests.Mutations;

/// <summary>Makes every rule that differs from one in a single operator, name or statement of its update.</summary>
internal sealed class Mutator
{
    private static readonly Dictionary<SyntaxKind, (string Kind, string Operator)> s_operators = new()
    {
        [SyntaxKind.PlusToken] = ("sign flipped", "-"),
        [SyntaxKind.MinusToken] = ("sign flipped", "+"),
        [SyntaxKind.PlusEqualsToken] = ("sign flipped", "-="),
        [SyntaxKind.MinusEqualsToken] = ("sign flipped", "+="),
        [SyntaxKind.AsteriskToken] = ("times and divided by", "/"),
        [SyntaxKind.SlashToken] = ("times and divided by", "*"),
        [SyntaxKind.AsteriskEqualsToken] = ("times and divided by", "/="),
        [SyntaxKind.SlashEqualsToken] = ("times and divided by", "*="),
        [SyntaxKind.LessThanToken] = ("comparison turned", ">"),
        [SyntaxKind.GreaterThanToken] = ("comparison turned", "<"),
        [SyntaxKind.LessThanEqualsToken] = ("comparison turned", ">="),
        [SyntaxKind.GreaterThanEqualsToken] = ("comparison turned", "<="),
        [SyntaxKind.EqualsEqualsToken] = ("comparison turned", "!="),
        [SyntaxKind.ExclamationEqualsToken] = ("comparison turned", "=="),
    };

    private readonly string _source;
    private readonly MethodDeclarationSyntax _update;
    private readonly ILookup<string, string> _alike;
    private readonly string? _step;

    private Mutator(string source)
    {
        _source = source;
        var root = CSharpSyntaxTree.ParseText(source).GetRoot();
        _update = root.DescendantNodes().OfType<MethodDeclarationSyntax>().Single(method => Attribute(method.AttributeLists, "Update") is not null);
        _step = _update.ParameterList.Parameters.SingleOrDefault(parameter => Attribute(parameter.AttributeLists, "Step") is not null)?.Identifier.Text;
        var hyperparameters = root.DescendantNodes().OfType<PropertyDeclarationSyntax>()
            .Select(property => (Name: property.Identifier.Text, Range: $"{property.Type} {Range(property)}"))
            .ToList();
        _alike = hyperparameters
            .SelectMany(one => hyperparameters.Where(other => other.Name != one.Name && other.Range == one.Range), (one, other) => (one.Name, Other: other.Name))
            .ToLookup(pair => pair.Name, pair => pair.Other);
    }

    /// <summary>All mutants of a rule, in the order of their places; no two have the same text.</summary>
    public static IReadOnlyList<Mutant> Of(string source)
    {
        var mutator = new Mutator(source);
        return [.. mutator._update.Body!.DescendantNodes().SelectMany(mutator.Changes).DistinctBy(mutant => mutant.Source)];
    }

    private IEnumerable<Mutant> Changes(SyntaxNode node) => node switch
    {
        BinaryExpressionSyntax binary => [.. Operators(binary.OperatorToken, binary), .. Operands(binary)],
        AssignmentExpressionSyntax assignment => Operators(assignment.OperatorToken, assignment),
        PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.UnaryMinusExpression } negation => [Change("sign flipped", negation, $"({negation.Operand})")],
        IdentifierNameSyntax name when name.Identifier.Text == _step => [Change("step off by one", name, $"({name} - 1)"), Change("step off by one", name, $"({name} + 1)")],
        IdentifierNameSyntax name => _alike[name.Identifier.Text].Select(other => Change("hyperparameters exchanged", name, other)),
        InvocationExpressionSyntax call when call.Expression.ToString() == "Math.Sqrt" => [Change("square root dropped", call, $"({call.ArgumentList.Arguments[0]})")],
        ExpressionStatementSyntax or IfStatementSyntax => [Change("statement dropped", node, ";")],
        _ => [],
    };

    private IEnumerable<Mutant> Operators(SyntaxToken token, SyntaxNode around)
    {
        if (s_operators.TryGetValue(token.Kind(), out var other))
        {
            var start = token.SpanStart - around.SpanStart;
            yield return Change(other.Kind, around, around.ToString().Remove(start, token.Span.Length).Insert(start, other.Operator));
        }
    }

    private IEnumerable<Mutant> Operands(BinaryExpressionSyntax binary)
    {
        var (left, right) = (binary.Left, binary.Right);
        var kind = binary.Kind();
        if (kind is SyntaxKind.SubtractExpression or SyntaxKind.DivideExpression)
        {
            yield return Change("operands exchanged", binary, $"(({right}) {binary.OperatorToken} ({left}))");
        }

        if (kind is SyntaxKind.MultiplyExpression or SyntaxKind.DivideExpression)
        {
            yield return Change("factor dropped", binary, left.ToString());
        }

        if (kind is SyntaxKind.MultiplyExpression && !left.IsKind(kind))
        {
            yield return Change("factor dropped", binary, right.ToString());
        }

        if (kind is SyntaxKind.AddExpression or SyntaxKind.SubtractExpression)
        {
            yield return Change("term dropped", binary, left.ToString());
        }

        if (kind is SyntaxKind.AddExpression && !left.IsKind(kind))
        {
            yield return Change("term dropped", binary, right.ToString());
        }
    }

    private Mutant Change(string kind, SyntaxNode node, string text)
        => new(kind, node.ToString(), text, _source.Remove(node.SpanStart, node.Span.Length).Insert(node.SpanStart, text));

    private static string Range(PropertyDeclarationSyntax property) => string.Join(
        ' ', Attribute(property.AttributeLists, "Hyperparameter")?.ArgumentList?.Arguments.Where(argument => argument.NameEquals is not null).Select(argument => argument.ToString()) ?? []);

    private static AttributeSyntax? Attribute(SyntaxList<AttributeListSyntax> lists, string name)
        => lists.SelectMany(list => list.Attributes).SingleOrDefault(attribute => attribute.Name.ToString() == name);
}
