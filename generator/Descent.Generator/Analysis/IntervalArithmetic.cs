using System;
using System.Collections.Generic;
using Descent.Generator.IR;

namespace Descent.Generator.Analysis;

/// <summary>What an operation makes of intervals.</summary>
/// <param name="instruction">The operation.</param>
/// <param name="x">The first operand.</param>
/// <param name="y">The second; every number if there is none.</param>
/// <param name="z">The third.</param>
/// <param name="isSame">Whether the first two are one value.</param>
internal delegate Interval IntervalRule(Instruction instruction, Interval x, Interval y, Interval z, bool isSame);

/// <summary>
/// What each operation makes of intervals. What rises with its operand takes an interval to that of its ends; what is not known better is
/// every number, which is never wrong, and says so.
/// </summary>
internal static class IntervalArithmetic
{
    private static readonly IntervalRule s_anything = (instruction, _, _, _, _) => instruction.Type == ScalarType.Boolean ? Interval.Truth : Interval.All;

    private static readonly Interval s_integers = new(int.MinValue, int.MaxValue);

    /// <summary>The operations of <see cref="OperationTraits.Pure"/>.</summary>
    public static readonly OpcodeTable<IntervalRule> Table = new(
        new Dictionary<Opcode, IntervalRule>
        {
            [Opcode.Add] = (_, x, y, _, _) => x + y,
            [Opcode.Subtract] = (_, x, y, _, isSame) => isSame ? Interval.Of(0) : x - y,
            [Opcode.Multiply] = (_, x, y, _, isSame) => isSame ? x.ToPower(2) : x * y,
            [Opcode.Divide] = (instruction, x, y, _, _) => instruction.Type == ScalarType.Integer ? (x / y).Increasing(Math.Truncate) : x / y,
            [Opcode.Remainder] = (_, x, y, _, _) => x.Low >= 0 ? new(0, Math.Min(x.High, y.Absolute().High)) : Symmetric(Math.Min(x.Absolute().High, y.Absolute().High)),
            [Opcode.Negate] = (_, x, _, _, _) => -x,
            [Opcode.Equal] = Truth((x, y) => x.IsPoint && x == y ? true : AreApart(x, y) ? false : null),
            [Opcode.NotEqual] = Truth((x, y) => x.IsPoint && x == y ? false : AreApart(x, y) ? true : null),
            [Opcode.Less] = Truth((x, y) => x.IsLess(y)),
            [Opcode.LessOrEqual] = Truth((x, y) => x.IsLessOrEqual(y)),
            [Opcode.Greater] = Truth((x, y) => y.IsLess(x)),
            [Opcode.GreaterOrEqual] = Truth((x, y) => y.IsLessOrEqual(x)),
            [Opcode.And] = Truth((x, y) => x.High == 0 || y.High == 0 ? false : x.Low == 1 && y.Low == 1 ? true : null),
            [Opcode.Or] = Truth((x, y) => x.Low == 1 || y.Low == 1 ? true : x.High == 0 && y.High == 0 ? false : null),
            [Opcode.ExclusiveOr] = s_anything,
            [Opcode.Not] = Truth((x, _) => x.IsPoint ? x.Low == 0 : null),
            [Opcode.ShiftLeft] = s_anything,
            [Opcode.ShiftRight] = s_anything,
            [Opcode.ShiftRightUnsigned] = s_anything,
            [Opcode.ToDouble] = (_, x, _, _, _) => x,
            [Opcode.Index] = s_anything,
            [Opcode.SquareRoot] = (_, x, _, _, _) => x.Low >= 0 ? x.Increasing(Math.Sqrt) : Interval.NonNegative,
            [Opcode.Absolute] = (_, x, _, _, _) => x.Absolute(),
            [Opcode.Min] = (_, x, y, _, _) => new(Math.Min(x.Low, y.Low), Math.Min(x.High, y.High)),
            [Opcode.Max] = (_, x, y, _, _) => new(Math.Max(x.Low, y.Low), Math.Max(x.High, y.High)),
            [Opcode.CopySign] = (_, x, y, _, _) => y.Low > 0 ? x.Absolute() : Symmetric(x.Absolute().High),
            [Opcode.Clamp] = (_, x, y, z, _) => new(Math.Min(Math.Max(x.Low, y.Low), z.High), Math.Max(Math.Min(x.High, z.High), y.Low)),
            [Opcode.FusedMultiplyAdd] = (_, x, y, z, isSame) => (isSame ? x.ToPower(2) : x * y) + z,
            [Opcode.MultiplyAdd] = (_, x, y, z, isSame) => (isSame ? x.ToPower(2) : x * y) + z,
            [Opcode.VectorDivide] = (_, x, y, _, _) => x / y,
            [Opcode.VectorSin] = (_, _, _, _, _) => Symmetric(1),
            [Opcode.VectorCos] = (_, _, _, _, _) => Symmetric(1),
            [Opcode.VectorTan] = s_anything,
            [Opcode.VectorAsin] = (_, _, _, _, _) => Symmetric(Math.PI / 2),
            [Opcode.VectorAcos] = (_, _, _, _, _) => new(0, Math.PI),
            [Opcode.VectorAtan2] = (_, _, _, _, _) => Symmetric(Math.PI),
            [Opcode.VectorCosh] = (_, _, _, _, _) => new(1, double.PositiveInfinity),
            [Opcode.VectorPow] = (_, x, y, _, _) => Power(x, y),
            [Opcode.Pow] = (_, x, y, _, _) => Power(x, y),
            [Opcode.Sin] = (_, _, _, _, _) => Symmetric(1),
            [Opcode.Cos] = (_, _, _, _, _) => Symmetric(1),
            [Opcode.Tan] = s_anything,
            [Opcode.Asin] = (_, _, _, _, _) => Symmetric(Math.PI / 2),
            [Opcode.Acos] = (_, _, _, _, _) => new(0, Math.PI),
            [Opcode.Atan2] = (_, _, _, _, _) => Symmetric(Math.PI),
            [Opcode.Hypot] = (_, _, _, _, _) => Interval.NonNegative,
            [Opcode.Cosh] = (_, _, _, _, _) => new(1, double.PositiveInfinity),
        },
        operation => operation.Is(OperationTraits.Increasing)
            ? (_, x, _, _, _) => operation.Is(OperationTraits.NaNBelowZero) && x.Low < 0 ? Interval.All : x.Increasing(value => operation.OfDoubles!(value, 0, 0))
            : null);

    /// <summary>The values of an operation that depends on its operands alone.</summary>
    /// <param name="instruction">The operation.</param>
    /// <param name="operands">The operands, three at most.</param>
    public static Interval Evaluate(Instruction instruction, IReadOnlyList<Interval> operands)
    {
        var result = Table[instruction.Opcode](
            instruction, operands[0], operands.Count > 1 ? operands[1] : Interval.All, operands.Count > 2 ? operands[2] : Interval.All,
            instruction.Operands.Count > 1 && instruction.Operands[0] == instruction.Operands[1]);
        return instruction.Type == ScalarType.Integer && BeginsAnew(result) ? s_integers : result;
    }

    /// <summary>
    /// Whether a whole number is out of the range of an int, where C# begins anew at the other end. What only steps from 2²² on, or a hyperparameter without a
    /// bound, lead there is not: <c>t + 1</c> is positive in any training.
    /// </summary>
    private static bool BeginsAnew(Interval x) => x.Low > int.MaxValue || x.High < int.MinValue || x.Absolute().High is > 1L << 40 and < double.PositiveInfinity;

    private static Interval Symmetric(double bound) => new(-bound, bound);

    private static Interval Power(Interval x, Interval y) => (x, y) switch
    {
        ({ Low: >= 0 }, _) => Interval.Corners(x, y, Math.Pow),
        (_, { IsPoint: true }) when y.Low % 2 == 0 => Interval.Corners(x.Absolute(), y, Math.Pow),
        _ => Interval.All,
    };

    private static bool AreApart(Interval x, Interval y) => x.IsLess(y) == true || y.IsLess(x) == true;

    /// <summary>What gives a truth; of ints, which it takes bit by bit, nothing is known. A value compared with itself may be NaN.</summary>
    private static IntervalRule Truth(Func<Interval, Interval, bool?> holds) => (instruction, x, y, _, isSame) => instruction.Type != ScalarType.Boolean ? Interval.All
        : !isSame && holds(x, y) is { } known ? Interval.Of(known ? 1 : 0) : Interval.Truth;
}
