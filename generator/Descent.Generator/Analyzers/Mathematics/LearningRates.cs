using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using Descent.Generator.Model;
using Descent.Generator.IR;
using Descent.Generator.Reading;

namespace Descent.Generator.Analyzers.Mathematics;

/// <summary>
/// Finds a learning rate, or another factor of the whole step, that multiplies every gradient of a step twice: outside and in a value that has it already, such as a velocity that was
/// kept with it. Each way that conditions may go is looked at alone.
/// </summary>
internal static class LearningRates
{
    public static IEnumerable<Finding> Run(RuleUnderCheck rule)
    {
        var found = new HashSet<int>();
        return rule.Roles.Rates.SelectMany(rate => Find(rule, rate)).Where(finding => found.Add(finding.Site));
    }

    private static IEnumerable<Finding> Find(RuleUnderCheck rule, HyperparameterModel rate)
    {
        var values = rule.Values;
        if (values.StoredIn(Slot.Weight) is not { } weight || Solve(rule, values, rate.Name) is not { } degrees)
        {
            yield break;
        }

        var places = values.AlternativesOf(weight).Where(IsTwice).Select(Innermost).Distinct();
        foreach (var place in places)
        {
            var has = values.Program[place].Operands.Items.Where(operand => degrees[operand].Any(term => term.IsOfGradient)).DefaultIfEmpty(place).First();
            yield return new(DiagnosticIds.LearningRateTwice, values.Program[place].Site, rate.Name, values.TextOf(has));
        }

        bool IsTwice(int value)
        {
            var terms = degrees[value].Where(term => term.IsOfGradient).ToList();
            return terms.Count > 0 && terms.All(term => term.IsKnown && term.Exponents[0] >= 2 * Monomial.Once);
        }

        int Innermost(int value)
        {
            while (values.Program[value].Operands.Items.Where(IsTwice).DefaultIfEmpty(-1).First() is >= 0 and var operand)
            {
                value = operand;
            }

            return value;
        }
    }

    /// <summary>
    /// The powers of the learning rate, those in states included: what a step stores is what the next one finds. A state whose power
    /// grows from step to step has none.
    /// </summary>
    private static Degrees? Solve(RuleUnderCheck rule, Values values, string rate)
    {
        var states = rule.Model.States.ToDictionary(state => state.Slot, state => Initial(state, rate));
        for (var round = 0; round < states.Count + 4; round++)
        {
            var degrees = new Degrees(values, 1, IsRate, slot => states[slot]);
            var isStable = true;
            foreach (var state in rule.Model.States)
            {
                var slot = state.Slot;
                var terms = values.StoredIn(slot) is { } stored ? Initial(state, rate).Union(degrees[stored]).ToImmutableArray() : states[slot];
                isStable &= new HashSet<Monomial>(terms).SetEquals(states[slot]);
                states[slot] = terms;
            }

            if (isStable)
            {
                return degrees;
            }
        }

        return null;

        int? IsRate(int value) => values.Program[value] is { Opcode: Opcode.Hyperparameter } use && use.Hyperparameter == rate ? 0 : null;
    }

    /// <summary>A state that starts at 0 has no terms at first.</summary>
    private static ImmutableArray<Monomial> Initial(StateModel state, string rate)
        => state is { Source: StateSource.Constant, InitialBits: 0 } ? [] : [Monomial.Of(1, state.Source == StateSource.Hyperparameter && state.Hyperparameter == rate ? 0 : null)];
}
