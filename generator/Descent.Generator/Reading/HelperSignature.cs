using System.Collections.Generic;
using System.Linq;
using Descent.Generator.IR;
using Microsoft.CodeAnalysis;

namespace Descent.Generator.Reading;

/// <summary>What a helper method takes and returns, and which methods can be helpers at all.</summary>
internal static class HelperSignature
{
    /// <summary>Why a rule cannot call a method of this kind, whatever its body is; <see langword="null"/> if it can.</summary>
    public static string? WhyNot(IMethodSymbol method) => method switch
    {
        { MethodKind: not (MethodKind.Ordinary or MethodKind.PropertyGet or MethodKind.LocalFunction) } => "it must be an ordinary method",
        { IsGenericMethod: true } or { ContainingType.IsGenericType: true } => "it must not have type parameters, nor be in a type that has",
        { IsAsync: true } or { IsExtern: true } or { IsVirtual: true } or { IsOverride: true } or { IsAbstract: true }
            => "it must not be async, extern, virtual or abstract",
        _ when RuleAttributes.Has(method, RuleAttributes.Conditional) => "it must not be [Conditional]: C# leaves its calls out where the symbol is not defined",
        { ReturnsByRef: true } or { ReturnsByRefReadonly: true } => "it must not return a reference",
        { ReturnsVoid: false } when Tuples.Types(method.ReturnType).Count == 0 => $"it must not return '{Constructs.Name(method.ReturnType)}'",
        _ => method.Parameters.FirstOrDefault(parameter => ScalarTypes.Of(parameter.Type) == ScalarType.None || parameter.IsParams) is { } wrong
            ? $"parameter '{wrong.Name}' must be of type double, int, bool or an enumeration"
            : null,
    };

    /// <summary>How the parameters are taken.</summary>
    public static IReadOnlyList<Passing> Parameters(IMethodSymbol method) => [.. method.Parameters.Select(parameter => new Passing(
        ScalarTypes.Of(parameter.Type), parameter.RefKind != RefKind.None, parameter.RefKind is RefKind.Ref or RefKind.Out))];

    /// <summary>The types of the results: what is returned, element by element if it is a tuple.</summary>
    public static IReadOnlyList<ScalarType> Results(IMethodSymbol method) => method.ReturnsVoid ? [] : Tuples.Types(method.ReturnType);
}
