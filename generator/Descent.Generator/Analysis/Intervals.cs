using System;
using System.Collections.Generic;
using System.Linq;
using Descent.Generator.Model;
using Descent.Generator.IR;

namespace Descent.Generator.Analysis;

/// <summary>
/// Between what the values of a rule lie, for every allowed hyperparameter, step number and gradient, at whatever step: abstract
/// interpretation of its methods until its states come to rest.
/// </summary>
internal static class Intervals
{
    /// <summary>How many times the states may grow freely, and then to the next threshold, before they are every number.</summary>
    private const int FreeRounds = 3, WideningRounds = 8;

    /// <summary>The intervals of all values of each method.</summary>
    public static IReadOnlyList<MethodIntervals> Of(RuleModel rule, IReadOnlyList<Program> bodies)
    {
        var slots = OfStates(rule, bodies);
        return [.. bodies.Select(body => new MethodIntervals(rule, body, slots))];
    }

    /// <summary>The intervals of the states.</summary>
    public static IReadOnlyDictionary<Slot, Interval> OfStates(RuleModel rule, IReadOnlyList<Program> bodies)
    {
        var slots = rule.States.ToDictionary(state => state.Slot, state => state.Source switch
        {
            StateSource.Weight => Interval.All,
            StateSource.Hyperparameter => Interval.Of(rule.Hyperparameters.First(model => model.Name == state.Hyperparameter)),
            _ => Interval.Of(BitConverter.Int64BitsToDouble(state.InitialBits)),
        });
        var isAtRest = false;
        for (var round = 0; !isAtRest; round++)
        {
            isAtRest = true;
            foreach (var body in bodies)
            {
                var intervals = new MethodIntervals(rule, body, slots);
                foreach (var store in body.Instructions.Where(instruction => instruction.Opcode == Opcode.Store && slots.ContainsKey(instruction.Slot!)))
                {
                    var old = slots[store.Slot!];
                    var joined = old.Join(intervals[store.Operands[0]]);
                    isAtRest &= joined == old;
                    slots[store.Slot!] = joined == old || round < FreeRounds ? joined : round < FreeRounds + WideningRounds ? old.Widen(joined) : Interval.All;
                }
            }
        }

        return slots;
    }
}
