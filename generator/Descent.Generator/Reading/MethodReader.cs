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
    /// <summary>How many values a state may be for each weight.</summary>
    private const int MaxElements = 16;

    private readonly Dictionary<string, StateModel> _states = [];
    private readonly List<StateModel> _order = [];

    private readonly List<InputModel> _inputs = [];

    /// <summary>The states of all methods read, in the order of their first appearance.</summary>
    public IReadOnlyList<StateModel> States => _order;

    /// <summary>The inputs of the update.</summary>
    public IReadOnlyList<InputModel> Inputs => _inputs;

    public MethodModel Read(IMethodSymbol method, RuleMethod kind)
    {
        var hasGradient = kind == RuleMethod.Update;
        var problems = context.Problems.Count;
        var location = method.Locations.FirstOrDefault();
        if (!method.ReturnsVoid || method.IsGenericMethod || method.IsAsync)
        {
            Wrong(location, method.Name, "the method must return void, without type parameters and without 'async'");
        }

        var parameters = method.Parameters.SelectMany(parameter => Expand(parameter, ReadParameter(parameter, hasGradient))).ToList();
        Require(ParameterRole.Weight, $"exactly one parameter must be the weight: 'ref double weight' without an attribute");
        if (hasGradient)
        {
            Require(ParameterRole.Gradient, "exactly one parameter must be the gradient: 'double gradient' without an attribute");
        }

        ReadStates(method, parameters);
        return new(kind, method.Name, parameters.ToEquatableArray(), context.Problems.Count == 0 ? ReadBody(method, parameters) : new Program(default));

        void Require(ParameterRole role, string why)
        {
            if (parameters.Count(parameter => parameter.Role == role) != 1 && context.Problems.Count == problems)
            {
                Wrong(location, method.Name, why);
            }
        }
    }

    /// <summary>The elements of a state that is a span; any other parameter as it is.</summary>
    private static IEnumerable<ParameterModel> Expand(IParameterSymbol parameter, ParameterModel? model)
        => model is null ? []
            : Elements.CountOf(parameter) is > 0 and var count ? Enumerable.Range(0, count).Select(element => model with { Name = ElementName(parameter, element), Span = parameter.Name, Element = element })
            : [model];

    private static string ElementName(IParameterSymbol parameter, int element) => parameter.Name + element.ToString(System.Globalization.CultureInfo.InvariantCulture);

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

        var isInput = RuleAttributes.Has(parameter, RuleAttributes.Input);
        if ((isState ? 1 : 0) + (isStep ? 1 : 0) + (isInput ? 1 : 0) > 1)
        {
            return Wrong("it can be one only of state, step number and input");
        }

        if (isState && Elements.IsSpanOfDoubles(parameter.Type))
        {
            return Elements.CountOf(parameter) is >= 1 and <= MaxElements && parameter.RefKind == RefKind.None
                ? new(parameter.Name, ParameterRole.State, true)
                : Wrong("a state of several values is '[State(Count = n)] Span<double>', with n from 1 to 16");
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

        if (isInput)
        {
            return !hasGradient || isByReference ? Wrong("an input is '[Input] double', by value, of the [Update] method") : new(parameter.Name, ParameterRole.Input, false);
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
            if (parameters.Any(model => model.Role == ParameterRole.Input && model.Name == parameter.Name))
            {
                var input = new InputModel(parameter.Name, StateReader.PropertyName(parameter.Name));
                _inputs.Add(input);
                RequireNewName(parameter, input.PropertyName);
            }

            if (RuleAttributes.Find(parameter, RuleAttributes.State) is { } attribute
                && parameters.Any(model => (model.Span ?? model.Name) == parameter.Name)
                && ReadState(parameter, attribute, weight) is { } state)
            {
                foreach (var model in parameters.Where(model => (model.Span ?? model.Name) == parameter.Name))
                {
                    if (parameters.Count(other => other.Role == ParameterRole.State && other.Name == model.Name) > 1)
                    {
                        // An element of a span and another state would be one, under one name.
                        context.Report(DiagnosticIds.DuplicateName, parameter.Locations.FirstOrDefault(), StateReader.PropertyName(model.Name), parameter.Name);
                        continue;
                    }

                    AddState(parameter, attribute, state with { Name = model.Name, PropertyName = StateReader.PropertyName(model.Name) });
                }
            }
        }
    }

    private void AddState(IParameterSymbol parameter, AttributeData attribute, StateModel state)
    {
        if (!_states.TryGetValue(state.Name, out var known))
        {
            _states.Add(state.Name, state);
            _order.Add(state);
            RequireNewName(parameter, state.PropertyName);
            if (state.Scope == StateScope.Optimizer && context.Rule.GetMembers(state.PropertyName).Any(member => !GeneratedMembers.IsGenerated(member, context.Cancellation)))
            {
                context.Report(DiagnosticIds.DuplicateName, parameter.Locations.FirstOrDefault(), state.PropertyName, parameter.Name);
            }
        }
        else if (attribute.NamedArguments.Length > 0 && known != state)
        {
            Wrong(parameter.Locations.FirstOrDefault(), parameter.Name, "it starts differently in another method of the rule");
        }
    }

    private void RequireNewName(IParameterSymbol parameter, string property)
    {
        if (_order.Count(other => other.PropertyName == property) + _inputs.Count(other => other.PropertyName == property) > 1
            || GeneratedMembers.OfState.Contains(property)
            || property == context.Rule.Name + "State")
        {
            context.Report(DiagnosticIds.DuplicateName, parameter.Locations.FirstOrDefault(), property, parameter.Name);

            // A second property of the name would be an error of C#, which hides this one.
            _order.RemoveAll(state => state.PropertyName == property);
            _inputs.RemoveAll(input => input.PropertyName == property);
        }
    }

    private StateModel? ReadState(IParameterSymbol parameter, AttributeData attribute, string? weight)
    {
        var state = StateReader.Read(parameter, attribute, weight, IsDouble, out var why);
        if (why is not null)
        {
            Wrong(parameter.Locations.FirstOrDefault(), parameter.Name, why);
        }

        return state;

        bool IsDouble(string name) => context.Hyperparameters.Values.Any(model => model.Name == name && model.Kind == HyperparameterKind.Double);
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
        var symbols = new Dictionary<ParameterModel, IParameterSymbol>();
        foreach (var model in parameters)
        {
            symbols[model] = method.Parameters.First(symbol => symbol.Name == (model.Span ?? model.Name));
            initial[model] = model.Role == ParameterRole.Step
                ? builder.Add(Opcode.Step, ScalarType.Integer, Declaration(symbols[model]))
                : builder.Add(new(Opcode.Load, ScalarType.Double, default, (long)Scope(model), model.Slot, Site: Declaration(symbols[model])));
            scope.Set(new(symbols[model], model.Element), initial[model]);
        }

        new StatementReader(context, builder, scope, method).Read(body);
        foreach (var model in parameters)
        {
            if (model.IsByReference && scope.TryGet(new(symbols[model], model.Element), out var final) && final != initial[model])
            {
                builder.Add(new(Opcode.Store, ScalarType.None, new[] { final }.ToEquatableArray(), (long)Scope(model), model.Slot, Site: site));
            }
        }

        var program = builder.ToProgram();
        FunctionBodies.Check(context, program, method.Locations.FirstOrDefault());
        return program;

        int Declaration(IParameterSymbol parameter)
            => parameter.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(context.Cancellation) is { } syntax ? context.Site(syntax) : site;
    }

    private StateScope Scope(ParameterModel parameter)
        => parameter.Role == ParameterRole.State && _states.TryGetValue(parameter.Name, out var state) ? state.Scope : StateScope.Element;

    private void Wrong(Location? location, string name, string why) => context.Report(DiagnosticIds.WrongParameter, location, name, why);
}
