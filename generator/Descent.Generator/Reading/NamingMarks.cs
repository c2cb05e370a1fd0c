using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;

namespace Descent.Generator.Reading;

/// <summary>
/// What C# says of whoever names a symbol: that it is obsolete, or experimental. The author knows it and has said what to do about it, in
/// files that are not ours.
/// </summary>
internal static class NamingMarks
{
    private const string Obsolete = "System.ObsoleteAttribute";
    private const string Experimental = "System.Diagnostics.CodeAnalysis.ExperimentalAttribute";

    private const string Conflict = "CS0436";

    private static readonly string[] s_obsolete = ["CS0612", "CS0618"];

    /// <summary>Whether a symbol itself, or an accessor of it, carries such a mark.</summary>
    public static bool Has(ISymbol symbol) => RuleAttributes.Has(symbol, Obsolete) || RuleAttributes.Has(symbol, Experimental)
        || (symbol is IPropertySymbol property && new[] { property.GetMethod, property.SetMethod }.Any(accessor => accessor is not null && Has(accessor)));

    public static bool IsObsolete(ISymbol symbol) => RuleAttributes.Has(symbol, Obsolete);

    /// <summary>The id of the warning that naming a rule or its state gives where a reference has one of that name: a copy of a built-in rule, in its namespace.</summary>
    public static IEnumerable<string> OfConflicts(ReadingContext context)
    {
        var outermost = context.Rule;
        while (outermost.ContainingType is { } around)
        {
            outermost = around;
        }

        var space = outermost.ContainingNamespace.IsGlobalNamespace ? "" : outermost.ContainingNamespace.ToDisplayString() + ".";
        return context.IsAlsoElsewhere(space + outermost.MetadataName) || context.IsAlsoElsewhere(space + context.Rule.Name + "State") ? [Conflict] : [];
    }

    /// <summary>The ids of the warnings that naming a symbol gives, by its own marks and those of what it is in.</summary>
    public static IEnumerable<string> Warnings(ISymbol symbol)
    {
        for (var marked = symbol; marked is not null and not INamespaceSymbol; marked = marked.ContainingSymbol)
        {
            if (RuleAttributes.Find(marked, Obsolete) is { } obsolete)
            {
                foreach (var id in s_obsolete.Append(obsolete.NamedArguments.FirstOrDefault(argument => argument.Key == "DiagnosticId").Value.Value as string))
                {
                    if (id is not null)
                    {
                        yield return id;
                    }
                }
            }

            if (RuleAttributes.Find(marked, Experimental)?.ConstructorArguments.FirstOrDefault().Value is string experiment)
            {
                yield return experiment;
            }
        }

        // What is experimental as a whole is so for other assemblies.
        foreach (var marked in symbol.ContainingAssembly is null or ISourceAssemblySymbol ? [] : new ISymbol[] { symbol.ContainingModule, symbol.ContainingAssembly })
        {
            if (RuleAttributes.Find(marked, Experimental)?.ConstructorArguments.FirstOrDefault().Value is string experiment)
            {
                yield return experiment;
            }
        }

        if (symbol is INamedTypeSymbol { IsGenericType: true } generic)
        {
            foreach (var id in generic.TypeArguments.SelectMany(Warnings))
            {
                yield return id;
            }
        }
    }
}
