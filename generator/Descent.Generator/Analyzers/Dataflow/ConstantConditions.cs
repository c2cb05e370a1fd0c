using System.Collections.Generic;
using Descent.Generator.IR;
using Descent.Generator.Reading;

namespace Descent.Generator.Analyzers.Dataflow;

/// <summary>
/// Finds conditions that decide whether a weight is updated and are the same for every allowed hyperparameter and every step, which
/// counts from 1.
/// </summary>
internal static class ConstantConditions
{
    public static IEnumerable<Finding> Run(RuleUnderCheck rule)
    {
        var program = rule.Update.Simplified;
        var pending = new Stack<int>();
        var seen = new HashSet<int>();
        for (var value = 0; value < program.Count; value++)
        {
            if (program[value] is { Opcode: Opcode.Store, Symbol: "weight" } store)
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
            if (IsUnchanged(whenTrue) != IsUnchanged(whenFalse) && Truth(program, choice.Operands[0], rule.Model) is { } known)
            {
                var isUpdated = !IsUnchanged(known ? whenTrue : whenFalse);
                yield return new(DiagnosticIds.ConstantCondition, program[choice.Operands[0]].Site, known ? "true" : "false", isUpdated ? "always" : "never");
            }
        }

        bool IsUnchanged(int value) => program[value] is { Opcode: Opcode.Load, Symbol: "weight" };
    }

    /// <summary>What a condition always is, if that is known.</summary>
    private static bool? Truth(Program program, int value, RuleModel rule)
    {
        var condition = program[value];
        switch (condition.Opcode)
        {
            case Opcode.Constant:
                return condition.Bits != 0;
            case Opcode.Not:
                return !Truth(program, condition.Operands[0], rule);
            case Opcode.Phi or Opcode.Select:
                var (first, second) = (Truth(program, condition.Operands[1], rule), Truth(program, condition.Operands[2], rule));
                return Truth(program, condition.Operands[0], rule) switch { true => first, false => second, null => first == second ? first : null };
        }

        if (!condition.Operation.Is(OperationTraits.Comparison)
            || ValueRange.Of(program, condition.Operands[0], rule) is not { } left
            || ValueRange.Of(program, condition.Operands[1], rule) is not { } right)
        {
            return null;
        }

        return condition.Opcode switch
        {
            Opcode.Less => left.IsLess(right),
            Opcode.LessOrEqual => left.IsLessOrEqual(right),
            Opcode.Greater => right.IsLess(left),
            Opcode.GreaterOrEqual => right.IsLessOrEqual(left),
            Opcode.Equal when left.IsLess(right) == true || right.IsLess(left) == true => false,
            Opcode.NotEqual when left.IsLess(right) == true || right.IsLess(left) == true => true,
            _ => null,
        };
    }
}
