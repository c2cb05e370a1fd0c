using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using Descent.Generator.Model;
using Descent.Generator.IR;

namespace Descent.Generator.Analyzers.Mathematics;

/// <summary>A state that keeps a part of itself and takes a part of something new: <c>s = A * s + B * x</c>.</summary>
/// <param name="State">The state.</param>
/// <param name="Value">The sum.</param>
/// <param name="Kept">The factors of A.</param>
/// <param name="Taken">The factors of B.</param>
/// <param name="New">The factors of x.</param>
internal sealed record MovingAverage(StateModel State, int Value, ImmutableArray<int> Kept, ImmutableArray<int> Taken, ImmutableArray<int> New)
{
    /// <summary>The weight of the past, β, if it is written as one value.</summary>
    public int? Decay => Kept.Length == 1 ? Kept[0] : null;

    /// <summary>Whether the weights are β and 1 − β.</summary>
    public bool IsNormalized(Values values) => Decay is { } decay && Taken.Any(factor => values.ComplementOf(factor) is { } other && values.AreEqual(decay, other));

    public static IEnumerable<MovingAverage> All(RuleUnderCheck rule)
        => rule.Model.States
            .SelectMany(state => rule.Values.StoredIn(state.Slot) is { } stored ? rule.Values.AlternativesOf(stored).Select(value => Find(rule.Values, state, value)) : [])
            .OfType<MovingAverage>()
            .GroupBy(average => average.Value)
            .Select(group => group.First());

    /// <summary>The average that a value is, or that it is a multiple of.</summary>
    private static MovingAverage? Find(Values values, StateModel state, int value)
    {
        while (values.Program[value] is { Opcode: Opcode.Multiply or Opcode.Divide } product)
        {
            var factor = product.Opcode == Opcode.Multiply && values.IsCoefficient(product.Operands[0]) ? 0 : 1;
            if (!values.IsCoefficient(product.Operands[factor]))
            {
                return null;
            }

            value = product.Operands[1 - factor];
        }

        // What is the same for all weights is no new value: an ε that is added to it.
        var terms = Product.Terms(values.Program, value).Where(term => term.Factors.Concat(term.Divisors).Any(factor => !values.IsCoefficient(factor))).ToList();
        var index = terms.FindIndex(term => term.Factors.Any(IsState));
        if (terms.Count != 2 || index < 0 || terms[index] is not { IsNegative: false, Divisors.Length: 0 } old || old.Factors.Count(factor => !values.IsCoefficient(factor)) != 1)
        {
            return null;
        }

        var added = terms[1 - index];
        var taken = added.Factors.Where(values.IsCoefficient).ToImmutableArray();
        var fresh = added.Factors.Where(factor => !values.IsCoefficient(factor)).ToImmutableArray();
        var kept = old.Factors.Where(values.IsCoefficient).ToImmutableArray();
        return kept.Length == 0 ? Interpolation(values, state, value, taken, fresh, added.IsNegative)
            : added.IsNegative || added.Divisors.Any(values.IsCoefficient) ? null
            : new(state, value, kept, taken, fresh);

        bool IsState(int factor) => values.Program[factor] is { Opcode: Opcode.Load } load && load.Slot == state.Slot;
    }

    /// <summary><c>s + (1 − β) * (x − s)</c> and <c>s − (1 − β) * (s − x)</c>.</summary>
    private static MovingAverage? Interpolation(Values values, StateModel state, int value, ImmutableArray<int> taken, ImmutableArray<int> fresh, bool isNegative)
        => taken.Length == 1 && values.ComplementOf(taken[0]) is { } decay
            && fresh.Length == 1 && values.Program[fresh[0]] is { Opcode: Opcode.Subtract } difference
            && values.Program[difference.Operands[isNegative ? 0 : 1]] is { Opcode: Opcode.Load } load && load.Slot == state.Slot
                ? new(state, value, [decay], taken, [difference.Operands[isNegative ? 1 : 0]])
                : null;
}
