namespace Descent.Tests.PlantedFaults;

/// <summary>Mistakes in the passes from program to program.</summary>
internal static class PassesFaults
{
    public static IReadOnlyList<PlantedFault> All { get; } =
    [
        new("takes the other arm of a constant choice", "Passes/FoldConstants.cs", "condition.Bits != 0 ? whenTrue : whenFalse", "condition.Bits != 0 ? whenFalse : whenTrue"),
        new("folds a subtraction with its operands exchanged", "IR/OperationTable.cs", "OfDoubles = (x, y, _) => x - y,", "OfDoubles = (x, y, _) => y - x,"),
        new("forgets the else of a constant condition", "Passes/FoldConstants.cs", "public bool IsSkipping => isSkipped || taken == IsInElse;", "public bool IsSkipping => isSkipped || (taken == IsInElse && !IsInElse);"),
        new("makes doubles of the arms of a choice exchanged", "Passes/WidenSigns.cs", "Operands = operands.ToEquatableArray() });", "Operands = (operands.Count() == 3 ? new[] { operands.First(), operands.Last(), operands.ElementAt(1) } : operands).ToEquatableArray() });"),
        new("leaves the negative zero of a product of signs", "Passes/WidenSigns.cs", "case Opcode.Multiply when isNumber:", "case Opcode.Multiply when !isNumber:"),
        new("makes doubles of ints that overflow", "Passes/SmallIntegers.cs", "bounds[value] <= int.MaxValue", "bounds[value] < double.PositiveInfinity"),
        new("drops x + 0, which makes +0 of -0", "Passes/SimplifyIdentities.cs", "Opcode.Add when Is(-0.0, 1) => 0,", "Opcode.Add when Is(0.0, 1) => 0,"),
        new("drops x * 2", "Passes/SimplifyIdentities.cs", "Opcode.Multiply when Is(1.0, 1) => 0,", "Opcode.Multiply when Is(2.0, 1) => 0,"),
        new("shares what differs in the order of its operands", "Passes/ShareCommonSubexpressions.cs", "if (instruction.Operation.Is(OperationTraits.Commutative))", "if (true)"),
        new("shares what an arm that did not run computed", "Passes/ShareCommonSubexpressions.cs", "if (instruction.Opcode is Opcode.Else or Opcode.End)", "if (instruction.Opcode is Opcode.End)"),
        new("removes what would throw", "Passes/RemoveDeadCode.cs", "(instruction.MayThrow && !axes.IsOfWeights())", "(instruction.MayThrow && axes.IsOfWeights())"),
        new("selects with the arms exchanged", "Passes/ConvertElementBranches.cs", ": phi with { Opcode = Opcode.Select };", ": phi with { Opcode = Opcode.Select, Operands = new[] { condition, whenFalse, whenTrue }.ToEquatableArray() };"),
        new("takes c ? x : false for c or x", "Passes/ConvertElementBranches.cs", "phi with { Opcode = Opcode.And, Operands = new[] { condition, whenTrue }", "phi with { Opcode = Opcode.Or, Operands = new[] { condition, whenTrue }"),
        new("carries a value out of a branch with its arms exchanged", "Passes/HoistBelowElementRate.cs", "visible[value] = isInElse\n", "visible[value] = !isInElse\n"),
        new("exchanges the loops of a condition", "Passes/UnswitchLoops.cs", "map[value] = map[instruction.Operands[outcome ? 1 : 2]];", "map[value] = map[instruction.Operands[outcome ? 2 : 1]];"),
        new("computes a total's users before the total", "Analysis/SweepPlan.cs", "(next.Sweep, next.Loop + 1) : (next.Sweep + 1, 0)", "(next.Sweep, next.Loop) : (next.Sweep, 0)"),
        new("reads a state that an earlier sweep has written", "Analysis/SweepPlan.cs", "return !placement.Any(store => store.Value < sweep && _program[store.Key].Slot == instruction.Slot);", "return true;"),
        new("binds a helper's arguments in reverse", "Passes/InlineHelpers.cs", "map[value] = call.Arguments[instruction.Ordinal];", "map[value] = call.Arguments[call.Arguments.Count - 1 - instruction.Ordinal];"),
        new("joins what a helper wrote in two arms the wrong way round", "Passes/InlineHelpers.cs", "Join(place, branch.Condition, whenTrue, whenFalse, ", "Join(place, branch.Condition, whenFalse, whenTrue, "),
        new("takes the first result of a call for all", "Passes/InlineHelpers.cs", "map[value] = calls[operands[0]].Values[instruction.Ordinal];", "map[value] = calls[operands[0]].Values[0];"),
        new("allows what throws under a condition that differs", "Analysis/CheckLegality.cs", "instruction.MayThrow && !IsHarmless(program, instruction, positive) && axes[value].IsOfStep() && !regions.Peek().Axes.IsOfStep()", "false"),
    ];
}
