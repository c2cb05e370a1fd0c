using System.Collections.Generic;
using System.Linq;
using Descent.Generator.IR;
using Descent.Generator.Reading;

namespace Descent.Generator.Analyzers.Mathematics;

/// <summary>
/// Finds computed numbers that are compared for equality: rounding decides. A comparison with 0, of a hyperparameter or a count of weights with a constant, or of a
/// state with what it starts from asks for what somebody set; one with itself or with infinity for what no rounding makes.
/// </summary>
internal static class Equality
{
    public static IEnumerable<Finding> Run(RuleUnderCheck rule)
        => from method in rule.Methods
           let program = method.Simplified
           from comparison in program.Instructions
           where comparison.Opcode is Opcode.Equal or Opcode.NotEqual
           let left = program[comparison.Operands[0]]
           let right = program[comparison.Operands[1]]
           where left.Type == ScalarType.Double && left != right && !new[] { left, right }.Any(IsExact) && !new[] { left, right }.All(IsSet)
           select new Finding(DiagnosticIds.FloatingPointEquality, comparison.Site, rule.TextOf(left), rule.TextOf(right));

    private static bool IsExact(Instruction operand) => operand is { IsConstant: true, DoubleValue: 0 or double.PositiveInfinity or double.NegativeInfinity };

    private static bool IsSet(Instruction operand)
        => operand.Opcode is Opcode.Constant or Opcode.Hyperparameter or Opcode.Length or Opcode.Rows or Opcode.Columns
            || operand is { Opcode: Opcode.Load, Slot.IsState: true };
}
