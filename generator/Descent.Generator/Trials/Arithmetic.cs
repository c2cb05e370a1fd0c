using System;
using Descent.Generator.IR;

namespace Descent.Generator.Trials;

/// <summary>What each operation makes of numbers. Truth is 1 or 0; an <c>int</c> is the <c>double</c> that equals it.</summary>
internal static class Arithmetic
{
    public static double Evaluate(Program program, Instruction instruction, double[] values)
    {
        if (instruction.Opcode == Opcode.Constant)
        {
            return instruction.Type == ScalarType.Double ? instruction.DoubleValue : instruction.Bits;
        }

        var operands = instruction.Operands;
        var (x, y, z) = (At(0), At(1), At(2));
        return instruction.Opcode switch
        {
            Opcode.Phi or Opcode.Select => x != 0 ? y : z,
            Opcode.Reduce => (ReductionKind)instruction.Bits == ReductionKind.Sum ? Interpreter.Weights * x : x,
            _ when instruction.Type == ScalarType.Integer => OfIntegers(instruction, x, y, z),
            _ when instruction.Type == ScalarType.Boolean => Truth(instruction.Opcode, x, y) ? 1 : 0,
            _ => OfDoubles(instruction.Opcode, x, y, z),
        };

        double At(int index) => index < operands.Count ? values[operands[index]] : double.NaN;
    }

    /// <summary>The value of an operation on doubles.</summary>
    public static double OfDoubles(Opcode opcode, double x, double y = double.NaN, double z = double.NaN) => opcode switch
    {
        Opcode.Add => x + y,
        Opcode.Subtract => x - y,
        Opcode.Multiply => x * y,
        Opcode.Divide => x / y,
        Opcode.Remainder => x % y,
        Opcode.Negate => -x,
        Opcode.ToDouble or Opcode.Broadcast => x,
        Opcode.SquareRoot => Math.Sqrt(x),
        Opcode.Absolute => Math.Abs(x),
        Opcode.Min => Math.Min(x, y),
        Opcode.Max => Math.Max(x, y),
        Opcode.Sign => double.IsNaN(x) ? x : Math.Sign(x),
        Opcode.CopySign => (BitConverter.DoubleToInt64Bits(x) ^ BitConverter.DoubleToInt64Bits(y)) < 0 ? -x : x,
        Opcode.Clamp => Math.Min(Math.Max(x, y), z),
        Opcode.FusedMultiplyAdd or Opcode.MultiplyAdd => (x * y) + z,
        Opcode.Floor => Math.Floor(x),
        Opcode.Ceiling => Math.Ceiling(x),
        Opcode.Round => Math.Round(x),
        Opcode.Truncate => Math.Truncate(x),
        Opcode.Pow => Math.Pow(x, y),
        Opcode.Exp => Math.Exp(x),
        Opcode.Log => Math.Log(x),
        Opcode.Log2 => Math.Log(x) / Math.Log(2),
        Opcode.Log10 => Math.Log10(x),
        Opcode.Sin => Math.Sin(x),
        Opcode.Cos => Math.Cos(x),
        Opcode.Tan => Math.Tan(x),
        Opcode.Asin => Math.Asin(x),
        Opcode.Acos => Math.Acos(x),
        Opcode.Atan => Math.Atan(x),
        Opcode.Atan2 => Math.Atan2(x, y),
        Opcode.Sinh => Math.Sinh(x),
        Opcode.Cosh => Math.Cosh(x),
        Opcode.Tanh => Math.Tanh(x),
        Opcode.Cbrt => x < 0 ? -Math.Pow(-x, 1.0 / 3) : Math.Pow(x, 1.0 / 3),
        _ => double.NaN,
    };

    private static double OfIntegers(Instruction instruction, double x, double y, double z) => instruction.Opcode switch
    {
        Opcode.And or Opcode.Or or Opcode.ExclusiveOr or Opcode.Not or Opcode.ShiftLeft or Opcode.ShiftRight or Opcode.ShiftRightUnsigned
            => IntegerArithmetic.Evaluate(instruction, (long)x, (long)y) ?? 0,
        Opcode.Index => x,
        Opcode.Divide => y == 0 ? 0 : Wrap(Math.Truncate(x / y)),
        Opcode.Remainder => y == 0 ? 0 : x % y,
        Opcode.ToInteger => double.IsNaN(x) ? 0 : Math.Min(Math.Max(Math.Truncate(x), int.MinValue), int.MaxValue),
        Opcode.Clamp or Opcode.Sign or Opcode.Absolute or Opcode.Min or Opcode.Max => OfDoubles(instruction.Opcode, x, y, z),
        _ => Wrap(OfDoubles(instruction.Opcode, x, y)),
    };

    private static double Wrap(double value) => unchecked((int)(long)value);

    private static bool Truth(Opcode opcode, double x, double y) => opcode switch
    {
        Opcode.Equal => x == y,
        Opcode.NotEqual or Opcode.ExclusiveOr => x != y,
        Opcode.Less => x < y,
        Opcode.LessOrEqual => x <= y,
        Opcode.Greater => x > y,
        Opcode.GreaterOrEqual => x >= y,
        Opcode.And => x != 0 && y != 0,
        Opcode.Or => x != 0 || y != 0,
        _ => x == 0,
    };
}
