using System.Collections.Generic;
using Descent.Generator.IR;

namespace Descent.Generator.Targets.CSharp;

/// <summary>Operations at element rate as C# on <c>TLanes</c>; a Boolean is a mask.</summary>
internal static class VectorExpressions
{
    public static Expression Of(Instruction instruction, IReadOnlyList<Expression> operands) => instruction.Opcode switch
    {
        Opcode.Add => Expression.Binary(operands[0], "+", operands[1], Precedence.Additive),
        Opcode.Subtract => Expression.Binary(operands[0], "-", operands[1], Precedence.Additive),
        Opcode.Multiply => Expression.Binary(operands[0], "*", operands[1], Precedence.Multiplicative),
        Opcode.Divide => Expression.Binary(operands[0], "/", operands[1], Precedence.Multiplicative),
        Opcode.Negate => Expression.Prefix("-", operands[0]),
        Opcode.Equal => Expression.Binary(operands[0], "==", operands[1], Precedence.Equality),
        Opcode.NotEqual => Expression.Binary(operands[0], "!=", operands[1], Precedence.Equality),
        Opcode.Less => Expression.Binary(operands[0], "<", operands[1], Precedence.Relational),
        Opcode.LessOrEqual => Expression.Binary(operands[0], "<=", operands[1], Precedence.Relational),
        Opcode.Greater => Expression.Binary(operands[0], ">", operands[1], Precedence.Relational),
        Opcode.GreaterOrEqual => Expression.Binary(operands[0], ">=", operands[1], Precedence.Relational),
        Opcode.And => OfMasks(operands[0], "&", operands[1], Precedence.And),
        Opcode.Or => OfMasks(operands[0], "|", operands[1], Precedence.Or),
        Opcode.ExclusiveOr => OfMasks(operands[0], "^", operands[1], Precedence.ExclusiveOr),
        Opcode.Not => Expression.Prefix("~", operands[0]),
        Opcode.SquareRoot => Expression.Call("TLanes.Sqrt", [.. operands]),
        Opcode.Absolute => Expression.Call("TLanes.Abs", [.. operands]),
        _ => Expression.Call("TLanes." + instruction.Opcode, [.. operands]),
    };

    /// <summary>A bitwise operator on masks.</summary>
    public static Expression OfMasks(Expression left, string symbol, Expression right, Precedence precedence) => Expression.Binary(Mask(left), symbol, Mask(right), precedence);

    /// <summary>A comparison within a bitwise operator reads better in parentheses.</summary>
    private static Expression Mask(Expression operand)
        => operand.Precedence is Precedence.Relational or Precedence.Equality ? Expression.Primary($"({operand.Text})") : operand;
}
