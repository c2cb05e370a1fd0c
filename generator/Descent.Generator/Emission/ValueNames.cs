using Descent.Generator.IR;

namespace Descent.Generator.Emission;

/// <summary>
/// Names for values that the author did not name, read off what they compute: <c>1 - Math.Pow(Beta1, t)</c> becomes
/// <c>oneMinusBeta1PowT</c>.
/// </summary>
internal static class ValueNames
{
    /// <summary>The name of a number whose formula is too long to be one.</summary>
    public const string Nameless = "hoisted";

    private const int LongestName = 40;

    /// <summary>How deep a formula is looked into: one that is deeper has no short name.</summary>
    private const int MaxDepth = 8;

    public static string Of(Program program, int value, string stepName)
    {
        return Spell(program, value, stepName, MaxDepth) is { } name ? Names.Camel(name) : program[value].Type == ScalarType.Boolean ? "condition" : Nameless;
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
                return instruction.Reduction.ToString();
            case Opcode.Length:
                return "length";
            case Opcode.Select:
                return null;
            case Opcode.Constant:
                return Number(instruction);
            case Opcode.Phi when program[instruction.Operands[2]] is { IsConstant: true, Bits: 0 }:
                return Spell(program, instruction.Operands[1], stepName, depth);
            case Opcode.Phi when program[instruction.Operands[1]] is { IsConstant: true, Bits: 0 }:
                return Spell(program, instruction.Operands[2], stepName, depth);
            case Opcode.ToDouble or Opcode.ToInteger:
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
        ScalarType.Double => constant.DoubleValue switch
        {
            0 => "zero",
            0.5 => "half",
            1 => "one",
            2 => "two",
            3 => "three",
            4 => "four",
            _ => null,
        },
        ScalarType.Integer => constant.Bits switch
        {
            0 => "zero",
            1 => "one",
            2 => "two",
            _ => null,
        },
        _ => null,
    };
}
