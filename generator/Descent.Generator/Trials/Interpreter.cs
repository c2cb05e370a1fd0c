using System.Collections.Generic;
using System.Linq;
using Descent.Generator.IR;

namespace Descent.Generator.Trials;

/// <summary>
/// Runs a body without calls on numbers, in <c>double</c>, for one of the weights of a tensor whose weights are all alike: a reduction is
/// then known from the one weight.
/// </summary>
internal static class Interpreter
{
    /// <summary>How many weights the tensor has.</summary>
    public const int Weights = 4;

    /// <summary>Runs a body.</summary>
    /// <param name="program">The body.</param>
    /// <param name="hyperparameters">The value of each hyperparameter.</param>
    /// <param name="step">The step number.</param>
    /// <param name="slots">What is loaded and stored.</param>
    /// <param name="replaced">An instruction whose value is another one, to see what depends on it.</param>
    /// <returns>The value of each instruction, NaN for one that was not reached; <see langword="null"/> if the C# would throw.</returns>
    public static double[]? Run(Program program, IReadOnlyDictionary<string, double> hyperparameters, int step, Dictionary<Slot, double> slots, (int Value, double Number)? replaced = null)
    {
        var values = new double[program.Count];
        var regions = new Stack<Region>();
        for (var value = 0; value < program.Count; value++)
        {
            var instruction = program[value];
            var isReached = regions.Count == 0 || regions.Peek().IsReached;
            values[value] = double.NaN;
            switch (instruction.Opcode)
            {
                case Opcode.If:
                    regions.Push(new(isReached, isReached && values[instruction.Operands[0]] != 0));
                    break;
                case Opcode.Else:
                    regions.Push(regions.Pop().Other);
                    break;
                case Opcode.End:
                    regions.Pop();
                    break;
                case Opcode.Store when isReached:
                    slots[instruction.Slot!] = values[instruction.Operands[0]];
                    break;
                case var _ when isReached && !instruction.IsControl:
                    if (Evaluate(program, instruction, values, hyperparameters, step, slots) is not { } result)
                    {
                        return null;
                    }

                    values[value] = result;
                    if (replaced is { } other && other.Value == value)
                    {
                        values[value] = other.Number;
                    }

                    break;
            }
        }

        return values;
    }

    /// <summary>The value of an instruction; <see langword="null"/> if the C# would throw.</summary>
    private static double? Evaluate(Program program, Instruction instruction, double[] values, IReadOnlyDictionary<string, double> hyperparameters, int step, Dictionary<Slot, double> slots)
    {
        var operands = instruction.Operands;
        return instruction.Opcode switch
        {
            Opcode.Constant => instruction.Type == ScalarType.Double ? instruction.DoubleValue : instruction.Bits,
            Opcode.Hyperparameter => hyperparameters[instruction.Hyperparameter!],
            Opcode.Step => step,
            Opcode.Length or Opcode.Columns => Weights,
            Opcode.Rows => 1,
            Opcode.Load => slots[instruction.Slot!],
            Opcode.Phi or Opcode.Select => values[operands[values[operands[0]] != 0 ? 1 : 2]],
            Opcode.Reduce => instruction is { Reduction: ReductionKind.Sum, IsOfEachRow: false, Scope: not Axes.Column } ? Weights * values[operands[0]] : values[operands[0]],
            Opcode.Broadcast => values[operands[0]],

            // What a matrix becomes as a whole is not known of one weight: as good as any is what it was, whatever multiplies it.
            Opcode.Whole => operands.Items.Where((_, index) => instruction.Whole.Arguments[index].Kind == WholeKind.Values).Select(operand => values[operand]).FirstOrDefault(),
            Opcode.Written => values[operands[1]],
            // Where C# throws for one weight the loop goes on, with what is no number.
            Opcode.Sign when double.IsNaN(values[operands[0]]) => double.NaN,
            _ when instruction.Operation.Is(OperationTraits.Pure) => Evaluation.Of(instruction, program[operands[0]].Type, [.. operands.Select(operand => values[operand])]),

            // Nobody reads what is undefined; a body without calls has no arguments.
            _ => double.NaN,
        };
    }

    /// <summary>An open region: whether what is around it is reached, and whether its current arm is.</summary>
    private readonly record struct Region(bool IsAroundReached, bool IsReached)
    {
        public Region Other => this with { IsReached = IsAroundReached && !IsReached };
    }
}
