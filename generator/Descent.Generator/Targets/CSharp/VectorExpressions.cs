using System.Collections.Generic;
using Descent.Generator.IR;

namespace Descent.Generator.Targets.CSharp;

/// <summary>Operations at element rate as C# on <c>TLanes</c>; a Boolean is a mask. What is a method of C# is a member of the lanes by its name.</summary>
internal static class VectorExpressions
{
    /// <summary>The operations of <see cref="OperationTraits.Pure"/> that there are for elements, and the choice between two values.</summary>
    public static readonly OpcodeTable<OperationText> Table = new(
        new Dictionary<Opcode, OperationText>
        {
            [Opcode.Add] = Operator("+", Precedence.Additive),
            [Opcode.Subtract] = Operator("-", Precedence.Additive),
            [Opcode.Multiply] = Operator("*", Precedence.Multiplicative),
            [Opcode.Divide] = Operator("/", Precedence.Multiplicative),
            [Opcode.Remainder] = Member("Remainder"),
            [Opcode.Negate] = (_, operands) => Expression.Prefix("-", operands[0]),
            [Opcode.Equal] = Operator("==", Precedence.Equality),
            [Opcode.NotEqual] = Operator("!=", Precedence.Equality),
            [Opcode.Less] = Operator("<", Precedence.Relational),
            [Opcode.LessOrEqual] = Operator("<=", Precedence.Relational),
            [Opcode.Greater] = Operator(">", Precedence.Relational),
            [Opcode.GreaterOrEqual] = Operator(">=", Precedence.Relational),
            [Opcode.And] = OfMasks("&", Precedence.And),
            [Opcode.Or] = OfMasks("|", Precedence.Or),
            [Opcode.ExclusiveOr] = OfMasks("^", Precedence.ExclusiveOr),
            [Opcode.Not] = (_, operands) => Expression.Prefix("~", operands[0]),
            [Opcode.Select] = Member("Select"),
        },
        operation => operation.MethodName is { } method ? Member(method) : operation.Is(OperationTraits.Relaxed) ? Member(operation.Opcode.ToString()) : null);

    /// <summary>The text of an operation.</summary>
    public static Expression Of(Instruction instruction, IReadOnlyList<Expression> operands) => Table[instruction.Opcode](instruction, operands);

    /// <summary>The text of an operation, in the form that it has in a loop.</summary>
    public static Expression Of(VectorForm form, Instruction instruction, IReadOnlyList<Expression> operands) => form switch
    {
        VectorForm.IsNaN => Expression.Call("TLanes.IsNaN", operands[0]),
        VectorForm.IsNumber => Expression.Prefix("~", Expression.Call("TLanes.IsNaN", operands[0])),
        VectorForm.Never => Expression.Primary("TLanes.Zero"),
        VectorForm.SameMask => Expression.Prefix("~", Table[Opcode.ExclusiveOr](instruction, operands)),
        VectorForm.OtherMask => Table[Opcode.ExclusiveOr](instruction, operands),
        _ => Of(instruction, operands),
    };

    /// <summary>The text of a constant that has a name.</summary>
    public static string Known(Instruction constant) => "TLanes." + (constant.Bits == 0 ? "Zero" : constant.Type == ScalarType.Boolean ? "AllBitsSet" : "One");

    private static OperationText Operator(string symbol, Precedence precedence) => (_, operands) => Expression.Binary(operands[0], symbol, operands[1], precedence);

    private static OperationText OfMasks(string symbol, Precedence precedence) => (_, operands) => Expression.Binary(Mask(operands[0]), symbol, Mask(operands[1]), precedence);

    private static OperationText Member(string name) => (_, operands) => Expression.Call("TLanes." + name, [.. operands]);

    /// <summary>A comparison within a bitwise operator reads better in parentheses.</summary>
    private static Expression Mask(Expression operand)
        => operand.Precedence is Precedence.Relational or Precedence.Equality ? Expression.Primary($"({operand.Text})") : operand;
}
