using System.Collections.Generic;
using System.Linq;
using Descent.Generator.IR;

namespace Descent.Generator.Passes;

/// <summary>
/// Computes what has constant operands and takes the branch of a constant condition; a choice between the very same value, constant or
/// hyperparameter is none, and does not depend on its condition. Only operations with one right answer by IEEE 754 are folded: <c>Pow</c>,
/// <c>Exp</c> and their like are the platform's and stay.
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
        if (instruction.Opcode is Opcode.Phi or Opcode.Select)
        {
            var (whenTrue, whenFalse) = (map[instruction.Operands[1]], map[instruction.Operands[2]]);
            if (builder[map[instruction.Operands[0]]] is { IsConstant: true } condition)
            {
                return condition.Bits != 0 ? whenTrue : whenFalse;
            }

            if (whenTrue == whenFalse)
            {
                return whenTrue;
            }

            if (AreSame(builder[whenTrue], builder[whenFalse]))
            {
                // What stands in an arm is not to be seen behind it.
                return builder.Add(builder[whenTrue] with { Hint = instruction.Hint ?? builder[whenTrue].Hint, Site = instruction.Site });
            }
        }

        var operands = instruction.Operands.Select(operand => builder[map[operand]]).ToList();
        if (operands.Count == 0 || operands.Any(operand => !operand.IsConstant) || !Evaluation.IsCertain(instruction, operands[0].Type)
            || Evaluation.Of(instruction, operands[0].Type, [.. operands.Select(Value)]) is not { } folded)
        {
            return builder.AddMapped(instruction, map);
        }

        return instruction.Type switch
        {
            ScalarType.Integer => builder.Constant((int)folded, instruction.Site),
            ScalarType.Boolean => builder.Constant(folded != 0, instruction.Site),
            _ => builder.Constant(double.IsNaN(folded) ? double.NaN : folded, instruction.Site),
        };
    }

    /// <summary>Whether two instructions name one constant, or one hyperparameter.</summary>
    private static bool AreSame(Instruction first, Instruction second)
        => first.Opcode == second.Opcode && first.Type == second.Type
            && (first.IsConstant ? first.Bits == second.Bits || (first.Type == ScalarType.Double && double.IsNaN(first.DoubleValue) && double.IsNaN(second.DoubleValue))
                : first.Opcode == Opcode.Hyperparameter && first.Hyperparameter == second.Hyperparameter);

    private static double Value(Instruction constant) => constant.Type == ScalarType.Double ? constant.DoubleValue : constant.Bits;

    /// <summary>An open region: whether all of it is skipped, whether its brackets are dropped, and which arm of it is taken if that is known.</summary>
    private sealed class Region(bool isSkipped, bool isDropped, bool? taken)
    {
        public bool IsDropped { get; } = isDropped;

        public bool IsInElse { get; set; }

        public bool IsSkipping => isSkipped || taken == IsInElse;
    }
}
