using System.Collections.Generic;
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
        var degrees = new Degrees(values, 2 * decays.Count, value => symbols.TryGetValue(value, out var symbol) ? symbol : null);
        return Products().Concat(Stored());

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
                var stored = values.StoredIn("state." + average.State.Name)!.Value;
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
}
