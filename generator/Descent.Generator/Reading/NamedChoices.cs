using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Descent.Generator.Reading;

/// <summary>
/// Switches over a hyperparameter that is an enumeration. Its setter takes named members only, so where each of them has an arm or a label nothing is left over:
/// the last one fits whatever comes to it, and what throws after it never runs.
/// </summary>
internal static class NamedChoices
{
    /// <summary>The arms that something may come to.</summary>
    public static IReadOnlyList<ISwitchExpressionArmOperation> Arms(ISwitchExpressionOperation choice, ReadingContext context, out bool takeAll)
    {
        takeAll = TakeAll(choice.Value, choice.Arms.Where(arm => arm.Guard is null).SelectMany(arm => Constants(arm.Pattern)), context);
        return takeAll ? [.. choice.Arms.Where(arm => !(arm is { Pattern: IDiscardPatternOperation, Guard: null } && Throws(arm.Value)))] : choice.Arms;
    }

    /// <summary>The section that whatever fits no other comes to: the default, or the last one where each member has a label and the default, if there is one, only throws.</summary>
    public static ISwitchCaseOperation? Default(ISwitchOperation choice, ReadingContext context)
    {
        var written = choice.Cases.FirstOrDefault(section => section.Clauses.Any(clause => clause is IDefaultCaseClauseOperation));
        return TakeAll(choice.Value, choice.Cases.SelectMany(section => section.Clauses).SelectMany(Constants), context)
            && (written is null || (written.Clauses.Length == 1 && OnlyThrows(written)))
            ? choice.Cases.LastOrDefault(section => section != written) ?? written
            : written;
    }

    private static bool TakeAll(IOperation value, IEnumerable<object?> constants, ReadingContext context)
        => value is IPropertyReferenceOperation { Instance: IInstanceReferenceOperation, Property: { Type: { TypeKind: TypeKind.Enum } type } property }
            && context.Hyperparameters.ContainsKey(property)
            && !type.GetMembers().OfType<IFieldSymbol>().Where(field => field.HasConstantValue).Select(field => field.ConstantValue).Except(constants).Any();

    private static IEnumerable<object?> Constants(ICaseClauseOperation clause) => clause switch
    {
        ISingleValueCaseClauseOperation { Value.ConstantValue: { HasValue: true, Value: var value } } => [value],
        IPatternCaseClauseOperation { Guard: null } pattern => Constants(pattern.Pattern),
        _ => [],
    };

    private static IEnumerable<object?> Constants(IPatternOperation pattern) => pattern switch
    {
        IConstantPatternOperation { Value.ConstantValue: { HasValue: true, Value: var value } } => [value],
        IBinaryPatternOperation { OperatorKind: BinaryOperatorKind.Or } either => Constants(either.LeftPattern).Concat(Constants(either.RightPattern)),
        _ => [],
    };

    private static bool OnlyThrows(ISwitchCaseOperation section)
        => section.Body.Length == 1 && (Throws(section.Body[0]) || (section.Body[0] is IBlockOperation { Operations: { Length: 1 } inner } && Throws(inner[0])));

    private static bool Throws(IOperation operation)
        => operation is IThrowOperation or IConversionOperation { Operand: IThrowOperation } or IExpressionStatementOperation { Operation: IThrowOperation };
}
