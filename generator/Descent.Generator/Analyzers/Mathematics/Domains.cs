using System.Collections.Generic;
using System.Linq;
using Descent.Generator.Analysis;
using Descent.Generator.IR;
using Descent.Generator.Reading;
using Descent.Generator.Trials;

namespace Descent.Generator.Analyzers.Mathematics;

/// <summary>
/// Finds functions of what may lie outside their domain: roots and logarithms of negative numbers, powers of them that are not whole. What
/// is the same for all weights depends on the step number alone, at given hyperparameters, and is tried; the rest must be provably inside, or
/// never seen outside. A variance that is the difference of two averages is outside as soon as rounding makes it so.
/// </summary>
internal static class Domains
{
    /// <summary>How many steps are tried: a warm-up or a rectification is over by then.</summary>
    private const int Steps = 50;

    public static IEnumerable<Finding> Run(RuleUnderCheck rule)
    {
        var negative = NegativeForAllWeights(rule);
        var suspects = Suspects(rule, 0, negative).ToList();
        var seen = NegativeOperands.Of(rule, suspects);
        for (var index = 0; index < rule.Methods.Length; index++)
        {
            var method = rule.Methods[index];
            var program = method.Simplified;
            var intervals = rule.Intervals[index];
            foreach (var value in index == 0 ? suspects : Suspects(rule, index, negative))
            {
                var instruction = program[value];
                if (index == 0 && !negative.Contains(value) && !seen.Contains(value) && !IsVariance(program, instruction.Operands[0]))
                {
                    continue;
                }

                var operand = rule.TextOf(program[instruction.Operands[0]]);
                if (instruction.Opcode != Opcode.Pow)
                {
                    yield return new(DiagnosticIds.NegativeOperand, instruction.Site, instruction.Opcode == Opcode.SquareRoot ? "square root" : "logarithm", operand);
                }
                else if (!IsWhole(intervals.At(value, instruction.Operands[1])))
                {
                    yield return new(DiagnosticIds.NegativeBase, instruction.Site, operand, rule.TextOf(program[instruction.Operands[1]]));
                }
            }
        }
    }

    /// <summary>The functions of a method whose operand is not proven to lie in their domain.</summary>
    private static IEnumerable<int> Suspects(RuleUnderCheck rule, int index, HashSet<int> negative)
    {
        var (method, intervals) = (rule.Methods[index], rule.Intervals[index]);
        return from value in Enumerable.Range(0, method.Simplified.Count)
               let instruction = method.Simplified[value]
               where instruction.Operation.Is(OperationTraits.NaNBelowZero)
               where index != 0 || method.Axes[value].IsOfWeights() || negative.Contains(value)
               where intervals.At(value, instruction.Operands[0]).Low < 0
               select value;
    }

    /// <summary>Whether a value is <c>x - y * y</c>, or that and a constant, or a multiple of it.</summary>
    private static bool IsVariance(Program program, int value)
    {
        var terms = Product.Terms(program, program[value] is { Opcode: Opcode.Divide or Opcode.Multiply } ? program[value].Operands[0] : value);
        return terms.Length > 1 && terms.Any(term => term is { IsNegative: true, Divisors.Length: 0, Factors.Length: 2 } && term.Factors[0] == term.Factors[1]);
    }

    private static bool IsWhole(Interval exponent) => exponent.IsPoint && exponent.Low % 1 == 0;

    /// <summary>The functions in the update whose operand was negative at some step.</summary>
    private static HashSet<int> NegativeForAllWeights(RuleUnderCheck rule)
    {
        var program = rule.Update.Simplified;
        var trial = new Trial(rule.Model, [.. rule.Methods.Select(method => method.Simplified)], 0.5);
        var negative = new HashSet<int>();
        for (var step = 0; step < Steps && trial.Step(1) is { } values; step++)
        {
            negative.UnionWith(Enumerable.Range(0, program.Count).Where(value => program[value].Operands.Count > 0 && values[program[value].Operands[0]] < 0));
        }

        return negative;
    }
}
