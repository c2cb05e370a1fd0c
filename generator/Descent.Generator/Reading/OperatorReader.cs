using System.Collections.Generic;
using Descent.Generator.IR;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Descent.Generator.Reading;

/// <summary>Reads the operators of C#: arithmetic, comparison and logic, alone and with assignment.</summary>
internal sealed class OperatorReader(ReadingContext context, ProgramBuilder builder, ExpressionReader expressions)
{
    /// <summary>Reads operators from left to right: a sum of a thousand terms is a thousand steps, not a thousand calls deep.</summary>
    public int ReadBinary(IBinaryOperation binary, int site)
    {
        var pending = new Stack<IBinaryOperation>();
        IOperation first = binary;
        while (first is IBinaryOperation inner && (inner == binary || !inner.ConstantValue.HasValue))
        {
            pending.Push(inner);
            first = inner.LeftOperand;
        }

        var left = expressions.Read(first);
        while (pending.Count > 0)
        {
            var operation = pending.Pop();
            left = ReadRight(operation, left, operation == binary ? site : context.Site(operation.Syntax));
        }

        return left;
    }

    private int ReadRight(IBinaryOperation binary, int left, int site)
    {
        if (context.IsBroken && ScalarTypes.Of(binary.LeftOperand.Type) == ScalarType.None)
        {
            // What is on the left has been refused.
            return expressions.Placeholder(ScalarTypes.Of(binary.Type), site);
        }

        if (binary.OperatorMethod is not null || binary.IsLifted)
        {
            return expressions.Unsupported(binary, site);
        }

        if (binary.OperatorKind is BinaryOperatorKind.ConditionalAnd or BinaryOperatorKind.ConditionalOr)
        {
            var isOr = binary.OperatorKind == BinaryOperatorKind.ConditionalOr;
            return isOr
                ? expressions.Choose(left, () => [builder.Constant(true, site)], () => [expressions.Read(binary.RightOperand)], site)[0]
                : expressions.Choose(left, () => [expressions.Read(binary.RightOperand)], () => [builder.Constant(false, site)], site)[0];
        }

        return Combine(binary, binary.OperatorKind, left, expressions.Read(binary.RightOperand), binary.IsChecked, site);
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
            BinaryOperatorKind.LeftShift => Opcode.ShiftLeft,
            BinaryOperatorKind.RightShift => Opcode.ShiftRight,
            BinaryOperatorKind.UnsignedRightShift => Opcode.ShiftRightUnsigned,
            _ => null,
        };
        if (opcode is not { } known || type != builder[right].Type || !Takes(known, type))
        {
            return expressions.Unsupported(operation, site);
        }

        var result = OperationTable.Of(known).Is(OperationTraits.Comparison) ? ScalarType.Boolean : type;
        var value = builder.Add(known, result, site, left, right);
        return isChecked && result == ScalarType.Integer && known is Opcode.Add or Opcode.Subtract or Opcode.Multiply ? builder.Checked(value) : value;
    }

    private static bool Takes(Opcode opcode, ScalarType type) => opcode switch
    {
        Opcode.And or Opcode.Or or Opcode.ExclusiveOr => type is ScalarType.Boolean or ScalarType.Integer,
        Opcode.ShiftLeft or Opcode.ShiftRight or Opcode.ShiftRightUnsigned => type == ScalarType.Integer,
        Opcode.Equal or Opcode.NotEqual => type != ScalarType.None,
        _ => type is ScalarType.Double or ScalarType.Integer,
    };

    public int ReadUnary(IUnaryOperation unary, int site)
    {
        if (unary.OperatorMethod is not null || unary.IsLifted)
        {
            return expressions.Unsupported(unary, site);
        }

        var operand = expressions.Read(unary.Operand);
        var type = builder[operand].Type;
        switch (unary.OperatorKind)
        {
            case UnaryOperatorKind.Plus when type != ScalarType.Boolean:
                return operand;
            case UnaryOperatorKind.Minus when type != ScalarType.Boolean:
                var negated = builder.Add(Opcode.Negate, type, site, operand);
                return unary.IsChecked && type == ScalarType.Integer ? builder.Checked(negated) : negated;
            case UnaryOperatorKind.Not when type == ScalarType.Boolean:
            case UnaryOperatorKind.BitwiseNegation when type == ScalarType.Integer:
                return builder.Add(Opcode.Not, type, site, operand);
            default:
                return expressions.Unsupported(unary, site);
        }
    }

    /// <summary><c>x op= y</c>, where C# has converted y to the type of x: no other pair of our types is allowed there.</summary>
    public int ReadCompoundAssignment(ICompoundAssignmentOperation assignment, int site)
    {
        var (target, value) = (ScalarTypes.Of(assignment.Target.Type), ScalarTypes.Of(assignment.Value.Type));
        if (assignment.OperatorMethod is not null || assignment.IsLifted || target == ScalarType.None || target != value)
        {
            return expressions.Unsupported(assignment, site);
        }

        if (expressions.Places.Read(assignment.Target) is not { } place)
        {
            return expressions.Placeholder(target, site);
        }

        var left = expressions.Places.Get(place, assignment.Target);
        var right = expressions.Read(assignment.Value);
        var result = Combine(assignment, assignment.OperatorKind, left, right, assignment.IsChecked, site);
        expressions.Places.Set(place, result, assignment.Target);
        return result;
    }

    public int ReadIncrement(IIncrementOrDecrementOperation increment, int site)
    {
        var type = ScalarTypes.Of(increment.Type);
        if (increment.OperatorMethod is not null || increment.IsLifted || type is not (ScalarType.Integer or ScalarType.Double))
        {
            return expressions.Unsupported(increment, site);
        }

        if (expressions.Places.Read(increment.Target) is not { } place)
        {
            return expressions.Placeholder(type, site);
        }

        var before = expressions.Places.Get(place, increment.Target);
        var one = type == ScalarType.Double ? builder.Constant(1.0, site) : builder.Constant(1, site);
        var kind = increment.Kind == OperationKind.Increment ? BinaryOperatorKind.Add : BinaryOperatorKind.Subtract;
        var after = Combine(increment, kind, before, one, increment.IsChecked, site);
        expressions.Places.Set(place, after, increment.Target);
        return increment.IsPostfix ? before : after;
    }
}
