using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Descent.Generator.Model;
using Descent.Generator.Infrastructure;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Descent.Generator.Reading;

/// <summary>Reads an <c>[Optimizer]</c> class. One reader, two callers: the generator takes the model, the analyzers the problems.</summary>
internal static class RuleReader
{
    private const string Runtime = "Descent.RuleOptimizer";

    private const string NotOrdinary = "it must be an ordinary class: not static, abstract, a record or file-local";

    /// <summary>The value of <c>FloatMath.Relaxed</c>.</summary>
    private const int Relaxed = 1;

    /// <summary>The value of <c>ComputeTargets.Cuda</c>.</summary>
    private const int Cuda = 1;

    /// <summary>The words of what is generated that are keywords unless a type has their name.</summary>
    private static readonly string[] s_words = ["var", "nint", "nuint", "unmanaged"];

    private static readonly (string Attribute, RuleMethod Kind)[] s_moves =
    [
        (RuleAttributes.BeforeGradient, RuleMethod.BeforeGradient),
        (RuleAttributes.ToEvaluation, RuleMethod.ToEvaluation),
        (RuleAttributes.ToTraining, RuleMethod.ToTraining),
    ];

    public static RuleReading Read(INamedTypeSymbol rule, Compilation compilation, CancellationToken cancellation)
    {
        var context = new ReadingContext(rule, compilation, cancellation);
        if (!IsNamed(rule) || !IsOpen(context))
        {
            return new(null, context.Problems, context.Sites);
        }

        if (!IsOrdinary(context))
        {
            UnfinishedMembers.AddAll(context);
            return Finish(context, [], [], [], null, [], []);
        }

        Misplaced.CheckParts(context);
        if (RuleAttributes.Find(rule, RuleAttributes.Chain) is { } chain)
        {
            return ReadChain(context, chain);
        }

        var hyperparameters = HyperparameterReader.Read(context);
        var ofRule = rule.GetMembers().OfType<IMethodSymbol>().Where(IsOfRule).Select(method => WithBody(method, cancellation)).ToList();
        var names = new StateNames(ofRule, context.Members.OfState);
        var methods = new MethodReader(context, names);
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

        Misplaced.CheckKinds(context, s_moves.Select(move => move.Attribute).Prepend(RuleAttributes.Update));
        NearNames.Check(context, ofRule.OrderBy(IsMove), names);
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
        Misplaced.CheckChain(context, s_moves.Select(move => move.Attribute).Prepend(RuleAttributes.Update));
        var reader = new ChainReader(context, chain);
        var methods = reader.Read();
        var hyperparameters = Free([.. reader.Hyperparameters], hyperparameter => hyperparameter.Name, IsMember);
        var states = Free(
            [.. reader.States],
            state => state.PropertyName,
            name => context.Members.OfState.Contains(name) || name == rule.Name + "State" || (reader.States.Any(state => state.PropertyName == name && state.Scope == IR.Axes.Optimizer) && (IsMember(name) || hyperparameters.Any(hyperparameter => hyperparameter.Name == name))));
        return Finish(context, hyperparameters, states, [], methods.Count > 0 ? methods[0] : null, [.. methods.Skip(1)], reader.Calls);

        bool IsMember(string name) => name == rule.Name || context.Members.IsTaken(name) || rule.GetMembers(name).Any(member => !GeneratedMembers.IsGenerated(member, context.Cancellation));

        // Those whose names are free; a problem for each name that is not.
        List<T> Free<T>(IReadOnlyList<T> all, System.Func<T, string> nameOf, System.Func<string, bool> isTaken)
        {
            var names = all.GroupBy(nameOf).ToList();
            foreach (var name in names.Where(same => methods.Count > 0 && (same.Skip(1).Any() || isTaken(same.Key))).Select(same => same.Key))
            {
                context.Report(DiagnosticIds.DuplicateName, Identifier(rule, context.Cancellation), name, GeneratedMembers.For(rule.Name));
            }

            return [.. names.Where(same => !isTaken(same.Key)).Select(same => same.First())];
        }
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
        var isTaken = Siblings(rule).Any(sibling => IsStateClass(sibling, stateName) && !GeneratedMembers.IsGenerated(sibling, cancellation)) || rule.ContainingType?.Name == stateName;
        if (isTaken)
        {
            Clash(Identifier(rule, cancellation), stateName + "<T>", GeneratedMembers.For(rule.Name), GeneratedPart.Base);
        }

        foreach (var member in rule.GetMembers().Where(member => !GeneratedMembers.IsGenerated(member, cancellation) && context.Members.IsClash(member, cancellation)))
        {
            Clash(member.Locations.FirstOrDefault(), member.Name, GeneratedMembers.IsDeclared(member.Name) ? GeneratedMembers.For(rule.Name) : "every optimizer has", rule.BaseType?.SpecialType == SpecialType.System_Object ? GeneratedPart.Bodies : GeneratedPart.Base);
        }

        PlannedMembers.CheckAll(context, hyperparameters, states, Identifier(rule, cancellation));
        if (context.Part != GeneratedPart.Whole)
        {
            foreach (var hyperparameter in context.Hyperparameters.Keys)
            {
                UnfinishedMembers.Add(context, hyperparameter);
            }

            context.Allow(context.Members.HasRoomForOverrides(cancellation) ? GeneratedPart.Base : GeneratedPart.Bodies);
        }

        var model = new RuleModel
        {
            Namespace = RuleDeclarations.Namespace(rule.ContainingNamespace),
            ContainingTypes = RuleDeclarations.ContainingTypes(rule),
            Name = rule.Name,
            Accessibility = RuleDeclarations.Accessibility(rule),
            Hyperparameters = hyperparameters.ToEquatableArray(),
            States = states.ToEquatableArray(),
            Inputs = inputs.ToEquatableArray(),
            Update = update ?? new() { Kind = RuleMethod.Update, Name = "", Parameters = default, Body = new(default) },
            Moves = moves.ToEquatableArray(),
            Chain = chain.ToEquatableArray(),
            Functions = context.Functions.Values.ToEquatableArray(),
            TakenNames = rule.GetMembers().Where(member => !member.IsImplicitlyDeclared).Select(member => member.Name).Distinct().OrderBy(name => name, System.StringComparer.Ordinal).ToEquatableArray(),
            Problem = !context.IsBroken ? null : context.Problems.Count > 0 ? context.Problems[0].Id : "errors reported elsewhere",
            IsMarkedGenerated = GeneratedMembers.IsMarkedByAuthor(rule),
            IsRelaxed = RuleAttributes.Argument<int>(RuleAttributes.Find(rule, RuleAttributes.Optimizer)!, "Math") == Relaxed,
            TargetsCuda = ((RuleAttributes.Argument<int>(RuleAttributes.Find(rule, RuleAttributes.Optimizer)!, "Targets") ?? 0) & Cuda) != 0,
            Part = context.Part,
            HasRoomForState = !isTaken && !IsGeneric(rule),
            Declaration = RuleDeclarations.Part(rule),
            Unfinished = context.Unfinished.ToEquatableArray(),
            Warnings = context.Named.SelectMany(NamingMarks.Warnings).Concat(NamingMarks.OfConflicts(context)).Distinct().OrderBy(id => id, System.StringComparer.Ordinal).ToEquatableArray(),
        };
        return new(model, context.Problems, context.Sites) { LeftToCSharp = context.HasCSharpErrors && context.Problems.Count == 0 ? [rule, .. context.Functions.Keys] : [] };

        void Clash(Location? location, string name, string what, GeneratedPart part)
        {
            context.Report(DiagnosticIds.DuplicateName, location, name, what);
            context.Allow(part);
        }
    }

    /// <summary>The part of the class that carries the attribute; the first one, if there are several.</summary>
    public static TypeDeclarationSyntax? Declaration(INamedTypeSymbol rule, CancellationToken cancellation)
        => RuleAttributes.Find(rule, RuleAttributes.Optimizer)?.ApplicationSyntaxReference?.GetSyntax(cancellation).FirstAncestorOrSelf<TypeDeclarationSyntax>();

    private static Location? Identifier(INamedTypeSymbol rule, CancellationToken cancellation) => Declaration(rule, cancellation)?.Identifier.GetLocation();

    /// <summary>Whether the class and all around it have names: while one is typed, C# says that it is missing.</summary>
    private static bool IsNamed(ISymbol symbol)
        => symbol is INamespaceSymbol { IsGlobalNamespace: true } || (symbol.Name.Length > 0 && IsNamed(symbol.ContainingSymbol));

    /// <summary>Whether anything can be added to the class.</summary>
    private static bool IsOpen(ReadingContext context)
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
            else if (type.IsFileLocal)
            {
                context.Report(DiagnosticIds.WrongClass, location, rule.Name, "no other file can add to a type that is local to its file");
            }
        }

        if (Declaration(rule, context.Cancellation) is { } marked && WhyNotReadable(context, marked) is { } why)
        {
            context.Report(DiagnosticIds.WrongClass, location, rule.Name, why);
        }

        return context.Problems.Count == 0;
    }

    /// <summary>Why what is generated for a rule would not be the C# that it is written in; <see langword="null"/> if it is.</summary>
    private static string? WhyNotReadable(ReadingContext context, TypeDeclarationSyntax declaration)
        => declaration.SyntaxTree.Options is CSharpParseOptions { LanguageVersion: < LanguageVersion.CSharp13 and var version }
            ? $"it takes C# 13, and LangVersion says {version.ToDisplayString()}"
            : !context.HasGlobalRuntime ? "the reference to Descent has an alias, and 'global' is none of its aliases"
            : s_words.FirstOrDefault(word => context.HasType(word, declaration)) is { } hidden
                ? $"a type named '{hidden}' takes that word from what is generated"
                : null;

    /// <summary>Whether the class can become an optimizer; if it cannot, only what C# demands of it is added.</summary>
    private static bool IsOrdinary(ReadingContext context)
    {
        var rule = context.Rule;
        var location = Identifier(rule, context.Cancellation);
        if (IsGeneric(rule))
        {
            Refuse("it must not be generic, nor be nested in a generic type", GeneratedPart.Base);
        }

        if (GeneratedMembers.IsDeclared(rule.Name))
        {
            context.Report(DiagnosticIds.DuplicateName, location, rule.Name, GeneratedMembers.For(rule.Name));
            context.Allow(GeneratedPart.Base);
        }
        else if (rule.IsRecord || rule.IsStatic)
        {
            Refuse(NotOrdinary, GeneratedPart.Bodies);
        }
        else if (rule.IsAbstract)
        {
            Refuse(NotOrdinary, GeneratedPart.Base);
        }
        else if (rule.BaseType is { SpecialType: not SpecialType.System_Object } baseType && baseType.ToDisplayString() != Runtime)
        {
            Refuse($"its base class must be {Runtime}, which the compiler adds; it is '{Constructs.Name(baseType)}'", GeneratedPart.Bodies);
        }

        return context.Problems.Count == 0;

        void Refuse(string why, GeneratedPart part)
        {
            context.Report(DiagnosticIds.WrongClass, location, rule.Name, why);
            context.Allow(part);
        }
    }

    /// <summary>Whether a type has type parameters, or one around it has.</summary>
    private static bool IsGeneric(INamedTypeSymbol? type) => type is not null && (type.IsGenericType || IsGeneric(type.ContainingType));

    /// <summary>Whether a type or member is in the way of the class of a rule's state.</summary>
    private static bool IsStateClass(ISymbol sibling, string name)
        => sibling.Name == name && (sibling is INamedTypeSymbol type ? type.Arity == 0 : sibling is not INamespaceSymbol);

    /// <summary>Whether a method is one of those that make a rule, whose states are the rule's.</summary>
    private static bool IsOfRule(IMethodSymbol method) => RuleAttributes.Has(method, RuleAttributes.Update) || IsMove(method);

    private static bool IsMove(IMethodSymbol method) => s_moves.Any(move => RuleAttributes.Has(method, move.Attribute));

    private static IMethodSymbol? Single(ReadingContext context, string attribute)
    {
        var methods = context.Rule.GetMembers().OfType<IMethodSymbol>().Where(method => RuleAttributes.Has(method, attribute)).ToList();
        foreach (var extra in methods.Skip(1))
        {
            var shortName = attribute.Substring("Descent.".Length, attribute.Length - "Descent.Attribute".Length);
            context.Report(DiagnosticIds.SeveralMethods, extra.Locations.FirstOrDefault(), context.Rule.Name, shortName);
        }

        return methods.Count == 0 ? null : WithBody(methods[0], context.Cancellation);
    }

    /// <summary>A method, or of a partial one the part in which its author wrote the body.</summary>
    private static IMethodSymbol WithBody(IMethodSymbol method, CancellationToken cancellation)
        => GeneratedMembers.IsImplementedByAuthor(method, cancellation) ? method.PartialImplementationPart! : method;

    private static IEnumerable<ISymbol> Siblings(INamedTypeSymbol rule)
        => rule.ContainingType?.GetMembers(rule.Name + "State") ?? ((INamespaceOrTypeSymbol)rule.ContainingNamespace).GetMembers(rule.Name + "State");
}
