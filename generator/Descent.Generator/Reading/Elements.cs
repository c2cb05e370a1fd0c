using System;
using System.Collections.Generic;
using System.Linq;
using Descent.Generator.Model;
using Descent.Generator.IR;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Descent.Generator.Reading;

/// <summary>An element, <c>velocities[k]</c> or <c>velocities[^1]</c>, of what holds several values: a state that is a span, an array, or a table.</summary>
/// <param name="Symbol">What holds the elements.</param>
/// <param name="Type">The type of an element.</param>
/// <param name="Count">How many there are.</param>
/// <param name="Index">The operation that gives the index.</param>
/// <param name="IsFromEnd">Whether the index counts from the end.</param>
internal sealed record Elements(ISymbol Symbol, ScalarType Type, int Count, IOperation Index, bool IsFromEnd)
{
    /// <summary>How many values a state parameter that is a span has; 0 if it is none, or says less.</summary>
    public static int CountOf(IParameterSymbol parameter)
        => RuleAttributes.Find(parameter, RuleAttributes.State) is { } attribute && IsSpanOfDoubles(parameter.Type) ? Math.Max(0, RuleAttributes.Argument<int>(attribute, "Count") ?? 0) : 0;

    /// <summary>The elements of a state parameter that is a span; any other parameter as it is.</summary>
    public static IEnumerable<ParameterModel> Of(IParameterSymbol parameter, ParameterModel? model, StateNames names)
    {
        return model is null ? [] : CountOf(parameter) is > 0 and var count ? Enumerable.Range(0, count).Select(Element) : [model];

        ParameterModel Element(int element)
        {
            var suffix = names.Suffix(parameter.Name, element);
            return model! with { Name = model.Name + suffix, State = model.State + suffix, Span = model.Name, Element = element };
        }
    }

    public static bool IsSpanOfDoubles(ITypeSymbol type) => TypeOf(type) == ScalarType.Double && type is INamedTypeSymbol { Name: "Span" };

    /// <summary>The type of the elements of an array or span; none for any other type.</summary>
    public static ScalarType TypeOf(ITypeSymbol? type) => type switch
    {
        IArrayTypeSymbol { Rank: 1 } array => ScalarTypes.Of(array.ElementType),
        INamedTypeSymbol { Name: "Span" or "ReadOnlySpan", ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true }, TypeArguments: { Length: 1 } arguments }
            => ScalarTypes.Of(arguments[0]),
        _ => ScalarType.None,
    };

    /// <summary>What holds elements, with their number; <see langword="null"/> for anything else.</summary>
    public static (ISymbol Symbol, int Count)? Holder(IOperation? operation, Scope scope) => operation switch
    {
        IConversionOperation { OperatorMethod: null, IsImplicit: true } conversion => Holder(conversion.Operand, scope),
        IParenthesizedOperation parenthesized => Holder(parenthesized.Operand, scope),
        IParameterReferenceOperation { Parameter: var parameter } when CountOf(parameter) is > 0 and var count => (parameter, count),
        ILocalReferenceOperation { Local: var local } when scope.LengthOf(local) is { } length => (local, length),
        IPropertyReferenceOperation { Property: var property } when scope.TableOf(property) is { } table => (property, table.Count),
        _ => null,
    };

    /// <summary>The number of elements that <c>velocities.Length</c> says.</summary>
    public static int? Length(IOperation? operation, Scope scope)
        => operation is IPropertyReferenceOperation { Property.Name: "Length", Instance: { } instance } && Holder(instance, scope) is var (_, count) ? count : null;

    /// <summary>The element that an operation is; <see langword="null"/> if it is none.</summary>
    public static Elements? Find(IOperation operation, Scope scope)
    {
        var (instance, index) = operation switch
        {
            IPropertyReferenceOperation { Property.IsIndexer: true, Arguments: { Length: 1 } arguments } property => (property.Instance, arguments[0].Value),
            IArrayElementReferenceOperation { Indices: { Length: 1 } indices } element => (element.ArrayReference, indices[0]),
            IImplicitIndexerReferenceOperation implied => (implied.Instance, implied.Argument),
            _ => (null, null),
        };
        if (index is null || Holder(instance, scope) is not var (symbol, count))
        {
            return null;
        }

        var type = TypeOf(symbol switch { IParameterSymbol parameter => parameter.Type, ILocalSymbol local => local.Type, _ => ((IPropertySymbol)symbol).Type });
        return FromEnd(index) is { } distance ? new(symbol, type, count, distance, true) : new(symbol, type, count, index, false);
    }

    private static IOperation? FromEnd(IOperation index) => index switch
    {
        IUnaryOperation { OperatorKind: UnaryOperatorKind.Hat } hat => hat.Operand,
        IParenthesizedOperation parenthesized => FromEnd(parenthesized.Operand),
        _ => null,
    };
}
