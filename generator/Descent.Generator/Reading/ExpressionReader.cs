using System;
using System.Linq;
using Descent.Generator.Infrastructure;
using Descent.Generator.IR;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Descent.Generator.Reading;

/// <summary>Reads expressions into a program, by allow-list. A problem is recorded and reading goes on with a placeholder.</summary>
internal sealed class ExpressionReader(ReadingContext context, ProgramBuilder builder)
{
    /// <summary>Reads an expression statement: an assignment or a call, whose value is not used.</summary>
    public void ReadForEffect(IOperation operation, Scope scope)
    {
        if (operation is IInvocationOperation { TargetMethod.ReturnsVoid: true } invocation)
        {
            if (!new CallReader(context, builder, this).TryRead(invocation, scope, out _))
            {
                context.Unsupported(operation, Constructs.Describe(operation));
            }
        }
        else
        {
            Read(operation, scope);
        }
    }

    public int Read(IOperation operation, Scope scope)
    {
        var site = context.Site(operation.Syntax);
        if (operation.ConstantValue is { HasValue: true, Value: { } constant } && ReadConstant(constant, operation.Type, site) is { } known)
        {
            return known;
        }

        switch (operation)
        {
            case IParenthesizedOperation parenthesized:
                return Read(parenthesized.Operand, scope);
            case ILocalReferenceOperation local when scope.TryGet(local.Local, out var value):
                return value;
            case IParameterReferenceOperation parameter when scope.TryGet(parameter.Parameter, out var value):
                return value;
            case ILocalReferenceOperation or IParameterReferenceOperation when ScalarTypes.Of(operation.Type) != ScalarType.None:
                // Read before it is assigned: C# says so itself.
                context.HasCSharpErrors = true;
                return Placeholder(operation, site);
            case IPropertyReferenceOperation property when context.Hyperparameters.ContainsKey(property.Property) && property.Instance is IInstanceReferenceOperation:
                var isEnumeration = property.Type!.TypeKind == TypeKind.Enum;
                return builder.Add(new(
                    Opcode.Hyperparameter, ScalarTypes.Of(property.Type), default, isEnumeration ? 1 : 0, property.Property.Name, Site: site));
            case IPropertyReferenceOperation when ElementReader.Length(operation) is { } length:
                return builder.Constant(length, site);
            case IPropertyReferenceOperation when ElementReader.Find(operation) is var (state, index):
                return ReadIndex(operation, state, index, scope) is { } element && scope.TryGet(state, out var kept, element) ? kept : Placeholder(operation, site);
            case IPropertyReferenceOperation property:
                return new CallReader(context, builder, this).TryReadProperty(property, out var computed) ? computed : Unsupported(operation, site);
            case IBinaryOperation binary:
                return new OperatorReader(builder, this).ReadBinary(binary, scope, site);
            case IUnaryOperation unary:
                return new OperatorReader(builder, this).ReadUnary(unary, scope, site);
            case IConversionOperation conversion:
                return ReadConversion(conversion, scope, site);
            case IConditionalOperation { WhenFalse: { } whenFalse } conditional:
                return ReadChoice(conditional.Condition, branch => Read(conditional.WhenTrue, branch), branch => Read(whenFalse, branch), scope, site);
            case ISwitchExpressionOperation choice:
                return new SwitchReader(context, builder, this).Read(choice, scope, site, (arm, branch) => Read(arm, branch));
            case IInvocationOperation invocation:
                return ReadInvocation(invocation, scope, site);
            case ISimpleAssignmentOperation { IsRef: false } assignment:
                return Assign(assignment.Target, Read(assignment.Value, scope), scope);
            case ICompoundAssignmentOperation assignment:
                return new OperatorReader(builder, this).ReadCompoundAssignment(assignment, scope, site);
            case IIncrementOrDecrementOperation increment:
                return new OperatorReader(builder, this).ReadIncrement(increment, scope, site);
            case IInvalidOperation:
                context.HasCSharpErrors = true;
                return Placeholder(operation, site);
            default:
                return Unsupported(operation, site);
        }
    }

    /// <summary>Writes a value to a local variable or parameter and returns it.</summary>
    public int Assign(IOperation target, int value, Scope scope)
    {
        if (ElementReader.Find(target) is var (state, index))
        {
            if (ReadIndex(target, state, index, scope) is { } element)
            {
                scope.Set(state, value, element);
            }

            return value;
        }

        ISymbol? symbol = target switch
        {
            ILocalReferenceOperation { Local.RefKind: RefKind.None } local => local.Local,
            IParameterReferenceOperation parameter => parameter.Parameter,
            IDeclarationExpressionOperation { Expression: ILocalReferenceOperation declared } => declared.Local,
            _ => null,
        };
        if (symbol is not null)
        {
            builder.Name(value, symbol.Name);
            scope.Set(symbol, value);
        }
        else if (target is IInvalidOperation)
        {
            context.HasCSharpErrors = true;
        }
        else if (target is not IDiscardOperation)
        {
            context.Unsupported(target, $"assigning to {Constructs.Describe(target)}");
        }

        return value;
    }

    /// <summary>The index of an element, which must be known when the rule is compiled and lie in the state.</summary>
    private int? ReadIndex(IOperation operation, IParameterSymbol state, IOperation index, Scope scope)
    {
        var count = ElementReader.CountOf(state);
        var element = ScalarTypes.Of(index.Type) == ScalarType.Integer ? ElementReader.Index(builder, Read(index, scope)) : null;
        if (element is { } known && known >= 0 && known < count)
        {
            return known;
        }

        context.Unsupported(operation, $"an index of '{state.Name}' that is not a number from 0 to {(count - 1).ToString(System.Globalization.CultureInfo.InvariantCulture)} when the rule is compiled");
        return null;
    }

    public int Unsupported(IOperation operation, int site)
    {
        context.Unsupported(operation, Constructs.Describe(operation));
        return Placeholder(operation, site);
    }

    private int Placeholder(IOperation operation, int site) => ScalarTypes.Of(operation.Type) switch
    {
        ScalarType.Integer => builder.Constant(0, site),
        ScalarType.Boolean => builder.Constant(false, site),
        _ => builder.Constant(0.0, site),
    };

    private int? ReadConstant(object constant, ITypeSymbol? type, int site) => ScalarTypes.Of(type) switch
    {
        ScalarType.Double when constant is double value => builder.Constant(value, site),
        ScalarType.Integer when constant is int value => builder.Constant(value, site),
        ScalarType.Boolean when constant is bool value => builder.Constant(value, site),
        _ => null,
    };

    private int ReadConversion(IConversionOperation conversion, Scope scope, int site)
    {
        var (from, to) = (ScalarTypes.Of(conversion.Operand.Type), ScalarTypes.Of(conversion.Type));
        if (conversion.OperatorMethod is not null || from == ScalarType.None || to == ScalarType.None || conversion.IsTryCast)
        {
            return conversion.Operand is IInvalidOperation ? Read(conversion.Operand, scope) : Unsupported(conversion, site);
        }

        return (from, to) switch
        {
            (ScalarType.Integer, ScalarType.Double) => ReadAsDouble(conversion.Operand, scope, site),
            _ when from == to => Read(conversion.Operand, scope),
            (ScalarType.Double, ScalarType.Integer) => Narrow(conversion, scope, site),
            _ => Unsupported(conversion, site),
        };
    }

    private int Narrow(IConversionOperation conversion, Scope scope, int site)
    {
        var value = builder.Add(Opcode.ToInteger, ScalarType.Integer, site, Read(conversion.Operand, scope));
        return conversion.IsChecked ? builder.Checked(value) : value;
    }

    /// <summary>
    /// An int expression as a double. The conversion moves into the arms of a choice, and a sign is computed as a double at once:
    /// so <c>c ? 1 : -1</c> and <c>Math.Sign(x)</c> need no integers in the loop.
    /// </summary>
    private int ReadAsDouble(IOperation operation, Scope scope, int site)
    {
        switch (operation)
        {
            case { ConstantValue: { HasValue: true, Value: int constant } }:
                return builder.Constant((double)constant, site);
            case IParenthesizedOperation parenthesized:
                return ReadAsDouble(parenthesized.Operand, scope, site);
            case IConditionalOperation { WhenFalse: { } whenFalse } conditional:
                return ReadChoice(
                    conditional.Condition,
                    branch => ReadAsDouble(conditional.WhenTrue, branch, context.Site(conditional.WhenTrue.Syntax)),
                    branch => ReadAsDouble(whenFalse, branch, context.Site(whenFalse.Syntax)),
                    scope,
                    site);
            case ISwitchExpressionOperation choice:
                return new SwitchReader(context, builder, this).Read(
                    choice, scope, site, (arm, branch) => ReadAsDouble(arm, branch, context.Site(arm.Syntax)));
            case IInvocationOperation { Arguments.Length: 1 } invocation when KnownMethods.Find(invocation.TargetMethod) is (Opcode.Sign, ScalarType.Double):
                return builder.Add(Opcode.Sign, ScalarType.Double, site, Read(invocation.Arguments[0].Value, scope));
            default:
                var value = Read(operation, scope);
                return builder[value].Type == ScalarType.Integer ? builder.Add(Opcode.ToDouble, ScalarType.Double, site, value) : value;
        }
    }

    public int ReadChoice(IOperation condition, Func<Scope, int> whenTrue, Func<Scope, int> whenFalse, Scope scope, int site)
    {
        if (condition.ConstantValue is { HasValue: true, Value: bool known })
        {
            return known ? whenTrue(scope) : whenFalse(scope);
        }

        return Choose(Read(condition, scope), whenTrue, whenFalse, scope, site);
    }

    /// <summary>Reads both arms of a choice, each in its branch, and joins their values.</summary>
    public int Choose(int chosen, Func<Scope, int> whenTrue, Func<Scope, int> whenFalse, Scope scope, int site)
    {
        var (first, second) = (scope.Copy(), scope.Copy());
        builder.Add(Opcode.If, ScalarType.None, site, chosen);
        var one = whenTrue(first);
        builder.Add(Opcode.Else, ScalarType.None, site);
        var other = whenFalse(second);
        builder.Add(Opcode.End, ScalarType.None, site);
        scope.Merge(builder, chosen, first, second, site);
        return Scope.Join(builder, chosen, one, other, site, null);
    }

    private int ReadReduction(IInvocationOperation invocation, ReductionKind kind, Scope scope, int site)
    {
        var value = invocation.Arguments.First(argument => argument.Parameter!.Ordinal == 0).Value;
        var over = invocation.Arguments.FirstOrDefault(argument => argument.Parameter!.Ordinal == 1)?.Value;
        var owner = over is null ? StateScope.Tensor : over.ConstantValue is { HasValue: true, Value: int member } ? (StateScope)member : StateScope.Element;
        if (owner is not (StateScope.Tensor or StateScope.Optimizer))
        {
            context.Unsupported(over!, "a reduction over anything but Scope.Tensor or Scope.Optimizer");
        }

        var term = Read(value, scope);
        if (builder[term].Type == ScalarType.Boolean)
        {
            term = Indicator(term, site);
        }

        var symbol = owner == StateScope.Optimizer ? Instruction.WholeOptimizer : null;
        return builder.Add(new(Opcode.Reduce, ScalarType.Double, new[] { term }.ToEquatableArray(), (long)kind, symbol, Site: site));
    }

    private int ReadInvocation(IInvocationOperation invocation, Scope scope, int site)
    {
        if (KnownMethods.Find(invocation.TargetMethod) is var (opcode, type))
        {
            // Arguments come in the order in which they are evaluated; named ones may come in another order than declared.
            var operands = new int[invocation.Arguments.Length];
            foreach (var argument in invocation.Arguments)
            {
                operands[argument.Parameter!.Ordinal] = Read(argument.Value, scope);
            }

            return builder.Add(opcode, opcode == Opcode.Sign ? ScalarType.Integer : type, site, operands);
        }

        if (KnownMethods.FindReduction(invocation.TargetMethod) is { } kind)
        {
            return ReadReduction(invocation, kind, scope, site);
        }

        if (KnownMethods.IsClassification(invocation.TargetMethod))
        {
            return Classify(invocation.TargetMethod.Name, Read(invocation.Arguments[0].Value, scope), site);
        }

        return new CallReader(context, builder, this).TryRead(invocation, scope, out var value) && value is { } returned
            ? returned
            : Unsupported(invocation, site);
    }

    /// <summary>1 where a condition holds, 0 where it does not.</summary>
    private int Indicator(int condition, int site)
    {
        var (one, zero) = (builder.Constant(1.0, site), builder.Constant(0.0, site));
        builder.Add(Opcode.If, ScalarType.None, site, condition);
        builder.Add(Opcode.Else, ScalarType.None, site);
        builder.Add(Opcode.End, ScalarType.None, site);
        return Scope.Join(builder, condition, one, zero, site, null);
    }

    private int Classify(string test, int value, int site)
    {
        if (test == "IsNaN")
        {
            return builder.Add(Opcode.NotEqual, ScalarType.Boolean, site, value, value);
        }

        var magnitude = builder.Add(Opcode.Absolute, ScalarType.Double, site, value);
        var infinity = builder.Constant(double.PositiveInfinity, site);
        return builder.Add(test == "IsFinite" ? Opcode.Less : Opcode.Equal, ScalarType.Boolean, site, magnitude, infinity);
    }
}
