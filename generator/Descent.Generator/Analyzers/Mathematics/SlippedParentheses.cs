using System.Collections.Generic;
using System.Linq;
using Descent.Generator.Analysis;
using Descent.Generator.IR;
using Descent.Generator.Reading;

namespace Descent.Generator.Analyzers.Mathematics;

/// <summary>
/// Finds a moving average whose parenthesis slipped: <c>β * m + 1 - β * x</c>, <c>β * m + (1 - β * x)</c> or <c>1 - β * x + β * m</c> for
/// <c>β * m + (1 - β) * x</c>, and <c>β * m + (1 - β * x) * x</c> for <c>β * m + (1 - β) * x * x</c>.
/// </summary>
internal static class SlippedParentheses
{
    public static IEnumerable<Finding> Run(RuleUnderCheck rule) => rule.Methods.SelectMany(method => Find(rule, Values.Of(rule, method)));

    private static IEnumerable<Finding> Find(RuleUnderCheck rule, Values values)
    {
        var program = values.Program;
        var axes = AxesOf.Values(program);
        for (var value = 0; value < program.Count; value++)
        {
            // (β s + 1) − β x, as it is read from left to right, or β s + (1 − β x).
            var (average, slipped) = program[value] switch
            {
                { Opcode: Opcode.Subtract } difference when program[difference.Operands[0]] is { Opcode: Opcode.Add } sum && IsOne(program[sum.Operands[1]]) => (sum.Operands[0], difference.Operands[1]),
                { Opcode: Opcode.Add } sum when program[sum.Operands[1]] is { Opcode: Opcode.Subtract } inner && IsOne(program[inner.Operands[0]]) => (sum.Operands[0], inner.Operands[1]),
                { Opcode: Opcode.Add } sum when program[sum.Operands[0]] is { Opcode: Opcode.Subtract } inner && IsOne(program[inner.Operands[0]]) => (sum.Operands[1], inner.Operands[1]),
                { Opcode: Opcode.Add } sum => InProduct(program, sum.Operands[0], sum.Operands[1]) ?? InProduct(program, sum.Operands[1], sum.Operands[0]) ?? (-1, -1),
                _ => (-1, -1),
            };
            if (average >= 0
                && Decay(program, axes, average) is { } kept
                && Decay(program, axes, slipped) is { } decay
                && values.AreEqual(kept.Factor, decay.Factor)
                && program[kept.Averaged] is { Opcode: Opcode.Load, Slot: { IsState: true } state })
            {
                yield return new(DiagnosticIds.SlippedParenthesis, program[value].Site, state.Name, rule.Sites[program[slipped].Site].ToString());
            }
        }
    }

    /// <summary>Of a product with a factor <c>1 - β x</c>: the other value that is added, and <c>β x</c>.</summary>
    private static (int Average, int Slipped)? InProduct(Program program, int average, int product)
        => program[product].Opcode == Opcode.Multiply
            ? WeightedMean.Factors(program, product)
                .Where(factor => program[factor] is { Opcode: Opcode.Subtract } difference && IsOne(program[difference.Operands[0]]))
                .Select(factor => ((int, int)?)(average, program[factor].Operands[1]))
                .FirstOrDefault()
            : null;

    private static bool IsOne(Instruction instruction) => instruction is { IsConstant: true, Type: ScalarType.Double } && instruction.DoubleValue == 1;

    /// <summary>The first factor of a product, if it is the same for all weights and what it multiplies is not.</summary>
    private static (int Factor, int Averaged)? Decay(Program program, Axes[] axes, int product)
    {
        var rest = -1;
        var factor = product;
        while (program[factor].Opcode == Opcode.Multiply)
        {
            (factor, rest) = (program[factor].Operands[0], program[factor].Operands[1]);
        }

        return rest >= 0 && !axes[factor].IsOfWeights() && axes[rest].IsOfWeights() ? (factor, rest) : null;
    }
}
