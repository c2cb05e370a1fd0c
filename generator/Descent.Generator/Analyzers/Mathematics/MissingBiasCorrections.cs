using System.Collections.Generic;
using System.Linq;
using Descent.Generator.Model;
using Descent.Generator.IR;
using Descent.Generator.Reading;

namespace Descent.Generator.Analyzers.Mathematics;

/// <summary>
/// Finds averages that start at 0 and are never divided by <c>1 − βᵗ</c>, where that changes the first steps: another average of the rule is
/// divided by its own, or one uncorrected average is divided by the root of another. A lone average, and gradients over the root of one, are
/// momentum and RMSProp, which go without.
/// </summary>
internal static class MissingBiasCorrections
{
    public static IEnumerable<Finding> Run(RuleUnderCheck rule)
    {
        var values = rule.Values;
        var averages = rule.Averages
            .Where(average => average.IsNormalized(values) && average.State is { Source: StateSource.Constant, InitialBits: 0 })
            .Where(average => values.StoredIn(average.State.Slot) == average.Value)
            .ToList();
        var corrected = new HashSet<string>(rule.BiasCorrections.SelectMany(correction => values.HyperparametersOf(correction.Decay).Append(Key(correction.Decay))));
        var missing = averages.Where(average => !corrected.Contains(Key(average.Decay!.Value)) && !values.HyperparametersOf(average.Decay!.Value).Any(corrected.Contains)).ToList();
        if (missing.Count == 0 || (missing.Count == averages.Count && !IsQuotient()))
        {
            yield break;
        }

        foreach (var average in missing.Where(average => IsMagnitudeUsed(values.Program, average)))
        {
            yield return new(DiagnosticIds.MissingBiasCorrection, values.Program[average.Value].Site, average.State.Name, values.TextOf(average.Decay!.Value));
        }

        string Key(int decay) => "%" + values.NumberOf(decay);

        // Whether a weight moves by one average over the root of another.
        bool IsQuotient()
        {
            var degrees = new Degrees(values, averages.Count, value => averages.FindIndex(average => average.Value == value) is >= 0 and var index ? index : null);
            return values.StoredIn(Slot.Weight) is { } weight && degrees[weight].Any(term => term.IsKnown
                && term.Exponents.Items.Contains(Monomial.Once) && term.Exponents.Items.Contains(-Monomial.Once / 2));
        }
    }

    /// <summary>Whether more than the sign of an average leads to what is kept.</summary>
    private static bool IsMagnitudeUsed(Program program, MovingAverage average)
    {
        var slot = average.State.Slot;
        var isUsed = new bool[program.Count];
        for (var value = program.Count - 1; value >= 0; value--)
        {
            var instruction = program[value];
            isUsed[value] |= instruction.Opcode == Opcode.Store && instruction.Slot != slot;
            var count = !isUsed[value] || instruction.Type == ScalarType.Boolean || instruction.Opcode == Opcode.Sign ? 0
                : instruction.Opcode == Opcode.CopySign ? 1
                : instruction.Operands.Count;
            foreach (var operand in instruction.Operands.Items.Take(count))
            {
                isUsed[operand] = true;
            }

            if (isUsed[value] && (value == average.Value || (instruction.Opcode == Opcode.Load && instruction.Slot == slot)))
            {
                return true;
            }
        }

        return false;
    }
}
