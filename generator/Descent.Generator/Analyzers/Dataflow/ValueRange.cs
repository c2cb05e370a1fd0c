using System;
using System.Linq;
using Descent.Generator.IR;
using Descent.Generator.Reading;

namespace Descent.Generator.Analyzers.Dataflow;

/// <summary>Between what a hyperparameter, a step number or a constant may lie; an open end is not reached.</summary>
internal readonly record struct ValueRange(double Low, bool IsLowOpen, double High, bool IsHighOpen)
{
    /// <summary>The range of a value; <see langword="null"/> for one that is computed.</summary>
    public static ValueRange? Of(Program program, int value, RuleModel rule) => program[value] switch
    {
        { Opcode: Opcode.Constant, Type: ScalarType.Double } constant => double.IsNaN(constant.DoubleValue) ? null : Exactly(constant.DoubleValue),
        { Opcode: Opcode.Constant, Type: ScalarType.Integer } constant => Exactly(constant.Bits),
        { Opcode: Opcode.Step } => new(1, false, int.MaxValue, false),
        { Opcode: Opcode.Hyperparameter } use => rule.Hyperparameters.FirstOrDefault(model => model.Name == use.Symbol) is { } model ? Of(model) : null,
        { Opcode: Opcode.ToDouble } conversion => Of(program, conversion.Operands[0], rule),
        _ => null,
    };

    public static ValueRange? Of(HyperparameterModel model)
    {
        if (model.Kind is not (HyperparameterKind.Double or HyperparameterKind.Integer))
        {
            return null;
        }

        var (min, max) = (BitConverter.Int64BitsToDouble(model.Min), BitConverter.Int64BitsToDouble(model.Max));
        var (above, below) = (BitConverter.Int64BitsToDouble(model.Above), BitConverter.Int64BitsToDouble(model.Below));
        var isLowOpen = !(min > above) && !double.IsNaN(above);
        var isHighOpen = !(max < below) && !double.IsNaN(below);
        return new(
            isLowOpen ? above : double.IsNaN(min) ? double.NegativeInfinity : min, isLowOpen,
            isHighOpen ? below : double.IsNaN(max) ? double.PositiveInfinity : max, isHighOpen);
    }

    /// <summary>Whether every value of this range is less than every value of another; <see langword="false"/>: none is.</summary>
    public bool? IsLess(ValueRange other)
        => High < other.Low || (High == other.Low && (IsHighOpen || other.IsLowOpen)) ? true
            : Low >= other.High ? false
            : null;

    /// <summary>As <see cref="IsLess"/>, for less than or equal.</summary>
    public bool? IsLessOrEqual(ValueRange other) => !other.IsLess(this);

    private static ValueRange Exactly(double value) => new(value, false, value, false);
}
