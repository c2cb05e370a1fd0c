using Descent.Generator.IR;

namespace Descent.Generator.Analysis;

/// <summary>
/// Finds what each value depends on: what its operands do together, the condition of a choice included. A reduction removes the axes of the
/// weights but for that of its rows or columns, and over the optimizer that of the tensor; a broadcast adds those of the weights.
/// </summary>
internal static class AxesOf
{
    public static Axes[] Values(Program program)
    {
        var axes = new Axes[program.Count];
        for (var value = 0; value < program.Count; value++)
        {
            var instruction = program[value];
            var operands = Axes.None;
            foreach (var operand in instruction.Operands)
            {
                operands |= axes[operand];
            }

            axes[value] = instruction.Opcode switch
            {
                Opcode.Hyperparameter or Opcode.Step or Opcode.Argument => Axes.Step,

                // What the optimizer keeps is known when the step begins.
                Opcode.Load => instruction.Scope == Axes.Optimizer ? Axes.Step : instruction.Scope | Axes.Step,
                Opcode.Length or Opcode.Rows or Opcode.Columns => Axes.Tensor,
                Opcode.Reduce => instruction.IsOverOptimizer ? (operands & ~(Axes.Weight | Axes.Tensor)) | Axes.Optimizer : (operands & ~Axes.Weight) | Axes.Tensor | instruction.Scope,
                Opcode.Whole => Axes.Step | Axes.Tensor | Axes.Weight,
                Opcode.Broadcast => operands | Axes.Weight,
                _ => operands,
            };
        }

        return axes;
    }
}
