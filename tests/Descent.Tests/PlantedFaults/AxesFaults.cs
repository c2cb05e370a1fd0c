namespace Descent.Tests.PlantedFaults;

/// <summary>Mistakes about rows, columns, storage and chance.</summary>
internal static class AxesFaults
{
    public static IReadOnlyList<PlantedFault> All { get; } =
    [
        new("divides a row's sum by the number of rows", "Reading/FunctionReader.cs", "Axes.Row => builder.Add(Opcode.Columns,", "Axes.Row => builder.Add(Opcode.Rows,"),
        new("divides a column's sum by the number of columns", "Reading/FunctionReader.cs", "_ => builder.Add(Opcode.Rows,", "_ => builder.Add(Opcode.Columns,"),
        new("takes a total over rows for one over the tensor", "Reading/FunctionReader.cs", "owner is null or Axes.Weight ? Axes.Tensor : owner.Value, each", "owner is Axes.Row or null or Axes.Weight ? Axes.Tensor : owner.Value, each"),
        new("takes what each row has once for a term of each weight", "Reading/FunctionReader.cs", "owner.Value, each is not null && PerOf(each) == Axes.Row);", "owner.Value, false);"),
        new("uses a row's total in the loop that adds it up", "Analysis/SweepPlan.cs", "(next.Sweep, next.Loop + 1) : (next.Sweep + 1, 0)", "(next.Sweep, next.Loop) : (next.Sweep + 1, 0)"),
        new("uses a column's total in the sweep that adds it up", "Analysis/SweepPlan.cs", "_program[operand].Scope == Axes.Row ? (next.Sweep, next.Loop + 1)", "_program[operand].Scope is Axes.Row or Axes.Column ? (next.Sweep, next.Loop + 1)"),
        new("reads the first row's state for all rows", "Targets/CSharp/MemberNames.cs", "Axes.Row => $\"state.{Field(state)}.At<double>(row)\"", "Axes.Row => $\"state.{Field(state)}.At<double>(0)\""),
        new("reads the first column's state for all columns", "Targets/CSharp/MemberNames.cs", "Axes.Column => $\"state.{Field(state)}.At<double>(column)\"", "Axes.Column => $\"state.{Field(state)}.At<double>(0)\""),
        new("divides whole numbers of rows", "Emission/LateScalars.cs", "return Expression.Prefix(\"(double)\", Expression.Primary(\"state.Tensor\" + instruction.Opcode));", "return Expression.Primary(\"state.Tensor\" + instruction.Opcode);"),
        new("exchanges the totals of rows and of columns", "Emission/KernelTypeEmitter.cs", "method.Program[total].Scope == Axes.Column ? \"true\" : \"false\"", "method.Program[total].Scope == Axes.Row ? \"true\" : \"false\""),
        new("adds a matrix up as one long row", "Emission/VariantEmitter.cs", "IsOfMatrices ? \"ReduceRow\" : \"Reduce\"", "\"Reduce\""),
        new("takes of a row what is not known yet", "Emission/VariantEmitter.cs", "variant.Sweeps.Take(sweep).SelectMany(before => before.Loops)", "variant.Sweeps.Take(sweep + 1).SelectMany(before => before.Loops)"),
        new("takes what rows and columns have for known", "Kernels/Variant.cs", "Enumerable.Range(0, sweep).SelectMany(takenBy)", "Enumerable.Range(0, sweep + 1).SelectMany(takenBy)"),
        new("loops over the totals of rows for those of columns", "Emission/LineLoopWriter.cs", "Program[total].Scope == Axes.Row ? \"FirstOfRows\" : \"FirstOfColumns\"", "Program[total].Scope == Axes.Tensor ? \"FirstOfColumns\" : \"FirstOfRows\""),
        new("takes a condition of a row for a number", "Emission/LineLoopWriter.cs", "Expression.Primary(\"TLanes.One\"), Expression.Primary(\"TLanes.Zero\"))", "Expression.Primary(\"TLanes.Zero\"), Expression.Primary(\"TLanes.Zero\"))"),
        new("takes a column for a row in the reference", "Emission/ReferenceLocals.cs", "Axes.Column => \"i % state.Columns\"", "Axes.Column => \"i % state.Rows\""),
        new("reads back what the step has stored", "Passes/SplitAtReductions.cs", "Run(program, readsBack: false)", "Run(program, readsBack: true)"),
        new("draws the same numbers for two parameters", "Targets/CSharp/LoopWriter.cs", "memory.DrawsOf(use: {draw.Use.ToString(CultureInfo.InvariantCulture)}, start);", "memory.DrawsOf(use: 0, start);"),
        new("draws each range as the tensor's beginning", "Targets/CSharp/LoopWriter.cs", "memory.DrawsOf(use: {draw.Use.ToString(CultureInfo.InvariantCulture)}, start);", "memory.DrawsOf(use: {draw.Use.ToString(CultureInfo.InvariantCulture)}, 0);"),
    ];
}
