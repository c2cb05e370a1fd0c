using System.Collections.Generic;
using System.Linq;
using Descent.Generator.IR;
using Descent.Generator.Kernels;
using Descent.Generator.Model;

namespace Descent.Generator.Targets.Ptx;

/// <summary>
/// The states of a rule, of which there is one for the tensor or the optimizer, that live on the device, since their next values follow from totals that it has. What the step computes from them before
/// it has totals is computed there, too. All of a rule live there, or none.
/// </summary>
internal sealed class KeptStates
{
    private readonly HashSet<Slot> _slots;
    private readonly Dictionary<MethodPlan, bool[]> _reach = [];

    private KeptStates(IEnumerable<StateModel> states, IEnumerable<Slot> slots, string? refusal)
    {
        _slots = [.. slots];
        Refusal = refusal;
        OfTensor = [.. states.Where(state => state.Scope != Axes.Optimizer && _slots.Contains(state.Slot)).Select(state => state.Slot)];
        OfOptimizer = [.. states.Where(state => state.Scope == Axes.Optimizer && _slots.Contains(state.Slot)).Select(state => state.Slot)];
    }

    /// <summary>Those of a rule that has none.</summary>
    public static KeptStates None { get; } = new([], [], refusal: null);

    /// <summary>Those with one value for the tensor, in the order of their places.</summary>
    public IReadOnlyList<Slot> OfTensor { get; }

    /// <summary>Those with one value for the optimizer.</summary>
    public IReadOnlyList<Slot> OfOptimizer { get; }

    /// <summary>Whether there are any.</summary>
    public bool Any => _slots.Count > 0;

    /// <summary>Why there are none though states follow from totals, as the end of a sentence; <see langword="null"/> where nothing hinders.</summary>
    public string? Refusal { get; }

    /// <summary>Those of a rule that <see cref="PtxLegality"/> does not refuse.</summary>
    public static KeptStates Of(RulePlan plan)
    {
        List<MethodPlan> plans = [.. PtxProgram.PlansOf(plan)];
        if (plans.All(method => method.Totals == 0))
        {
            return None;
        }

        var kept = new KeptStates(plan.Rule.States, plans.SelectMany(StoresOf).Select(store => store.Slot!), refusal: null);
        return RefusalOf(plans, kept) is { } refusal ? new([], [], refusal) : kept;
    }

    /// <summary>Whether a state is one of them.</summary>
    public bool Has(Slot? slot) => slot is not null && _slots.Contains(slot);

    /// <summary>Whether an instruction loads one of them.</summary>
    public bool IsLoad(Instruction instruction) => instruction.Opcode == Opcode.Load && Has(instruction.Slot);

    /// <summary>The place of one of them among those of the tensor, or of the optimizer.</summary>
    public (int Place, bool IsOfOptimizer) PlaceOf(Slot slot)
        => OfOptimizer.Contains(slot) ? (OfOptimizer.TakeWhile(other => other != slot).Count(), true) : (OfTensor.TakeWhile(other => other != slot).Count(), false);

    /// <summary>Whether something that the step computes before it has totals follows from one of them, so that the processor does not know it.</summary>
    public bool Reaches(MethodPlan method, int value)
    {
        if (!Any || value >= method.PrologueEnd)
        {
            return false;
        }

        if (!_reach.TryGetValue(method, out var reach))
        {
            reach = new bool[method.PrologueEnd];
            for (var index = 0; index < reach.Length; index++)
            {
                reach[index] = IsLoad(method.Program[index]) || method.Program[index].Operands.Items.Any(operand => reach[operand]);
            }

            _reach.Add(method, reach);
        }

        return reach[value];
    }

    /// <summary>The stores, behind all sweeps, of states with one value for the tensor or the optimizer.</summary>
    private static IEnumerable<Instruction> StoresOf(MethodPlan method)
        => method.Variants.SelectMany(variant => variant.Stores).Select(store => method.Program[store]).Where(store => !store.Scope.IsWithinTensor());

    private static string? RefusalOf(List<MethodPlan> plans, KeptStates kept)
    {
        foreach (var method in plans)
        {
            if (method.StepStores.Select(store => method.Program[store]).FirstOrDefault(store => kept.Has(store.Slot) || kept.Reaches(method, store.Operands[0])) is { } early)
            {
                return $"the state {early.Slot!.Name} is known before the totals";
            }

            if (Conditions(method.Selection).Any(condition => kept.Reaches(method, condition)))
            {
                return "they choose among the loops";
            }

            if (PtxScalars.Refusal(method, kept) is { } refusal)
            {
                return refusal;
            }
        }

        return kept.OfOptimizer.Count > 0 && plans.All(method => method.OptimizerTotals == 0) ? "no total is of the optimizer" : null;
    }

    private static IEnumerable<int> Conditions(VariantSelection selection)
        => selection.Variant is not null ? [] : [selection.Condition, .. Conditions(selection.WhenTrue!), .. Conditions(selection.WhenFalse!)];
}
