using System;
using Descent.Generator.Infrastructure;
using Descent.Generator.IR;

namespace Descent.Generator.Kernels;

/// <summary>
/// Names for values that the author did not name, read off what they compute: <c>1 - Math.Pow(Beta1, t)</c> becomes
/// <c>oneMinusBeta1PowT</c>.
/// </summary>
internal static class ValueNames
{
    private static readonly string[] s_numbers = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];

    private const int LongestName = 40;

    /// <summary>How deep a formula is looked into: one that is deeper has no short name.</summary>
    private const int MaxDepth = 8;

    /// <summary>The name of a value; <see langword="null"/> if its formula is too long to be one.</summary>
    public static string? Of(Program program, int value, string stepName)
        => Spell(program, value, stepName, MaxDepth) is { } name ? Names.Camel(name) : null;

    /// <summary>What a value that has no name of its own is to the one that takes it: <c>mHatDivisor</c>, <c>gradientFactor</c>.</summary>
    /// <param name="program">The program.</param>
    /// <param name="value">The value.</param>
    /// <param name="user">The instruction that takes it.</param>
    /// <param name="stepName">The author's name of the step number.</param>
    public static string? ByUse(Program program, int value, Instruction user, string stepName)
    {
        var isFirst = user.Operands[0] == value;
        var role = user.Opcode switch
        {
            Opcode.Multiply or Opcode.FusedMultiplyAdd or Opcode.MultiplyAdd => "Factor",
            Opcode.Divide or Opcode.VectorDivide => isFirst ? "Dividend" : "Divisor",
            Opcode.Add or Opcode.Subtract => "Offset",
            Opcode.Min or Opcode.Max or Opcode.Less or Opcode.LessOrEqual or Opcode.Greater or Opcode.GreaterOrEqual => "Bound",
            _ => null,
        };
        var other = role is null ? null : Spell(program, user.Operands[isFirst ? 1 : 0], stepName, MaxDepth) ?? user.Hint;
        return other is null ? null : Names.Camel(other) + role;
    }

    /// <summary>The name, or <see langword="null"/>: also for one too long, so that a formula that doubles with each step is not spelled out.</summary>
    private static string? Spell(Program program, int value, string stepName, int depth)
        => depth > 0 && SpellOut(program, value, stepName, depth - 1) is { Length: <= LongestName } name ? name : null;

    private static string? SpellOut(Program program, int value, string stepName, int depth)
    {
        var instruction = program[value];
        if (instruction.Hint is { } hint)
        {
            return hint;
        }

        switch (instruction.Opcode)
        {
            case Opcode.Hyperparameter:
                return instruction.Hyperparameter;
            case Opcode.Step:
                return stepName;
            case Opcode.Load:
                return instruction.Slot!.Name;
            case Opcode.Reduce:
                var terms = Spell(program, instruction.Operands[0], stepName, depth);
                var owner = instruction.Scope.IsWithinTensor() ? instruction.Scope.PerName() : "";
                return owner + (terms is null ? instruction.Reduction.ToString() : $"{instruction.Reduction}Of{Names.Pascal(terms)}");
            case Opcode.Length or Opcode.Rows or Opcode.Columns:
                return instruction.Operation.Name;
            case Opcode.Constant:
                return Number(instruction);
            case Opcode.Phi when program[instruction.Operands[2]] is { IsConstant: true, Bits: 0 }:
                return Spell(program, instruction.Operands[1], stepName, depth);
            case Opcode.Phi when program[instruction.Operands[1]] is { IsConstant: true, Bits: 0 }:
                return Spell(program, instruction.Operands[2], stepName, depth);
            case Opcode.Phi or Opcode.Select:
                var (whenTrue, whenFalse) = (Spell(program, instruction.Operands[1], stepName, depth), Spell(program, instruction.Operands[2], stepName, depth));
                return whenTrue is null || whenFalse is null ? null : $"{whenTrue}Or{Names.Pascal(whenFalse)}";
            case Opcode.Multiply when instruction.Operands[0] == instruction.Operands[1]:
                return Spell(program, instruction.Operands[0], stepName, depth) is { } factor ? "squared" + Names.Pascal(factor) : null;
            case Opcode.ToDouble or Opcode.ToInteger or Opcode.Broadcast:
                return Spell(program, instruction.Operands[0], stepName, depth);
        }

        var (prefix, infix) = (instruction.Operation.Prefix, instruction.Operation.Infix);
        if (prefix is null && infix is null)
        {
            return null;
        }

        var first = Spell(program, instruction.Operands[0], stepName, depth);
        if (first is null || infix is null)
        {
            return first is null ? null : prefix + Names.Pascal(first);
        }

        var second = Spell(program, instruction.Operands[1], stepName, depth);
        return second is null ? null : first + infix + Names.Pascal(second);
    }

    private static string? Number(Instruction constant) => constant.Type switch
    {
        ScalarType.Double => Number(constant.DoubleValue),
        ScalarType.Integer => Number(constant.Bits),
        _ => null,
    };

    private static string? Number(double number) => number switch
    {
        < 0 => Number(-number) is { } name ? "minus" + Names.Pascal(name) : null,
        0.25 => "quarter",
        0.5 => "half",
        >= 0 and <= 10 when number == Math.Floor(number) => s_numbers[(int)number],
        _ => null,
    };
}
