using System.Collections.Generic;
using Descent.Generator.IR;

namespace Descent.Generator.Emission;

/// <summary>Operations at element rate as C# on <c>Vector&lt;T&gt;</c>; a Boolean is a mask.</summary>
internal static class VectorExpressions
{
    public static Expression Of(Instruction instruction, bool comparesMasks, IReadOnlyList<Expression> operands) => instruction.Opcode switch
    {
        Opcode.Add => Expression.Binary(operands[0], "+", operands[1], Precedence.Additive),
        Opcode.Subtract => Expression.Binary(operands[0], "-", operands[1], Precedence.Additive),
        Opcode.Multiply => Expression.Binary(operands[0], "*", operands[1], Precedence.Multiplicative),
        Opcode.Divide => Expression.Binary(operands[0], "/", operands[1], Precedence.Multiplicative),
        Opcode.Negate => Expression.Prefix("-", operands[0]),
        Opcode.Equal when comparesMasks => Not(Expression.Binary(operands[0], "^", operands[1], Precedence.ExclusiveOr)),
        Opcode.NotEqual when comparesMasks => Expression.Binary(operands[0], "^", operands[1], Precedence.ExclusiveOr),
        Opcode.Equal => Expression.Call("Vector.Equals", [.. operands]),
        Opcode.NotEqual => Not(Expression.Call("Vector.Equals", [.. operands])),
        Opcode.Less => Expression.Call("Vector.LessThan", [.. operands]),
        Opcode.LessOrEqual => Expression.Call("Vector.LessThanOrEqual", [.. operands]),
        Opcode.Greater => Expression.Call("Vector.GreaterThan", [.. operands]),
        Opcode.GreaterOrEqual => Expression.Call("Vector.GreaterThanOrEqual", [.. operands]),
        Opcode.And => Expression.Binary(operands[0], "&", operands[1], Precedence.And),
        Opcode.Or => Expression.Binary(operands[0], "|", operands[1], Precedence.Or),
        Opcode.ExclusiveOr => Expression.Binary(operands[0], "^", operands[1], Precedence.ExclusiveOr),
        Opcode.Not => Not(operands[0]),
        Opcode.Select => Expression.Call("Vector.ConditionalSelect", [.. operands]),
        Opcode.SquareRoot => Expression.Call("Vector.SquareRoot", [.. operands]),
        Opcode.Absolute => Expression.Call("Vector.Abs", [.. operands]),
        Opcode.Min => Expression.Call("Vector.Min", [.. operands]),
        Opcode.Max => Expression.Call("Vector.Max", [.. operands]),
        Opcode.CopySign => Expression.Call("Vector.CopySign", [.. operands]),
        _ => Expression.Call("Lanes<T>." + instruction.Opcode, [.. operands]),
    };

    private static Expression Not(Expression operand) => Expression.Prefix("~", operand);
}
