using System.Collections.Generic;
using System.Linq;
using Descent.Generator.IR;
using Descent.Generator.Reading;

namespace Descent.Generator.Analyzers.Mathematics;

/// <summary>
/// Finds weight decay that is added to the gradient of a rule that moves weights by one average over the root of another: Adam with L2
/// regularisation. A rule that offers to decay the weights themselves as well is silent.
/// </summary>
internal static class CoupledWeightDecay
{
    public static IEnumerable<Finding> Run(RuleUnderCheck rule)
    {
        var values = rule.Values;
        var program = values.Program;
        for (var value = 0; value < program.Count; value++)
        {
            if (DecayOf(values, value) is { } decay && !IsDecoupled(values, value, decay) && Moments(rule, values, value) is var (first, second))
            {
                yield return new(DiagnosticIds.CoupledWeightDecay, program[value].Site, values.TextOf(decay), first, second);
            }
        }
    }

    /// <summary>Of <c>gradient + λ * weight</c>: λ.</summary>
    private static int? DecayOf(Values values, int value)
    {
        if (values.Program[value].Opcode is not (Opcode.Add or Opcode.FusedMultiplyAdd) || Product.Terms(values.Program, value) is not { Length: 2 } terms)
        {
            return null;
        }

        var index = terms[0].Single is { } first && values.MayBe(first, Slot.Gradient) ? 1 : 0;
        if (terms[1 - index] is not { IsNegative: false, Single: { } gradient } || !values.MayBe(gradient, Slot.Gradient) || terms[index] is not { Factors.Length: 2, Divisors.Length: 0 } decay)
        {
            return null;
        }

        var (one, other) = (decay.Factors[0], decay.Factors[1]);
        return values.MayBe(one, Slot.Weight) && values.Program[other].Opcode == Opcode.Hyperparameter ? other
            : values.MayBe(other, Slot.Weight) && values.Program[one].Opcode == Opcode.Hyperparameter ? one
            : null;
    }

    /// <summary>Whether the weight is multiplied by something with the decay in it elsewhere.</summary>
    private static bool IsDecoupled(Values values, int coupled, int decay)
    {
        var program = values.Program;
        var ofWeight = new bool[program.Count];
        for (var value = 0; value < program.Count; value++)
        {
            var operands = program[value].Operands;
            ofWeight[value] = program[value] is { Opcode: Opcode.Load, Slot.Kind: SlotKind.Weight }
                || (program[value].Opcode is Opcode.Phi or Opcode.Select or Opcode.Add or Opcode.Subtract && value != coupled && operands.Any(operand => ofWeight[operand]));
            if (program[value].Opcode is Opcode.Multiply or Opcode.Divide && !program[coupled].Operands.Contains(value)
                && operands.Any(operand => ofWeight[operand]) && operands.Any(operand => values.HyperparametersOf(operand).Contains(program[decay].Hyperparameter!)))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>An average of the decayed gradient and one of its square, by whose root the first is divided.</summary>
    private static (string First, string Second)? Moments(RuleUnderCheck rule, Values values, int coupled)
    {
        var ofDecay = new Degrees(values, 1, value => value == coupled ? 0 : null);
        var averages = rule.Averages.ToList();
        var inWeight = new Degrees(values, averages.Count + 1, value => averages.FindIndex(average => average.Value == value) is >= 0 and var index ? index : null);
        var weight = values.StoredIn(Slot.Weight) is { } stored ? inWeight[stored] : [];
        foreach (var first in averages.Where(average => Has(average, Monomial.Once)))
        {
            foreach (var second in averages.Where(average => Has(average, 2 * Monomial.Once)))
            {
                if (weight.Any(term => term.IsKnown && term.Exponents[averages.IndexOf(first)] == Monomial.Once && term.Exponents[averages.IndexOf(second)] == -Monomial.Once / 2))
                {
                    return (first.State.Name, second.State.Name);
                }
            }
        }

        return null;

        bool Has(MovingAverage average, int exponent) => ofDecay[average.Value].Any(term => term.IsKnown && term.Exponents[0] == exponent);
    }
}
