using System.Collections.Generic;
using System.Linq;
using Descent.Generator.Model;
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

        ChainNames.Assign(_parts, context.Members.OfState);
        LeaveOneLearningRate();
        var methods = new List<MethodModel> { Compose(RuleMethod.Update, [.. _parts.Where(part => part.Transform is not null), .. _parts.Where(part => part.Transform is null)]) };
        var there = _parts.Where(part => part.ToEvaluation is not null).ToList();
        if (there.Count > 0)
        {
            methods.Add(Compose(RuleMethod.ToEvaluation, there));
            methods.Add(Compose(RuleMethod.ToTraining, Enumerable.Reverse(there)));
        }

        return methods;
    }

    /// <summary>Of several learning rates none is that of the rule: each is known by its name alone.</summary>
    private void LeaveOneLearningRate()
    {
        if (Hyperparameters.Count(hyperparameter => hyperparameter.Role == HyperparameterRole.LearningRate) < 2)
        {
            return;
        }

        foreach (var part in _parts)
        {
            foreach (var rate in part.Hyperparameters.Where(hyperparameter => hyperparameter.Value.Role == HyperparameterRole.LearningRate).ToList())
            {
                part.Hyperparameters[rate.Key] = rate.Value with { Role = HyperparameterRole.None };
            }
        }
    }

    /// <summary>The classes that the attribute names, each with its place; a problem for what is no class.</summary>
    private IEnumerable<(INamedTypeSymbol Type, Location? Location)> Types()
    {
        var places = Places();
        var arguments = chain.ConstructorArguments.FirstOrDefault();
        var values = arguments.Kind == TypedConstantKind.Array && !arguments.IsNull ? arguments.Values : [];
        for (var index = 0; index < values.Length; index++)
        {
            var location = index < places.Count ? places[index].GetLocation() : _location;
            switch (values[index].Value)
            {
                case INamedTypeSymbol { TypeKind: not TypeKind.Error } type:
                    yield return (type, location);
                    break;
                case ITypeSymbol { TypeKind: not TypeKind.Error } other:
                    context.Report(DiagnosticIds.WrongPart, location, Constructs.Name(other), "it is not a class");
                    break;
                case null when values[index].IsNull:
                    context.Report(DiagnosticIds.WrongPart, location, "null", "it is not a class");
                    break;
                default:
                    context.HasCSharpErrors = true;
                    break;
            }
        }
    }

    /// <summary>Where each part is written: among the arguments of the attribute, or in an array that is one.</summary>
    private IReadOnlyList<SyntaxNode> Places()
    {
        var arguments = (chain.ApplicationSyntaxReference?.GetSyntax(context.Cancellation) as AttributeSyntax)?.ArgumentList?.Arguments
            .Where(argument => argument.NameEquals is null).Select(argument => argument.Expression).ToList() ?? [];
        return arguments.Count != 1 ? arguments : arguments[0] switch
        {
            ArrayCreationExpressionSyntax { Initializer: { } initializer } => [.. initializer.Expressions],
            ImplicitArrayCreationExpressionSyntax array => [.. array.Initializer.Expressions],
            CollectionExpressionSyntax collection => [.. collection.Elements],
            _ => arguments,
        };
    }

    /// <summary>One method of the chain: its parameters, its body of calls, and the same calls for emission.</summary>
    private MethodModel Compose(RuleMethod kind, IEnumerable<ChainPart> parts)
    {
        var builder = new ProgramBuilder();
        var site = context.Site(chain.ApplicationSyntaxReference!.GetSyntax(context.Cancellation));
        var parameters = new List<ParameterModel> { new() { Name = "weight", Role = ParameterRole.Weight, IsByReference = true } };
        var values = new Dictionary<string, int>();
        var calls = new List<ChainCall>();
        Load(parameters[0], Axes.Weight);
        if (kind == RuleMethod.Update)
        {
            parameters.Add(new() { Name = "gradient", Role = ParameterRole.Gradient, IsByReference = false });
            Load(parameters[1], Axes.Weight);
            values["update"] = values["gradient"];
        }

        var hasStepped = kind != RuleMethod.Update;
        var isObsolete = false;
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
            builder.Add(new(Opcode.Store, ScalarType.None, new[] { values[parameter.Name] }.ToEquatableArray(), new Payload.Access(parameter.Slot!, ScopeOf(parameter)), Site: site));
        }

        Calls.Add(new(kind, calls.ToEquatableArray()) { IsObsolete = isObsolete });
        FunctionBodies.Check(context, builder.ToProgram(), _location);
        return new() { Kind = kind, Name = kind.ToString(), Parameters = parameters.ToEquatableArray(), Body = builder.ToProgram() };

        void Step()
        {
            hasStepped = true;
            values["weight"] = builder.Add(Opcode.Subtract, ScalarType.Double, site, values["weight"], values["update"]);
        }

        void Load(ParameterModel parameter, Axes scope)
            => values[parameter.Name] = builder.Add(new(Opcode.Load, ScalarType.Double, default, new Payload.Access(parameter.Slot!, scope), Site: site));

        void Call(ChainPart part, IMethodSymbol method)
        {
            var arguments = new List<int>();
            var texts = new List<ChainArgument>();
            var written = new List<(string Name, int Place)>();
            foreach (var parameter in method.Parameters)
            {
                var name = part.NameOf(parameter);
                if (part.StateOf(parameter) is { } state && !values.ContainsKey(name))
                {
                    parameters.Add(new() { Name = name, Role = ParameterRole.State, IsByReference = parameter.RefKind == RefKind.Ref, State = state.Name });
                    Load(parameters[parameters.Count - 1], state.Scope);
                }

                if (ChainPart.IsStep(parameter) && !values.ContainsKey(name))
                {
                    parameters.Add(new() { Name = name, Role = ParameterRole.Step, IsByReference = false });
                    values[name] = builder.Add(Opcode.Step, ScalarType.Integer, site);
                }

                if (RuleAttributes.Find(parameter, RuleAttributes.Random) is { } random)
                {
                    parameters.Add(new()
                    {
                        Name = name, Role = ParameterRole.Random, IsByReference = false, Distribution = RandomReader.DistributionOf(random), Use = parameters.Count(other => other.Role == ParameterRole.Random),
                    });
                    Load(parameters[parameters.Count - 1], Axes.Weight);
                }

                var value = part.Hyperparameters.TryGetValue(parameter.Name, out var hyperparameter)
                    ? builder.Add(new(
                        Opcode.Hyperparameter, ScalarTypes.Of(parameter.Type), default, new Payload.Setting(name, hyperparameter.Kind == HyperparameterKind.Enumeration), Site: site))
                    : values[name];
                texts.Add(new(name, parameter.RefKind == RefKind.Ref, hyperparameter is not null));
                if (hyperparameter is { Kind: HyperparameterKind.Enumeration })
                {
                    context.Named.Add(parameter.Type);
                }

                if (parameter.RefKind == RefKind.Ref)
                {
                    value = builder.Add(new(Opcode.Variable, ScalarType.Double, new[] { value }.ToEquatableArray(), Hint: name, Site: site));
                    written.Add((name, value));
                }

                arguments.Add(value);
            }

            var call = builder.Add(new(Opcode.Call, ScalarType.None, arguments.ToEquatableArray(), new Payload.Callee(ChainPart.Function(context, method)), Site: site));
            if (!method.ReturnsVoid)
            {
                values["update"] = builder.Add(new(Opcode.Result, ScalarType.Double, new[] { call }.ToEquatableArray(), new Payload.Ordinal(0), "update", site));
            }

            foreach (var (name, place) in written)
            {
                values[name] = builder.Add(new(Opcode.Get, ScalarType.Double, new[] { place, call }.ToEquatableArray(), Hint: name, Site: site));
            }

            calls.Add(new(!method.ReturnsVoid, part.MethodName(method), texts.ToEquatableArray()));
            context.Named.Add(method);
            isObsolete |= NamingMarks.Warnings(method).Any();
        }

        Axes ScopeOf(ParameterModel parameter) => States.FirstOrDefault(state => state.Name == parameter.State)?.Scope ?? Axes.Weight;
    }

    private void Wrong(string why) => context.Report(DiagnosticIds.WrongClass, _location, context.Rule.Name, why);
}
