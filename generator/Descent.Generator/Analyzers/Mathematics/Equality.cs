using System.Collections.Generic;
using System.Linq;
using Descent.Generator.IR;
using Descent.Generator.Reading;

namespace Descent.Generator.Analyzers.Mathematics;

/// <summary>
/// Finds computed numbers that are compared for equality: rounding decides. A comparison with 0, of a hyperparameter or a count of weights with a constant, or of a
/// state with what it starts from asks for what somebody set; one with itself or with infinity for what no rounding makes. Nor does it make other numbers of signs, and of what is
/// added and multiplied of them.
/// </summary>
internal static class Equality
{
    public static IEnumerable<Finding> Run(RuleUnderCheck rule)
        => from method in rule.Methods
           let program = method.Simplified
           let isWhole = WholeNumbers(program)
           from comparison in program.Instructions
           where comparison.Opcode is Opcode.Equal or Opcode.NotEqual
           let left = program[comparison.Operands[0]]
           let right = program[comparison.Operands[1]]
           where left.Type == ScalarType.Double && left != right && !new[] { left, right }.Any(IsExact) && !new[] { left, right }.All(IsSet) && !comparison.Operands.All(operand => isWhole[operand])
           select new Finding(DiagnosticIds.FloatingPointEquality, comparison.Site, rule.TextOf(left), rule.TextOf(right));

    /// <summary>Which values are whole numbers by what they are made of: signs and constants.</summary>
    private static bool[] WholeNumbers(Program program)
    {
        var isWhole = new bool[program.Count];
        for (var value = 0; value < program.Count; value++)
        {
            var instruction = program[value];
            isWhole[value] = instruction.Opcode switch
            {
                Opcode.Constant => instruction.Type == ScalarType.Double && instruction.DoubleValue == System.Math.Truncate(instruction.DoubleValue),
                Opcode.Sign => true,
                Opcode.Phi or Opcode.Select => instruction.Operands.Skip(1).All(operand => isWhole[operand]),
                Opcode.Add or Opcode.Subtract or Opcode.Multiply or Opcode.Negate or Opcode.Absolute or Opcode.Min or Opcode.Max => instruction.Operands.All(operand => isWhole[operand]),
                _ => false,
            };
        }

        return isWhole;
    }

    private static bool IsExact(Instruction operand) => operand is { IsConstant: true, DoubleValue: 0 or double.PositiveInfinity or double.NegativeInfinity };

    private static bool IsSet(Instruction operand)
        => operand.Opcode is Opcode.Constant or Opcode.Hyperparameter or Opcode.Length or Opcode.Rows or Opcode.Columns
            || operand is { Opcode: Opcode.Load, Slot.IsState: true };
}
