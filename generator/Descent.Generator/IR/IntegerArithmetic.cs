using System;

namespace Descent.Generator.IR;

/// <summary>The <c>int</c> arithmetic of C# at run time, which that of the C# compiler on constants is not: it wraps, saturates and throws by its own rules.</summary>
internal static class IntegerArithmetic
{
    /// <summary>What an operation on two known numbers gives; <see langword="null"/> if it throws, or is none of these.</summary>
    /// <param name="instruction">The operation.</param>
    /// <param name="left">The first operand.</param>
    /// <param name="right">The second, or the first again if there is one only.</param>
    public static int? Evaluate(Instruction instruction, long left, long right)
    {
        long? result = instruction.Opcode switch
        {
            Opcode.Add => left + right,
            Opcode.Subtract => left - right,
            Opcode.Multiply => left * right,
            Opcode.Divide when right != 0 && !IsOverflow(left, right) => left / right,
            Opcode.Remainder when right != 0 && !IsOverflow(left, right) => left % right,
            Opcode.Negate => -left,
            Opcode.And => left & right,
            Opcode.Or => left | right,
            Opcode.ExclusiveOr => left ^ right,
            Opcode.Not => ~left,
            Opcode.ShiftLeft => (int)left << (int)right,
            Opcode.ShiftRight => (int)left >> (int)right,
            Opcode.ShiftRightUnsigned => (int)((uint)left >> (int)right),
            Opcode.Min => Math.Min(left, right),
            Opcode.Max => Math.Max(left, right),
            Opcode.Index when left >= 0 && left < instruction.Bits => left,
            _ => null,
        };
        return result is { } known && (!instruction.IsChecked || known is >= int.MinValue and <= int.MaxValue) ? unchecked((int)known) : null;
    }

    /// <summary>
    /// A number as an <c>int</c>: cut towards zero, the nearest one if it is out of range, 0 for NaN; <see langword="null"/> where a
    /// checked conversion throws.
    /// </summary>
    /// <param name="value">The number.</param>
    /// <param name="isChecked">Whether the conversion is checked.</param>
    public static int? Truncate(double value, bool isChecked) => value switch
    {
        > int.MinValue - 1.0 and < int.MaxValue + 1.0 => (int)value,
        _ when isChecked => null,
        < 0 => int.MinValue,
        > 0 => int.MaxValue,
        _ => 0,
    };

    /// <summary>The quotient that is no <c>int</c>; the remainder throws there too.</summary>
    private static bool IsOverflow(long left, long right) => left == int.MinValue && right == -1;
}
