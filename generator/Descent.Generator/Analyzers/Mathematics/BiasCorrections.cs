using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using Descent.Generator.IR;
using Descent.Generator.Reading;

namespace Descent.Generator.Analyzers.Mathematics;

/// <summary>
/// Finds averages that are divided by their bias correction twice, in one step or by being stored divided, and averages that are divided by
/// the correction of another decay.
/// </summary>
internal static class BiasCorrections
{
    public static IEnumerable<Finding> Run(RuleUnderCheck rule)
    {
        var values = rule.Values;
        var averages = rule.Averages.Where(average => average.Decay is not null).ToList();
        var corrections = rule.BiasCorrections;
        if (averages.Count == 0 || corrections.Length == 0)
        {
            return [];
        }

        // Of each decay the averages with it, then the corrections with it.
        var decays = averages.Select(average => average.Decay!.Value).Concat(corrections.Select(correction => correction.Decay)).Distinct(values.Comparer).ToList();
        var symbols = averages.Select(average => (average.Value, Symbol: IndexOf(average.Decay!.Value)))
            .Concat(corrections.Select(correction => (correction.Value, Symbol: decays.Count + IndexOf(correction.Decay))))
            .ToDictionary(entry => entry.Value, entry => entry.Symbol);
        var ofPower = OfPowers(values, corrections);
        var degrees = new Degrees(values, 2 * decays.Count, value => symbols.TryGetValue(value, out var symbol) ? symbol : null, isUnknown: value => ofPower[value] && IsSum(value));
        return Products().Concat(Stored());

        // A sum of powers that is no correction, as 1 - β^t * β^t, makes of what it multiplies something else.
        bool IsSum(int value) => values.IsCoefficient(value) && values.Program[value].Opcode is Opcode.Add or Opcode.Subtract;

        int IndexOf(int decay) => decays.FindIndex(known => values.AreEqual(known, decay));

        IEnumerable<Finding> Products()
        {
            for (var value = 0; value < values.Program.Count; value++)
            {
                if (values.Program[value].Opcode is Opcode.Multiply or Opcode.Divide
                    && Fault(value) is { } fault && values.Program[value].Operands.All(operand => Fault(operand) is null))
                {
                    var average = averages.First(known => IndexOf(known.Decay!.Value) == fault.Decay);
                    yield return Found(value, average, fault.Other < 0
                        ? $"is divided by 1 - {values.TextOf(average.Decay!.Value)}^t twice"
                        : $"is divided by 1 - {values.TextOf(decays[fault.Other])}^t");
                }
            }
        }

        IEnumerable<Finding> Stored()
        {
            foreach (var average in averages)
            {
                var stored = values.StoredIn(average.State.Slot)!.Value;
                var index = IndexOf(average.Decay!.Value);
                if (degrees[stored].Any(term => term.IsKnown && term.Exponents[index] == Monomial.Once && term.Exponents[decays.Count + index] == -Monomial.Once))
                {
                    yield return Found(stored, average, $"is stored divided by 1 - {values.TextOf(average.Decay!.Value)}^t, and divided again at each step");
                }
            }
        }

        Finding Found(int value, MovingAverage average, string what)
            => new(DiagnosticIds.WrongBiasCorrection, values.Program[value].Site, average.State.Name, values.TextOf(average.Decay!.Value), what);

        (int Decay, int Other)? Fault(int value)
        {
            foreach (var term in degrees[value].Where(term => term.IsKnown))
            {
                for (var decay = 0; decay < decays.Count; decay++)
                {
                    var (average, correction) = (term.Exponents[decay], term.Exponents[decays.Count + decay]);
                    if (average != 0 && correction == -2 * average)
                    {
                        return (decay, -1);
                    }

                    var other = average == 0 || correction != 0 || !values.IsSetting(decays[decay]) ? -1 : decays.FindIndex(known => values.IsSetting(known)
                        && term.Exponents[IndexOf(known)] == 0 && term.Exponents[decays.Count + IndexOf(known)] == -average);
                    if (other >= 0)
                    {
                        return (decay, other);
                    }
                }
            }

            return null;
        }
    }

    /// <summary>Which values depend on a power that a correction takes from 1, by more than that correction.</summary>
    private static bool[] OfPowers(Values values, ImmutableArray<BiasCorrection> corrections)
    {
        var powers = new HashSet<int>(corrections.Select(correction => values.ComplementOf(correction.Value)).OfType<int>().Select(values.NumberOf));
        var areCorrections = new HashSet<int>(corrections.Select(correction => correction.Value));
        var ofPower = new bool[values.Program.Count];
        for (var value = 0; value < ofPower.Length; value++)
        {
            ofPower[value] = !areCorrections.Contains(value) && (powers.Contains(values.NumberOf(value)) || values.Program[value].Operands.Any(operand => ofPower[operand]));
        }

        return ofPower;
    }
}
