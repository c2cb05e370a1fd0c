using System.Collections.Generic;
using System.Linq;
using Descent.Generator.Infrastructure;
using Descent.Generator.IR;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Descent.Generator.Reading;

/// <summary>
/// Reads a <c>[Chain]</c>: the parts become one method, which calls theirs. From there on it is a rule like any other, and its calls are
/// inlined like those of helpers.
/// </summary>
internal sealed class ChainReader(ReadingContext context, AttributeData chain)
{
    private readonly List<ChainPart> _parts = [];
    private readonly Location? _location = chain.ApplicationSyntaxReference?.GetSyntax(context.Cancellation).GetLocation();

    /// <summary>The hyperparameters of all parts.</summary>
    public IEnumerable<HyperparameterModel> Hyperparameters => _parts.SelectMany(part => part.Hyperparameters.Values);

    /// <summary>The states of all parts.</summary>
    public IEnumerable<StateModel> States => _parts.SelectMany(part => part.States.Values);

    /// <summary>The calls that each method makes, for emission.</summary>
    public List<ChainMethod> Calls { get; } = [];

    /// <summary>Reads all parts; the methods are there if nothing was wrong.</summary>
    public IReadOnlyList<MethodModel> Read()
    {
        foreach (var (type, location) in Types())
        {
            if (ChainPart.Read(context, type, location) is { } part)
            {
                _parts.Add(part);
            }
        }

        if (_parts.Count == 0 && context.Problems.Count == 0)
        {
            Wrong("a chain has at least one part");
        }

        if (context.Problems.Count > 0 || context.HasCSharpErrors)
        {
            return [];
        }

        ChainNames.Assign(_parts);
        var methods = new List<MethodModel> { Compose(RuleMethod.Update, [.. _parts.Where(part => part.Transform is not null), .. _parts.Where(part => part.Transform is null)]) };
        var there = _parts.Where(part => part.ToEvaluation is not null).ToList();
        if (there.Count > 0)
        {
            methods.Add(Compose(RuleMethod.ToEvaluation, there));
            methods.Add(Compose(RuleMethod.ToTraining, Enumerable.Reverse(there)));
        }

        return methods;
    }

    /// <summary>The classes that the attribute names, each with its place.</summary>
    private IEnumerable<(INamedTypeSymbol Type, Location? Location)> Types()
    {
        var places = (chain.ApplicationSyntaxReference?.GetSyntax(context.Cancellation) as AttributeSyntax)?.DescendantNodes().OfType<TypeOfExpressionSyntax>().ToList() ?? [];
        var arguments = chain.ConstructorArguments.FirstOrDefault();
        var values = arguments.Kind == TypedConstantKind.Array && !arguments.IsNull ? arguments.Values : [];
        for (var index = 0; index < values.Length; index++)
        {
            if (values[index].Value is INamedTypeSymbol { TypeKind: not TypeKind.Error } type)
            {
                yield return (type, index < places.Count ? places[index].GetLocation() : _location);
            }
            else if (values[index].Kind == TypedConstantKind.Error || values[index].Value is ITypeSymbol { TypeKind: TypeKind.Error })
            {
                context.HasCSharpErrors = true;
            }
            else
            {
                Wrong("each part of its chain must be a class");
            }
        }
    }

    /// <summary>One method of the chain: its parameters, its body of calls, and the same calls for emission.</summary>
    private MethodModel Compose(RuleMethod kind, IEnumerable<ChainPart> parts)
    {
        var builder = new ProgramBuilder();
        var site = context.Site(chain.ApplicationSyntaxReference!.GetSyntax(context.Cancellation));
        var parameters = new List<ParameterModel> { new("weight", ParameterRole.Weight, true) };
        var values = new Dictionary<string, int>();
        var calls = new List<ChainCall>();
        Load(parameters[0], StateScope.Element);
        if (kind == RuleMethod.Update)
        {
            parameters.Add(new("gradient", ParameterRole.Gradient, false));
            Load(parameters[1], StateScope.Element);
            values["update"] = values["gradient"];
        }

        var hasStepped = kind != RuleMethod.Update;
        foreach (var part in parts)
        {
            var method = kind switch
            {
                RuleMethod.ToEvaluation => part.ToEvaluation!,
                RuleMethod.ToTraining => part.ToTraining!,
                _ => part.Transform ?? part.AfterStep!,
            };
            if (kind == RuleMethod.Update && part.Transform is null && !hasStepped)
            {
                Step();
            }

            Call(part, method);
        }

        if (!hasStepped)
        {
            Step();
        }

        foreach (var parameter in parameters.Where(parameter => parameter.IsByReference && builder[values[parameter.Name]].Opcode != Opcode.Load))
        {
            builder.Add(new(Opcode.Store, ScalarType.None, new[] { values[parameter.Name] }.ToEquatableArray(), (long)ScopeOf(parameter), parameter.Slot, Site: site));
        }

        Calls.Add(new(kind, calls.ToEquatableArray()));
        FunctionBodies.Check(context, builder.ToProgram(), _location);
        return new(kind, kind.ToString(), parameters.ToEquatableArray(), builder.ToProgram());

        void Step()
        {
            hasStepped = true;
            values["weight"] = builder.Add(Opcode.Subtract, ScalarType.Double, site, values["weight"], values["update"]);
        }

        void Load(ParameterModel parameter, StateScope scope)
            => values[parameter.Name] = builder.Add(new(Opcode.Load, ScalarType.Double, default, (long)scope, parameter.Slot, Site: site));

        void Call(ChainPart part, IMethodSymbol method)
        {
            var arguments = new List<int>();
            var texts = new List<ChainArgument>();
            var written = new List<(string Name, int Place)>();
            foreach (var parameter in method.Parameters)
            {
                var name = part.NameOf(parameter);
                if (part.States.TryGetValue(parameter.Name, out var state) && !values.ContainsKey(name))
                {
                    parameters.Add(new(name, ParameterRole.State, parameter.RefKind == RefKind.Ref));
                    Load(parameters[parameters.Count - 1], state.Scope);
                }

                if (ChainPart.IsStep(parameter) && !values.ContainsKey(name))
                {
                    parameters.Add(new(name, ParameterRole.Step, false));
                    values[name] = builder.Add(Opcode.Step, ScalarType.Integer, site);
                }

                var value = part.Hyperparameters.TryGetValue(parameter.Name, out var hyperparameter)
                    ? builder.Add(new(
                        Opcode.Hyperparameter, ScalarTypes.Of(parameter.Type), default, hyperparameter.Kind == HyperparameterKind.Enumeration ? 1 : 0, name, Site: site))
                    : values[name];
                texts.Add(new(name, parameter.RefKind == RefKind.Ref));
                if (parameter.RefKind == RefKind.Ref)
                {
                    value = builder.Add(new(Opcode.Variable, ScalarType.Double, new[] { value }.ToEquatableArray(), Hint: name, Site: site));
                    written.Add((name, value));
                }

                arguments.Add(value);
            }

            var call = builder.Add(new(Opcode.Call, ScalarType.None, arguments.ToEquatableArray(), Symbol: ChainPart.Function(context, method), Site: site));
            if (!method.ReturnsVoid)
            {
                values["update"] = builder.Add(new(Opcode.Result, ScalarType.Double, new[] { call }.ToEquatableArray(), Hint: "update", Site: site));
            }

            foreach (var (name, place) in written)
            {
                values[name] = builder.Add(new(Opcode.Get, ScalarType.Double, new[] { place, call }.ToEquatableArray(), Hint: name, Site: site));
            }

            calls.Add(new(!method.ReturnsVoid, part.MethodName(method), texts.ToEquatableArray()));
        }

        StateScope ScopeOf(ParameterModel parameter) => States.FirstOrDefault(state => state.Name == parameter.Name)?.Scope ?? StateScope.Element;
    }

    private void Wrong(string why) => context.Report(DiagnosticIds.WrongClass, _location, context.Rule.Name, why);
}
