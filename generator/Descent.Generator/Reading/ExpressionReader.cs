using System;
using System.Collections.Generic;
using System.Linq;
using Descent.Generator.IR;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Descent.Generator.Reading;

/// <summary>Reads expressions into a program, by allow-list. A problem is recorded and reading goes on with a placeholder.</summary>
internal sealed class ExpressionReader
{
    private readonly ReadingContext _context;
    private readonly ProgramBuilder _builder;
    private readonly Scope _scope;
    private readonly OperatorReader _operators;
    private readonly ConversionReader _conversions;
    private readonly CallReader _calls;
    private readonly FunctionReader _functions;
    private readonly SwitchReader _switches;
    private readonly MatrixReader _matrices;

    public ExpressionReader(ReadingContext context, ProgramBuilder builder, Scope scope)
    {
        (_context, _builder, _scope) = (context, builder, scope);
        Places = new(context, builder, scope, this);
        Patterns = new(context, builder, scope, this);
        _operators = new(context, builder, this);
        _calls = new(context, builder, scope, this);
        _functions = new(context, builder, this);
        _switches = new(context, builder, scope, this);
        _conversions = new(context, builder, this, _switches);
        _matrices = new(context, builder, scope, this);
    }

    public PlaceReader Places { get; }

    public PatternReader Patterns { get; }

    /// <summary>Reads an expression statement: an assignment or a call, whose value is not used.</summary>
    public void ReadForEffect(IOperation operation)
    {
        switch (operation)
        {
            case IInvocationOperation invocation when MatrixReader.IsOperation(invocation):
                _matrices.Read(invocation, _context.Site(invocation.Syntax));
                break;
            case IInvocationOperation invocation when !FunctionReader.IsKnown(invocation):
                if (_calls.TryRead(invocation) is null)
                {
                    _context.Unsupported(operation, Constructs.Describe(operation));
                }

                break;
            case ISimpleAssignmentOperation or IDeconstructionAssignmentOperation:
                ReadAll(operation);
                break;
            default:
                Read(operation);
                break;
        }
    }

    /// <summary>Reads an expression of one value.</summary>
    public int Read(IOperation operation)
    {
        var site = _context.Site(operation.Syntax);
        if (operation.ConstantValue is { HasValue: true, Value: { } constant } && ReadConstant(constant, ScalarTypes.Of(operation.Type), site) is { } known)
        {
            return known;
        }

        using var level = _context.Enter(operation);
        if (!level.IsEntered)
        {
            return Placeholder(ScalarTypes.Of(operation.Type), site);
        }

        switch (operation)
        {
            case IParenthesizedOperation parenthesized:
                return Read(parenthesized.Operand);
            case ILocalReferenceOperation or IParameterReferenceOperation:
                return ReadPlace(operation, site);
            case IFieldReferenceOperation field when Tuples.Element(field) is var (tuple, element):
                return PlaceReader.Root(tuple) is not null ? ReadPlace(operation, site) : ReadAll(tuple)[element];
            case IPropertyReferenceOperation property when _context.Hyperparameters.ContainsKey(property.Property) && property.Instance is IInstanceReferenceOperation:
                var isEnumeration = property.Type!.TypeKind == TypeKind.Enum;
                return _builder.Add(new(Opcode.Hyperparameter, ScalarTypes.Of(property.Type), default, new Payload.Setting(property.Property.Name, isEnumeration), Site: site));
            case IPropertyReferenceOperation when Elements.Length(operation, _scope) is { } length:
                return _builder.Constant(length, site);
            case IPropertyReferenceOperation or IArrayElementReferenceOperation or IImplicitIndexerReferenceOperation when Elements.Find(operation, _scope) is not null:
                return ReadPlace(operation, site);
            case IPropertyReferenceOperation { Property: var property } when KnownMethods.FindExtent(property) is { } extent:
                return _builder.Add(extent, ScalarType.Double, site);
            case IPropertyReferenceOperation property:
                return _calls.TryReadProperty(property) ?? Unsupported(operation, site);
            case IBinaryOperation binary:
                return _operators.ReadBinary(binary, site);
            case IUnaryOperation unary:
                return _operators.ReadUnary(unary, site);
            case IConversionOperation conversion:
                return _conversions.Read(conversion, site);
            case IConditionalOperation or ISwitchExpressionOperation or ISimpleAssignmentOperation { IsRef: false }:
                return ReadAll(operation)[0];
            case IIsPatternOperation pattern:
                return Patterns.Read(pattern);
            case IInvocationOperation invocation when MatrixReader.IsOperation(invocation):
                return _matrices.Read(invocation, site);
            case IInvocationOperation invocation:
                return _functions.TryRead(invocation, site) ?? (_calls.TryRead(invocation) is { Count: 1 } returned ? returned[0] : Unsupported(invocation, site));
            case ICompoundAssignmentOperation assignment:
                return _operators.ReadCompoundAssignment(assignment, site);
            case IIncrementOrDecrementOperation increment:
                return _operators.ReadIncrement(increment, site);
            case IInvalidOperation:
                _context.HasCSharpErrors = true;
                return Placeholder(ScalarTypes.Of(operation.Type), site);
            default:
                return Unsupported(operation, site);
        }
    }

    /// <summary>Reads an expression of one value or, where it is a tuple, of all its elements.</summary>
    public IReadOnlyList<int> ReadAll(IOperation operation)
    {
        var site = _context.Site(operation.Syntax);
        switch (operation)
        {
            case { ConstantValue.HasValue: true }:
                return [Read(operation)];
            case IConditionalOperation conditional when IsRefused(operation.Type):
                return ReadAll(conditional.WhenTrue);
            case ISwitchExpressionOperation choice when IsRefused(operation.Type) && choice.Arms.Length > 0:
                return ReadAll(choice.Arms[0].Value);
            case IConditionalOperation { WhenFalse: { } whenFalse } conditional:
                return ReadChoice(conditional.Condition, () => ReadAll(conditional.WhenTrue), () => ReadAll(whenFalse), site);
            case ISwitchExpressionOperation choice:
                return _switches.Read(choice, site, ReadAll);
            case ISimpleAssignmentOperation { IsRef: false } assignment:
                return Assign(assignment.Target, assignment.Value);
        }

        var types = Tuples.Types(operation.Type);
        if (operation.Type is not INamedTypeSymbol { IsTupleType: true } && operation is not IDeconstructionAssignmentOperation)
        {
            return [Read(operation)];
        }

        using var level = _context.Enter(operation);
        switch (operation)
        {
            case var _ when !level.IsEntered:
                break;
            case IParenthesizedOperation parenthesized:
                return ReadAll(parenthesized.Operand);
            case ITupleOperation tuple when types.Count > 0:
                return [.. tuple.Elements.SelectMany(ReadAll)];
            case IDeconstructionAssignmentOperation { Target: var target } deconstruction:
                return Assign(target is IDeclarationExpressionOperation { Expression: ITupleOperation declared } ? declared : target, deconstruction.Value);
            case IConversionOperation { OperatorMethod: null } conversion when Tuples.Types(conversion.Operand.Type) is var from && from.Count == types.Count:
                var values = ReadAll(conversion.Operand);
                return values.Count != types.Count ? values : [.. values.Select((value, index) => _conversions.Convert(value, types[index], site))];
            case ILocalReferenceOperation or IFieldReferenceOperation when types.Count > 0 && PlaceReader.Root(operation) is { } root:
                return [.. types.Select((type, index) => Places.Get(new(root with { Element = root.Element + index }, type), operation))];
            case IInvocationOperation invocation when types.Count > 0 && _calls.TryRead(invocation) is { } returned:
                return returned;
            case IInvalidOperation:
                _context.HasCSharpErrors = true;
                break;
            default:
                _context.Unsupported(operation, Constructs.Describe(operation));
                break;
        }

        return [.. types.DefaultIfEmpty(ScalarType.Double).Select(type => Placeholder(type, site))];
    }

    /// <summary>
    /// Assigns in the order of C#: the places first, from left to right, then the value, then what is written. What is declared or
    /// deconstructed may be a tuple.
    /// </summary>
    private IReadOnlyList<int> Assign(IOperation target, IOperation value)
    {
        var places = Targets(target).SelectMany(PlacesOf).ToList();
        if (_context.IsBroken && IsRefused(target.Type) && places.Count > 0 && places.All(place => place.Place is null))
        {
            return [Placeholder(ScalarType.Double, _context.Site(target.Syntax))];
        }

        var values = ReadAll(value);
        if (places.Count != values.Count && !_context.IsBroken)
        {
            _context.Unsupported(target, $"assigning to {Constructs.Describe(target)}");
        }

        foreach (var ((operation, place), assigned) in places.Zip(values, (place, assigned) => (place, assigned)))
        {
            if (place is not null)
            {
                Places.Set(place, _conversions.Convert(assigned, place.Type, _context.Site(operation.Syntax)), operation);
            }
        }

        return values;
    }

    /// <summary>The places of one target, none for each value that is discarded. A tuple in a variable has several, which are known without reading it.</summary>
    private IEnumerable<(IOperation Operation, Place? Place)> PlacesOf(IOperation target)
    {
        var (types, variable) = (Tuples.Types(target.Type), target is IDeclarationExpressionOperation { Expression: var declared } ? declared : target);
        return variable is IDiscardOperation ? types.Select(_ => (target, (Place?)null))
            : types.Count > 1 && PlaceReader.Root(variable) is { } root ? types.Select((type, index) => (target, (Place?)new Place(root with { Element = root.Element + index }, type)))
            : [(target, Places.Read(target))];
    }

    private static IEnumerable<IOperation> Targets(IOperation target) => target switch
    {
        ITupleOperation tuple => tuple.Elements.SelectMany(Targets),
        IDeclarationExpressionOperation { Expression: ITupleOperation tuple } => tuple.Elements.SelectMany(Targets),
        _ => [target],
    };

    /// <summary>Records a construct that a rule cannot have, and stands in for it.</summary>
    public int Unsupported(IOperation operation, int site)
    {
        _context.Unsupported(operation, Constructs.Describe(operation));
        return Placeholder(ScalarTypes.Of(operation.Type), site);
    }

    public int Placeholder(ScalarType type, int site) => type switch
    {
        ScalarType.Integer => _builder.Constant(0, site),
        ScalarType.Boolean => _builder.Constant(false, site),
        _ => _builder.Constant(0.0, site),
    };

    /// <summary>Whether a value is refused for its type alone: all arms of a choice are, then, and one is enough to say it.</summary>
    private static bool IsRefused(ITypeSymbol? type) => type is { TypeKind: not TypeKind.Error } && Tuples.Types(type).Count == 0;

    /// <summary>Reads a condition, then both arms of the choice, each in its branch.</summary>
    public IReadOnlyList<int> ReadChoice(IOperation condition, Func<IReadOnlyList<int>> whenTrue, Func<IReadOnlyList<int>> whenFalse, int site)
        => Choose(Read(condition), whenTrue, whenFalse, site);

    /// <summary>Reads a condition, then both arms of the choice, each of one value.</summary>
    public int ReadChoice(IOperation condition, Func<int> whenTrue, Func<int> whenFalse, int site)
        => ReadChoice(condition, () => [whenTrue()], () => (IReadOnlyList<int>)[whenFalse()], site)[0];

    /// <summary>Reads both arms of a choice, each in its branch, and joins their values; the one arm where it is known which.</summary>
    public IReadOnlyList<int> Choose(int chosen, Func<IReadOnlyList<int>> whenTrue, Func<IReadOnlyList<int>> whenFalse, int site)
    {
        if (_builder.KnownCondition(chosen) is { } known)
        {
            return known ? whenTrue() : whenFalse();
        }

        _builder.Add(Opcode.If, ScalarType.None, site, chosen);
        _scope.Enter();
        var first = whenTrue();
        var firstChanges = _scope.Leave();
        _builder.Add(Opcode.Else, ScalarType.None, site);
        _scope.Enter();
        var second = whenFalse();
        var secondChanges = _scope.Leave();
        _builder.Add(Opcode.End, ScalarType.None, site);
        _scope.Merge(_builder, chosen, firstChanges, secondChanges, site);
        return [.. first.Zip(second, (one, other) => Scope.Join(_builder, chosen, one, other, site, null))];
    }

    private int ReadPlace(IOperation operation, int site)
        => Places.Read(operation) is { } place ? Places.Get(place, operation) : Placeholder(ScalarTypes.Of(operation.Type), site);

    /// <summary>A constant of a type that a rule has; <see langword="null"/> for any other.</summary>
    public int? ReadConstant(object constant, ScalarType type, int site) => type switch
    {
        ScalarType.Double when constant is double value => _builder.Constant(value, site),
        ScalarType.Integer when constant is int value => _builder.Constant(value, site),
        ScalarType.Boolean when constant is bool value => _builder.Constant(value, site),
        _ => null,
    };
}
