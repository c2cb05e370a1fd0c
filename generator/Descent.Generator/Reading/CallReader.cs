using System.Collections.Generic;
using System.Linq;
using Descent.Generator.Infrastructure;
using Descent.Generator.IR;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Descent.Generator.Reading;

/// <summary>
/// Reads calls of helper methods, whose bodies become functions that are inlined later. What is passed by reference is a place of the
/// program, one for each variable however often it is passed; in between the helper's work is the variable's.
/// </summary>
internal sealed class CallReader(ReadingContext context, ProgramBuilder builder, Scope scope, ExpressionReader expressions)
{
    /// <summary>What an argument is: a place, or a value that nobody else can change.</summary>
    private sealed record Passed(IArgumentOperation Argument, Place? Place, int Value)
    {
        public IParameterSymbol Parameter => Argument.Parameter!;

        public bool IsWritten => Parameter.RefKind is RefKind.Ref or RefKind.Out;
    }

    /// <summary>Reads a call.</summary>
    /// <returns>What it returns, an element after the other; <see langword="null"/> if the method is none whose body can be read.</returns>
    public IReadOnlyList<int>? TryRead(IInvocationOperation invocation)
    {
        var method = invocation.TargetMethod;
        if (Find(method, invocation.Instance, invocation) is not { } function)
        {
            return null;
        }

        var site = context.Site(invocation.Syntax);
        var passed = invocation.Arguments.Select(ReadArgument).ToList();
        var places = passed.Where(one => one.Place is not null).ToList();
        if (places.Any(one => places.Any(other => one.Place!.MayBe(other.Place!))))
        {
            context.Unsupported(invocation, "passing two elements by reference of which it is only known in the step whether they are one");
        }

        var operands = new int[method.Parameters.Length];
        var variables = new List<(Place Place, int Variable)>();
        foreach (var one in passed)
        {
            operands[one.Parameter.Ordinal] = one.Parameter.RefKind == RefKind.None ? one.Value
                : one.Place is { } place ? Variable(place, places, variables, site)
                : builder.Add(Opcode.Variable, ScalarTypes.Of(one.Parameter.Type), site, one.Value);
        }

        var call = builder.Add(new(Opcode.Call, ScalarType.None, operands.ToEquatableArray(), new Payload.Callee(function), Site: site));
        var results = HelperSignature.Results(method).Select((type, number) => Result(call, number, type, site)).ToList();
        foreach (var (place, variable) in variables)
        {
            if (passed.LastOrDefault(one => one.IsWritten && one.Place is { } other && other.Is(place)) is { } written)
            {
                expressions.Places.Set(place, builder.Add(Opcode.Get, place.Type, site, variable, call), written.Argument.Value);
            }
        }

        return results;
    }

    /// <summary>Reads a property of the rule that is computed from its hyperparameters.</summary>
    public int? TryReadProperty(IPropertyReferenceOperation property)
    {
        if (property.Property.GetMethod is not { } getter || property.Property.IsIndexer || Find(getter, property.Instance, property) is not { } function || ScalarTypes.Of(property.Type) == ScalarType.None)
        {
            return null;
        }

        var site = context.Site(property.Syntax);
        var call = builder.Add(new(Opcode.Call, ScalarType.None, default, new Payload.Callee(function), Site: site));
        return Result(call, 0, ScalarTypes.Of(property.Type), site);
    }

    private Passed ReadArgument(IArgumentOperation argument)
    {
        var (value, kind) = (argument.Value, argument.Parameter!.RefKind);
        if (kind == RefKind.None || (kind is not (RefKind.Ref or RefKind.Out) && !IsVariable(value)))
        {
            return new(argument, null, expressions.Read(value));
        }

        var isDiscarded = value is IDiscardOperation or IDeclarationExpressionOperation { Expression: IDiscardOperation };
        var place = isDiscarded ? null : expressions.Places.Read(value);
        return new(argument, place, place is null ? builder.Add(Opcode.Undefined, ScalarTypes.Of(argument.Parameter.Type), context.Site(value.Syntax)) : -1);
    }

    /// <summary>Whether an argument for an <c>in</c> parameter is a variable, which the helper then sees, and not the value of an expression.</summary>
    private bool IsVariable(IOperation operation) => !operation.ConstantValue.HasValue && operation switch
    {
        ILocalReferenceOperation or IParameterReferenceOperation => true,
        IFieldReferenceOperation field => Tuples.Element(field) is var (tuple, _) && PlaceReader.Root(tuple) is not null,
        _ => Elements.Find(operation, scope) is not null,
    };

    /// <summary>The place of the program that a variable is during the call.</summary>
    private int Variable(Place place, IReadOnlyList<Passed> places, List<(Place Place, int Variable)> variables, int site)
    {
        if (scope.TryGetReference(place.Variable.Symbol, out var reference))
        {
            return reference;
        }

        foreach (var (other, known) in variables)
        {
            if (place.Is(other))
            {
                return known;
            }
        }

        // What is only passed by 'out' has no value yet.
        var passed = places.Where(one => one.Place!.Is(place)).ToList();
        var value = passed.All(one => one.Parameter.RefKind == RefKind.Out) && place.Index is null
            ? builder.Add(Opcode.Undefined, place.Type, site)
            : expressions.Places.Get(place, passed[0].Argument.Value);
        var variable = builder.Add(new(Opcode.Variable, place.Type, new[] { value }.ToEquatableArray(), Hint: place.Variable.Symbol.Name, Site: site));
        variables.Add((place, variable));
        return variable;
    }

    private int Result(int call, int number, ScalarType type, int site)
        => builder.Add(new(Opcode.Result, type, new[] { call }.ToEquatableArray(), new Payload.Ordinal(number), Site: site));

    /// <summary>The name of a method's function; <see langword="null"/> if its body cannot be read or used.</summary>
    private string? Find(IMethodSymbol called, IOperation? instance, IOperation call)
    {
        var method = called.PartialImplementationPart ?? called;
        if (HelperSignature.WhyNot(method) is not null || method.IsImplicitlyDeclared || !(method.IsStatic || method.MethodKind == MethodKind.LocalFunction || IsOfRule(method, instance)))
        {
            return null;
        }

        if (context.IsCalled(method))
        {
            return context.NameOf(method);
        }

        if (context.LocalFunctions.Find(method, call) is { } function)
        {
            return LocalFunctions.Check(context, function, call) ? context.Call(method, function.Body!) : context.NameOf(method);
        }

        if (!context.IsForeign(method))
        {
            return context.Body(method) is { } body ? context.Call(method, body) : null;
        }

        if (!context.Functions.ContainsKey(method) && ForeignHelpers.Read(context, method, call) is { } foreign)
        {
            context.Functions.Add(method, foreign);
        }

        return context.NameOf(method);
    }

    private bool IsOfRule(IMethodSymbol method, IOperation? instance)
        => instance is IInstanceReferenceOperation && SymbolEqualityComparer.Default.Equals(method.ContainingType, context.Rule);
}
