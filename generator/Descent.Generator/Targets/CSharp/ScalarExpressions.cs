using System.Collections.Generic;
using Descent.Generator.IR;

namespace Descent.Generator.Targets.CSharp;

/// <summary>Operations below element rate as C# on <c>double</c>, <c>int</c> and <c>bool</c>.</summary>
internal static class ScalarExpressions
{
    public static Expression Of(Instruction instruction, IReadOnlyList<Expression> operands)
    {
        var isInteger = instruction.Type == ScalarType.Integer;
        return instruction.Opcode switch
        {
            Opcode.Constant or Opcode.Undefined => Constant(instruction),
            Opcode.Add => Wrap(instruction, Expression.Binary(operands[0], "+", operands[1], Precedence.Additive)),
            Opcode.Subtract => Wrap(instruction, Expression.Binary(operands[0], "-", operands[1], Precedence.Additive)),
            Opcode.Multiply => Wrap(instruction, Expression.Binary(operands[0], "*", operands[1], Precedence.Multiplicative)),
            Opcode.Divide => Expression.Binary(operands[0], "/", operands[1], Precedence.Multiplicative),
            Opcode.Remainder => Expression.Binary(operands[0], "%", operands[1], Precedence.Multiplicative),
            Opcode.Negate => Wrap(instruction, Expression.Prefix("-", operands[0])),
            Opcode.Equal => Expression.Binary(operands[0], "==", operands[1], Precedence.Equality),
            Opcode.NotEqual => Expression.Binary(operands[0], "!=", operands[1], Precedence.Equality),
            Opcode.Less => Expression.Binary(operands[0], "<", operands[1], Precedence.Relational),
            Opcode.LessOrEqual => Expression.Binary(operands[0], "<=", operands[1], Precedence.Relational),
            Opcode.Greater => Expression.Binary(operands[0], ">", operands[1], Precedence.Relational),
            Opcode.GreaterOrEqual => Expression.Binary(operands[0], ">=", operands[1], Precedence.Relational),
            Opcode.And => Expression.Binary(operands[0], "&", operands[1], Precedence.And),
            Opcode.Or => Expression.Binary(operands[0], "|", operands[1], Precedence.Or),
            Opcode.ExclusiveOr => Expression.Binary(operands[0], "^", operands[1], Precedence.ExclusiveOr),
            Opcode.Not => Expression.Prefix(isInteger ? "~" : "!", operands[0]),
            Opcode.ShiftLeft => Expression.Binary(operands[0], "<<", operands[1], Precedence.Shift),
            Opcode.ShiftRight => Expression.Binary(operands[0], ">>", operands[1], Precedence.Shift),
            Opcode.ShiftRightUnsigned => Expression.Binary(operands[0], ">>>", operands[1], Precedence.Shift),
            Opcode.Index => Expression.Call("global::Descent.CompilerServices.Scalars.Index", operands[0], Expression.Primary(instruction.Bits.ToString(System.Globalization.CultureInfo.InvariantCulture))),
            Opcode.ToDouble => Expression.Prefix("(double)", operands[0]),
            Opcode.ToInteger => Wrap(instruction, Expression.Prefix("(int)", operands[0])),
            Opcode.Sign when !isInteger => Expression.Prefix("(double)", Function(instruction.Opcode, operands)),
            _ => Function(instruction.Opcode, operands),
        };
    }

    private static Expression Constant(Instruction instruction)
    {
        var text = Literals.Of(instruction);
        return new(text, text[0] == '-' ? Precedence.Unary : Precedence.Primary);
    }

    /// <summary>Says of int arithmetic what it does on overflow, whatever the project's default is.</summary>
    private static Expression Wrap(Instruction instruction, Expression expression)
        => instruction.Type != ScalarType.Integer ? expression
            : Expression.Primary($"{(instruction.IsChecked ? "checked" : "unchecked")}({expression.Text})");

    private static Expression Function(Opcode opcode, IReadOnlyList<Expression> operands)
        => Expression.Call("global::System.Math." + Method(opcode), [.. operands]);

    private static string Method(Opcode opcode) => opcode switch
    {
        Opcode.SquareRoot => "Sqrt",
        Opcode.Absolute => "Abs",
        _ => opcode.ToString(),
    };
}
