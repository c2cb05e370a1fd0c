using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Descent.Generator.Model;
using Descent.Generator.IR;
using Descent.Generator.Reading;
using Descent.Generator.Trials;

namespace Descent.Generator.Analyzers.Dataflow;

/// <summary>Finds states that no weight depends on, and states that keep their first value.</summary>
internal static class UnusedStates
{
    public static IEnumerable<Finding> Run(RuleUnderCheck rule)
    {
        // Where no weight is written nothing leads to one, which is reported already.
        if (!rule.Update.Written.StoredSlots.Contains(Slot.Weight))
        {
            yield break;
        }

        var needed = Liveness.SlotsOfWeights(rule);
        var stored = new HashSet<Slot>(rule.Methods.SelectMany(method => method.Written.StoredSlots));
        var read = new HashSet<Slot>(rule.Methods.SelectMany(method => ReadSlots(method.Written)));

        // The elements of a state of several values are one declaration: one that is used excuses the others.
        var declarations = rule.Methods
            .SelectMany(method => method.Model.Parameters.Where(parameter => parameter.Role == ParameterRole.State), (method, parameter) => (Method: method, Parameter: parameter))
            .GroupBy(pair => pair.Method.Model.Parameters.First(parameter => NameOf(parameter) == NameOf(pair.Parameter)).Slot);
        foreach (var state in declarations)
        {
            var (method, first) = state.First();
            var name = NameOf(first);
            var slots = state.Select(pair => pair.Parameter.Slot!).ToList();
            var site = method.Written.Instructions.First(instruction => instruction.Opcode == Opcode.Load && instruction.Slot == first.Slot).Site;
            if (slots.Any(stored.Contains))
            {
                if (!slots.Any(needed.Contains))
                {
                    yield return new(DiagnosticIds.StateNotRead, site, name, slots.Any(read.Contains) ? "read only for its own next value" : "written and never read");
                }
            }
            else if (!slots.Any(read.Contains) && !state.Any(pair => pair.Parameter.IsAssignedInVain))
            {
                yield return new(DiagnosticIds.StateNotRead, site, name, "neither read nor written");
            }
            else if (state.Any(pair => pair.Parameter.IsAssignedInVain))
            {
                yield return new(DiagnosticIds.StateNotWritten, site, name, "what is assigned to it is lost, as it is no 'ref'");
            }
            else if (rule.Model.States.First(model => model.Slot == first.Slot) is { Source: StateSource.Constant } model && !Trial.IsSetFromOutside(rule.Model, model))
            {
                var initial = System.BitConverter.Int64BitsToDouble(model.InitialBits).ToString(CultureInfo.InvariantCulture);
                yield return new(DiagnosticIds.StateNotWritten, site, name, $"unless the program sets it, it is {initial} at every step");
            }
        }
    }

    private static string NameOf(ParameterModel parameter) => parameter.Span ?? parameter.Name;

    private static IEnumerable<Slot> ReadSlots(Program program)
    {
        var uses = Uses.Of(program);
        return program.Instructions.Where((instruction, value) => instruction.Opcode == Opcode.Load && uses[value].Count > 0).Select(load => load.Slot!);
    }
}
