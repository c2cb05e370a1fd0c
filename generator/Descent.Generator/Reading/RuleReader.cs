using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Descent.Generator.Infrastructure;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Descent.Generator.Reading;

/// <summary>Reads an <c>[Optimizer]</c> class. One reader, two callers: the generator takes the model, the analyzers the problems.</summary>
internal static class RuleReader
{
    private const string Runtime = "Descent.Optimizer";

    /// <summary>The value of <c>FloatMath.Relaxed</c>.</summary>
    private const int Relaxed = 1;

    /// <summary>How the names of private generated members begin.</summary>
    private static readonly string[] s_prefixes = ["_", "Update", "BeforeGradient", "ToEvaluation", "ToTraining", "End"];

    private static readonly (string Attribute, RuleMethod Kind)[] s_moves =
    [
        (RuleAttributes.BeforeGradient, RuleMethod.BeforeGradient),
        (RuleAttributes.ToEvaluation, RuleMethod.ToEvaluation),
        (RuleAttributes.ToTraining, RuleMethod.ToTraining),
    ];

    public static RuleReading Read(INamedTypeSymbol rule, Compilation compilation, CancellationToken cancellation)
    {
        var context = new ReadingContext(rule, compilation, cancellation);
        if (!IsPossible(context))
        {
            return new(null, context.Problems, context.Sites);
        }

        if (RuleAttributes.Find(rule, RuleAttributes.Chain) is { } chain)
        {
            return ReadChain(context, chain);
        }

        var hyperparameters = HyperparameterReader.Read(context);
        var methods = new MethodReader(context);
        var update = Single(context, RuleAttributes.Update) is { } method ? methods.Read(method, RuleMethod.Update) : null;
        var moves = new List<MethodModel>();
        foreach (var (attribute, kind) in s_moves)
        {
            if (Single(context, attribute) is { } move)
            {
                moves.Add(methods.Read(move, kind));
            }
        }

        if (moves.Count(move => move.Kind is RuleMethod.ToEvaluation or RuleMethod.ToTraining) == 1)
        {
            context.Report(DiagnosticIds.WrongClass, Identifier(rule, cancellation), rule.Name, "[ToEvaluation] and [ToTraining] belong together: one moves the weights, the other moves them back");
        }

        if (update is null && context.Problems.Count == 0)
        {
            context.Report(DiagnosticIds.NoUpdate, Identifier(rule, cancellation), rule.Name);
        }

        return Finish(context, hyperparameters, methods.States, methods.Inputs, update, moves, []);
    }

    /// <summary>A rule that is composed of parts: the parts bring the hyperparameters, the states and the methods.</summary>
    private static RuleReading ReadChain(ReadingContext context, AttributeData chain)
    {
        var rule = context.Rule;
        foreach (var attribute in s_moves.Select(move => move.Attribute).Prepend(RuleAttributes.Update))
        {
            foreach (var method in rule.GetMembers().OfType<IMethodSymbol>().Where(method => RuleAttributes.Has(method, attribute)))
            {
                context.Report(DiagnosticIds.WrongClass, method.Locations.FirstOrDefault(), rule.Name, $"its chain takes the place of '{method.Name}'");
            }
        }

        var reader = new ChainReader(context, chain);
        var methods = reader.Read();
        var states = reader.States.Select(state => state.PropertyName).ToList();
        var members = reader.Hyperparameters.Select(hyperparameter => hyperparameter.Name)
            .Concat(reader.States.Where(state => state.Scope == IR.StateScope.Optimizer).Select(state => state.PropertyName)).ToList();
        var repeated = states.Distinct().Where(name => states.Count(other => other == name) > 1);
        var taken = members.Distinct().Where(name => members.Count(other => other == name) > 1
            || GeneratedMembers.Contains(name)
            || rule.GetMembers(name).Any(member => !GeneratedMembers.IsGenerated(member, context.Cancellation)));
        foreach (var name in repeated.Union(taken))
        {
            context.Report(DiagnosticIds.DuplicateName, Identifier(rule, context.Cancellation), name, rule.Name);
        }

        var hyperparameters = reader.Hyperparameters.GroupBy(hyperparameter => hyperparameter.Name).Select(same => same.First());
        return Finish(context, [.. hyperparameters], [.. reader.States], [], methods.Count > 0 ? methods[0] : null, [.. methods.Skip(1)], reader.Calls);
    }

    /// <summary>The model of what was read, once the names that the compiler adds are known to be free.</summary>
    private static RuleReading Finish(
        ReadingContext context,
        IReadOnlyList<HyperparameterModel> hyperparameters,
        IReadOnlyList<StateModel> states,
        IReadOnlyList<InputModel> inputs,
        MethodModel? update,
        IReadOnlyList<MethodModel> moves,
        IReadOnlyList<ChainMethod> chain)
    {
        var (rule, cancellation) = (context.Rule, context.Cancellation);
        var stateName = rule.Name + "State";
        if (Siblings(rule).Any(sibling => sibling.Name == stateName && sibling.Arity == 1 && !GeneratedMembers.IsGenerated(sibling, cancellation)))
        {
            context.Report(DiagnosticIds.DuplicateName, Identifier(rule, cancellation), stateName + "<T>", rule.Name);
        }

        foreach (var member in rule.GetMembers().Where(member => member.Kind is SymbolKind.Property or SymbolKind.Field or SymbolKind.NamedType && GeneratedMembers.Contains(member.Name)))
        {
            if (!IsOverride(member))
            {
                context.Report(DiagnosticIds.DuplicateName, member.Locations.FirstOrDefault(), member.Name, rule.Name);
            }
        }

        var model = new RuleModel(
            Namespace(rule.ContainingNamespace),
            ContainingTypes(rule),
            rule.Name,
            Accessibility(rule),
            hyperparameters.ToEquatableArray(),
            states.ToEquatableArray(),
            inputs.ToEquatableArray(),
            update ?? new(RuleMethod.Update, "", default, new IR.Program(default)),
            moves.ToEquatableArray(),
            chain.ToEquatableArray(),
            context.Functions.Values.ToEquatableArray(),
            TakenNames(rule),
            !context.IsBroken ? null : context.Problems.Count > 0 ? context.Problems[0].Id : "errors reported elsewhere");
        model = model with { IsRelaxed = RuleAttributes.Argument<int>(RuleAttributes.Find(rule, RuleAttributes.Optimizer)!, "Math") == Relaxed };
        return new(model, context.Problems, context.Sites);
    }

    /// <summary>The part of the class that carries the attribute; the first one, if there are several.</summary>
    public static TypeDeclarationSyntax? Declaration(INamedTypeSymbol rule, CancellationToken cancellation)
        => RuleAttributes.Find(rule, RuleAttributes.Optimizer)?.ApplicationSyntaxReference?.GetSyntax(cancellation).FirstAncestorOrSelf<TypeDeclarationSyntax>();

    private static Location? Identifier(INamedTypeSymbol rule, CancellationToken cancellation) => Declaration(rule, cancellation)?.Identifier.GetLocation();

    /// <summary>Whether a generated part can be added to this class at all.</summary>
    private static bool IsPossible(ReadingContext context)
    {
        var rule = context.Rule;
        var location = Identifier(rule, context.Cancellation);
        for (var type = rule; type is not null; type = type.ContainingType)
        {
            var declarations = type.DeclaringSyntaxReferences.Select(reference => reference.GetSyntax(context.Cancellation)).OfType<TypeDeclarationSyntax>();
            if (!declarations.All(declaration => declaration.Modifiers.Any(SyntaxKind.PartialKeyword)))
            {
                context.Report(DiagnosticIds.NotPartial, location, rule.Name, type.Name);
            }
            else if (type.IsGenericType)
            {
                context.Report(DiagnosticIds.WrongClass, location, rule.Name, "it must not be generic, nor be nested in a generic type");
            }
        }

        if (GeneratedMembers.Contains(rule.Name))
        {
            context.Report(DiagnosticIds.WrongClass, location, rule.Name, "its name is that of a method that the compiler adds to it");
        }
        else if (rule.IsStatic || rule.IsRecord || rule.IsAbstract || rule.IsFileLocal)
        {
            context.Report(DiagnosticIds.WrongClass, location, rule.Name, "it must be an ordinary class: not static, abstract, a record or file-local");
        }
        else if (rule.BaseType is { SpecialType: not SpecialType.System_Object } baseType && baseType.ToDisplayString() != Runtime)
        {
            context.Report(DiagnosticIds.WrongClass, location, rule.Name, $"its base class must be {Runtime}, which the compiler adds; it is '{Constructs.Name(baseType)}'");
        }

        return context.Problems.Count == 0;
    }

    /// <summary>Generated properties override; the analyzers see it.</summary>
    private static bool IsOverride(ISymbol member) => member is IPropertySymbol { IsOverride: true };

    private static IMethodSymbol? Single(ReadingContext context, string attribute)
    {
        var methods = context.Rule.GetMembers().OfType<IMethodSymbol>().Where(method => RuleAttributes.Has(method, attribute)).ToList();
        foreach (var extra in methods.Skip(1))
        {
            var shortName = attribute.Substring("Descent.".Length, attribute.Length - "Descent.Attribute".Length);
            context.Report(DiagnosticIds.SeveralMethods, extra.Locations.FirstOrDefault(), context.Rule.Name, shortName);
        }

        return methods.FirstOrDefault();
    }

    /// <summary>The names of a namespace, as they are: a display string would escape keywords.</summary>
    private static string? Namespace(INamespaceSymbol space)
        => space.IsGlobalNamespace ? null : Namespace(space.ContainingNamespace) is { } outer ? outer + "." + space.Name : space.Name;

    private static EquatableArray<ContainingType> ContainingTypes(INamedTypeSymbol rule)
    {
        var types = new List<ContainingType>();
        for (var type = rule.ContainingType; type is not null; type = type.ContainingType)
        {
            types.Insert(0, new(Keyword(type), type.Name));
        }

        return types.ToEquatableArray();
    }

    private static string Keyword(INamedTypeSymbol type) => (type.TypeKind, type.IsRecord) switch
    {
        (TypeKind.Struct, true) => "record struct",
        (TypeKind.Struct, false) => "struct",
        (TypeKind.Interface, _) => "interface",
        (_, true) => "record",
        _ => "class",
    };

    private static string Accessibility(INamedTypeSymbol rule) => rule.DeclaredAccessibility switch
    {
        Microsoft.CodeAnalysis.Accessibility.Public => "public",
        Microsoft.CodeAnalysis.Accessibility.Private => "private",
        Microsoft.CodeAnalysis.Accessibility.Protected => "protected",
        Microsoft.CodeAnalysis.Accessibility.ProtectedOrInternal => "protected internal",
        Microsoft.CodeAnalysis.Accessibility.ProtectedAndInternal => "private protected",
        _ => "internal",
    };

    private static IEnumerable<INamedTypeSymbol> Siblings(INamedTypeSymbol rule)
        => rule.ContainingType?.GetTypeMembers() ?? (IEnumerable<INamedTypeSymbol>)rule.ContainingNamespace.GetTypeMembers();

    /// <summary>
    /// The author's member names that a private generated member could have had: those that start with an underscore, and the few
    /// names of generated methods and types.
    /// </summary>
    private static EquatableArray<string> TakenNames(INamedTypeSymbol rule)
        => rule.MemberNames
            .Where(name => s_prefixes.Any(prefix => name.StartsWith(prefix, System.StringComparison.Ordinal)))
            .OrderBy(name => name, System.StringComparer.Ordinal)
            .ToEquatableArray();
}
