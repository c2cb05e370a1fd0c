using System;
using System.Collections.Generic;
using Descent.Generator.Model;
using Descent.Generator.IR;

namespace Descent.Generator.Analyzers.Mathematics;

/// <summary>
/// What a moving average that started at 0 is divided by, <c>1 − βᵗ</c>: with <c>Math.Pow(β, t)</c>, with <c>Math.Exp(t * Math.Log(β))</c>, or
/// with a state that is multiplied by β at each step.
/// </summary>
/// <param name="Value">The difference.</param>
/// <param name="Decay">β.</param>
/// <param name="Offset">What is added to the step number.</param>
internal sealed record BiasCorrection(int Value, int Decay, long Offset)
{
    public static IEnumerable<BiasCorrection> All(RuleUnderCheck rule)
    {
        var values = rule.Values;
        for (var value = 0; value < values.Program.Count; value++)
        {
            if (values.ComplementOf(value) is { } power && (OfPower(values.Program, value, power) ?? OfRunningProduct(rule, values, value, power)) is { } correction)
            {
                yield return correction;
            }
        }
    }

    private static BiasCorrection? OfPower(Program program, int value, int power)
    {
        var operands = program[power].Operands;
        switch (program[power].Opcode)
        {
            case Opcode.Pow when StepOffset(program, operands[1]) is { } offset:
                return new(value, operands[0], offset);
            case Opcode.Exp when program[operands[0]] is { Opcode: Opcode.Multiply } exponent:
                var (first, second) = (exponent.Operands[0], exponent.Operands[1]);
                return program[first].Opcode == Opcode.Log && StepOffset(program, second) is { } after ? new(value, program[first].Operands[0], after)
                    : program[second].Opcode == Opcode.Log && StepOffset(program, first) is { } before ? new(value, program[second].Operands[0], before)
                    : null;
            default:
                return null;
        }
    }

    /// <summary>The product as it was stored by the last step, as this step stores it, or one factor further.</summary>
    private static BiasCorrection? OfRunningProduct(RuleUnderCheck rule, Values values, int value, int power)
    {
        foreach (var state in rule.Model.States)
        {
            var slot = state.Slot;
            if (state.Source == StateSource.Constant && BitConverter.Int64BitsToDouble(state.InitialBits) == 1
                && values.StoredIn(slot) is { } stored && OtherFactor(stored, IsState) is { } decay
                && (IsState(power) ? (decay, -1)
                    : values.AreEqual(power, stored) ? (decay, 0)
                    : OtherFactor(power, factor => values.AreEqual(factor, stored)) is { } next ? (next, 1)
                    : default((int Decay, int Offset)?)) is { } found)
            {
                return new(value, found.Decay, found.Offset);
            }

            bool IsState(int factor) => values.Program[factor] is { Opcode: Opcode.Load } load && load.Slot == slot;
        }

        return null;

        int? OtherFactor(int product, Func<int, bool> isOne)
            => values.Program[product] is not { Opcode: Opcode.Multiply, Operands: var factors } ? null
                : isOne(factors[0]) ? factors[1]
                : isOne(factors[1]) ? factors[0]
                : null;
    }

    /// <summary>What is added to the step number in a value; <see langword="null"/> if it is not the step number.</summary>
    private static long? StepOffset(Program program, int value)
    {
        var exponent = program[Unconverted(value)];
        if (exponent.Opcode == Opcode.Step)
        {
            return 0;
        }

        if (exponent.Opcode is not (Opcode.Add or Opcode.Subtract))
        {
            return null;
        }

        var (left, right) = (program[Unconverted(exponent.Operands[0])], program[Unconverted(exponent.Operands[1])]);
        return left.Opcode == Opcode.Step && Constant(right) is { } added ? (exponent.Opcode == Opcode.Add ? added : -added)
            : exponent.Opcode == Opcode.Add && right.Opcode == Opcode.Step ? Constant(left)
            : null;

        int Unconverted(int operand) => program[operand].Opcode == Opcode.ToDouble ? program[operand].Operands[0] : operand;

        static long? Constant(Instruction instruction) => instruction switch
        {
            { IsConstant: true, Type: ScalarType.Integer } => instruction.Bits,
            { IsConstant: true, Type: ScalarType.Double } when Math.Abs(instruction.DoubleValue) < int.MaxValue && instruction.DoubleValue == Math.Floor(instruction.DoubleValue) => (long)instruction.DoubleValue,
            _ => null,
        };
    }
}
