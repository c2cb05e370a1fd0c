using System;
using System.Collections.Generic;
using System.Linq;
using Descent.Generator.IR;

namespace Descent.Generator.Passes;

/// <summary>
/// Computes what has constant operands and takes the branch of a constant condition. Only operations with one right answer by IEEE 754
/// are folded: <c>Pow</c>, <c>Exp</c> and their like are the platform's and stay.
/// </summary>
internal static class FoldConstants
{
    public static Program Run(Program program)
    {
        var builder = new ProgramBuilder();
        var map = new int[program.Count];
        var regions = new Stack<Region>();
        for (var value = 0; value < program.Count; value++)
        {
            var instruction = program[value];
            var isSkipped = regions.Count > 0 && regions.Peek().IsSkipping;
            switch (instruction.Opcode)
            {
                case Opcode.If:
                    var condition = isSkipped ? null : builder[map[instruction.Operands[0]]];
                    regions.Push(new Region(isSkipped, isSkipped || condition!.IsConstant, condition is { IsConstant: true } ? condition.Bits != 0 : null));
                    break;
                case Opcode.Loop:
                    regions.Push(new Region(isSkipped, isSkipped, null));
                    break;
                case Opcode.Else:
                    regions.Peek().IsInElse = true;
                    break;
            }

            var isDropped = regions.Count > 0 && regions.Peek().IsDropped && instruction.Opcode is Opcode.If or Opcode.Else or Opcode.End;
            if (instruction.Opcode == Opcode.End)
            {
                isDropped = regions.Pop().IsDropped;
            }

            if (!isSkipped && !isDropped && !(instruction.Opcode == Opcode.If && regions.Peek().IsDropped))
            {
                map[value] = Fold(instruction, map, builder);
            }
        }

        return builder.ToProgram();
    }

    private static int Fold(Instruction instruction, int[] map, ProgramBuilder builder)
    {
        if (instruction.Opcode is Opcode.Phi or Opcode.Select && builder[map[instruction.Operands[0]]] is { IsConstant: true } condition)
        {
            return map[instruction.Operands[condition.Bits != 0 ? 1 : 2]];
        }

        var operands = instruction.Operands.Select(operand => builder[map[operand]]).ToList();
        if (operands.Count is 0 or > 2 || instruction.IsControl || operands.Any(operand => !operand.IsConstant))
        {
            return builder.AddMapped(instruction, map);
        }

        var (left, right) = (operands[0], operands[operands.Count - 1]);
        return left.Type switch
        {
            ScalarType.Double when Double(instruction.Opcode, left.DoubleValue, right.DoubleValue) is { } folded
                => builder.Constant(double.IsNaN(folded) ? double.NaN : folded, instruction.Site),
            ScalarType.Double when instruction.Opcode == Opcode.ToInteger && IntegerArithmetic.Truncate(left.DoubleValue, instruction.IsChecked) is { } folded
                => builder.Constant(folded, instruction.Site),
            ScalarType.Double when Compare(instruction.Opcode, left.DoubleValue, right.DoubleValue) is { } folded
                => builder.Constant(folded, instruction.Site),
            ScalarType.Integer when instruction.Opcode == Opcode.ToDouble => builder.Constant((double)left.Bits, instruction.Site),
            ScalarType.Integer when IntegerArithmetic.Evaluate(instruction, left.Bits, right.Bits) is { } folded => builder.Constant(folded, instruction.Site),
            ScalarType.Integer when Compare(instruction.Opcode, left.Bits, right.Bits) is { } folded => builder.Constant(folded, instruction.Site),
            ScalarType.Boolean when Boolean(instruction.Opcode, left.Bits != 0, right.Bits != 0) is { } folded
                => builder.Constant(folded, instruction.Site),
            _ => builder.AddMapped(instruction, map),
        };
    }

    private static double? Double(Opcode opcode, double left, double right) => opcode switch
    {
        Opcode.Add => left + right,
        Opcode.Subtract => left - right,
        Opcode.Multiply => left * right,
        Opcode.Divide => left / right,
        Opcode.Negate => -left,
        Opcode.SquareRoot => Math.Sqrt(left),
        Opcode.Absolute => Math.Abs(left),
        _ => null,
    };

    private static bool? Compare(Opcode opcode, double left, double right) => opcode switch
    {
        Opcode.Equal => left == right,
        Opcode.NotEqual => left != right,
        Opcode.Less => left < right,
        Opcode.LessOrEqual => left <= right,
        Opcode.Greater => left > right,
        Opcode.GreaterOrEqual => left >= right,
        _ => null,
    };

    private static bool? Boolean(Opcode opcode, bool left, bool right) => opcode switch
    {
        Opcode.And => left & right,
        Opcode.Or => left | right,
        Opcode.ExclusiveOr or Opcode.NotEqual => left ^ right,
        Opcode.Equal => left == right,
        Opcode.Not => !left,
        _ => null,
    };

    /// <summary>An open region: whether all of it is skipped, whether its brackets are dropped, and which arm of it is taken if that is known.</summary>
    private sealed class Region(bool isSkipped, bool isDropped, bool? taken)
    {
        public bool IsDropped { get; } = isDropped;

        public bool IsInElse { get; set; }

        public bool IsSkipping => isSkipped || taken == IsInElse;
    }
}
