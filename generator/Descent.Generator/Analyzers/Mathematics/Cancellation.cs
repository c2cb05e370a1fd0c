using System.Collections.Generic;
using Descent.Generator.IR;
using Descent.Generator.Reading;

namespace Descent.Generator.Analyzers.Mathematics;

/// <summary>Finds <c>1 - (1 - x)</c>, which is x without its last digits; of an x below 1e-16 nothing is left.</summary>
internal static class Cancellation
{
    public static IEnumerable<Finding> Run(RuleUnderCheck rule)
    {
        foreach (var method in rule.Methods)
        {
            var program = method.Simplified;
            foreach (var outer in program.Instructions)
            {
                if (outer is { Opcode: Opcode.Subtract, Type: ScalarType.Double }
                    && program[outer.Operands[1]] is { Opcode: Opcode.Subtract } inner
                    && outer.Operands[0] == inner.Operands[0])
                {
                    yield return new(DiagnosticIds.Cancellation, outer.Site, rule.WrittenAt(outer), rule.TextOf(program[inner.Operands[1]]));
                }
            }
        }
    }
}
