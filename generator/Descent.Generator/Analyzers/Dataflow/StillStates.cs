using System.Collections.Generic;
using System.Linq;
using Descent.Generator.IR;
using Descent.Generator.Reading;
using Descent.Generator.Trials;

namespace Descent.Generator.Analyzers.Dataflow;

/// <summary>Finds states that start at 0, are written and stay 0, whatever the gradients are, at the defaults.</summary>
internal static class StillStates
{
    private static readonly double[] s_gradients = [1, -0.5, 0.25, 100, -3, 1e-3, 2, 2, -1, 0.125, 0.5, -0.75];

    public static IEnumerable<Finding> Run(RuleUnderCheck rule)
    {
        var program = rule.Update.Written;
        var trial = new Trial(rule.Model, rule.Bodies, 0.5);
        var steps = s_gradients.Select(trial.Step).OfType<double[]>().ToList();
        return from state in rule.Model.States
               where state is { Source: StateSource.Constant, InitialBits: 0 }
               from store in program.Instructions
               where store.Opcode == Opcode.Store && store.Symbol == "state." + state.Name && steps.Count > 0 && steps.All(values => values[store.Operands[0]] == 0)
               select new Finding(DiagnosticIds.StillState, program[store.Operands[0]].Site, state.Name);
    }
}
