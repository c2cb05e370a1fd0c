using System.Collections.Generic;
using System.Linq;
using Descent.Generator.IR;
using Descent.Generator.Reading;

namespace Descent.Generator.Analyzers.Dataflow;

/// <summary>
/// Finds conditions that decide whether a weight is updated and are the same for every allowed hyperparameter and every step, which
/// counts from 1; and those on the step that decide so whether a state gets a value.
/// </summary>
internal static class ConstantConditions
{
    public static IEnumerable<Finding> Run(RuleUnderCheck rule) => OfWeights(rule).Concat(OfStates(rule));

    private static IEnumerable<Finding> OfWeights(RuleUnderCheck rule)
    {
        var program = rule.Update.Simplified;
        var pending = new Stack<int>();
        var seen = new HashSet<int>();
        for (var value = 0; value < program.Count; value++)
        {
            if (program[value] is { Opcode: Opcode.Store, Slot.Kind: SlotKind.Weight } store)
            {
                pending.Push(store.Operands[0]);
            }
        }

        while (pending.Count > 0)
        {
            var value = pending.Pop();
            if (!seen.Add(value) || program[value] is not { Opcode: Opcode.Phi or Opcode.Select } choice)
            {
                continue;
            }

            var (whenTrue, whenFalse) = (choice.Operands[1], choice.Operands[2]);
            pending.Push(whenFalse);
            pending.Push(whenTrue);
            if (IsUnchanged(whenTrue) != IsUnchanged(whenFalse) && Truth(rule, choice.Operands[0]) is { } known)
            {
                var isUpdated = !IsUnchanged(known ? whenTrue : whenFalse);
                yield return new(DiagnosticIds.ConstantCondition, program[choice.Operands[0]].Site, known ? "true" : "false", $"the weight is {(isUpdated ? "always" : "never")} updated");
            }
        }

        bool IsUnchanged(int value) => program[value] is { Opcode: Opcode.Load, Slot.Kind: SlotKind.Weight };
    }

    /// <summary>A state that begins with the first step under <c>t == 0</c> never does.</summary>
    private static IEnumerable<Finding> OfStates(RuleUnderCheck rule)
    {
        var program = rule.Update.Simplified;
        var isOfStep = new bool[program.Count];
        for (var value = 0; value < program.Count; value++)
        {
            isOfStep[value] = program[value].Opcode == Opcode.Step || program[value].Operands.Any(operand => isOfStep[operand]);
            if (program[value] is not { Opcode: Opcode.Phi or Opcode.Select } choice || !isOfStep[choice.Operands[0]])
            {
                continue;
            }

            var (whenTrue, whenFalse) = (program[choice.Operands[1]], program[choice.Operands[2]]);
            if (IsState(whenTrue) != IsState(whenFalse) && Truth(rule, choice.Operands[0]) is { } known)
            {
                var isSet = !IsState(known ? whenTrue : whenFalse);
                var state = (IsState(whenTrue) ? whenTrue : whenFalse).Slot!.Name;
                yield return new(DiagnosticIds.ConstantCondition, program[choice.Operands[0]].Site, known ? "true" : "false", $"'{state}' {(isSet ? "always" : "never")} becomes what it is set to here");
            }
        }

        static bool IsState(Instruction instruction) => instruction is { Opcode: Opcode.Load, Slot.Kind: SlotKind.State };
    }

    /// <summary>What a condition always is, if that is known. One that differs from weight to weight may meet a NaN.</summary>
    private static bool? Truth(RuleUnderCheck rule, int condition) => rule.Intervals[0][condition] switch
    {
        _ when rule.Update.Axes[condition].IsOfWeights() => null,
        { IsPoint: true } known => known.Low != 0,
        _ => null,
    };
}
