using System.Globalization;
using Descent.Generator.IR;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Descent.Tests.Strictness.Fuzzing;

/// <summary>The library's parts of chains as trees, read from their source by syntax alone.</summary>
internal static class LibraryParts
{
    public static IReadOnlyList<MethodTree> All { get; } = [.. Repository.ChainParts.Select(name => Read(name, Repository.ChainPart(name)))];

    /// <summary>Whether the part throws, as C# does, for an update that is not a number.</summary>
    public static bool NeedsNumber(MethodTree part) => part is { IsOfLibrary: true, Name: "ScaleBySign" };

    /// <summary>Whether what the part returns is a number for all updates.</summary>
    public static bool GivesNumber(MethodTree part) => part is { IsOfLibrary: true, Name: "ZeroNonFinite" };

    private static ILookup<bool, MethodDeclarationSyntax> Methods(string source)
        => CSharpSyntaxTree.ParseText(source).GetRoot().DescendantNodes().OfType<MethodDeclarationSyntax>().ToLookup(IsHelper);

    private static MethodTree Read(string name, string source)
    {
        var methods = Methods(source);
        var method = methods[false].First(method => RoleOf(method) != Role.Update);
        return new PartReader(RoleOf(method), methods[true].ToDictionary(helper => helper.Identifier.Text)).Read(name, method);
    }

    private static bool IsHelper(MethodDeclarationSyntax method) => AttributeOf(method) == "Inlineable";

    private static Role RoleOf(MethodDeclarationSyntax method) => Enum.Parse<Role>(AttributeOf(method));

    private static string AttributeOf(MethodDeclarationSyntax method) => Attributes(method.AttributeLists).First().Name.ToString();

    private static IEnumerable<AttributeSyntax> Attributes(SyntaxList<AttributeListSyntax> lists) => lists.SelectMany(list => list.Attributes);

    /// <summary>Reads one part: every construct that the library uses, and no more.</summary>
    private sealed class PartReader(Role role, Dictionary<string, MethodDeclarationSyntax> helpers)
    {
        private Dictionary<string, Node> _names = [];
        private readonly List<DrawTree> _draws = [];
        private int _slots = RuleTree.FirstFreeSlot;

        public MethodTree Read(string name, MethodDeclarationSyntax method)
        {
            var states = new List<StateTree>();
            foreach (var parameter in method.ParameterList.Parameters)
            {
                if (ReadParameter(parameter) is { } state)
                {
                    states.Add(state);
                }
            }

            var statements = method.Body is { } body ? body.Statements.Select(Statement)
                : role == Role.Transform ? [new Node(Kind.Return, [Number(method.ExpressionBody!.Expression)])]
                : [Assignment((AssignmentExpressionSyntax)method.ExpressionBody!.Expression)];
            return new(role, name, Period: 1, Flag: true, [], states, new Node(Kind.Block, [.. statements])) { IsOfLibrary = true, Draws = _draws };
        }

        private StateTree? ReadParameter(ParameterSyntax parameter)
        {
            var name = parameter.Identifier.Text;
            switch (Attributes(parameter.AttributeLists).FirstOrDefault())
            {
                case null:
                    _names[name] = Variable(name switch { "update" => RuleTree.Update, "weight" => RuleTree.Weight, _ => RuleTree.Gradient });
                    return null;
                case var step when step.Name.ToString() == "Step":
                    _names[name] = new(Kind.IntegerVariable, [], symbol: RuleTree.Step);
                    return null;
                case var hyperparameter when hyperparameter.Name.ToString() == "Hyperparameter":
                    var value = double.Parse(hyperparameter.ArgumentList!.Arguments[0].ToString(), CultureInfo.InvariantCulture);
                    _names[name] = new(parameter.Type!.ToString() == "int" ? Kind.IntegerHyperparameter : Kind.Hyperparameter, [], name, value);
                    return null;
                case var random when random.Name.ToString() == "Random":
                    _draws.Add(new(new(name, _slots++, Level.Element), random.ArgumentList is null ? Distribution.Uniform : Distribution.Normal));
                    _names[name] = Variable(_draws[^1].Symbol);
                    return null;
                case var state:
                    var symbol = new Symbol(name, _slots++, Level.Element);
                    _names[name] = Variable(symbol);
                    return new(symbol, Axes.Weight, IsReadOnly: parameter.Modifiers.Count == 0, string.Join(", ", (state.ArgumentList?.Arguments ?? []).Where(argument => argument.NameEquals?.Name.Identifier.Text is not ("Name" or "Storage"))) switch
                    {
                        "" => Start.Zero,
                        "From = nameof(weight)" => Start.Weight,
                        var other => throw new NotSupportedException(other),
                    });
            }
        }

        private static Node Variable(Symbol symbol) => new(Kind.Variable, [], symbol: symbol);

        private Node Statement(StatementSyntax statement) => statement switch
        {
            BlockSyntax block => new(Kind.Block, [.. block.Statements.Select(Statement)]),
            ReturnStatementSyntax { Expression: { } value } => new(Kind.Return, [Number(value)]),
            ExpressionStatementSyntax { Expression: AssignmentExpressionSyntax assignment } => Assignment(assignment),
            IfStatementSyntax { Else: null } choice => new(Kind.If, [Condition(choice.Condition), Statement(choice.Statement)]),
            LocalDeclarationStatementSyntax { Declaration.Variables: [{ Initializer.Value: var value } variable] } => Declaration(variable.Identifier.Text, Number(value)),
            _ => throw new NotSupportedException(statement.ToString()),
        };

        private Node Declaration(string name, Node value)
        {
            var symbol = new Symbol(name, _slots++, Level.Element);
            _names[name] = Variable(symbol);
            return new(Kind.Declare, [value], symbol: symbol);
        }

        private Node Assignment(AssignmentExpressionSyntax assignment)
            => new(Kind.Assign, [Number(assignment.Right)], assignment.OperatorToken.Text, symbol: _names[assignment.Left.ToString()].Symbol);

        /// <summary>An expression where a number is wanted.</summary>
        private Node Number(ExpressionSyntax expression) => Expression(expression) switch
        {
            { Kind: Kind.IntegerLiteral, Value: var value } => new(Kind.Literal, [], value.ToString("F1", CultureInfo.InvariantCulture), value),
            { Sort: Sort.Integer } integer => new(Kind.FromInteger, [integer]),
            var number => number,
        };

        private Node Condition(ExpressionSyntax expression) => Expression(expression);

        private Node Expression(ExpressionSyntax expression)
        {
            switch (expression)
            {
                case ParenthesizedExpressionSyntax inner:
                    return Expression(inner.Expression);
                case IdentifierNameSyntax name:
                    return _names[name.Identifier.Text];
                case LiteralExpressionSyntax { Token.Value: int integer }:
                    return new(Kind.IntegerLiteral, [], value: integer);
                case LiteralExpressionSyntax { Token.Value: true }:
                    return new(Kind.CompareIntegers, [Expression(SyntaxFactory.ParseExpression("1")), Expression(SyntaxFactory.ParseExpression("1"))], "==");
                case LiteralExpressionSyntax { Token.Value: double real } literal:
                    return new(Kind.Literal, [], literal.ToString(), real);
                case MemberAccessExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.Text: "Reduce" } } extent:
                    return new(Kind.Extent, [], extent.Name.Identifier.Text);
                case PrefixUnaryExpressionSyntax { OperatorToken.Text: "-" } negation:
                    return new(Kind.Negate, [Number(negation.Operand)]);
                case ConditionalExpressionSyntax choice:
                    return new(Kind.Choose, [Condition(choice.Condition), Number(choice.WhenTrue), Number(choice.WhenFalse)]);
                case BinaryExpressionSyntax binary:
                    return Binary(binary.OperatorToken.Text, binary.Left, binary.Right);
                case InvocationExpressionSyntax call:
                    return Call(call.Expression.ToString(), [.. call.ArgumentList.Arguments.Select(argument => argument.Expression)]);
                default:
                    throw new NotSupportedException(expression.ToString());
            }
        }

        private Node Binary(string symbol, ExpressionSyntax left, ExpressionSyntax right)
        {
            var (first, second) = (Expression(left), Expression(right));
            var isOfIntegers = first.Sort == Sort.Integer && second.Sort == Sort.Integer;
            return symbol switch
            {
                "&&" => new(Kind.AndAlso, [first, second]),
                "||" => new(Kind.OrElse, [first, second]),
                "+" or "-" or "*" or "/" or "%" => isOfIntegers ? new(Kind.IntegerBinary, [first, second], symbol) : new(Kind.Binary, [Number(left), Number(right)], symbol),
                _ => isOfIntegers ? new(Kind.CompareIntegers, [first, second], symbol) : new(Kind.Compare, [Number(left), Number(right)], symbol),
            };
        }

        private Node Call(string method, IReadOnlyList<ExpressionSyntax> arguments)
        {
            switch (method)
            {
                case "Math.Sign":
                    return new(Kind.Sign, [Number(arguments[0])]);
                case "Math.Clamp":
                    return new(Kind.Clamp, [.. arguments.Select(Number)]);
                case "Reduce.Count":
                    return new(Kind.Count, [Condition(arguments[0])], "Count");
                case "double.IsFinite" or "double.IsNaN" or "double.IsInfinity":
                    return new(Kind.Classify, [Number(arguments[0])], method["double.".Length..]);
            }

            if (helpers.TryGetValue(method, out var helper))
            {
                return Inline(helper, [.. arguments.Select(Number)]);
            }

            if (!method.StartsWith("Reduce.", StringComparison.Ordinal))
            {
                return new(Kind.Math, [.. arguments.Select(Number)], method);
            }

            var scope = arguments.Count > 1 ? arguments[1].ToString() : "Per.Tensor";
            return new(Kind.Reduce, [Number(arguments[0])], method["Reduce.".Length..], (double)Enum.Parse<Over>(scope["Per.".Length..]));
        }

        /// <summary>What a helper returns, each of its locals written out where it is used.</summary>
        private Node Inline(MethodDeclarationSyntax helper, IReadOnlyList<Node> arguments)
        {
            var outside = _names;
            _names = helper.ParameterList.Parameters.Zip(arguments).ToDictionary(pair => pair.First.Identifier.Text, pair => pair.Second);
            foreach (var local in helper.Body!.Statements.OfType<LocalDeclarationStatementSyntax>().SelectMany(statement => statement.Declaration.Variables))
            {
                _names[local.Identifier.Text] = Number(local.Initializer!.Value);
            }

            var result = Expression(helper.Body.Statements.OfType<ReturnStatementSyntax>().Single().Expression!);
            _names = outside;
            return result;
        }
    }
}
