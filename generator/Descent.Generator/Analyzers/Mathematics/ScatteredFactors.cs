using System.Collections.Generic;
using System.Linq;
using Descent.Generator.Analyzers.Dataflow;
using Descent.Generator.IR;
using Descent.Generator.Reading;

namespace Descent.Generator.Analyzers.Mathematics;

/// <summary>
/// Finds products in which two factors that are the same for all weights stand on both sides of one that is not: strict maths keeps the
/// order, and multiplies twice for each weight where once would do.
/// </summary>
internal static class ScatteredFactors
{
    public static IEnumerable<Finding> Run(RuleUnderCheck rule)
        => from method in rule.Model.IsRelaxed ? [] : rule.Methods.AsEnumerable()
           let program = method.Simplified
           let uses = Uses.Of(program)
           from outer in program.Instructions
           where IsMixedProduct(method, outer)
           let varying = outer.Operands.First(operand => method.Axes[operand].IsOfWeights())
           let inner = program[varying]
           where IsMixedProduct(method, inner) && uses[varying].Distinct().Count() == 1
           select new Finding(DiagnosticIds.ScatteredFactors, outer.Site, rule.WrittenAt(outer), rule.TextOf(Factor(method, inner)), rule.TextOf(Factor(method, outer)));

    /// <summary>Whether this is a product of what is the same for all weights and what is not.</summary>
    private static bool IsMixedProduct(MethodUnderCheck method, Instruction instruction)
        => instruction is { Opcode: Opcode.Multiply, Type: ScalarType.Double }
            && (method.Axes[instruction.Operands[0]].IsOfWeights()) != (method.Axes[instruction.Operands[1]].IsOfWeights());

    private static Instruction Factor(MethodUnderCheck method, Instruction product)
        => method.Simplified[product.Operands.First(operand => !method.Axes[operand].IsOfWeights())];
}
