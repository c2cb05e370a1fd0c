using System.Linq;
using Descent.Generator.Reading;
using Microsoft.CodeAnalysis;

namespace Descent.Generator.Analyzers.Structure;

/// <summary>Finds a rule in a class that the compiler does not look at.</summary>
internal static class Unmarked
{
    /// <summary>The kinds of methods that only a rule has; a part of a chain may have the others, by itself.</summary>
    private static readonly (string Attribute, string Words)[] s_kinds =
    [
        (RuleAttributes.Update, "an [Update] method"), (RuleAttributes.BeforeGradient, "a [BeforeGradient] method"),
        (RuleAttributes.ToEvaluation, "a [ToEvaluation] method"), (RuleAttributes.ToTraining, "a [ToTraining] method"),
    ];

    /// <summary>That a class which is not marked has a rule; <see langword="null"/> if it has none.</summary>
    public static Problem? Of(INamedTypeSymbol unmarked)
        => RuleIn(unmarked) is { } has ? new(DiagnosticIds.NotMarked, unmarked.Locations[0], unmarked.Name, has) : null;

    /// <summary>Whether C# finds no other part of a hyperparameter: then <c>csc</c> asks no analyzer, and the generator says what is wrong.</summary>
    public static bool IsOfGenerator(INamedTypeSymbol type) => FirstWithoutBody(type) is not null;

    /// <summary>The same for the class of a hyperparameter, if it is not marked and this is the first of it that lacks its other part: so it is said once.</summary>
    public static Problem? OfFirst(IPropertySymbol hyperparameter)
        => hyperparameter.ContainingType is var type && !RuleAttributes.Has(type, RuleAttributes.Optimizer)
            && SymbolEqualityComparer.Default.Equals(FirstWithoutBody(type), hyperparameter) ? Of(type) : null;

    private static IPropertySymbol? FirstWithoutBody(INamedTypeSymbol type) => type.GetMembers().OfType<IPropertySymbol>().FirstOrDefault(
        property => property is { IsPartialDefinition: true, PartialImplementationPart: null } && RuleAttributes.Has(property, RuleAttributes.Hyperparameter));

    /// <summary>What makes a rule of a class, in words; <see langword="null"/> if nothing does.</summary>
    private static string? RuleIn(INamedTypeSymbol type)
        => RuleAttributes.Has(type, RuleAttributes.Chain) ? "a [Chain]"
            : type.GetMembers().OfType<IMethodSymbol>().Where(method => !RuleAttributes.IsInlineable(method)).SelectMany(_ => s_kinds, (method, kind) => (method, kind))
                .Where(pair => RuleAttributes.Has(pair.method, pair.kind.Attribute)).Select(pair => pair.kind.Words).FirstOrDefault();
}
