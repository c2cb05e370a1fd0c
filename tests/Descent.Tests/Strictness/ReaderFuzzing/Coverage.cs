using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Descent.Tests.Strictness.ReaderFuzzing;

/// <summary>Counts what accepted rules are made of: each kind of operation in each context.</summary>
internal sealed class Coverage
{
    private readonly SortedDictionary<(string Operation, string Context), int> _counts = [];

    /// <summary>How often an operation stood in a context.</summary>
    public int this[string operation, string context] => _counts.GetValueOrDefault((operation, context));

    /// <summary>All that was seen.</summary>
    public IEnumerable<(string Operation, string Context, int Count)> All => _counts.Select(item => (item.Key.Operation, item.Key.Context, item.Value));

    /// <summary>A row for each operation, with how often it stood where.</summary>
    public override string ToString() => string.Join(
        '\n',
        _counts.GroupBy(item => item.Key.Operation).Select(row => $"{row.Key}: {string.Join(", ", row.OrderByDescending(item => item.Value).Select(item => $"{item.Key.Context} {item.Value}"))}"));

    /// <summary>Counts the operations of a rule.</summary>
    public void Count(SemanticModel model)
    {
        foreach (var method in model.SyntaxTree.GetRoot().DescendantNodes().Where(node => node is BaseMethodDeclarationSyntax or ArrowExpressionClauseSyntax { Parent: PropertyDeclarationSyntax }))
        {
            if (model.GetOperation(method) is { } body)
            {
                foreach (var operation in body.Descendants().Where(operation => !operation.IsImplicit || operation is IConversionOperation))
                {
                    var key = (Name(operation), Context(operation));
                    _counts[key] = _counts.GetValueOrDefault(key) + 1;
                }
            }
        }
    }

    private static string Name(IOperation operation) => operation switch
    {
        IBinaryOperation binary => $"{binary.Kind}.{binary.OperatorKind}.{Type(binary.LeftOperand)}{(binary.IsChecked && binary.Type?.SpecialType == SpecialType.System_Int32 ? ".Checked" : "")}",
        IUnaryOperation unary => $"{unary.Kind}.{unary.OperatorKind}.{Type(unary.Operand)}",
        ICompoundAssignmentOperation compound => $"{compound.Kind}.{compound.OperatorKind}.{Type(compound.Target)}",
        IConversionOperation conversion => $"{conversion.Kind}.{Type(conversion.Operand)}.{Type(conversion)}",
        IIncrementOrDecrementOperation step => $"{step.Kind}.{(step.IsPostfix ? "Postfix" : "Prefix")}.{Type(step)}",
        IPropertyReferenceOperation { Property.IsIndexer: true } => "PropertyReference.Element",
        IPropertyReferenceOperation { Property: { ContainingType.Name: "Reduce", Name: var extent } } => $"Reduce.{extent}",
        IPropertyReferenceOperation { Property.Name: "Length" } => "PropertyReference.Length",
        IPropertyReferenceOperation property => $"PropertyReference.{Type(property)}",
        IParameterReferenceOperation { Parameter: var parameter } => $"ParameterReference{OwnerOf(parameter)}",
        IInvocationOperation { TargetMethod.ContainingType.Name: "Reduce" } reduction => $"Reduce{string.Concat(reduction.Arguments.Select(argument => argument.Value).OfType<IFieldReferenceOperation>().Where(value => value.Type?.Name == "Per").Select(per => "." + per.Field.Name))}",
        IInvocationOperation { TargetMethod: { ContainingType.Name: "Matrix" or "OwnMatrix", Name: var ofMatrices } } matrices => $"{matrices.TargetMethod.ContainingType.Name}.{ofMatrices}",
        IInvocationOperation { TargetMethod.ContainingType.Name: "Math" or "Double" } invocation => $"Invocation.{invocation.TargetMethod.ContainingType.Name}",
        IInvocationOperation { TargetMethod.MethodKind: MethodKind.LocalFunction } local => $"Invocation.Local.{Type(local)}",
        IInvocationOperation invocation => $"Invocation.Helper.{Type(invocation)}",
        IArgumentOperation { Parameter: { } parameter } => $"Argument.{parameter.RefKind}",
        _ => operation.Kind.ToString(),
    };

    /// <summary>What an operation is to the one around it.</summary>
    private static string Context(IOperation operation)
    {
        var (child, parent) = (operation, operation.Parent);
        while (parent is IParenthesizedOperation or IConversionOperation)
        {
            (child, parent) = (parent, parent.Parent);
        }

        return parent switch
        {
            IArgumentOperation { Parent: IPropertyReferenceOperation } => "Index",
            IArgumentOperation argument => argument.Parameter?.RefKind is null or RefKind.None ? "Argument" : "ReferenceArgument",
            IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalAnd or BinaryOperatorKind.ConditionalOr } logic => child == logic.LeftOperand ? "LogicLeft" : "LogicRight",
            IBinaryOperation or IUnaryOperation => "Operand",
            IConditionalOperation choice => child == choice.Condition ? (choice.Syntax is IfStatementSyntax ? "If" : "Choice") : choice.Syntax is IfStatementSyntax ? "Body" : "ChoiceArm",
            ISwitchExpressionOperation => "SwitchValue",
            ISwitchExpressionArmOperation => "SwitchArm",
            ISimpleAssignmentOperation assignment => child == assignment.Target ? "Target" : "Assigned",
            ICompoundAssignmentOperation compound => child == compound.Target ? "CompoundTarget" : "CompoundValue",
            IIncrementOrDecrementOperation => "IncrementTarget",
            IVariableInitializerOperation => "Initializer",
            IReturnOperation => "Returned",
            IExpressionStatementOperation => "Statement",
            ILoopOperation => "Loop",
            IBlockOperation => "Block",
            null => "Method",
            _ => parent.Kind.ToString(),
        };
    }

    /// <summary>What a state has one value for, if that is not each weight.</summary>
    private static string OwnerOf(IParameterSymbol parameter)
        => parameter.GetAttributes().SelectMany(attribute => attribute.NamedArguments).FirstOrDefault(argument => argument.Key == "Per").Value is { Value: int per } ? $".{(Per)per}" : "";

    private static string Type(IOperation operation) => operation.Type is { TypeKind: TypeKind.Enum } ? "Enum" : operation.Type?.Name ?? "None";
}
