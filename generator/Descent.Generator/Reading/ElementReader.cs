using Descent.Generator.IR;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Descent.Generator.Reading;

/// <summary>Reads <c>velocities[k]</c>, an element of a state that is several values for each weight.</summary>
internal static class ElementReader
{
    /// <summary>How many values a state parameter that is a span has; 0 if it is none.</summary>
    public static int CountOf(IParameterSymbol parameter)
        => RuleAttributes.Find(parameter, RuleAttributes.State) is { } attribute && IsSpan(parameter.Type) ? RuleAttributes.Argument<int>(attribute, "Count") ?? 0 : 0;

    public static bool IsSpan(ITypeSymbol type)
        => type is INamedTypeSymbol { Name: "Span", ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true }, TypeArguments.Length: 1 } span
            && span.TypeArguments[0].SpecialType == SpecialType.System_Double;

    /// <summary>The number of elements that <c>velocities.Length</c> says.</summary>
    public static int? Length(IOperation? operation)
        => operation is IPropertyReferenceOperation { Property.Name: "Length", Instance: IParameterReferenceOperation { Parameter: var parameter } } && CountOf(parameter) is > 0 and var count
            ? count
            : null;

    /// <summary>The state parameter that an element belongs to, and the operation that gives its index.</summary>
    public static (IParameterSymbol Parameter, IOperation Index)? Find(IOperation operation)
        => operation is IPropertyReferenceOperation { Property.IsIndexer: true, Instance: IParameterReferenceOperation { Parameter: var parameter }, Arguments: { Length: 1 } arguments } && CountOf(parameter) > 0
            ? (parameter, arguments[0].Value)
            : null;

    /// <summary>The number that an index is, if it is known when the rule is compiled.</summary>
    public static int? Index(ProgramBuilder builder, int value)
    {
        var instruction = builder[value];
        if (instruction.IsConstant)
        {
            return (int)instruction.Bits;
        }

        if (instruction.Opcode is not (Opcode.Add or Opcode.Subtract or Opcode.Multiply)
            || Index(builder, instruction.Operands[0]) is not { } first
            || Index(builder, instruction.Operands[1]) is not { } second)
        {
            return null;
        }

        return instruction.Opcode switch
        {
            Opcode.Add => unchecked(first + second),
            Opcode.Subtract => unchecked(first - second),
            _ => unchecked(first * second),
        };
    }
}
