using System;
using System.Collections.Generic;
using System.Linq;
using Descent.Generator.IR;
using Microsoft.CodeAnalysis.Operations;

namespace Descent.Generator.Reading;

/// <summary>
/// Reads a switch expression as choices, one arm after the other. Its arms must leave nothing over, as with a last one <c>_</c>: C# would
/// throw where no arm fits.
/// </summary>
internal sealed class SwitchReader(ReadingContext context, ProgramBuilder builder, Scope scope, ExpressionReader expressions)
{
    public IReadOnlyList<int> Read(ISwitchExpressionOperation choice, int site, Func<Microsoft.CodeAnalysis.IOperation, IReadOnlyList<int>> readArm)
    {
        if (!choice.IsExhaustive || choice.Arms.LastOrDefault() is not { Guard: null })
        {
            return [expressions.Unsupported(choice, site)];
        }

        return ReadArm(choice, 0, expressions.ReadAll(choice.Value), site, readArm);
    }

    private IReadOnlyList<int> ReadArm(
        ISwitchExpressionOperation choice, int index, IReadOnlyList<int> values, int site, Func<Microsoft.CodeAnalysis.IOperation, IReadOnlyList<int>> readArm)
    {
        var arm = choice.Arms[index];
        using var level = context.Enter(arm);
        foreach (var local in arm.Locals)
        {
            scope.Declare(local);
        }

        try
        {
            var condition = expressions.Patterns.Match(arm.Pattern, values);
            if (index == choice.Arms.Length - 1 || !level.IsEntered)
            {
                return readArm(arm.Value);
            }

            if (arm.Guard is { } guard)
            {
                condition = expressions.Choose(condition, () => [expressions.Read(guard)], () => [builder.Constant(false, site)], site)[0];
            }

            return expressions.Choose(condition, () => readArm(arm.Value), () => ReadArm(choice, index + 1, values, site, readArm), site);
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
