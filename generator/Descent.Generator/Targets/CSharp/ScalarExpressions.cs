using System.Collections.Generic;
using System.Globalization;
using Descent.Generator.IR;

namespace Descent.Generator.Targets.CSharp;

/// <summary>An operation as C# on the texts of its operands.</summary>
internal delegate Expression OperationText(Instruction instruction, IReadOnlyList<Expression> operands);

/// <summary>Operations below element rate as C# on <c>double</c>, <c>int</c> and <c>bool</c>. What is a method of C# is a call of it.</summary>
internal static class ScalarExpressions
{
    /// <summary>The operations of <see cref="OperationTraits.Pure"/>, but for those of the loops of relaxed rules.</summary>
    public static readonly OpcodeTable<OperationText> Table = new(
        new Dictionary<Opcode, OperationText>
        {
            [Opcode.Add] = Wrapped(Operator("+", Precedence.Additive)),
            [Opcode.Subtract] = Wrapped(Operator("-", Precedence.Additive)),
            [Opcode.Multiply] = Wrapped(Operator("*", Precedence.Multiplicative)),
            [Opcode.Divide] = Operator("/", Precedence.Multiplicative),
            [Opcode.Remainder] = Operator("%", Precedence.Multiplicative),
            [Opcode.Negate] = Wrapped(Prefix("-")),
            [Opcode.Equal] = Operator("==", Precedence.Equality),
            [Opcode.NotEqual] = Operator("!=", Precedence.Equality),
            [Opcode.Less] = Operator("<", Precedence.Relational),
            [Opcode.LessOrEqual] = Operator("<=", Precedence.Relational),
            [Opcode.Greater] = Operator(">", Precedence.Relational),
            [Opcode.GreaterOrEqual] = Operator(">=", Precedence.Relational),
            [Opcode.And] = Operator("&", Precedence.And),
            [Opcode.Or] = Operator("|", Precedence.Or),
            [Opcode.ExclusiveOr] = Operator("^", Precedence.ExclusiveOr),
            [Opcode.Not] = (instruction, operands) => Expression.Prefix(instruction.Type == ScalarType.Integer ? "~" : "!", operands[0]),
            [Opcode.ShiftLeft] = Operator("<<", Precedence.Shift),
            [Opcode.ShiftRight] = Operator(">>", Precedence.Shift),
            [Opcode.ShiftRightUnsigned] = Operator(">>>", Precedence.Shift),
            [Opcode.ToDouble] = Prefix("(double)"),
            [Opcode.ToInteger] = Wrapped(Prefix("(int)")),
            [Opcode.Index] = (instruction, operands) => Expression.Call(
                "global::Descent.CompilerServices.Scalars.Index", operands[0], Expression.Primary(instruction.Count.ToString(CultureInfo.InvariantCulture))),
            [Opcode.Sign] = (instruction, operands) => instruction.Type == ScalarType.Integer
                ? Expression.Call("global::System.Math.Sign", [.. operands])
                : Expression.Prefix("(double)", Expression.Call("global::System.Math.Sign", [.. operands])),
        },
        operation => operation.Method is { } method ? (_, operands) => Expression.Call(Global(method), [.. operands]) : null);

    public static Expression Of(Program program, Instruction instruction, IReadOnlyList<Expression> operands)
        => instruction.Opcode is Opcode.Constant or Opcode.Undefined ? Constant(instruction)
            : instruction.Operation.Is(OperationTraits.Comparison) && instruction.Operands[0] == instruction.Operands[1] ? OfItself(instruction, operands[0], program[instruction.Operands[0]].Type)
            : Table[instruction.Opcode](instruction, operands);

    /// <summary>A comparison of a value with itself, of which C# warns where both are one variable. Whether it is a number is what C# has a name for.</summary>
    private static Expression OfItself(Instruction instruction, Expression operand, ScalarType type)
    {
        var isNaN = Expression.Call("double.IsNaN", operand);
        return instruction.Opcode switch
        {
            Opcode.NotEqual when type == ScalarType.Double => isNaN,
            Opcode.Equal or Opcode.LessOrEqual or Opcode.GreaterOrEqual when type == ScalarType.Double => Expression.Prefix("!", isNaN),
            _ => Table[instruction.Opcode](instruction, [operand, type == ScalarType.Boolean ? Expression.Prefix("!", Expression.Prefix("!", operand)) : Expression.Prefix("+", operand)]),
        };
    }

    private static Expression Constant(Instruction instruction)
    {
        var text = Literals.Of(instruction);
        return new(text, text[0] == '-' ? Precedence.Unary : Precedence.Primary);
    }

    /// <summary>A method by its whole name; C#'s own names of types need no namespace.</summary>
    private static string Global(string method) => method.StartsWith("double.", System.StringComparison.Ordinal) ? method : "global::" + method;

    private static OperationText Operator(string symbol, Precedence precedence) => (_, operands) => Expression.Binary(operands[0], symbol, operands[1], precedence);

    private static OperationText Prefix(string symbol) => (_, operands) => Expression.Prefix(symbol, operands[0]);

    /// <summary>Says of int arithmetic what it does on overflow, whatever the project's default is.</summary>
    private static OperationText Wrapped(OperationText text) => (instruction, operands) => instruction.Type != ScalarType.Integer
        ? text(instruction, operands)
        : Expression.Primary($"{(instruction.IsChecked ? "checked" : "unchecked")}({text(instruction, operands).Text})");
}
