using System.Collections.Generic;
using Descent.Generator.IR;

namespace Descent.Generator.Emission;

/// <summary>Operations at element rate as C# on <c>TLanes</c>; a Boolean is a mask.</summary>
internal static class VectorExpressions
{
    public static Expression Of(Instruction instruction, bool comparesMasks, IReadOnlyList<Expression> operands) => instruction.Opcode switch
    {
        Opcode.Add => Expression.Binary(operands[0], "+", operands[1], Precedence.Additive),
        Opcode.Subtract => Expression.Binary(operands[0], "-", operands[1], Precedence.Additive),
        Opcode.Multiply => Expression.Binary(operands[0], "*", operands[1], Precedence.Multiplicative),
        Opcode.Divide => Expression.Binary(operands[0], "/", operands[1], Precedence.Multiplicative),
        Opcode.Negate => Expression.Prefix("-", operands[0]),
        Opcode.Equal or Opcode.LessOrEqual or Opcode.GreaterOrEqual when !comparesMasks && ComparesWithItself(instruction) => Not(Expression.Call("TLanes.IsNaN", operands[0])),
        Opcode.NotEqual when !comparesMasks && ComparesWithItself(instruction) => Expression.Call("TLanes.IsNaN", operands[0]),
        Opcode.Less or Opcode.Greater when ComparesWithItself(instruction) => Expression.Primary("TLanes.Zero"),
        Opcode.Equal when comparesMasks => Not(Expression.Binary(Mask(operands[0]), "^", Mask(operands[1]), Precedence.ExclusiveOr)),
        Opcode.NotEqual when comparesMasks => Expression.Binary(Mask(operands[0]), "^", Mask(operands[1]), Precedence.ExclusiveOr),
        Opcode.Equal => Expression.Binary(operands[0], "==", operands[1], Precedence.Equality),
        Opcode.NotEqual => Expression.Binary(operands[0], "!=", operands[1], Precedence.Equality),
        Opcode.Less => Expression.Binary(operands[0], "<", operands[1], Precedence.Relational),
        Opcode.LessOrEqual => Expression.Binary(operands[0], "<=", operands[1], Precedence.Relational),
        Opcode.Greater => Expression.Binary(operands[0], ">", operands[1], Precedence.Relational),
        Opcode.GreaterOrEqual => Expression.Binary(operands[0], ">=", operands[1], Precedence.Relational),
        Opcode.And => Expression.Binary(Mask(operands[0]), "&", Mask(operands[1]), Precedence.And),
        Opcode.Or => Expression.Binary(Mask(operands[0]), "|", Mask(operands[1]), Precedence.Or),
        Opcode.ExclusiveOr => Expression.Binary(Mask(operands[0]), "^", Mask(operands[1]), Precedence.ExclusiveOr),
        Opcode.Not => Not(operands[0]),
        Opcode.SquareRoot => Expression.Call("TLanes.Sqrt", [.. operands]),
        Opcode.Absolute => Expression.Call("TLanes.Abs", [.. operands]),
        _ => Expression.Call("TLanes." + instruction.Opcode, [.. operands]),
    };

    /// <summary>The C# compiler warns of x == x, the old test for NaN.</summary>
    private static bool ComparesWithItself(Instruction instruction) => instruction.Operands[0] == instruction.Operands[1];

    /// <summary>A comparison within a bitwise operator reads better in parentheses.</summary>
    private static Expression Mask(Expression operand)
        => operand.Precedence is Precedence.Relational or Precedence.Equality ? Expression.Primary($"({operand.Text})") : operand;

    private static Expression Not(Expression operand) => Expression.Prefix("~", operand);
}
