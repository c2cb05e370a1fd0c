using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using Descent.Generator.IR;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Descent.Generator.Reading;

/// <summary>
/// The tables of constants that rules look up, <c>static ReadOnlySpan&lt;double&gt; Weights =&gt; [0.5, 0.25]</c>. An array of a class is none: whoever has it may
/// change its elements.
/// </summary>
internal sealed class ConstantTables(ReadingContext context)
{
    private readonly Dictionary<ISymbol, IReadOnlyList<object>?> _tables = new(SymbolEqualityComparer.Default);

    /// <summary>The constants of a table; <see langword="null"/> for a property that is none.</summary>
    public IReadOnlyList<object>? Of(IPropertySymbol property)
    {
        if (property is not { IsStatic: true, IsVirtual: false, GetMethod: { } getter, SetMethod: null, Type.Name: "ReadOnlySpan" } || Elements.TypeOf(property.Type) == ScalarType.None)
        {
            return null;
        }

        if (!_tables.TryGetValue(property, out var table))
        {
            _tables.Add(property, table = context.Body(getter) is { Operations: { Length: 1 } body } && body[0] is IReturnOperation { ReturnedValue: { } returned } ? Constants(returned) : null);
        }

        return table;
    }

    private static IReadOnlyList<object>? Constants(IOperation operation)
    {
        var elements = operation switch
        {
            IConversionOperation conversion => Constants(conversion.Operand),
            IArrayCreationOperation { Initializer.ElementValues: var values } => All(values),
            ICollectionExpressionOperation { Elements: var values } => All(values),
            _ => null,
        };
        return elements is { Count: > 0 and <= DeclarationReader.MaxLength } ? elements : null;
    }

    private static IReadOnlyList<object>? All(ImmutableArray<IOperation> operations)
        => operations.All(operation => operation.ConstantValue is { HasValue: true, Value: not null }) ? [.. operations.Select(operation => operation.ConstantValue.Value!)] : null;
}
