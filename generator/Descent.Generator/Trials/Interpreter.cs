using System.Collections.Generic;
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
    /// <returns>The value of each instruction, NaN for one that was not reached; <see langword="null"/> if the C# would throw.</returns>
    public static double[]? Run(Program program, IReadOnlyDictionary<string, double> hyperparameters, int step, Dictionary<string, double> slots)
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
                    slots[instruction.Symbol!] = values[instruction.Operands[0]];
                    break;
                case var opcode when isReached && !instruction.IsControl:
                    values[value] = opcode switch
                    {
                        Opcode.Hyperparameter => hyperparameters[instruction.Symbol!],
                        Opcode.Step => step,
                        Opcode.Length => Weights,
                        Opcode.Load => slots[instruction.Symbol!],
                        _ => Arithmetic.Evaluate(program, instruction, values),
                    };
                    if (Throws(program, instruction, values))
                    {
                        return null;
                    }

                    break;
            }
        }

        return values;
    }

    private static bool Throws(Program program, Instruction instruction, double[] values) => instruction.Opcode switch
    {
        Opcode.Divide or Opcode.Remainder => instruction.Type == ScalarType.Integer && values[instruction.Operands[1]] == 0,
        Opcode.Sign => program[instruction.Operands[0]].Type == ScalarType.Double && double.IsNaN(values[instruction.Operands[0]]),
        Opcode.Index => !(values[instruction.Operands[0]] >= 0 && values[instruction.Operands[0]] < instruction.Bits),
        Opcode.Clamp => values[instruction.Operands[1]] > values[instruction.Operands[2]],
        _ => false,
    };

    /// <summary>An open region: whether what is around it is reached, and whether its current arm is.</summary>
    private readonly record struct Region(bool IsAroundReached, bool IsReached)
    {
        public Region Other => this with { IsReached = IsAroundReached && !IsReached };
    }
}
