using System.Globalization;
using Descent.Generator.Infrastructure;
using Descent.Generator.IR;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Descent.Generator.Reading;

/// <summary>Reads assignable expressions into places, each once, and what they hold.</summary>
internal sealed class PlaceReader(ReadingContext context, ProgramBuilder builder, Scope scope, ExpressionReader expressions)
{
    /// <summary>
    /// Evaluates an assignable expression, its index included; <see langword="null"/> if it is none that a rule can have, which is recorded.
    /// </summary>
    public Place? Read(IOperation operation)
    {
        switch (operation)
        {
            case IParenthesizedOperation parenthesized:
                return Read(parenthesized.Operand);
            case IDeclarationExpressionOperation { Expression: ILocalReferenceOperation declared }:
                return Of(declared.Local, ScalarTypes.Of(declared.Type), operation);
            case ILocalReferenceOperation { Local: var local }:
                return scope.TryGetAlias(local, out var alias) ? alias : Of(local, ScalarTypes.Of(local.Type), operation);
            case IParameterReferenceOperation { Parameter.Type: var type } when MatrixReader.IsSquare(type):
                context.Unsupported(operation, "a square state anywhere but as an argument of a [MatrixOperation]");
                return null;
            case IParameterReferenceOperation { Parameter: var parameter }:
                return Of(parameter, ScalarTypes.Of(parameter.Type), operation);
            case IFieldReferenceOperation field when Tuples.Element(field) is var (tuple, element) && Root(tuple) is { } symbol:
                return Of(symbol.Symbol, ScalarTypes.Of(field.Type), operation, symbol.Element + element);
        }

        if (Elements.Find(operation, scope) is { } found)
        {
            return ReadElement(operation, found);
        }

        context.Unsupported(operation, operation is IPropertyReferenceOperation { Property: var property } && context.Hyperparameters.ContainsKey(property)
            ? $"assigning to hyperparameter '{property.Name}' (what a rule changes is a local or a state)"
            : $"assigning to {Constructs.Describe(operation)}");
        return null;
    }

    /// <summary>What a place holds.</summary>
    public int Get(Place place, IOperation operation)
    {
        var site = context.Site(operation.Syntax);
        if (place.Index is { } index)
        {
            var chosen = Get(place with { Index = null, Variable = place.Variable with { Element = place.Count - 1 } }, operation);
            for (var element = place.Count - 2; element >= 0; element--)
            {
                chosen = Choose(IsElement(index, element, site), Get(place with { Index = null, Variable = place.Variable with { Element = element } }, operation), chosen, site);
            }

            return chosen;
        }

        if (scope.TryGetReference(place.Variable.Symbol, out var reference))
        {
            return builder.Add(Opcode.Get, place.Type, site, reference);
        }

        if (scope.TableOf(place.Variable.Symbol) is { } table)
        {
            return expressions.ReadConstant(table[place.Variable.Element], place.Type, site) ?? expressions.Placeholder(place.Type, site);
        }

        if (scope.TryGetRound(place.Variable.Symbol, out var round))
        {
            return builder.Constant(round, site);
        }

        if (scope.TryGet(place.Variable, out var value))
        {
            return value;
        }

        if (scope.Knows(place.Variable))
        {
            // Read before it is assigned: C# says so itself, unless nothing reaches it.
            return builder.Add(Opcode.Undefined, place.Type, site);
        }

        context.Unsupported(operation, Constructs.Describe(operation));

        return expressions.Placeholder(place.Type, site);
    }

    /// <summary>Writes a place.</summary>
    public void Set(Place place, int value, IOperation operation)
    {
        var site = context.Site(operation.Syntax);
        if (place.Index is { } index)
        {
            for (var element = 0; element < place.Count; element++)
            {
                var one = place with { Index = null, Variable = place.Variable with { Element = element } };
                Set(one, Choose(IsElement(index, element, site), value, Get(one, operation), site), operation);
            }

            return;
        }

        if (((place.Variable.Symbol as ILocalSymbol)?.Type ?? (place.Variable.Symbol as IParameterSymbol)?.Type) is { } type && ScalarTypes.Of(type) != ScalarType.None)
        {
            builder.Name(value, place.Variable.Symbol.Name);
        }

        if (scope.TryGetReference(place.Variable.Symbol, out var reference))
        {
            builder.Add(Opcode.Set, ScalarType.None, site, reference, value);
        }
        else
        {
            scope.Set(place.Variable, value);
        }
    }

    /// <summary>The variable that holds a tuple, and where in it the tuple begins.</summary>
    public static Variable? Root(IOperation tuple) => tuple switch
    {
        IParenthesizedOperation parenthesized => Root(parenthesized.Operand),
        ILocalReferenceOperation { Local: var local } => new(local),
        IFieldReferenceOperation field when Tuples.Element(field) is var (outer, element) && Root(outer) is { } root => root with { Element = root.Element + element },
        _ => null,
    };

    private Place? Of(ISymbol symbol, ScalarType type, IOperation operation, int element = 0)
    {
        var variable = new Variable(symbol, element);
        if (type != ScalarType.None && (scope.Knows(variable) || scope.TryGetReference(symbol, out _) || symbol is ILocalSymbol))
        {
            return new(variable, type);
        }

        context.Unsupported(operation, Constructs.Describe(operation));
        if (symbol is ILocalSymbol local)
        {
            context.Refuse(local);
        }

        return null;
    }

    private Place? ReadElement(IOperation operation, Elements elements)
    {
        var index = expressions.Read(elements.Index);
        var site = context.Site(operation.Syntax);
        if (builder[index].Type != ScalarType.Integer)
        {
            context.Unsupported(operation, Constructs.Describe(operation));
            return null;
        }

        if (elements.IsFromEnd)
        {
            index = builder.Add(Opcode.Subtract, ScalarType.Integer, site, builder.Constant(elements.Count, site), index);
        }

        if (builder.KnownInteger(index) is not { } element)
        {
            var chosen = builder.Add(new(Opcode.Index, ScalarType.Integer, new[] { index }.ToEquatableArray(), new Payload.Elements(elements.Count), Site: site));
            return new(new(elements.Symbol), elements.Type) { Index = chosen, Count = elements.Count };
        }

        if (element >= 0 && element < elements.Count)
        {
            return new(new(elements.Symbol, element), elements.Type);
        }

        context.Unsupported(operation, $"an index of '{elements.Symbol.Name}' that is {element.ToString(CultureInfo.InvariantCulture)}, not a number from 0 to {(elements.Count - 1).ToString(CultureInfo.InvariantCulture)},");
        return null;
    }

    private int IsElement(int index, int element, int site)
        => builder.Add(Opcode.Equal, ScalarType.Boolean, site, index, builder.Constant(element, site));

    private int Choose(int condition, int whenTrue, int whenFalse, int site)
    {
        if (whenTrue == whenFalse)
        {
            return whenTrue;
        }

        builder.Add(Opcode.If, ScalarType.None, site, condition);
        builder.Add(Opcode.Else, ScalarType.None, site);
        builder.Add(Opcode.End, ScalarType.None, site);
        return Scope.Join(builder, condition, whenTrue, whenFalse, site, null);
    }
}
