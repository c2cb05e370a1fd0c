using System.Linq;
using Descent.Generator.IR;
using Descent.Generator.Kernels;

namespace Descent.Generator.Targets.Ptx;

/// <summary>Finds what a GPU would not compute with the bits of the processor, or not at all.</summary>
internal static class PtxLegality
{
    /// <summary>Why a rule cannot run there, as the end of a sentence, and the site of what is in the way; <see langword="null"/> if it can.</summary>
    public static (string Why, int Site)? Refusal(RulePlan plan)
    {
        var rule = plan.Rule;
        if (rule.HasWholeOperations)
        {
            return ("it has operations on whole matrices, which run on the processor", -1);
        }

        if (rule.IsOfMatrices)
        {
            return ("it names rows or columns", -1);
        }

        if (rule.Inputs.Count > 0)
        {
            return ("it has inputs", -1);
        }

        foreach (var method in PtxProgram.PlansOf(plan))
        {
            if (method.Method.Draws.Any())
            {
                return ("it draws random values", -1);
            }

            foreach (var kernel in method.Kernels)
            {
                foreach (var instruction in kernel.Body.Select(value => kernel.Program[value]).Where(instruction => !instruction.IsControl))
                {
                    if (instruction.Opcode is not (Opcode.Load or Opcode.Broadcast or Opcode.Reduce) && PtxInstructions.Table.Find(instruction.Opcode) is null)
                    {
                        return ($"it takes '{instruction.Operation.MethodName ?? instruction.Operation.Name}' of each weight, which is not written for this target yet", instruction.Site);
                    }
                }
            }

            if (method.Variants.Any(variant => variant.Sweeps.Any(sweep => sweep.Loops.Count != 1)))
            {
                return ("a step does not walk over the weights", -1);
            }
        }

        return null;
    }
}
