using System;
using System.Collections.Generic;
using System.Linq;
using Descent.Generator.Infrastructure;
using Descent.Generator.IR;
using Microsoft.CodeAnalysis;

namespace Descent.Generator.Reading;

/// <summary>Reads the <c>[Update]</c> method, and those that only move weights: the roles of their parameters, then their bodies.</summary>
internal sealed class MethodReader(ReadingContext context)
{
    /// <summary>Names that a state class has already, its type parameter included.</summary>
    private static readonly string[] s_membersOfState =
        ["T", "Length", "StepCount", "AwaitsGradient", "Equals", "GetHashCode", "GetType", "ToString", "Finalize", "MemberwiseClone", "ReferenceEquals"];

    private readonly Dictionary<string, StateModel> _states = [];
    private readonly List<StateModel> _order = [];

    /// <summary>The states of all methods read, in the order of their first appearance.</summary>
    public IReadOnlyList<StateModel> States => _order;

    public MethodModel Read(IMethodSymbol method, RuleMethod kind)
    {
        var hasGradient = kind == RuleMethod.Update;
        var location = method.Locations.FirstOrDefault();
        if (!method.ReturnsVoid || method.IsGenericMethod || method.IsAsync)
        {
            Wrong(location, method.Name, "the method must return void, without type parameters and without 'async'");
        }

        var parameters = method.Parameters.Select(parameter => ReadParameter(parameter, hasGradient)).OfType<ParameterModel>().ToList();
        Require(ParameterRole.Weight, $"exactly one parameter must be the weight: 'ref double weight' without an attribute");
        if (hasGradient)
        {
            Require(ParameterRole.Gradient, "exactly one parameter must be the gradient: 'double gradient' without an attribute");
        }

        ReadStates(method, parameters);
        return new(kind, method.Name, parameters.ToEquatableArray(), context.Problems.Count == 0 ? ReadBody(method, parameters) : new Program(default));

        void Require(ParameterRole role, string why)
        {
            if (parameters.Count(parameter => parameter.Role == role) != 1 && parameters.Count == method.Parameters.Length)
            {
                Wrong(location, method.Name, why);
            }
        }
    }

    private ParameterModel? ReadParameter(IParameterSymbol parameter, bool hasGradient)
    {
        var isByReference = parameter.RefKind == RefKind.Ref;
        var isDouble = parameter.Type.SpecialType == SpecialType.System_Double;
        var isState = RuleAttributes.Has(parameter, RuleAttributes.State);
        var isStep = RuleAttributes.Has(parameter, RuleAttributes.Step);
        if (parameter.Type.TypeKind == TypeKind.Error)
        {
            context.HasCSharpErrors = true;
            return null;
        }

        if (isState && isStep)
        {
            return Wrong("it cannot be both state and step number");
        }

        if (isStep)
        {
            return parameter.Type.SpecialType == SpecialType.System_Int32 && parameter.RefKind == RefKind.None
                ? new(parameter.Name, ParameterRole.Step, false)
                : Wrong("the step number is '[Step] int', by value");
        }

        if (!isDouble || parameter.RefKind is not (RefKind.None or RefKind.Ref) || parameter.IsParams || parameter.IsOptional)
        {
            return Wrong(isState ? "a state is '[State] ref double', or '[State] double' to read only" : "it must be 'ref double' (the weight), 'double' (the gradient), '[State]' or '[Step] int'");
        }

        if (isState)
        {
            return new(parameter.Name, ParameterRole.State, isByReference);
        }

        return isByReference ? new(parameter.Name, ParameterRole.Weight, true)
            : hasGradient ? new(parameter.Name, ParameterRole.Gradient, false)
            : Wrong("only an [Update] method has a gradient");

        ParameterModel? Wrong(string why)
        {
            this.Wrong(parameter.Locations.FirstOrDefault(), parameter.Name, why);
            return null;
        }
    }

    private void ReadStates(IMethodSymbol method, List<ParameterModel> parameters)
    {
        var weight = parameters.FirstOrDefault(parameter => parameter.Role == ParameterRole.Weight)?.Name;
        foreach (var parameter in method.Parameters)
        {
            if (RuleAttributes.Find(parameter, RuleAttributes.State) is { } attribute
                && parameters.Any(model => model.Name == parameter.Name)
                && ReadState(parameter, attribute, weight) is { } state)
            {
                if (!_states.TryGetValue(state.Name, out var known))
                {
                    _states.Add(state.Name, state);
                    _order.Add(state);
                    RequireNewName(parameter, state);
                }
                else if (attribute.NamedArguments.Length > 0 && known != state)
                {
                    Wrong(parameter.Locations.FirstOrDefault(), parameter.Name, "it starts differently in another method of the rule");
                }
            }
        }
    }

    private void RequireNewName(IParameterSymbol parameter, StateModel state)
    {
        if (_order.Count(other => other.PropertyName == state.PropertyName) > 1
            || s_membersOfState.Contains(state.PropertyName)
            || state.PropertyName == context.Rule.Name + "State")
        {
            context.Report(DiagnosticIds.DuplicateName, parameter.Locations.FirstOrDefault(), state.PropertyName, parameter.Name);
        }
        else if (state.Scope == StateScope.Optimizer && context.Rule.GetMembers(state.PropertyName).Any(member => !GeneratedMembers.IsGenerated(member, context.Cancellation)))
        {
            context.Report(DiagnosticIds.DuplicateName, parameter.Locations.FirstOrDefault(), state.PropertyName, parameter.Name);
        }
    }

    private StateModel? ReadState(IParameterSymbol parameter, AttributeData attribute, string? weight)
    {
        var from = attribute.NamedArguments.FirstOrDefault(argument => argument.Key == "From").Value.Value as string;
        var initial = RuleAttributes.Argument<double>(attribute, "Initial");
        var (source, hyperparameter) = (StateSource.Constant, (string?)null);
        if (from is not null)
        {
            if (initial is not null)
            {
                return Wrong("'Initial' and 'From' exclude each other");
            }

            var isHyperparameter = context.Hyperparameters.Values.Any(model => model.Name == from && model.Kind == HyperparameterKind.Double);
            if (from != weight && !isHyperparameter)
            {
                return Wrong($"'From' must name the weight parameter or a double hyperparameter; '{from}' is neither");
            }

            (source, hyperparameter) = from == weight ? (StateSource.Weight, null) : (StateSource.Hyperparameter, from);
        }

        var scope = attribute.NamedArguments.FirstOrDefault(argument => argument.Key == "Scope").Value is { Kind: TypedConstantKind.Enum, Value: int value } ? (StateScope)value : StateScope.Element;
        if (scope is not (StateScope.Element or StateScope.Tensor or StateScope.Step or StateScope.Optimizer))
        {
            return Wrong("'Scope' must be one of the members of Descent.Scope");
        }

        if (scope != StateScope.Element && source == StateSource.Weight)
        {
            return Wrong("a state with one value for each tensor cannot start from the weights");
        }

        return new(parameter.Name, PascalCase(parameter.Name), scope, source, BitConverter.DoubleToInt64Bits(initial ?? 0), hyperparameter);

        StateModel? Wrong(string why)
        {
            this.Wrong(parameter.Locations.FirstOrDefault(), parameter.Name, why);
            return null;
        }
    }

    private Program ReadBody(IMethodSymbol method, List<ParameterModel> parameters)
    {
        var builder = new ProgramBuilder();
        if (context.Body(method) is not { } body)
        {
            Wrong(method.Locations.FirstOrDefault(), method.Name, "the method must have a body");
            return builder.ToProgram();
        }

        var scope = new Scope();
        var site = context.Site(body.Syntax);
        var initial = new Dictionary<ParameterModel, int>();
        foreach (var (model, symbol) in parameters.Zip(method.Parameters, (model, symbol) => (model, symbol)))
        {
            initial[model] = model.Role == ParameterRole.Step
                ? builder.Add(Opcode.Step, ScalarType.Integer, site)
                : builder.Add(new(Opcode.Load, ScalarType.Double, default, (long)Scope(model), model.Slot, Site: site));
            scope.Set(symbol, initial[model]);
        }

        new StatementReader(context, builder).Read(body, scope);
        foreach (var (model, symbol) in parameters.Zip(method.Parameters, (model, symbol) => (model, symbol)))
        {
            if (model.IsByReference && scope.TryGet(symbol, out var final) && final != initial[model])
            {
                builder.Add(new(Opcode.Store, ScalarType.None, new[] { final }.ToEquatableArray(), (long)Scope(model), model.Slot, Site: site));
            }
        }

        return builder.ToProgram();
    }

    private StateScope Scope(ParameterModel parameter)
        => parameter.Role == ParameterRole.State && _states.TryGetValue(parameter.Name, out var state) ? state.Scope : StateScope.Element;

    private void Wrong(Location? location, string name, string why) => context.Report(DiagnosticIds.WrongParameter, location, name, why);

    private static string PascalCase(string name)
    {
        var trimmed = name.TrimStart('_');
        return trimmed.Length == 0 ? name : char.ToUpperInvariant(trimmed[0]) + trimmed.Substring(1);
    }
}
