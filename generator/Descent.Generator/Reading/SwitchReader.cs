using System;
using System.Linq;
using Descent.Generator.IR;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Descent.Generator.Reading;

/// <summary>
/// Reads a switch expression as choices, one arm after the other. Patterns are constants, comparisons with constants, <c>and</c>,
/// <c>or</c>, <c>not</c> and the discard, which the last arm must be: C# would throw where no arm fits.
/// </summary>
internal sealed class SwitchReader(ReadingContext context, ProgramBuilder builder, ExpressionReader expressions)
{
    public int Read(ISwitchExpressionOperation choice, Scope scope, int site, Func<IOperation, Scope, int> readArm)
    {
        var last = choice.Arms.LastOrDefault();
        if (last is not { Pattern: IDiscardPatternOperation, Guard: null })
        {
            return expressions.Unsupported(choice, site);
        }

        return ReadArm(choice, 0, expressions.Read(choice.Value, scope), scope, site, readArm);
    }

    private int ReadArm(ISwitchExpressionOperation choice, int index, int value, Scope scope, int site, Func<IOperation, Scope, int> readArm)
    {
        var arm = choice.Arms[index];
        if (index == choice.Arms.Length - 1)
        {
            return readArm(arm.Value, scope);
        }

        if (arm.Guard is not null || Condition(arm.Pattern, value, site) is not { } condition)
        {
            context.Unsupported(arm, "this pattern (compare with constants, and let the last arm be '_')");
            return readArm(arm.Value, scope);
        }

        return expressions.Choose(
            condition,
            branch => readArm(arm.Value, branch),
            branch => ReadArm(choice, index + 1, value, branch, site, readArm),
            scope,
            site);
    }

    private int? Condition(IPatternOperation pattern, int value, int site) => pattern switch
    {
        IConstantPatternOperation constant => Compare(BinaryOperatorKind.Equals, constant.Value, value, site),
        IRelationalPatternOperation relation => Compare(relation.OperatorKind, relation.Value, value, site),
        INegatedPatternOperation negated when Condition(negated.Pattern, value, site) is { } inner => builder.Add(Opcode.Not, ScalarType.Boolean, site, inner),
        IBinaryPatternOperation binary when Condition(binary.LeftPattern, value, site) is { } left && Condition(binary.RightPattern, value, site) is { } right
            => builder.Add(binary.OperatorKind == BinaryOperatorKind.And ? Opcode.And : Opcode.Or, ScalarType.Boolean, site, left, right),
        _ => null,
    };

    private int? Compare(BinaryOperatorKind kind, IOperation operand, int value, int site)
    {
        Opcode? opcode = kind switch
        {
            BinaryOperatorKind.Equals => Opcode.Equal,
            BinaryOperatorKind.LessThan => Opcode.Less,
            BinaryOperatorKind.LessThanOrEqual => Opcode.LessOrEqual,
            BinaryOperatorKind.GreaterThan => Opcode.Greater,
            BinaryOperatorKind.GreaterThanOrEqual => Opcode.GreaterOrEqual,
            _ => null,
        };
        var bound = expressions.Read(operand, new Scope());
        if (opcode is not { } known || builder[bound].Type != builder[value].Type)
        {
            return null;
        }

        // A constant pattern finds NaN where NaN is the value; the comparison does not.
        var isNaN = builder[bound] is { Type: ScalarType.Double, IsConstant: true } constant && double.IsNaN(constant.DoubleValue);
        return isNaN ? null : builder.Add(known, ScalarType.Boolean, site, value, bound);
    }
}
