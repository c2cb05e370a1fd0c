using System.Collections.Generic;
using Descent.Generator.IR;
using Microsoft.CodeAnalysis.Operations;

namespace Descent.Generator.Reading;

/// <summary>Reads the labels of a switch statement: whether they fit.</summary>
internal sealed class LabelReader(ReadingContext context, ProgramBuilder builder, ExpressionReader expressions)
{
    /// <summary>Whether one of several labels fits, in their order.</summary>
    public int Match(IReadOnlyList<ICaseClauseOperation> clauses, IReadOnlyList<int> values, int site, int index = 0)
    {
        var condition = Match(clauses[index], values, site);
        return index == clauses.Count - 1
            ? condition
            : expressions.Choose(condition, () => [builder.Constant(true, site)], () => [Match(clauses, values, site, index + 1)], site)[0];
    }

    private int Match(ICaseClauseOperation clause, IReadOnlyList<int> values, int site)
    {
        switch (clause)
        {
            case ISingleValueCaseClauseOperation { Value.Type: var type } when context.IsBroken && Tuples.Types(type).Count == 0:
                // What has a type that no rule can have has been refused, and its labels with it.
                return builder.Constant(true, site);
            case ISingleValueCaseClauseOperation single when values.Count == 1:
                var constant = expressions.Read(single.Value);
                return builder.Add(Opcode.Equal, ScalarType.Boolean, site, values[0], constant);
            case IPatternCaseClauseOperation pattern:
                var fits = expressions.Patterns.Match(pattern.Pattern, values);
                return pattern.Guard is not { } guard ? fits
                    : expressions.Choose(fits, () => [expressions.Read(guard)], () => [builder.Constant(false, site)], site)[0];
            default:
                context.Unsupported(clause, "this label of a switch");
                return builder.Constant(false, site);
        }
    }
}
