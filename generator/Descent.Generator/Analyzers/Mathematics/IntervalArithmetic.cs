using System;
using Descent.Generator.IR;
using Descent.Generator.Trials;

namespace Descent.Generator.Analyzers.Mathematics;

/// <summary>What each operation makes of intervals. What is not known better is every number, which is never wrong.</summary>
internal static class IntervalArithmetic
{
    /// <summary>The values of an operation that depends on its operands alone.</summary>
    /// <param name="instruction">The operation.</param>
    /// <param name="x">The first operand.</param>
    /// <param name="y">The second, if there is one.</param>
    /// <param name="z">The third.</param>
    /// <param name="isSame">Whether the first two are one value.</param>
    public static Interval Evaluate(Instruction instruction, Interval x, Interval y, Interval z, bool isSame)
    {
        var opcode = instruction.Opcode;
        return opcode switch
        {
            Opcode.Divide when instruction.Type == ScalarType.Integer => (x / y).Increasing(Math.Truncate),
            _ when instruction.Type == ScalarType.Boolean => Truth(opcode, x, y, isSame),
            Opcode.Add => x + y,
            Opcode.Subtract => isSame ? Interval.Of(0) : x - y,
            Opcode.Multiply => isSame ? x.ToPower(2) : x * y,
            Opcode.Divide => x / y,
            Opcode.Remainder => x.Low >= 0 ? new(0, Math.Min(x.High, y.Absolute().High)) : Symmetric(Math.Min(x.Absolute().High, y.Absolute().High)),
            Opcode.Negate => -x,
            Opcode.ToDouble or Opcode.Broadcast => x,
            Opcode.ToInteger => x.Increasing(Math.Truncate),
            Opcode.SquareRoot => x.Low >= 0 ? x.Increasing(Math.Sqrt) : Interval.NonNegative,
            Opcode.Absolute => x.Absolute(),
            Opcode.Min => new(Math.Min(x.Low, y.Low), Math.Min(x.High, y.High)),
            Opcode.Max => new(Math.Max(x.Low, y.Low), Math.Max(x.High, y.High)),
            Opcode.Clamp => new(Math.Min(Math.Max(x.Low, y.Low), z.High), Math.Max(Math.Min(x.High, z.High), y.Low)),
            Opcode.CopySign => y.Low >= 0 ? x.Absolute() : Symmetric(x.Absolute().High),
            Opcode.FusedMultiplyAdd or Opcode.MultiplyAdd => (isSame ? x.ToPower(2) : x * y) + z,
            Opcode.Sign or Opcode.Floor or Opcode.Ceiling or Opcode.Round or Opcode.Truncate or Opcode.Exp or Opcode.Atan or Opcode.Sinh or Opcode.Tanh or Opcode.Cbrt
                => x.Increasing(value => Arithmetic.OfDoubles(opcode, value)),
            Opcode.Log or Opcode.Log2 or Opcode.Log10 when x.Low >= 0 => x.Increasing(value => Arithmetic.OfDoubles(opcode, value)),
            Opcode.Pow => Power(x, y),
            Opcode.Sin or Opcode.Cos => Symmetric(1),
            Opcode.Cosh => new(1, double.PositiveInfinity),
            Opcode.Atan2 => Symmetric(Math.PI),
            Opcode.Length => new(1, double.PositiveInfinity),
            Opcode.Reduce => (ReductionKind)instruction.Bits == ReductionKind.Sum ? x * new Interval(1, double.PositiveInfinity) : x,
            _ => Interval.All,
        };
    }

    private static Interval Symmetric(double bound) => new(-bound, bound);

    private static Interval Power(Interval x, Interval y) => (x, y) switch
    {
        ({ Low: >= 0 }, _) => Interval.Corners(x, y, Math.Pow),
        (_, { IsPoint: true }) when y.Low % 2 == 0 => Interval.Corners(x.Absolute(), y, Math.Pow),
        _ => Interval.All,
    };

    private static Interval Truth(Opcode opcode, Interval x, Interval y, bool isSame)
    {
        bool? truth = opcode switch
        {
            _ when isSame => null,
            Opcode.Less => x.IsLess(y),
            Opcode.LessOrEqual => x.IsLessOrEqual(y),
            Opcode.Greater => y.IsLess(x),
            Opcode.GreaterOrEqual => y.IsLessOrEqual(x),
            Opcode.Equal or Opcode.NotEqual when x.IsPoint && x == y => opcode == Opcode.Equal,
            Opcode.Equal or Opcode.NotEqual when x.IsLess(y) == true || y.IsLess(x) == true => opcode == Opcode.NotEqual,
            Opcode.And => x.High == 0 || y.High == 0 ? false : x.Low == 1 && y.Low == 1 ? true : null,
            Opcode.Or => x.Low == 1 || y.Low == 1 ? true : x.High == 0 && y.High == 0 ? false : null,
            Opcode.Not when x.IsPoint => x.Low == 0,
            _ => null,
        };
        return truth is { } known ? Interval.Of(known ? 1 : 0) : Interval.Truth;
    }
}
