namespace Descent.Tests.PlantedFaults;

/// <summary>Mistakes in reading C#.</summary>
internal static class ReadingFaults
{
    public static IReadOnlyList<PlantedFault> All { get; } =
    [
        new("evaluates the value of x op= y before x", "Reading/OperatorReader.cs", "var left = expressions.Places.Get(place, assignment.Target);\n        var right = expressions.Read(assignment.Value);", "var right = expressions.Read(assignment.Value);\n        var left = expressions.Places.Get(place, assignment.Target);"),
        new("takes x++ for ++x", "Reading/OperatorReader.cs", "return increment.IsPostfix ? before : after;", "return after;"),
        new("reads >= as >", "Reading/OperatorReader.cs", "BinaryOperatorKind.GreaterThanOrEqual => Opcode.GreaterOrEqual,", "BinaryOperatorKind.GreaterThanOrEqual => Opcode.Greater,"),
        new("forgets checked", "Reading/OperatorReader.cs", "return isChecked && result == ScalarType.Integer && known is Opcode.Add or Opcode.Subtract or Opcode.Multiply ? builder.Checked(value) : value;", "return value;"),
        new("takes the other arm of a choice that is known", "Reading/ExpressionReader.cs", "return known ? whenTrue() : whenFalse();", "return known ? whenFalse() : whenTrue();"),
        new("takes the other arm of a branch that is known", "Reading/Flow.cs", "(known ? whenTrue : whenFalse)();", "(known ? whenFalse : whenTrue)();"),
        new("shifts signs in with >>>", "Reading/OperatorReader.cs", "BinaryOperatorKind.UnsignedRightShift => Opcode.ShiftRightUnsigned,", "BinaryOperatorKind.UnsignedRightShift => Opcode.ShiftRight,"),
        new("takes 'and' in a pattern for 'or'", "Reading/PatternReader.cs", "binary.OperatorKind == BinaryOperatorKind.And ? Opcode.And : Opcode.Or", "Opcode.Or"),
        new("reads < in a pattern as <=", "Reading/PatternReader.cs", "BinaryOperatorKind.LessThan => Opcode.Less,", "BinaryOperatorKind.LessThan => Opcode.LessOrEqual,"),
        new("does not find NaN in a pattern", "Reading/PatternReader.cs", "var isNaN = known == Opcode.Equal && ", "var isNaN = false && "),
        new("takes Ceiling for Floor", "Reading/KnownMethods.cs", "OperationTable.TryFindMethod(method.Name, ", "OperationTable.TryFindMethod(method.Name == \"Ceiling\" ? \"Floor\" : method.Name, "),
        new("takes named arguments in the order in which they are written", "Reading/FunctionReader.cs", "operands[argument.Parameter!.Ordinal] = ", "operands[invocation.Arguments.IndexOf(argument)] = "),
        new("takes IsFinite for IsInfinity", "Reading/FunctionReader.cs", "test == \"IsFinite\" ? Opcode.Less : Opcode.Equal", "test != \"IsFinite\" ? Opcode.Less : Opcode.Equal"),
        new("makes a round too few with <=", "Reading/CountedLoop.cs", "BinaryOperatorKind.LessThanOrEqual => value <= bound,", "BinaryOperatorKind.LessThanOrEqual => value < bound,"),
        new("counts ^1 from one further", "Reading/PlaceReader.cs", "site, builder.Constant(elements.Count, site), index);", "site, builder.Constant(elements.Count - 1, site), index);"),
        new("writes an element that is known in the step to all", "Reading/PlaceReader.cs", "Choose(IsElement(index, element, site), value, Get(one, operation), site)", "value"),
        new("passes one variable twice as two", "Reading/CallReader.cs", "if (place.Is(other))", "if (place.Is(other) && place.Index is not null)"),
        new("forgets what a helper wrote", "Reading/CallReader.cs", "one.IsWritten && one.Place is { } other", "!one.IsWritten && one.Place is { } other"),
        new("passes by 'in' a copy", "Reading/CallReader.cs", "(kind is not (RefKind.Ref or RefKind.Out) && !IsVariable(value))", "kind is not (RefKind.Ref or RefKind.Out)"),
        new("forgets that a conversion is checked", "Reading/ConversionReader.cs", "return conversion.IsChecked ? builder.Checked(value) : value;", "return value;"),
        new("deconstructs in reverse", "Reading/ExpressionReader.cs", "in places.Zip(values, ", "in places.Zip(values.Reverse(), "),
        new("joins two arms the wrong way round", "Reading/Scope.cs", "Join(builder, condition, Defined(first.Value, second.Value), Defined(second.Value, first.Value), ", "Join(builder, condition, Defined(second.Value, first.Value), Defined(first.Value, second.Value), "),
        new("begins the second arm where the first ended", "Reading/Scope.cs", "            Put(change.Key, change.Value);", "            _ = change;"),
        new("turns the flag of a jump in the second arm", "Reading/Flow.cs", "builder.Add(Opcode.Not, ScalarType.Boolean, open.Site, open.Condition)", "open.Condition"),
        new("runs the rounds of a loop backwards", "Reading/StatementReader.cs", "                    begin(round);", "                    begin(rounds - 1 - round);"),
        new("steps after what follows the step in a chain", "Reading/ChainReader.cs", "if (kind == RuleMethod.Update && part.Transform is null && !hasStepped)", "if (kind == RuleMethod.BeforeGradient && part.Transform is null && !hasStepped)"),
        new("hands a part the gradient in place of the update", "Reading/ChainReader.cs", "values[\"update\"] = builder.Add(new(", "values[\"gradient\"] = builder.Add(new("),
        new("forgets what a state starts with", "Reading/StateReader.cs", "BitConverter.DoubleToInt64Bits(initial ?? 0)", "BitConverter.DoubleToInt64Bits(0)"),
        new("takes a reference to an element for a copy", "Reading/DeclarationReader.cs", "ScalarTypes.Of(local.Type));\n        if (local.RefKind != RefKind.None)", "ScalarTypes.Of(local.Type));\n        if (local.RefKind == RefKind.In)"),
        new("takes a guarded arm for all of a member", "Reading/NamedChoices.cs", "choice.Arms.Where(arm => arm.Guard is null)", "choice.Arms"),
        new("numbers what a move draws from 0", "Reading/RandomReader.cs", "draws.FirstOrDefault(other => other.Name == parameter.Name) ?? parameter with { Use = draws.Count }", "parameter with { Use = numbered.Count(other => other.Role == ParameterRole.Random) }"),
    ];
}
