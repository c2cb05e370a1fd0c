using System.Collections.Generic;
using System.Linq;
using Descent.Generator.Infrastructure;
using Descent.Generator.Model;
using Microsoft.CodeAnalysis;

namespace Descent.Generator.Reading;

/// <summary>How a rule and the types around it are declared, so that another part of them can be.</summary>
internal static class RuleDeclarations
{
    /// <summary>The names of a namespace, as they are: a display string would escape keywords.</summary>
    public static string? Namespace(INamespaceSymbol space)
        => space.IsGlobalNamespace ? null : Namespace(space.ContainingNamespace) is { } outer ? outer + "." + space.Name : space.Name;

    public static EquatableArray<ContainingType> ContainingTypes(INamedTypeSymbol rule)
    {
        var types = new List<ContainingType>();
        for (var type = rule.ContainingType; type is not null; type = type.ContainingType)
        {
            types.Insert(0, Part(type));
        }

        return types.ToEquatableArray();
    }

    public static ContainingType Part(INamedTypeSymbol type)
        => new(Keyword(type), type.Name, type.TypeParameters.Select(parameter => parameter.Name).ToEquatableArray());

    private static string Keyword(INamedTypeSymbol type) => (type.TypeKind, type.IsRecord) switch
    {
        (TypeKind.Struct, true) => "record struct",
        (TypeKind.Struct, false) => "struct",
        (TypeKind.Interface, _) => "interface",
        (_, true) => "record",
        _ => "class",
    };

    public static string Accessibility(INamedTypeSymbol rule) => rule.DeclaredAccessibility switch
    {
        Microsoft.CodeAnalysis.Accessibility.Public => "public",
        Microsoft.CodeAnalysis.Accessibility.Private => "private",
        Microsoft.CodeAnalysis.Accessibility.Protected => "protected",
        Microsoft.CodeAnalysis.Accessibility.ProtectedOrInternal => "protected internal",
        Microsoft.CodeAnalysis.Accessibility.ProtectedAndInternal => "private protected",
        _ => "internal",
    };
}
