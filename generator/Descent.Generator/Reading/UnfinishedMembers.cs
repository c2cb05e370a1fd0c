using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Descent.Generator.Reading;

/// <summary>
/// Remembers what was declared for the compiler and refused. C# demands a body of each partial property, and of most partial methods, and of a
/// property with a body the declaration without one; where either is missing it says that alone, and nobody would learn why the rule was refused.
/// </summary>
internal static class UnfinishedMembers
{
    /// <summary>The first version in which accessors may name what they keep.</summary>
    private const LanguageVersion CSharp14 = (LanguageVersion)1400;

    private static readonly SymbolDisplayFormat s_type = SymbolDisplayFormat.FullyQualifiedFormat
        .WithMiscellaneousOptions(SymbolDisplayFormat.FullyQualifiedFormat.MiscellaneousOptions | SymbolDisplayMiscellaneousOptions.IncludeNullableReferenceTypeModifier);

    private static readonly SymbolDisplayFormat s_signature = s_type
        .WithGenericsOptions(SymbolDisplayGenericsOptions.IncludeTypeParameters | SymbolDisplayGenericsOptions.IncludeTypeConstraints)
        .WithMemberOptions(SymbolDisplayMemberOptions.IncludeType | SymbolDisplayMemberOptions.IncludeRef | SymbolDisplayMemberOptions.IncludeParameters)
        .WithParameterOptions(SymbolDisplayParameterOptions.IncludeType | SymbolDisplayParameterOptions.IncludeName | SymbolDisplayParameterOptions.IncludeParamsRefOut);

    /// <summary>Gives a member the body, or the declaration, that only the compiler can give it.</summary>
    public static void Add(ReadingContext context, ISymbol member)
    {
        if (GeneratedMembers.IsImplementedByAuthor(member, context.Cancellation)
            || member.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(context.Cancellation) is not MemberDeclarationSyntax syntax
            || !syntax.Modifiers.Any(SyntaxKind.PartialKeyword))
        {
            return;
        }

        var hasBody = member is IPropertySymbol { IsPartialDefinition: false };
        if (hasBody && context.Rule.GetMembers(member.Name).Length > 1)
        {
            // C# says that there are several.
            return;
        }

        var accessors = (syntax as BasePropertyDeclarationSyntax)?.AccessorList?.Accessors ?? default;
        var getter = Accessor(SyntaxKind.GetAccessorDeclaration) ?? (syntax is PropertyDeclarationSyntax { ExpressionBody: not null } or IndexerDeclarationSyntax { ExpressionBody: not null } ? "get" : null);
        var setter = Accessor(SyntaxKind.SetAccessorDeclaration) ?? Accessor(SyntaxKind.InitAccessorDeclaration);
        if (member is IPropertySymbol ? getter is null && setter is null : (member as IMethodSymbol)?.Parameters.Any(parameter => parameter.Name.Length == 0) ?? false)
        {
            // It is still being typed, and C# says what is missing.
            return;
        }

        context.Named.Add(member);
        context.Unfinished.Add(new(
            string.Join(" ", syntax.Modifiers.Select(modifier => modifier.Text).Append(member.ToDisplayString(s_signature))),
            getter,
            setter,
            syntax is PropertyDeclarationSyntax { Initializer: not null, SyntaxTree.Options: CSharpParseOptions { LanguageVersion: >= CSharp14 } },
            hasBody));

        string? Accessor(SyntaxKind kind)
            => accessors.FirstOrDefault(accessor => accessor.IsKind(kind)) is { } accessor
                ? string.Join(" ", accessor.Modifiers.Select(modifier => modifier.Text).Append(accessor.Keyword.Text))
                : null;
    }

    /// <summary>Gives every partial property with a <c>[Hyperparameter]</c> attribute a body, for a class that is refused as a whole.</summary>
    public static void AddAll(ReadingContext context)
    {
        foreach (var property in context.Rule.GetMembers().OfType<IPropertySymbol>().Where(property => RuleAttributes.Has(property, RuleAttributes.Hyperparameter)))
        {
            Add(context, property);
        }
    }
}
