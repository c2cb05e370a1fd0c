namespace Descent.Tests.PlantedFaults;

/// <summary>Mistakes in writing a program as C#.</summary>
internal static class EmissionFaults
{
    public static IReadOnlyList<PlantedFault> All { get; } =
    [
        new("writes a sum without its parentheses", "Emission/Expression.cs", "new($\"{left.Within(precedence)} {symbol} {right.Below(precedence)}\", precedence);", "new($\"{left.Within(precedence)} {symbol} {right.Within(precedence)}\", precedence);"),
        new("writes a prefix before a sum without parentheses", "Emission/Expression.cs", "var text = operand.Within(Precedence.Unary);", "var text = operand.Within(Precedence.Additive);"),
        new("writes -0.0 as 0.0", "Emission/Literals.cs", "var text = Numbers.RoundTrip(value);", "var text = Numbers.RoundTrip(value + 0.0);"),
        new("forgets that int arithmetic is checked", "Emission/ScalarExpressions.cs", "(instruction.IsChecked ? \"checked\" : \"unchecked\")", "\"unchecked\""),
        new("narrows without a cast", "Emission/ScalarExpressions.cs", "Wrapped(Prefix(\"(int)\"))", "Wrapped(Prefix(\"(int)(float)\"))"),
        new("takes x == x for true", "Emission/VectorExpressions.cs", "when !comparesMasks && ComparesWithItself(instruction) => Not(Expression.Call(\"TLanes.IsNaN\", operands[0])),", "when !comparesMasks && ComparesWithItself(instruction) => Expression.Primary(\"TLanes.AllBitsSet\"),"),
        new("takes -0.0 for zero", "Emission/LoopEmitter.cs", "{ Bits: 0 } => \"TLanes.Zero\",", "{ DoubleValue: 0 } => \"TLanes.Zero\","),
        new("divides by the reciprocal where the weights divide it", "Emission/LoopEmitter.cs", "users.All(user => user.Opcode == Opcode.Divide && user.Operands[1] == broadcast && ", "users.All(user => user.Opcode == Opcode.Divide && "),
        new("forgets the weights at the end", "Emission/LoopsEmitter.cs", "parameter.Role == ParameterRole.Weight && loop.Writes(method.Program, parameter)", "parameter.Role == ParameterRole.Weight && !loop.Writes(method.Program, parameter)"),
        new("adds the terms of a whole block where there are fewer", "Emission/LoopsEmitter.cs", "}.Add<T>({signature.Terms[reduction]}[..length]);", "}.Add<T>({signature.Terms[reduction]});"),
        new("exchanges the arms of a branch once per step", "Emission/Prologue.cs", "WriteArm(branch.WhenTrue, branch.Phis, 1, writer);", "WriteArm(branch.WhenTrue, branch.Phis, 2, writer);"),
        new("moves what may throw out of its branch", "Emission/Prologue.cs", "!_fields.ContainsKey(value) && !instruction.MayThrow\n", "!_fields.ContainsKey(value)\n"),
        new("runs the loop of the other outcome", "Emission/Prologue.cs", "Expression.Conditional(Text(selection.Condition), Select(selection.WhenTrue!), Select(selection.WhenFalse!));", "Expression.Conditional(Text(selection.Condition), Select(selection.WhenFalse!), Select(selection.WhenTrue!));"),
        new("keeps the values of the last step", "Emission/HooksEmitter.cs", "if ({kernel.Names.CachedStep} != step)", "if ({kernel.Names.CachedStep} == 0)"),
        new("starts every state at 0", "Emission/StateEmitter.cs", "StateSource.Weight => \"weights\",", "StateSource.Weight => \"weights.Length\","),
        new("forgets to write a tensor's state", "Emission/KernelEmitter.cs", "if (_variants.Count == 1)\n            {\n                _variants[0].Emitter.WriteStores(writer);\n            }", "if (_variants.Count == 1)\n            {\n            }"),
    ];
}
