namespace Descent.Tests.PlantedFaults;

/// <summary>Mistakes about operations on whole matrices and square states.</summary>
internal static class WholeFaults
{
    public static IReadOnlyList<PlantedFault> All { get; } =
    [
        new("forgets that an operation writes a square state", "Reading/MatrixReader.cs", "kinds[slot.Key] == WholeKind.Written && slot.Value is not null", "kinds[slot.Key] == WholeKind.Number && slot.Value is not null"),
        new("lets an operation overtake one that has a matrix in common with it", "Analysis/SweepPlan.cs", "Later(Later(place, Find(applied, slot)), Find(written, slot))", "Later(place, Find(written, slot))"),
        new("applies an operation before its values are written", "Analysis/SweepPlan.cs", "Later(Later(place, Find(applied, slot)), Find(written, slot))", "Later(place, Find(applied, slot))"),
        new("reads what an operation gives before it is applied", "Analysis/SweepPlan.cs", "(applied[slot].Sweep + 1, 0)", "(applied[slot].Sweep, 0)"),
        new("takes square states alone for what operations have in common", "Analysis/SweepPlan.cs", "slot.Kind is SlotKind.Scratch or SlotKind.State);", "slot.Kind is SlotKind.State);"),
        new("keeps all matrices of a step in one place", "Kernels/StepMatrices.cs", ".First(number => !taken.Contains(number))", ".First()"),
        new("forgets that what an operation gives has memory of its own", "Kernels/StepMatrices.cs", ".Append(operation.Result).OfType<Slot>()", ".OfType<Slot>()"),
        new("takes the numbers of an operation in reverse", "Emission/VariantEmitter.cs", "new Queue<int>(Program[apply].Operands.Items)", "new Queue<int>(Program[apply].Operands.Items.Reverse())"),
        new("exchanges the sizes of square states", "Targets/CSharp/MemberNames.cs", "State(slot).Scope == Axes.Row ? \"Rows\" : \"Columns\"", "State(slot).Scope == Axes.Row ? \"Columns\" : \"Rows\""),
        new("takes the weight for the gradient", "Passes/PlaceMatrices.cs", "Slot.Kind: SlotKind.Gradient }", "Slot.Kind: SlotKind.Gradient or SlotKind.Weight }"),
        new("stores the value of an operation that comes before as the matrix", "Passes/PlaceMatrices.cs", "builder.Add(new(Opcode.Store, ScalarType.None, new[] { map[value] }", "builder.Add(new(Opcode.Store, ScalarType.None, new[] { map[value] - 1 }"),
        new("rounds the numbers of an operation to the weights' type", "Passes/HoistBelowElementRate.cs", "takesElements && isScalar && !isNumber ?", "takesElements && isScalar ?"),
        new("loses square states in the reference", "Emission/ReferenceLocals.cs", "{After[square]}.Values.CopyTo({Before[square]});", "{After[square]}.Values.CopyTo(new double[{Before[square]}.Length]);"),
        new("applies the operations of the next sweep as well", "Analysis/SweepPlan.cs", "_sweeps[_stages[value]] == _sweeps[stage]);", "_sweeps[_stages[value]] >= _sweeps[stage]);"),
    ];
}
