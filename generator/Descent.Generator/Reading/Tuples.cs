using System.Collections.Generic;
using System.Linq;
using Descent.Generator.IR;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Descent.Generator.Reading;

/// <summary>Tuples are their elements, one value after the other, those of inner tuples among them.</summary>
internal static class Tuples
{
    /// <summary>The types of a value: one, or those of a tuple's elements; empty if a rule cannot use it.</summary>
    public static IReadOnlyList<ScalarType> Types(ITypeSymbol? type)
    {
        if (type is not INamedTypeSymbol { IsTupleType: true } tuple)
        {
            return ScalarTypes.Of(type) is not ScalarType.None and var scalar ? [scalar] : [];
        }

        var types = tuple.TupleElements.Select(element => Types(element.Type)).ToList();
        return types.All(inner => inner.Count > 0) ? [.. types.SelectMany(inner => inner)] : [];
    }

    /// <summary>The tuple that <c>pair.Item2</c>, or an element by its name, is of, and where the element begins; <see langword="null"/> if it is none.</summary>
    public static (IOperation Tuple, int Start)? Element(IFieldReferenceOperation field)
    {
        if (field is not { Instance: { Type: INamedTypeSymbol { IsTupleType: true } tuple } instance })
        {
            return null;
        }

        var name = (field.Field.CorrespondingTupleField ?? field.Field).Name;
        var start = 0;
        foreach (var element in tuple.TupleElements)
        {
            if ((element.CorrespondingTupleField ?? element).Name == name)
            {
                return (instance, start);
            }

            start += Types(element.Type).Count;
        }

        return null;
    }
}
