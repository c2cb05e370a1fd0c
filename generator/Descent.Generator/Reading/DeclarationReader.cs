using System.Collections.Generic;
using System.Linq;
using Descent.Generator.IR;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Descent.Generator.Reading;

/// <summary>Reads declarations of local variables: values, tuples, references to other variables, and arrays of known length.</summary>
internal sealed class DeclarationReader(ReadingContext context, ProgramBuilder builder, Scope scope, ExpressionReader expressions)
{
    /// <summary>How many elements an array may have.</summary>
    public const int MaxLength = 64;

    public void Read(IVariableDeclaratorOperation declarator)
    {
        var local = declarator.Symbol;
        if (declarator.GetVariableInitializer()?.Value is not { } initializer)
        {
            return;
        }

        if (local.RefKind != RefKind.None)
        {
            if (expressions.Places.Read(initializer) is { } place)
            {
                scope.Alias(local, place);
            }
            else
            {
                // It has been said why; what is done with it is done with a value.
                scope.Set(new(local), expressions.Placeholder(ScalarTypes.Of(local.Type), context.Site(initializer.Syntax)));
            }

            return;
        }

        if (Elements.TypeOf(local.Type) is not ScalarType.None and var type)
        {
            ReadArray(local, type, initializer);
            return;
        }

        var values = expressions.ReadAll(initializer);
        context.Refuse(local);
        for (var element = 0; element < values.Count; element++)
        {
            builder.Name(values[element], local.Name);
            scope.Set(new(local, element), values[element]);
        }
    }

    /// <summary>Makes a variable of a loop the element of a round: its value, or the element itself.</summary>
    public void Bind(ILocalSymbol local, ISymbol holder, int element, IOperation operation)
    {
        var place = new Place(new(holder, element), ScalarTypes.Of(local.Type));
        if (local.RefKind != RefKind.None)
        {
            scope.Alias(local, place);
        }
        else
        {
            var value = expressions.Places.Get(place, operation);
            scope.Set(new(local), value);
        }
    }

    /// <summary>An array is its elements: nothing else can hold it, so nobody else can change them.</summary>
    private void ReadArray(ILocalSymbol local, ScalarType type, IOperation initializer)
    {
        var site = context.Site(initializer.Syntax);
        if (Values(initializer, type, site) is not { Count: > 0 and <= MaxLength } values)
        {
            context.Unsupported(initializer, $"an array that is not written out element by element, {MaxLength.ToString(System.Globalization.CultureInfo.InvariantCulture)} at most,");
            values = [.. Enumerable.Repeat(expressions.Placeholder(type, site), MaxLength)];
        }

        scope.SetLength(local, values.Count);
        for (var element = 0; element < values.Count; element++)
        {
            scope.Set(new(local, element), values[element]);
        }
    }

    private IReadOnlyList<int>? Values(IOperation operation, ScalarType type, int site) => operation switch
    {
        IConversionOperation conversion => Values(conversion.Operand, type, site),
        IArrayCreationOperation { Initializer: { ElementValues: var values } } => ReadEach(values),
        IArrayCreationOperation { Initializer: null, DimensionSizes: { Length: 1 } sizes } when sizes[0].ConstantValue is { HasValue: true, Value: int and > 0 and <= MaxLength and var length }
            => [.. Enumerable.Range(0, length).Select(_ => expressions.Placeholder(type, site))],
        ICollectionExpressionOperation { Elements: var values } when !values.Any(value => value is ISpreadOperation) => ReadEach(values),
        _ => null,
    };

    private IReadOnlyList<int>? ReadEach(IReadOnlyList<IOperation> operations)
        => operations.All(operation => ScalarTypes.Of(operation.Type) != ScalarType.None) ? [.. operations.Select(expressions.Read)] : null;
}
