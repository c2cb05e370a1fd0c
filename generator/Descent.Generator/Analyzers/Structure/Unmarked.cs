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

    /// <summary>What makes a rule of a class, in words; <see langword="null"/> if nothing does.</summary>
    public static string? RuleIn(INamedTypeSymbol type)
        => RuleAttributes.Has(type, RuleAttributes.Chain) ? "a [Chain]"
            : type.GetMembers().OfType<IMethodSymbol>().Where(method => !RuleAttributes.IsInlineable(method)).SelectMany(_ => s_kinds, (method, kind) => (method, kind))
                .Where(pair => RuleAttributes.Has(pair.method, pair.kind.Attribute)).Select(pair => pair.kind.Words).FirstOrDefault();
}
