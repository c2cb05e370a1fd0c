using System.Collections.Generic;
using System.Linq;
using Descent.Generator.Analysis;
using Descent.Generator.Model;
using Descent.Generator.IR;
using Descent.Generator.Reading;

namespace Descent.Generator.Analyzers.Dataflow;

/// <summary>
/// Finds states that start at 0, are written and stay 0, whatever the gradients, the weights and the hyperparameters are: what an option that
/// is off by default would write is not 0.
/// </summary>
internal static class StillStates
{
    public static IEnumerable<Finding> Run(RuleUnderCheck rule)
        => from state in rule.Model.States
           where state is { Source: StateSource.Constant, InitialBits: 0 }
           let slot = state.Slot
           where rule.Methods.Zip(rule.Intervals, (method, intervals) => (method.Simplified, intervals))
               .All(method => method.Simplified.Instructions.Where(instruction => IsStore(instruction, slot)).All(store => method.intervals[store.Operands[0]] == Interval.Of(0)))
           from store in rule.Update.Written.Instructions.Where(instruction => IsStore(instruction, slot))
           select new Finding(DiagnosticIds.StillState, rule.Update.Written[store.Operands[0]].Site, state.Name);

    private static bool IsStore(Instruction instruction, Slot slot) => instruction.Opcode == Opcode.Store && instruction.Slot == slot;
}
