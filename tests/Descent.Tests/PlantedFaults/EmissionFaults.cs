namespace Descent.Tests.PlantedFaults;

/// <summary>Mistakes in writing a program as C#.</summary>
internal static class EmissionFaults
{
    public static IReadOnlyList<PlantedFault> All { get; } =
    [
        new("writes a sum without its parentheses", "Targets/CSharp/Expression.cs", "new($\"{left.Within(precedence)} {symbol} {right.Below(precedence)}\", precedence);", "new($\"{left.Within(precedence)} {symbol} {right.Within(precedence)}\", precedence);"),
        new("writes a prefix before a sum without parentheses", "Targets/CSharp/Expression.cs", "var text = operand.Within(Precedence.Unary);", "var text = operand.Within(Precedence.Additive);"),
        new("writes -0.0 as 0.0", "Targets/CSharp/Literals.cs", "var text = Numbers.RoundTrip(value);", "var text = Numbers.RoundTrip(value + 0.0);"),
        new("forgets that int arithmetic is checked", "Targets/CSharp/ScalarExpressions.cs", "(instruction.IsChecked ? \"checked\" : \"unchecked\")", "\"unchecked\""),
        new("narrows without a cast", "Targets/CSharp/ScalarExpressions.cs", "Wrapped(Prefix(\"(int)\"))", "Wrapped(Prefix(\"(int)(float)\"))"),
        new("takes x == x for true", "Targets/CSharp/VectorExpressions.cs", "VectorForm.IsNumber => Expression.Prefix(\"~\", Expression.Call(\"TLanes.IsNaN\", operands[0])),", "VectorForm.IsNumber => Expression.Primary(\"TLanes.AllBitsSet\"),"),
        new("takes -0.0 for zero", "Targets/CSharp/VectorLoop.cs", "|| scalar.Bits == 0);", "|| scalar.DoubleValue == 0);"),
        new("divides by the reciprocal where the weights divide it", "Targets/CSharp/VectorLoop.cs", "users.All(user => user.Opcode == Opcode.Divide && !_invariant.Contains(user.Operands[0]))", "users.All(user => user.Opcode == Opcode.Divide)"),
        new("takes loops of other scalars for the same", "Kernels/PlanReader.cs", "$\"scalar {operand}\"", "\"scalar\""),
        new("writes the terms of all reductions to one place", "Targets/CSharp/LoopWriter.cs", "(index == 0 ? \"terms\"", "(index >= 0 ? \"terms\""),
        new("exchanges the totals of the tensor and the optimizer", "Kernels/PlanReader.cs", "IsOverOptimizer ? 0 : 1", "IsOverOptimizer ? 1 : 0"),
        new("starts a state at the tensor's beginning", "Targets/CSharp/LoopWriter.cs", ".At<T>(start)\";", ".At<T>(0)\";"),
        new("adds the terms of a maximum", "Emission/KernelTypeEmitter.cs", "(kinds.Distinct().Count() == 1 ? ", "(kinds.Count >= 1 ? "),
        new("exchanges the arms of a branch once per step", "Targets/CSharp/Prologue.cs", "WriteArm(branch.WhenTrue, branch.Phis, 1, writer);", "WriteArm(branch.WhenTrue, branch.Phis, 2, writer);"),
        new("moves what may throw out of its branch", "Targets/CSharp/Prologue.cs", "!_fields.ContainsKey(value) && !instruction.MayThrow\n", "!_fields.ContainsKey(value)\n"),
        new("runs the loop of the other outcome", "Targets/CSharp/Prologue.cs", "Expression.Conditional(Text(selection.Condition), Select(selection.WhenTrue!), Select(selection.WhenFalse!));", "Expression.Conditional(Text(selection.Condition), Select(selection.WhenFalse!), Select(selection.WhenTrue!));"),
        new("keeps the values of the last step", "Emission/HooksEmitter.Sweeps.cs", "if (rule.{kernel.Names.CachedStep} != step)", "if (rule.{kernel.Names.CachedStep} == 0)"),
        new("starts every state at 0", "Emission/StateEmitter.cs", "_ => state.InitialBits == 0 ? \"\" : $\", {Literals.Double(state.InitialBits)}\",", "_ => \"\","),
        new("forgets to write a tensor's state", "Emission/KernelEmitter.cs", "if (_variants.Count == 1)\n            {\n                _variants[0].Emitter.WriteStores(writer);\n            }", "if (_variants.Count == 1)\n            {\n            }"),
    ];
}
