using System.Collections.Generic;
using System.Linq;
using Descent.Generator.Model;
using Descent.Generator.Infrastructure;
using Descent.Generator.IR;
using Microsoft.CodeAnalysis;

namespace Descent.Generator.Reading;

/// <summary>Reads the <c>[Update]</c> method, and those that only move weights: the roles of their parameters, then their bodies.</summary>
internal sealed class MethodReader(ReadingContext context, StateNames names)
{
    /// <summary>How many values a state may be for each weight.</summary>
    public const int MaxElements = 16;

    private readonly Dictionary<string, StateModel> _states = [];
    private readonly List<StateModel> _order = [];

    private readonly List<InputModel> _inputs = [];
    private readonly List<ParameterModel> _draws = [];

    /// <summary>The states of all methods read, in the order of their first appearance.</summary>
    public IReadOnlyList<StateModel> States => _order;

    /// <summary>The inputs of the update.</summary>
    public IReadOnlyList<InputModel> Inputs => _inputs;

    public MethodModel Read(IMethodSymbol method, RuleMethod kind)
    {
        var problems = context.Problems.Count;
        var location = method.Locations.FirstOrDefault();
        if (!method.ReturnsVoid || method.IsGenericMethod || method.IsAsync || RuleAttributes.Has(method, RuleAttributes.Conditional))
        {
            Wrong(location, method.Name, "the method must return void, without type parameters and without 'async' or [Conditional]");
        }

        var parameters = RandomReader.Number(_draws, method.Parameters.Where(parameter => !Misplaced.IsOfPart(context, parameter)).SelectMany(parameter => Elements.Of(parameter, ReadParameter(parameter, kind), names)));
        Require(ParameterRole.Weight, $"exactly one parameter must be the weight: 'ref double weight' without an attribute");
        if (kind == RuleMethod.Update || parameters.Any(parameter => parameter.Role == ParameterRole.Gradient))
        {
            Require(ParameterRole.Gradient, $"{(kind == RuleMethod.Update ? "exactly" : "at most")} one parameter must be the gradient: 'double gradient' without an attribute");
        }

        ReadStates(method, parameters);
        var declaring = method.ExplicitInterfaceImplementations.FirstOrDefault();
        if (declaring is not null && method.IsStatic)
        {
            Wrong(location, method.Name, "a static method must not implement an interface explicitly: nothing could call it");
        }

        context.Named.Add((ISymbol?)declaring ?? method);
        if (method is { IsPartialDefinition: true } && context.Body(method.PartialImplementationPart ?? method) is null)
        {
            UnfinishedMembers.Add(context, method);
        }

        // The body says which parameters are assigned to in vain.
        var body = context.Problems.Count == 0 ? ReadBody(method, parameters) : new Program(default);
        return new()
        {
            Kind = kind,
            Name = declaring?.Name ?? method.Name,
            Parameters = parameters.ToEquatableArray(),
            Body = body,
            Interface = declaring?.ContainingType.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat),
            IsStatic = method.IsStatic,
            IsObsolete = NamingMarks.IsObsolete((ISymbol?)declaring ?? method),
        };

        void Require(ParameterRole role, string why)
        {
            if (parameters.Count(parameter => parameter.Role == role) != 1 && context.Problems.Count == problems && !context.HasCSharpErrors)
            {
                Wrong(location, method.Name, why);
            }
        }
    }

    private ParameterModel? ReadParameter(IParameterSymbol parameter, RuleMethod kind)
    {
        var isByReference = parameter.RefKind == RefKind.Ref;
        var isDouble = parameter.Type.SpecialType == SpecialType.System_Double;
        var isState = RuleAttributes.Has(parameter, RuleAttributes.State);
        var isStep = RuleAttributes.Has(parameter, RuleAttributes.Step);
        if (parameter.Type.TypeKind == TypeKind.Error || parameter.Name.Length == 0)
        {
            context.HasCSharpErrors = true;
            return null;
        }

        if (parameter.Type.TypeKind == TypeKind.TypeParameter)
        {
            // The method is refused for its type parameters.
            return null;
        }

        var isInput = RuleAttributes.Has(parameter, RuleAttributes.Input);
        var random = RuleAttributes.Find(parameter, RuleAttributes.Random);
        if ((isState ? 1 : 0) + (isStep ? 1 : 0) + (isInput ? 1 : 0) + (random is null ? 0 : 1) > 1)
        {
            return Wrong("it can be one only of state, step number, input and random value");
        }

        if (isState && Elements.IsSpanOfDoubles(parameter.Type))
        {
            return Elements.CountOf(parameter) is >= 1 and <= MaxElements && parameter.RefKind == RefKind.None
                ? As(ParameterRole.State, true)
                : Wrong("a state of several values is '[State(Count = n)] Span<double>', with n from 1 to 16");
        }

        if (MatrixReader.IsSquare(parameter.Type))
        {
            return isState && parameter.RefKind == RefKind.None && kind == RuleMethod.Update
                ? As(ParameterRole.State, true) with { IsSquare = true }
                : Wrong("a square state is '[State(Per = Per.Row)] SquareMatrix', or one for each column, by value, of the [Update] method");
        }

        if (isStep)
        {
            return parameter.Type.SpecialType == SpecialType.System_Int32 && parameter.RefKind == RefKind.None
                ? As(ParameterRole.Step, false)
                : Wrong("the step number is '[Step] int', by value");
        }

        if (!isDouble || parameter.RefKind is not (RefKind.None or RefKind.Ref) || parameter.IsParams || parameter.IsOptional)
        {
            var isSingle = parameter.Type.SpecialType == SpecialType.System_Single || (parameter.Type is INamedTypeSymbol { Name: "Span", TypeArguments.Length: 1 } span && span.TypeArguments[0].SpecialType == SpecialType.System_Single);
            return Wrong(isSingle ? "write double: a rule is written in double and compiled for float too"
                : isState ? "a state is '[State] ref double', '[State] double' to read only, or '[State(Count = n)] Span<double>'"
                : "it must be 'ref double' (the weight), 'double' (the gradient), '[Input] double', '[State] ref double', '[State(Count = n)] Span<double>', '[Random] double' or '[Step] int'");
        }

        if (isState)
        {
            return As(ParameterRole.State, isByReference);
        }

        if (isInput)
        {
            return kind != RuleMethod.Update || isByReference ? Wrong("an input is '[Input] double', by value, of the [Update] method") : As(ParameterRole.Input, false);
        }

        if (random is not null)
        {
            var distribution = RandomReader.DistributionOf(random);
            return kind is not (RuleMethod.Update or RuleMethod.BeforeGradient) || !RandomReader.HasForm(parameter) ? Wrong(RandomReader.Form + ", of the [Update] or the [BeforeGradient] method")
                : RandomReader.WhyNot(parameter) is { } whyNot ? Wrong(whyNot)
                : _draws.Any(other => other.Name == parameter.Name && other.Distribution != distribution) ? Wrong("the same name is another distribution in the [Update] method")
                : As(ParameterRole.Random, false) with { Distribution = distribution };
        }

        return isByReference ? As(ParameterRole.Weight, true)
            : kind is RuleMethod.Update or RuleMethod.BeforeGradient ? As(ParameterRole.Gradient, false)
            : Wrong("only an [Update] or [BeforeGradient] method has a gradient");

        ParameterModel As(ParameterRole role, bool byReference) => new() { Name = parameter.Name, Role = role, IsByReference = byReference, State = role == ParameterRole.State ? names.StateOf(parameter.Name) : null };

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
                if (IsNewName(parameter, input.PropertyName))
                {
                    _inputs.Add(input);
                }
            }

            if (RuleAttributes.Find(parameter, RuleAttributes.State) is { } attribute
                && parameters.Any(model => (model.Span ?? model.Name) == parameter.Name)
                && ReadState(parameter, attribute, weight) is { } state)
            {
                foreach (var model in parameters.Where(model => (model.Span ?? model.Name) == parameter.Name))
                {
                    var suffix = model.Span is null ? "" : names.Suffix(model.Span, model.Element);
                    AddState(parameter, attribute, state with
                    {
                        Name = state.Name + suffix,
                        PropertyName = state.PropertyName + suffix,
                        FormerNames = state.FormerNames.Select(name => name + suffix).ToEquatableArray(),
                    });
                }
            }
        }
    }

    private void AddState(IParameterSymbol parameter, AttributeData attribute, StateModel state)
    {
        if (!_states.TryGetValue(state.Name, out var known))
        {
            _states.Add(state.Name, state);
            if (IsNewName(parameter, state.PropertyName) && (state.Scope != Axes.Optimizer || IsNewMember(parameter, state.PropertyName)))
            {
                _order.Add(state);
            }
        }
        else if (known.FormerNames.Count == 0 && state.FormerNames.Count > 0)
        {
            // One of the methods may say what it was.
            _states[state.Name] = known with { FormerNames = state.FormerNames };
            _order[_order.IndexOf(known)] = _states[state.Name];
            AddState(parameter, attribute, state);
        }
        else if (attribute.NamedArguments.Any(argument => argument.Key is not ("Name" or "Was")) && known with { FormerNames = state.FormerNames } != state)
        {
            Wrong(parameter.Locations.FirstOrDefault(), parameter.Name, "it starts differently in another method of the rule");
        }
    }

    /// <summary>Whether no other member of the state has the name; a problem is reported if one has.</summary>
    private bool IsNewName(IParameterSymbol parameter, string property)
        => !(_order.Any(other => other.PropertyName == property)
            || _inputs.Any(other => other.PropertyName == property)
            || context.Members.OfState.Contains(property)
            || property == context.Rule.Name + "State") || Taken(parameter, property);

    /// <summary>Whether no other member of the optimizer has the name; a problem is reported if one has.</summary>
    private bool IsNewMember(IParameterSymbol parameter, string property)
        => !(property == context.Rule.Name
            || context.Members.IsTaken(property)
            || context.Rule.GetMembers(property).Any(member => !GeneratedMembers.IsGenerated(member, context.Cancellation))) || Taken(parameter, property);

    private bool Taken(IParameterSymbol parameter, string property)
    {
        var mayBeNamed = RuleAttributes.Find(parameter, RuleAttributes.State) is { } state && state.NamedArguments.All(argument => argument.Key != "Name");
        context.Report(DiagnosticIds.DuplicateName, parameter.Locations.FirstOrDefault(), property, GeneratedMembers.For(parameter.Name) + (mayBeNamed ? " unless [State(Name = …)] says another" : ""));
        return false;
    }

    private StateModel? ReadState(IParameterSymbol parameter, AttributeData attribute, string? weight)
    {
        if (names.WhyNot(parameter) is { } wrongName)
        {
            Wrong(attribute.ApplicationSyntaxReference?.GetSyntax(context.Cancellation).GetLocation(), parameter.Name, wrongName);
            return null;
        }

        var state = StateReader.Read(parameter, attribute, names, weight, IsDouble, out var why);
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

        var scope = new Scope(context.Tables);
        var site = context.Site(body.Syntax);
        var initial = new Dictionary<ParameterModel, int>();
        var symbols = new Dictionary<ParameterModel, IParameterSymbol>();
        foreach (var model in parameters)
        {
            symbols[model] = method.Parameters.First(symbol => symbol.Name == (model.Span ?? model.Name));
            initial[model] = model.Role == ParameterRole.Step
                ? builder.Add(Opcode.Step, ScalarType.Integer, Declaration(symbols[model]))
                : builder.Add(new(Opcode.Load, ScalarType.Double, default, new Payload.Access(model.Slot!, Scope(model)), Site: Declaration(symbols[model])));
            scope.Set(new(symbols[model], model.Element), initial[model]);
        }

        new StatementReader(context, builder, scope, method).Read(body);
        for (var index = 0; index < parameters.Count; index++)
        {
            var model = parameters[index];
            var isAssigned = scope.TryGet(new(symbols[model], model.Element), out var final) && final != initial[model];
            if (isAssigned && model.IsByReference)
            {
                builder.Add(new(Opcode.Store, ScalarType.None, new[] { final }.ToEquatableArray(), new Payload.Access(model.Slot!, Scope(model)), Site: site));
            }
            else if (isAssigned && model.Role == ParameterRole.State)
            {
                parameters[index] = model with { IsAssignedInVain = true };
            }
        }

        var program = builder.ToProgram();
        FunctionBodies.Check(context, program, method.Locations.FirstOrDefault());
        return program;

        int Declaration(IParameterSymbol parameter)
            => parameter.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(context.Cancellation) is { } syntax ? context.Site(syntax) : site;
    }

    private Axes Scope(ParameterModel parameter)
        => parameter.State is not null && _states.TryGetValue(parameter.State, out var state) && !state.IsSquare ? state.Scope : Axes.Weight;

    private void Wrong(Location? location, string name, string why) => context.Report(DiagnosticIds.WrongParameter, location, name, why);
}
