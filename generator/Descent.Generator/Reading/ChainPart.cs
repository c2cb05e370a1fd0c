using System.Collections.Generic;
using System.Linq;
using Descent.Generator.Model;
using Microsoft.CodeAnalysis;

namespace Descent.Generator.Reading;

/// <summary>A part of a chain: its methods, and the states and hyperparameters that it brings, under the names they have in the chain.</summary>
internal sealed class ChainPart
{
    private readonly Dictionary<string, string> _roles = [];
    private readonly StateNames _names;

    private ChainPart(INamedTypeSymbol type)
    {
        Type = type;
        var methods = type.GetMembers().OfType<IMethodSymbol>().ToList();
        Transform = Single(RuleAttributes.Transform);
        AfterStep = Single(RuleAttributes.AfterStep);
        ToEvaluation = Single(RuleAttributes.ToEvaluation);
        ToTraining = Single(RuleAttributes.ToTraining);
        _names = new(Methods, []);

        IMethodSymbol? Single(string attribute) => methods.FirstOrDefault(method => RuleAttributes.Has(method, attribute));
    }

    public INamedTypeSymbol Type { get; }

    /// <summary>The method that turns an update into another; a part has this or <see cref="AfterStep"/>.</summary>
    public IMethodSymbol? Transform { get; }

    /// <summary>The method that sees the weight after the step.</summary>
    public IMethodSymbol? AfterStep { get; }

    public IMethodSymbol? ToEvaluation { get; }

    public IMethodSymbol? ToTraining { get; }

    /// <summary>The states by the names of the first parameters that are them.</summary>
    public Dictionary<string, StateModel> States { get; } = [];

    /// <summary>The hyperparameters by the names of their parameters.</summary>
    public Dictionary<string, HyperparameterModel> Hyperparameters { get; } = [];

    /// <summary>What its random values are called in the chain, by the names of their parameters.</summary>
    public Dictionary<string, string> Draws { get; } = [];

    public static bool IsStep(IParameterSymbol parameter) => RuleAttributes.Has(parameter, RuleAttributes.Step);

    /// <summary>Reads a part; <see langword="null"/> after a problem, which is reported where the chain names it.</summary>
    public static ChainPart? Read(ReadingContext context, INamedTypeSymbol type, Location? location)
    {
        var part = new ChainPart(type);
        if ((part.Transform is null) == (part.AfterStep is null))
        {
            return Wrong("it must have one [Transform] or one [AfterStep] method" + Instead(type));
        }

        if ((part.ToEvaluation is null) != (part.ToTraining is null))
        {
            return Wrong("[ToEvaluation] and [ToTraining] belong together: one moves the weights, the other moves them back");
        }

        foreach (var method in part.Methods)
        {
            if (!method.IsStatic || HelperSignature.WhyNot(method) is not null)
            {
                return Wrong($"'{method.Name}': {(method.IsStatic ? HelperSignature.WhyNot(method) : "it must be static")}");
            }

            if (method.ReturnsVoid == part.IsTransform(method) || (!method.ReturnsVoid && method.ReturnType.SpecialType != SpecialType.System_Double))
            {
                return Wrong(part.IsTransform(method) ? $"'{method.Name}' must return the update, a double" : $"'{method.Name}' must return nothing");
            }

            if (!context.IsAccessible(method))
            {
                return Wrong($"'{method.Name}' must be accessible from the chain");
            }

            foreach (var parameter in method.Parameters)
            {
                if (part.ReadParameter(method, parameter) is { } why)
                {
                    return Wrong($"parameter '{parameter.Name}' of '{method.Name}': {why}");
                }
            }
        }

        foreach (var (_, name, other) in NearNames.Find(part.Methods.Distinct<IMethodSymbol>(SymbolEqualityComparer.Default), part._names))
        {
            return Wrong($"'{name}' and '{other}' are two states, in different methods, whose names are nearly the same");
        }

        return part;

        ChainPart? Wrong(string why)
        {
            context.Report(DiagnosticIds.WrongPart, location, type.Name, why);
            return null;
        }
    }

    /// <summary>Of a rule, which is no part: the part that scales as the rule does, if there is one beside it.</summary>
    private static string Instead(INamedTypeSymbol type)
        => !RuleAttributes.Has(type, RuleAttributes.Optimizer) ? ""
            : type.ContainingNamespace.GetTypeMembers("ScaleBy" + type.Name).FirstOrDefault() is { } part ? $"; '{type.Name}' is a whole rule, of which '{part.Name}' is the part"
            : $"; '{type.Name}' is a whole rule";

    /// <summary>The state that a parameter is; <see langword="null"/> if it is none.</summary>
    public StateModel? StateOf(IParameterSymbol parameter)
        => RuleAttributes.Has(parameter, RuleAttributes.State) ? States[_names.StateOf(parameter.Name)] : null;

    /// <summary>What a parameter is called in the chain.</summary>
    public string NameOf(IParameterSymbol parameter)
        => StateOf(parameter) is { } state ? state.Name
            : Hyperparameters.TryGetValue(parameter.Name, out var hyperparameter) ? hyperparameter.Name
            : IsStep(parameter) ? "step"
            : RandomReader.Is(parameter) ? Draws[parameter.Name]
            : _roles[parameter.Name];

    /// <summary>The method as generated code names it.</summary>
    public string MethodName(IMethodSymbol method) => Type.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat) + "." + method.Name;

    /// <summary>The name of the function of one of its methods: from the source, or from the assembly that it comes from.</summary>
    public static string Function(ReadingContext context, IMethodSymbol method)
    {
        if (!context.IsForeign(method))
        {
            return context.Body(method) is { } body ? context.Call(method, body) : context.NameOf(method);
        }

        if (!context.Functions.ContainsKey(method) && ForeignHelpers.Read(context, method, method.Locations.FirstOrDefault() ?? Location.None) is { } foreign)
        {
            context.Functions.Add(method, foreign);
        }

        return context.NameOf(method);
    }

    private IEnumerable<IMethodSymbol> Methods => new[] { Transform, AfterStep, ToEvaluation, ToTraining }.OfType<IMethodSymbol>();

    private string? ReadParameter(IMethodSymbol method, IParameterSymbol parameter)
    {
        if (RuleAttributes.Find(parameter, RuleAttributes.State) is { } state)
        {
            if (_names.WhyNot(parameter) is { } wrongName)
            {
                return wrongName;
            }

            if (States.ContainsKey(_names.StateOf(parameter.Name)))
            {
                return null;
            }

            var weight = IsTransform(method) ? "weight" : method.Parameters[0].Name;
            if (StateReader.Read(parameter, state, _names, weight, IsDouble, out var wrong) is not { } model)
            {
                return wrong;
            }

            if (parameter.Type.SpecialType != SpecialType.System_Double || parameter.RefKind is not (RefKind.None or RefKind.Ref))
            {
                return "a state is '[State] ref double', or '[State] double' to read only";
            }

            States.Add(model.Name, model);
            return null;
        }

        if (RuleAttributes.Find(parameter, RuleAttributes.Hyperparameter) is { } hyperparameter)
        {
            if (!Hyperparameters.ContainsKey(parameter.Name))
            {
                if (HyperparameterReader.ReadParameter(parameter, hyperparameter, out var why) is not { } read)
                {
                    return why;
                }

                Hyperparameters.Add(parameter.Name, read with { Part = Type.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat) });
            }

            return null;
        }

        if (IsStep(parameter))
        {
            return parameter.Type.SpecialType == SpecialType.System_Int32 && parameter.RefKind == RefKind.None ? null : "the step number is '[Step] int', by value";
        }

        if (RandomReader.Is(parameter))
        {
            Draws[parameter.Name] = parameter.Name;
            return SymbolEqualityComparer.Default.Equals(method, Transform ?? AfterStep) ? RandomReader.WhyNot(parameter) : "only what the update calls draws random values";
        }

        return ReadRole(method, parameter);

        bool IsDouble(string name) => method.Parameters.Any(other => other.Name == name && other.Type.SpecialType == SpecialType.System_Double && RuleAttributes.Has(other, RuleAttributes.Hyperparameter));
    }

    private bool IsTransform(IMethodSymbol method) => SymbolEqualityComparer.Default.Equals(method, Transform);

    private string? ReadRole(IMethodSymbol method, IParameterSymbol parameter)
    {
        var isFirst = parameter.Ordinal == 0;
        if (parameter.Type.SpecialType != SpecialType.System_Double)
        {
            return "it must be a double, or have an attribute";
        }

        if (IsTransform(method))
        {
            return parameter.RefKind != RefKind.None ? "it must be by value, or '[State]'" : Add(isFirst ? "update" : parameter.Name, isFirst || parameter.Name is "weight" or "gradient");
        }

        if (isFirst)
        {
            return parameter.RefKind == RefKind.Ref ? Add("weight", true) : "the weight is 'ref double'";
        }

        return Add(parameter.Name, SymbolEqualityComparer.Default.Equals(method, AfterStep) && parameter is { Name: "gradient", RefKind: RefKind.None });

        string? Add(string role, bool isKnown)
        {
            if (isKnown)
            {
                _roles[parameter.Name] = role;
            }

            return isKnown ? null : "it needs an attribute ([State], [Step], [Random], [Hyperparameter]) or the name of what it is (weight, gradient)";
        }
    }
}
