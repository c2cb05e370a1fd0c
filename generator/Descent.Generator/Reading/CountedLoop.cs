using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Descent.Generator.Reading;

/// <summary>
/// A <c>for</c> loop whose variable runs over known values: <c>for (var k = 0; k &lt; 3; k++)</c>. It is read as its body, once for each.
/// </summary>
internal sealed record CountedLoop(ILocalSymbol Variable, IReadOnlyList<int> Values)
{
    /// <summary>The most rounds that are written out; more would make a loop that no cache of instructions holds.</summary>
    public const int MaxRounds = 64;

    /// <summary>The most rounds of a loop with those of the loops around it.</summary>
    public const int MaxRoundsInAll = 1024;

    /// <summary>The loop's values; <see langword="null"/> if they are not known, too many, or changed by the body.</summary>
    public static CountedLoop? Of(IForLoopOperation loop, Scope scope)
    {
        if (loop.Before.Length != 1 || loop.AtLoopBottom.Length != 1
            || loop.Before[0] is not IVariableDeclarationGroupOperation { Declarations: { Length: 1 } declarations } || declarations[0].Declarators.Length != 1
            || declarations[0].Declarators[0] is not { Symbol: { Type.SpecialType: SpecialType.System_Int32 } variable } declarator
            || Known(declarator.GetVariableInitializer()?.Value, variable, scope) is not { } start
            || Bound(loop.Condition, variable, scope) is not var (kind, bound)
            || Increment(loop.AtLoopBottom[0], variable, scope) is not { } increment
            || loop.Body.Descendants().Any(operation => Changes(operation, variable)))
        {
            return null;
        }

        var values = new List<int>();
        var value = (long)start;
        for (; IsInteger(value) && Holds(kind, value, bound); value += increment)
        {
            if (values.Count == MaxRounds)
            {
                return null;
            }

            values.Add((int)value);
        }

        // One that runs over the end begins again at the other.
        return IsInteger(value) ? new(variable, values) : null;
    }

    private static bool IsInteger(long value) => value is >= int.MinValue and <= int.MaxValue;

    private static (BinaryOperatorKind Kind, int Bound)? Bound(IOperation? condition, ILocalSymbol variable, Scope scope)
        => condition is not IBinaryOperation { OperatorMethod: null } comparison ? null
            : IsVariable(comparison.LeftOperand, variable) && Known(comparison.RightOperand, variable, scope) is { } last ? (comparison.OperatorKind, last)
            : IsVariable(comparison.RightOperand, variable) && Known(comparison.LeftOperand, variable, scope) is { } first ? (Mirrored(comparison.OperatorKind), first)
            : null;

    private static BinaryOperatorKind Mirrored(BinaryOperatorKind kind) => kind switch
    {
        BinaryOperatorKind.LessThan => BinaryOperatorKind.GreaterThan,
        BinaryOperatorKind.LessThanOrEqual => BinaryOperatorKind.GreaterThanOrEqual,
        BinaryOperatorKind.GreaterThan => BinaryOperatorKind.LessThan,
        BinaryOperatorKind.GreaterThanOrEqual => BinaryOperatorKind.LessThanOrEqual,
        _ => kind,
    };

    private static int? Increment(IOperation statement, ILocalSymbol variable, Scope scope) => (statement as IExpressionStatementOperation)?.Operation switch
    {
        IIncrementOrDecrementOperation step when IsVariable(step.Target, variable) => step.Kind == OperationKind.Increment ? 1 : -1,
        ICompoundAssignmentOperation { OperatorKind: BinaryOperatorKind.Add } step when IsVariable(step.Target, variable) => Known(step.Value, variable, scope),
        ICompoundAssignmentOperation { OperatorKind: BinaryOperatorKind.Subtract } step when IsVariable(step.Target, variable) => -Known(step.Value, variable, scope),
        _ => null,
    };

    private static bool Changes(IOperation operation, ILocalSymbol variable) => operation switch
    {
        IAssignmentOperation assignment => assignment.Target.DescendantsAndSelf().Any(part => IsVariable(part, variable) && !IsIndex(part)),
        IVariableDeclaratorOperation { Symbol.RefKind: not RefKind.None } alias => alias.Initializer?.Value is { } value && IsVariable(value, variable),
        IIncrementOrDecrementOperation step => IsVariable(step.Target, variable),
        IArgumentOperation { Parameter.RefKind: RefKind.Ref or RefKind.Out } argument => IsVariable(argument.Value, variable),
        _ => false,
    };

    /// <summary>Whether an operation is only read, for the index of what is assigned.</summary>
    private static bool IsIndex(IOperation operation)
        => operation.Parent is not (null or ITupleOperation or IAssignmentOperation);

    private static bool IsVariable(IOperation operation, ILocalSymbol variable)
        => operation is ILocalReferenceOperation local && SymbolEqualityComparer.Default.Equals(local.Local, variable);

    /// <summary>A constant, a number of elements, the present value of another loop's variable, or a sum or difference of these.</summary>
    private static int? Known(IOperation? operation, ILocalSymbol variable, Scope scope) => operation switch
    {
        { ConstantValue: { HasValue: true, Value: int value } } => value,
        IParenthesizedOperation parenthesized => Known(parenthesized.Operand, variable, scope),
        ILocalReferenceOperation { Local: var local } when !IsVariable(operation, variable) => scope.TryGetRound(local, out var round) ? round : null,
        IBinaryOperation { OperatorMethod: null, OperatorKind: BinaryOperatorKind.Add } sum => Integer((long?)Known(sum.LeftOperand, variable, scope) + Known(sum.RightOperand, variable, scope)),
        IBinaryOperation { OperatorMethod: null, OperatorKind: BinaryOperatorKind.Subtract } difference
            => Integer((long?)Known(difference.LeftOperand, variable, scope) - Known(difference.RightOperand, variable, scope)),
        _ => Elements.Length(operation, scope),
    };

    private static int? Integer(long? value) => value is { } known && IsInteger(known) ? (int)known : null;

    private static bool Holds(BinaryOperatorKind kind, long value, long bound) => kind switch
    {
        BinaryOperatorKind.LessThan => value < bound,
        BinaryOperatorKind.LessThanOrEqual => value <= bound,
        BinaryOperatorKind.GreaterThan => value > bound,
        BinaryOperatorKind.GreaterThanOrEqual => value >= bound,
        BinaryOperatorKind.NotEquals => value != bound,
        _ => false,
    };
}
