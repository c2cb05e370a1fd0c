using Descent.Generator.IR;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Descent.Generator.Reading;

/// <summary>Reads the operators of C#: arithmetic, comparison and logic, alone and with assignment.</summary>
internal sealed class OperatorReader(ProgramBuilder builder, ExpressionReader expressions)
{
    public int ReadBinary(IBinaryOperation binary, Scope scope, int site)
    {
        switch (binary.OperatorKind)
        {
            case BinaryOperatorKind.ConditionalAnd when binary.OperatorMethod is null:
                return expressions.ReadChoice(binary.LeftOperand, branch => expressions.Read(binary.RightOperand, branch), _ => builder.Constant(false, site), scope, site);
            case BinaryOperatorKind.ConditionalOr when binary.OperatorMethod is null:
                return expressions.ReadChoice(binary.LeftOperand, _ => builder.Constant(true, site), branch => expressions.Read(binary.RightOperand, branch), scope, site);
        }

        if (binary.OperatorMethod is not null || binary.IsLifted)
        {
            return expressions.Unsupported(binary, site);
        }

        var left = expressions.Read(binary.LeftOperand, scope);
        var right = expressions.Read(binary.RightOperand, scope);
        return Combine(binary, binary.OperatorKind, left, right, binary.IsChecked, site);
    }

    /// <summary>An arithmetic, comparing or logical operation on two values of one type.</summary>
    private int Combine(IOperation operation, BinaryOperatorKind kind, int left, int right, bool isChecked, int site)
    {
        var type = builder[left].Type;
        Opcode? opcode = kind switch
        {
            BinaryOperatorKind.Add => Opcode.Add,
            BinaryOperatorKind.Subtract => Opcode.Subtract,
            BinaryOperatorKind.Multiply => Opcode.Multiply,
            BinaryOperatorKind.Divide => Opcode.Divide,
            BinaryOperatorKind.Remainder => Opcode.Remainder,
            BinaryOperatorKind.Equals => Opcode.Equal,
            BinaryOperatorKind.NotEquals => Opcode.NotEqual,
            BinaryOperatorKind.LessThan => Opcode.Less,
            BinaryOperatorKind.LessThanOrEqual => Opcode.LessOrEqual,
            BinaryOperatorKind.GreaterThan => Opcode.Greater,
            BinaryOperatorKind.GreaterThanOrEqual => Opcode.GreaterOrEqual,
            BinaryOperatorKind.And => Opcode.And,
            BinaryOperatorKind.Or => Opcode.Or,
            BinaryOperatorKind.ExclusiveOr => Opcode.ExclusiveOr,
            _ => null,
        };
        var isLogical = opcode is Opcode.And or Opcode.Or or Opcode.ExclusiveOr;
        var isEquality = opcode is Opcode.Equal or Opcode.NotEqual;
        if (opcode is not { } known || type != builder[right].Type || (type == ScalarType.Boolean ? !isLogical && !isEquality : isLogical))
        {
            return expressions.Unsupported(operation, site);
        }

        var result = OperationTable.Of(known).Is(OperationTraits.Comparison) ? ScalarType.Boolean : type;
        var value = builder.Add(known, result, site, left, right);
        return isChecked && result == ScalarType.Integer && known is Opcode.Add or Opcode.Subtract or Opcode.Multiply ? builder.Checked(value) : value;
    }

    public int ReadUnary(IUnaryOperation unary, Scope scope, int site)
    {
        if (unary.OperatorMethod is not null || unary.IsLifted)
        {
            return expressions.Unsupported(unary, site);
        }

        var operand = expressions.Read(unary.Operand, scope);
        var type = builder[operand].Type;
        switch (unary.OperatorKind)
        {
            case UnaryOperatorKind.Plus when type != ScalarType.Boolean:
                return operand;
            case UnaryOperatorKind.Minus when type != ScalarType.Boolean:
                var negated = builder.Add(Opcode.Negate, type, site, operand);
                return unary.IsChecked && type == ScalarType.Integer ? builder.Checked(negated) : negated;
            case UnaryOperatorKind.Not when type == ScalarType.Boolean:
                return builder.Add(Opcode.Not, type, site, operand);
            default:
                return expressions.Unsupported(unary, site);
        }
    }

    /// <summary><c>x op= y</c>, where C# has converted y to the type of x: no other pair of our types is allowed there.</summary>
    public int ReadCompoundAssignment(ICompoundAssignmentOperation assignment, Scope scope, int site)
    {
        var (target, value) = (ScalarTypes.Of(assignment.Target.Type), ScalarTypes.Of(assignment.Value.Type));
        if (assignment.OperatorMethod is not null || assignment.IsLifted || target == ScalarType.None || target != value)
        {
            return expressions.Unsupported(assignment, site);
        }

        var left = expressions.Read(assignment.Target, scope);
        var right = expressions.Read(assignment.Value, scope);
        return expressions.Assign(assignment.Target, Combine(assignment, assignment.OperatorKind, left, right, assignment.IsChecked, site), scope);
    }

    public int ReadIncrement(IIncrementOrDecrementOperation increment, Scope scope, int site)
    {
        var type = ScalarTypes.Of(increment.Type);
        if (increment.OperatorMethod is not null || increment.IsLifted || type is not (ScalarType.Integer or ScalarType.Double))
        {
            return expressions.Unsupported(increment, site);
        }

        var before = expressions.Read(increment.Target, scope);
        var one = type == ScalarType.Double ? builder.Constant(1.0, site) : builder.Constant(1, site);
        var kind = increment.Kind == OperationKind.Increment ? BinaryOperatorKind.Add : BinaryOperatorKind.Subtract;
        var after = Combine(increment, kind, before, one, increment.IsChecked, site);
        expressions.Assign(increment.Target, after, scope);
        return increment.IsPostfix ? before : after;
    }
}
