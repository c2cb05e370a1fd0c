using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Descent.Generator.Reading;

/// <summary>
/// The members whose names users know: those that every optimizer and every state gets, from the compiler or from its base class. A member
/// of the author's may not take their place. The names of all other generated members give way to the author's.
/// </summary>
internal sealed class GeneratedMembers(Compilation compilation, INamedTypeSymbol rule)
{
    /// <summary>What stands before each declaration of ours, in an attribute or in a comment.</summary>
    private const string Mark = "GeneratedCode(\"Descent\"";

    /// <summary>What the generated part of an optimizer declares.</summary>
    private static readonly string[] s_declared =
    [
        "Add", "BeforeGradient", "CompiledRule", "CreateState", "Reference", "ReferenceBeforeGradient", "ReferenceToEvaluation", "ReferenceToTraining",
        "ToEvaluation", "ToTraining", "Update",
    ];

    /// <summary>The signatures of its methods; those that override are read off the base class.</summary>
    private static readonly string[] s_signatures =
    [
        "CreateState`1(ReadOnlySpan)", "Update`1(Span,ReadOnlySpan,State)", "Reference`0(Span,ReadOnlySpan,State)", "Reference`0()",
        "Reference`0(Parameter,ReductionReplay)",
        .. new[] { "BeforeGradient", "ToEvaluation", "ToTraining" }.SelectMany(move => new[]
        {
            move + "`1(Span,State)", $"Reference{move}`0(Span,State)", $"Reference{move}`0()", $"Reference{move}`0(Parameter,ReductionReplay)",
        }),
    ];

    /// <summary>What every class and struct has from <see cref="object"/>.</summary>
    public static IReadOnlyList<string> OfObject { get; } = ["Equals", "Finalize", "GetHashCode", "GetType", "MemberwiseClone", "ReferenceEquals", "ToString"];

    private readonly List<ISymbol> _inherited = Accessible(compilation, rule, "Descent.RuleOptimizer");

    /// <summary>The names that every state has, its type parameter among them.</summary>
    public HashSet<string> OfState => field ??= [.. Accessible(compilation, rule, "Descent.OptimizerState").Select(member => member.Name), .. OfObject];

    /// <summary>What the generated part of an optimizer declares.</summary>
    public static IReadOnlyList<string> Declared => s_declared;

    /// <summary>Whether a name is that of a member that every optimizer has.</summary>
    public bool IsTaken(string name) => IsDeclared(name) || _inherited.Any(member => member.Name == name);

    /// <summary>Whether a name is that of a member that the generated part declares.</summary>
    public static bool IsDeclared(string name) => s_declared.Contains(name);

    /// <summary>What a name is, of which the compiler generates a member: a half of a sentence.</summary>
    public static string For(string owner) => $"the compiler generates for '{owner}'";

    /// <summary>Whether the overrides that the base class demands can be added.</summary>
    public bool HasRoomForOverrides(CancellationToken cancellation) => _inherited.Where(member => member.IsAbstract).All(member => member.Name != rule.Name
        && !rule.GetMembers(member.Name).Any(other => !IsGenerated(other, cancellation) && IsClash(other, cancellation)));

    /// <summary>Whether a member of the author's takes the place of one that every optimizer has.</summary>
    public bool IsClash(ISymbol member, CancellationToken cancellation)
    {
        if (member.IsImplicitlyDeclared || member is IPropertySymbol { IsIndexer: true } or IMethodSymbol { MethodKind: not MethodKind.Ordinary })
        {
            return false;
        }

        var hides = !member.IsOverride && !IsNew(member, cancellation);
        return member is IMethodSymbol method
            ? s_signatures.Contains(Signature(method)) || _inherited.Any(other => other.Name == member.Name && (other is IMethodSymbol inherited
                ? Signature(inherited) == Signature(method) && (hides || IsDeclared(member.Name))
                : hides || IsDeclared(member.Name)))
            : IsDeclared(member.Name) || (hides && IsTaken(member.Name));
    }

    /// <summary>Whether a type or member is only ours: the analyzers see the rule after the generator has added to it.</summary>
    public static bool IsGenerated(ISymbol symbol, CancellationToken cancellation)
        => symbol.DeclaringSyntaxReferences.All(reference => reference.GetSyntax(cancellation).FirstAncestorOrSelf<TypeDeclarationSyntax>() is { } declaration
            && (declaration.AttributeLists.ToString().Contains(Mark) || declaration.GetLeadingTrivia().ToString().Contains(Mark)));

    /// <summary>Whether the author, or the tool that wrote the rule, marked its class as generated. It is ours if we did.</summary>
    public static bool IsMarkedByAuthor(INamedTypeSymbol rule) => rule.GetAttributes().Any(attribute => attribute.AttributeClass is { Name: "GeneratedCodeAttribute" } type
        && type.ContainingNamespace.ToDisplayString() == "System.CodeDom.Compiler"
        && attribute.ConstructorArguments.FirstOrDefault() is not { Kind: TypedConstantKind.Primitive, Value: "Descent" });

    /// <summary>The implementation of a partial member that the author wrote: the analyzers see ours too.</summary>
    public static bool IsImplementedByAuthor(ISymbol member, CancellationToken cancellation) => member switch
    {
        IPropertySymbol property => property.PartialImplementationPart is { } part && !IsGenerated(part, cancellation),
        IMethodSymbol method => method.PartialImplementationPart is { } part && !IsGenerated(part, cancellation),
        _ => false,
    };

    /// <summary>The members of a type and of those that it is derived from, but for those of every object.</summary>
    private static List<ISymbol> Accessible(Compilation compilation, INamedTypeSymbol rule, string type)
    {
        var members = new List<ISymbol>();
        for (var symbol = compilation.GetTypeByMetadataName(type); symbol is { SpecialType: not SpecialType.System_Object }; symbol = symbol.BaseType)
        {
            members.AddRange(symbol.GetMembers().Where(member => member is not IMethodSymbol { MethodKind: not MethodKind.Ordinary }
                && (member.DeclaredAccessibility is Accessibility.Public or Accessibility.Protected or Accessibility.ProtectedOrInternal || compilation.IsSymbolAccessibleWithin(member, rule))));
        }

        return members;
    }

    private static bool IsNew(ISymbol member, CancellationToken cancellation)
        => member.DeclaringSyntaxReferences.Any(reference => reference.GetSyntax(cancellation).FirstAncestorOrSelf<MemberDeclarationSyntax>() is { } declaration
            && declaration.Modifiers.Any(SyntaxKind.NewKeyword));

    /// <summary>A method by what C# tells it apart by, types by their simple names: the class of the state is not there yet.</summary>
    private string Signature(IMethodSymbol method)
        => $"{method.Name}`{method.Arity.ToString(System.Globalization.CultureInfo.InvariantCulture)}({string.Join(",", method.Parameters.Select(parameter => TypeName(parameter.Type)))})";

    private string TypeName(ITypeSymbol type) => type switch
    {
        IArrayTypeSymbol array => TypeName(array.ElementType) + "[]",
        ITypeParameterSymbol => "T",
        _ when type.Name == rule.Name + "State" => "State",
        _ => type.Name,
    };
}
