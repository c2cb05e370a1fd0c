using System;
using System.Collections.Generic;
using Descent.Generator.IR;
using Microsoft.CodeAnalysis.Operations;

namespace Descent.Generator.Reading;

/// <summary>
/// Reads a switch expression as choices, one arm after the other. Its arms must leave nothing over, as with a last one <c>_</c> or with each member of a
/// hyperparameter's enumeration (<see cref="NamedChoices"/>): C# would throw where no arm fits.
/// </summary>
internal sealed class SwitchReader(ReadingContext context, ProgramBuilder builder, Scope scope, ExpressionReader expressions)
{
    public IReadOnlyList<int> Read(ISwitchExpressionOperation choice, int site, Func<Microsoft.CodeAnalysis.IOperation, IReadOnlyList<int>> readArm)
    {
        var arms = NamedChoices.Arms(choice, context, out var takeAll);
        if (!(choice.IsExhaustive || takeAll) || arms.Count == 0 || arms[arms.Count - 1].Guard is not null)
        {
            return [expressions.Unsupported(choice, site)];
        }

        return ReadArm(arms, 0, expressions.ReadAll(choice.Value), site, readArm);
    }

    private IReadOnlyList<int> ReadArm(
        IReadOnlyList<ISwitchExpressionArmOperation> arms, int index, IReadOnlyList<int> values, int site, Func<Microsoft.CodeAnalysis.IOperation, IReadOnlyList<int>> readArm)
    {
        var arm = arms[index];
        using var level = context.Enter(arm);
        foreach (var local in arm.Locals)
        {
            scope.Declare(local);
        }

        try
        {
            // What comes to the last arm fits; its pattern may only name it.
            var isLast = index == arms.Count - 1;
            if (isLast && arm.Locals.IsEmpty)
            {
                return readArm(arm.Value);
            }

            var condition = expressions.Patterns.Match(arm.Pattern, values);
            if (isLast || !level.IsEntered)
            {
                return readArm(arm.Value);
            }

            if (arm.Guard is { } guard)
            {
                condition = expressions.Choose(condition, () => [expressions.Read(guard)], () => [builder.Constant(false, site)], site)[0];
            }

            return expressions.Choose(condition, () => readArm(arm.Value), () => ReadArm(arms, index + 1, values, site, readArm), site);
        }
        finally
        {
            foreach (var local in arm.Locals)
            {
                scope.Forget(local);
            }
        }
    }
}
