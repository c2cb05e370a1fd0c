using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using Descent.Generator.Infrastructure;
using Descent.Generator.IR;

namespace Descent.Generator.Analysis;

/// <summary>
/// Finds the states of a tensor that depend on the step alone, such as a running product: whatever a method of the rule writes to them is known
/// when the step begins, as their old values are, and those of other such states. They stay values of the tensor, and are computed before the loop.
/// </summary>
internal static class StepStates
{
    /// <summary>The bodies of a rule's methods, in which what is loaded from these states and stored in them belongs to the step.</summary>
    public static ImmutableArray<Program> Mark(ImmutableArray<Program> bodies)
    {
        var states = new HashSet<Slot>(bodies.SelectMany(body => body.Instructions).Where(IsOfTensor).Select(access => access.Slot!));
        while (states.Count > 0)
        {
            var marked = bodies.Select(body => Mark(body, states)).ToImmutableArray();
            var others = marked.SelectMany(StoredOtherwise).ToList();
            if (others.Count == 0)
            {
                return marked;
            }

            states.ExceptWith(others);
        }

        return bodies;
    }

    private static bool IsOfTensor(Instruction instruction) => instruction.Payload is Payload.Access { Scope: Axes.Tensor };

    private static Program Mark(Program body, HashSet<Slot> states) => new(body.Instructions
        .Select(instruction => IsOfTensor(instruction) && states.Contains(instruction.Slot!) ? instruction with { Payload = new Payload.Access(instruction.Slot!, Axes.Step) } : instruction)
        .ToEquatableArray());

    /// <summary>The states that are marked, and written with what is not known when the step begins.</summary>
    private static IEnumerable<Slot> StoredOtherwise(Program body)
    {
        var axes = AxesOf.Values(body);
        return body.Instructions.Where(store => store is { Opcode: Opcode.Store, Scope: Axes.Step } && !axes[store.Operands[0]].IsOfStep()).Select(store => store.Slot!);
    }
}
