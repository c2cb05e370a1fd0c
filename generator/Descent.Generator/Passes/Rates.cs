using Descent.Generator.IR;

namespace Descent.Generator.Passes;

/// <summary>
/// Finds how often each value changes: as often as the operand that changes most often, the condition of a choice included; a reduction
/// changes from tensor to tensor, or is the same for all tensors of the optimizer.
/// </summary>
internal static class Rates
{
    public static Rate[] Of(Program program)
    {
        var rates = new Rate[program.Count];
        for (var value = 0; value < program.Count; value++)
        {
            var instruction = program[value];
            rates[value] = instruction.Opcode switch
            {
                Opcode.Load => instruction.Scope switch
                {
                    StateScope.Tensor => Rate.Tensor,
                    StateScope.Step or StateScope.Optimizer => Rate.Step,
                    _ => Rate.Element,
                },
                Opcode.Broadcast => Rate.Element,
                Opcode.Reduce => instruction.IsOverOptimizer ? Rate.Optimizer : Rate.Tensor,
                Opcode.Length => Rate.Tensor,
                Opcode.Hyperparameter or Opcode.Step or Opcode.Argument => Rate.Step,
                _ => Rate.Constant,
            };

            if (instruction.Opcode == Opcode.Reduce)
            {
                continue;
            }

            foreach (var operand in instruction.Operands)
            {
                if (rates[operand] > rates[value])
                {
                    rates[value] = rates[operand];
                }
            }
        }

        return rates;
    }
}
